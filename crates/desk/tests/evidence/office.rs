//! A desk with a case, a site that answers what it is told, and people.

use desk::{Actor, AttachForm, Desk, DeskError, EvidenceSheet, OpenCase};
use model::{
    CaseId, CaseState, Closing, DocumentId, HOUR_MS, Item, Level, PageId, PersonId, Role, Roles,
    Step, Take, Who,
};
use ports::{FetchError, Fetched, ShotError};
use std::future::Future;
use std::sync::Arc;
use testkit::{FakePhotographer, TestDesk};

pub(super) const URL: &str = "https://forum.qinglan.example/t/9";

pub(super) fn actor(role: Role) -> Actor {
    Actor {
        who: Who {
            person: Some(PersonId(1)),
            name: "p1".to_owned(),
            address: String::new(),
        },
        name: "王芳".to_owned(),
        roles: Roles::NONE.with(role),
        unit: None,
    }
}

pub(super) fn duty() -> Actor {
    actor(Role::DutyOfficer)
}

pub(super) fn editor() -> Actor {
    actor(Role::Editor)
}

/// The desk with a case and a site.
pub(super) struct Office {
    pub(super) test: TestDesk,
    pub(super) desk: Desk,
    pub(super) browser: Arc<FakePhotographer>,
    pub(super) case: CaseId,
}

impl Office {
    pub(super) fn new() -> Self {
        Self::with(Err(ShotError::NoBrowser))
    }

    pub(super) fn with(shot: Result<Vec<u8>, ShotError>) -> Self {
        let test = TestDesk::new();
        let browser = Arc::new(FakePhotographer::giving(shot));
        let desk = test
            .desk()
            .with_photographer(Arc::clone(&browser) as Arc<dyn ports::Photographer>);
        let ask = OpenCase {
            title: "路面塌陷".to_owned(),
            ..OpenCase::default()
        };
        let case = test
            .runtime
            .block_on(desk.open_case(&duty(), &ask))
            .unwrap();
        Self {
            test,
            desk,
            browser,
            case,
        }
    }

    pub(super) fn run<T>(&self, future: impl Future<Output = T>) -> T {
        self.test.runtime.block_on(future)
    }

    /// The site says this from now on.
    pub(super) fn says(&self, text: &str) {
        self.says_at(URL, text);
    }

    pub(super) fn says_at(&self, url: &str, text: &str) {
        let page = html(text);
        self.test.web.put(
            url,
            Ok(Fetched::Body {
                bytes: page.into_bytes(),
                final_url: url.to_owned(),
                content_type: Some("text/html; charset=utf-8".to_owned()),
                etag: None,
                last_modified: None,
            }),
        );
    }

    /// The site answers so from now on.
    pub(super) fn fails(&self, error: FetchError) {
        self.test.web.put(URL, Err(error));
    }

    pub(super) fn gone(&self, status: u16) {
        self.fails(FetchError::Status {
            url: URL.to_owned(),
            status,
        });
    }

    pub(super) fn attach(&self, what: &str) -> Result<PageId, DeskError> {
        let form = AttachForm {
            what: what.to_owned(),
            allow_private: false,
        };
        self.run(self.desk.attach_page(&duty(), self.case, &form))
    }

    /// Looks at all that is due now; gives how many pages there were.
    pub(super) fn look(&self) -> usize {
        self.run(self.desk.watch_evidence()).unwrap()
    }

    pub(super) fn later(&self, hours: i64) {
        self.test.clock.forward_ms(hours * HOUR_MS);
    }

    pub(super) fn sheet(&self) -> EvidenceSheet {
        self.run(self.desk.evidence_sheet(&duty(), self.case))
            .unwrap()
    }

    /// Takes of the first page.
    pub(super) fn takes(&self) -> Vec<Take> {
        self.sheet().pages.remove(0).takes
    }

    /// A document of that address, as it was collected.
    pub(super) fn document(&self, url: &str, title: &str, text: &str) -> DocumentId {
        let item = Item {
            url: Some(url.to_owned()),
            ..self.test.item(url, title, text)
        };
        self.test.take(vec![item], 1).unwrap();
        self.run(self.test.store().last_document()).unwrap()
    }

    /// Takes the case all the way to its end.
    pub(super) fn close(&self) {
        let mut change = self.run(self.desk.case_sheet(&duty(), self.case)).unwrap();
        let form = desk::CaseForm {
            title: change.case.title.clone(),
            level: Some(Level::Yellow),
            ..desk::CaseForm::default()
        };
        let seen = change.case.version;
        self.run(self.desk.change_case(&duty(), self.case, seen, &form))
            .unwrap();
        let first = if change.case.state == CaseState::New {
            CaseState::Assessed
        } else {
            CaseState::FollowedUp
        };
        for to in [first, CaseState::Closed] {
            change = self.run(self.desk.case_sheet(&duty(), self.case)).unwrap();
            self.step(to, change.case.version);
        }
    }

    pub(super) fn reopen(&self) {
        let sheet = self.run(self.desk.case_sheet(&duty(), self.case)).unwrap();
        self.step(CaseState::Handling, sheet.case.version);
    }

    fn step(&self, to: CaseState, seen: i64) {
        let step = Step {
            reason: "已处理".to_owned(),
            closing: Closing {
                asked: "何时修好".to_owned(),
                done: "已修好".to_owned(),
            },
            open_tasks: 0,
        };
        self.run(self.desk.step_case(&editor(), self.case, seen, to, &step))
            .unwrap();
    }
}

pub(super) fn html(text: &str) -> String {
    let filler = "记者到场了解，现场已设围挡，车辆可绕行南大街，有关部门正在处理。".repeat(4);
    format!(
        "<html><head><title>塌陷</title></head><body><article><h1>塌陷</h1><p>{text}</p><p>{filler}</p></article></body></html>"
    )
}
