//! Sample people, sessions, entries and settings. All of it is fictional.

use crate::correction_question::CorrectionQuestions;
use crate::frame::{Frame, Visitor};
use crate::kept_fields::KeptFields;
use crate::language::Language;
use crate::office_question::OfficeQuestions;
use crate::pages::event::PutRight;
use crate::pages::people::{directory, person, unit};
use crate::pages::person_form::PersonForm;
use crate::pages::{audit, kept, own, settings, sign_in};
use crate::question::Questions;
use crate::sample::{Amount, NOW, SampleDesk};
use askama::Template;
use async_trait::async_trait;
use chrono_tz::Tz;
use desk::line::Corrected;
use desk::{
    Act, Actor, AuditAsk, Caller, ChainCheck, CodeOffer, DeskError, Directory, DocumentSheet,
    OfficeForm, OpenLink, OwnSheet, PersonSheet, SignIn, SignedIn,
};
use model::{
    AuditEntry, AuditId, AuditSeal, Correction, CorrectionId, CorrectionRecord, DocumentId,
    EventId, HOUR_MS, LinkPurpose, Look, Moment, NewPerson, Note, OfficeSettings, Person,
    PersonEdit, PersonId, Role, Roles, SecondStep, Session, Unit, UnitId, Who,
};

const NAMES: &[(&str, &str)] = &[
    ("王芳", "wang.fang"),
    ("李娜", "li.na"),
    ("赵建国", "zhao.jianguo"),
    ("欧阳婷婷", "ouyang"),
    ("Ellen Marsh", "e.marsh"),
    ("<b>陈</b>明", "chen.ming"),
];
const UNITS: &[(&str, Option<i64>)] = &[
    ("青岚县舆情办", None),
    ("城关镇", Some(1)),
    ("城关二小", Some(2)),
    ("县水利局", Some(1)),
    ("县人民医院", None),
];
/// The token of the sample's session; words of roles behind it narrow what it may do.
const TOKEN: &str = "sample";

/// Somebody with these roles, signed in.
pub(crate) fn signed(roles: Roles, half: bool) -> SignedIn {
    let person = Person { roles, ..one(0) };
    SignedIn {
        actor: Actor::of(&person, "192.0.2.7"),
        session: Session { half, ..session(0) },
        person,
        token: TOKEN.to_owned(),
    }
}

fn all() -> Roles {
    Role::ALL.into_iter().collect()
}

fn one(index: usize) -> Person {
    let (name, login) = NAMES
        .get(index % NAMES.len())
        .copied()
        .unwrap_or(("王芳", "wang.fang"));
    let roles: Roles = Role::ALL
        .into_iter()
        .enumerate()
        .filter(|(at, _)| at % 7 == index % 7 || at % 5 == index % 4)
        .map(|(_, role)| role)
        .collect();
    let number = index as i64 + 1;
    Person {
        id: PersonId(number),
        login: if index < NAMES.len() {
            login.to_owned()
        } else {
            format!("{login}{number}")
        },
        name: name.to_owned(),
        unit: (index % 4 != 3).then_some(UnitId(1 + number % 5)),
        roles,
        mail: format!("{login}@qinglan.example"),
        phone: "0000-5550123".to_owned(),
        language: None,
        disabled: index % 9 == 8,
        has_password: index % 6 != 5,
        second_step: if index.is_multiple_of(3) {
            SecondStep::Code
        } else {
            SecondStep::None
        },
        added_at: Moment(NOW.0 - 900 * HOUR_MS),
        signed_in_at: (index % 6 != 5).then_some(Moment(NOW.0 - number * HOUR_MS)),
        look: None,
        version: 1,
    }
}

fn session(index: usize) -> Session {
    let agents = [
        "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/605.1",
    ];
    Session {
        id: index as i64 + 1,
        person: PersonId(1),
        form_token: "0123456789abcdef".to_owned(),
        half: false,
        began_at: Moment(NOW.0 - (index as i64 + 3) * HOUR_MS),
        used_at: Moment(NOW.0 - index as i64 * HOUR_MS),
        ends_at: Moment(NOW.0 + 300 * HOUR_MS),
        address: "192.0.2.7".to_owned(),
        agent: agents[index % 2].to_owned(),
    }
}

fn units(amount: Amount) -> Vec<(Unit, usize)> {
    let depth = |index: usize| [0, 1, 2, 1, 0][index % 5];
    UNITS
        .iter()
        .enumerate()
        .take(amount.count())
        .map(|(index, (name, parent))| {
            let unit = Unit {
                id: UnitId(index as i64 + 1),
                parent: parent.map(UnitId),
                name: (*name).to_owned(),
                version: 1,
            };
            (unit, depth(index))
        })
        .collect()
}

fn people(amount: Amount) -> Directory {
    Directory {
        units: units(amount),
        people: (0..amount.count()).map(one).collect(),
    }
}

fn entry(index: usize) -> AuditEntry {
    let acts = [
        ("event.seen", "e5", ""),
        ("search.asked", "", "路面塌陷 -招标 date:2026-03"),
        ("person.changed", "p3", "roles: leader → leader auditor"),
        ("session.failed", "", "password"),
        ("source.changed", "s4", "暂停 <script>alert(1)</script>"),
        ("refused", "/audit", "read_audit"),
    ];
    let (act, object, details) = acts[index % acts.len()];
    let number = 4_000 - index as i64;
    let somebody = one(index % 5);
    let note = Note {
        at: Moment(NOW.0 - index as i64 * 400_000),
        who: Who {
            person: (index % 6 != 3).then_some(somebody.id),
            name: somebody.login,
            address: "192.0.2.7".to_owned(),
        },
        act: act.to_owned(),
        object: object.to_owned(),
        details: details.to_owned(),
    };
    AuditEntry {
        id: AuditId(number),
        hash: AuditEntry::hash_of("", AuditId(number), &note),
        note,
    }
}

fn office(amount: Amount) -> OfficeSettings {
    match amount {
        Amount::Empty => OfficeSettings::default(),
        _ => {
            let mut settings = OfficeSettings {
                name: "青岚县舆情办".to_owned(),
                time_zone: "Asia/Shanghai".to_owned(),
                language: "zh-CN".to_owned(),
                ..OfficeSettings::default()
            };
            settings.mail.server = "smtp.qinglan.example".to_owned();
            settings.mail.from = "desk@qinglan.example".to_owned();
            settings.mail.sealed_password = "00".to_owned();
            settings
        }
    }
}

fn check() -> ChainCheck {
    ChainCheck {
        entries: 4_000,
        seal: Some(AuditSeal {
            id: AuditId(4_000),
            hash: "9f2c".repeat(16),
        }),
        broken: None,
    }
}

fn offer() -> CodeOffer {
    CodeOffer {
        secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".to_owned(),
        uri: "otpauth://totp/desk:wang.fang?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=desk"
            .to_owned(),
    }
}

fn link() -> OpenLink {
    OpenLink {
        purpose: LinkPurpose::Invitation,
        person: one(1),
    }
}

fn missing<T>(kind: &'static str, id: impl ToString) -> Result<T, DeskError> {
    Err(DeskError::NotFound {
        kind,
        id: id.to_string(),
    })
}

#[async_trait]
impl OfficeQuestions for SampleDesk {
    async fn signed_in(&self, token: &str, _: &str) -> Result<Option<SignedIn>, DeskError> {
        let Some(roles) = token.strip_prefix(TOKEN) else {
            return Ok(None);
        };
        let roles = roles.replace('+', " ");
        Ok(Some(match roles.trim() {
            "" => signed(all(), false),
            "half" => signed(all(), true),
            words => signed(Roles::from_words(words), false),
        }))
    }

    async fn sign_in(&self, _: &str, password: &str, _: &Caller) -> Result<SignIn, DeskError> {
        match password {
            "half" => Ok(SignIn::Half(format!("{TOKEN}half"))),
            "whole" => Ok(SignIn::Whole(TOKEN.to_owned())),
            _ => Err(DeskError::Wait { seconds: 9 }),
        }
    }

    async fn second_step(&self, _: &str, _: &str, _: &Caller) -> Result<String, DeskError> {
        Ok(TOKEN.to_owned())
    }

    async fn sign_out(&self, _: &SignedIn) -> Result<(), DeskError> {
        Ok(())
    }

    async fn open_link(&self, token: &str) -> Result<OpenLink, DeskError> {
        match token {
            TOKEN => Ok(link()),
            _ => missing("link", ""),
        }
    }

    async fn set_password(&self, _: &str, _: &str, _: &Caller) -> Result<SignIn, DeskError> {
        Ok(SignIn::Whole(TOKEN.to_owned()))
    }

    async fn saw(&self, _: &Actor, _: &str, _: &str, _: &str) -> Result<(), DeskError> {
        Ok(())
    }

    async fn own_sheet(&self, signed: &SignedIn) -> Result<OwnSheet, DeskError> {
        Ok(OwnSheet {
            person: signed.person.clone(),
            unit: Some("青岚县舆情办".to_owned()),
            sessions: (0..self.0.count().clamp(1, 5)).map(session).collect(),
            recovery_left: 7,
        })
    }

    async fn change_password(&self, _: &SignedIn, _: &str, _: &str) -> Result<String, DeskError> {
        Ok(TOKEN.to_owned())
    }

    async fn offer_code(&self, _: &SignedIn) -> Result<CodeOffer, DeskError> {
        Ok(offer())
    }

    async fn same_offer(&self, _: &SignedIn, _: &str) -> Result<CodeOffer, DeskError> {
        Ok(offer())
    }

    async fn confirm_code(
        &self,
        _: &SignedIn,
        _: &str,
        _: &str,
        _: &str,
    ) -> Result<(String, Vec<String>), DeskError> {
        let codes = (0..10).map(|number| format!("a2b3c-{number}d4e5"));
        Ok((TOKEN.to_owned(), codes.collect()))
    }

    async fn drop_code(&self, _: &SignedIn, _: &str) -> Result<String, DeskError> {
        Ok(TOKEN.to_owned())
    }

    async fn end_own_session(&self, _: &SignedIn, id: i64) -> Result<(), DeskError> {
        if id == 1 {
            Ok(())
        } else {
            missing("session", id)
        }
    }

    async fn looked(&self, _: &SignedIn, _: &Look) -> Result<(), DeskError> {
        Ok(())
    }

    async fn open_document(
        &self,
        _: &Actor,
        id: DocumentId,
        _: &str,
    ) -> Result<DocumentSheet, DeskError> {
        self.document_sheet(id).await
    }

    async fn choose_language(&self, _: &SignedIn, _: &str) -> Result<(), DeskError> {
        Ok(())
    }

    async fn directory(&self, _: &Actor) -> Result<Directory, DeskError> {
        Ok(people(self.0))
    }

    async fn person_sheet(&self, _: &Actor, id: PersonId) -> Result<PersonSheet, DeskError> {
        if id.0 < 1 || id.0 as usize > self.0.count() {
            return missing("person", id);
        }
        Ok(PersonSheet {
            person: one(id.0 as usize - 1),
            units: units(self.0),
            sessions: (0..2).map(session).collect(),
        })
    }

    async fn invite(&self, _: &Actor, _: &NewPerson) -> Result<(PersonId, String), DeskError> {
        Ok((PersonId(1), TOKEN.to_owned()))
    }

    async fn change_person(
        &self,
        _: &Actor,
        _: PersonId,
        _: i64,
        _: &PersonEdit,
    ) -> Result<(), DeskError> {
        Ok(())
    }

    async fn make_link(&self, _: &Actor, _: PersonId) -> Result<String, DeskError> {
        Ok(TOKEN.to_owned())
    }

    async fn end_session_of(&self, _: &Actor, _: PersonId, _: i64) -> Result<(), DeskError> {
        Ok(())
    }

    async fn add_unit(&self, _: &Actor, _: &str, _: Option<UnitId>) -> Result<UnitId, DeskError> {
        Ok(UnitId(1))
    }

    async fn change_unit(&self, _: &Actor, _: &Unit) -> Result<(), DeskError> {
        Ok(())
    }

    async fn remove_unit(&self, _: &Actor, _: UnitId) -> Result<(), DeskError> {
        Ok(())
    }

    async fn audit(
        &self,
        _: &Actor,
        _: &AuditAsk,
    ) -> Result<(Vec<AuditEntry>, Vec<Person>), DeskError> {
        let entries = (0..self.0.count()).map(entry).collect();
        Ok((entries, people(self.0).people))
    }

    async fn check_chain(&self, _: &Actor, _: Option<&AuditSeal>) -> Result<ChainCheck, DeskError> {
        Ok(check())
    }

    async fn office(&self) -> Result<(OfficeSettings, i64), DeskError> {
        Ok((office(self.0), 1))
    }

    async fn change_office(&self, _: &Actor, _: i64, _: &OfficeForm) -> Result<(), DeskError> {
        Ok(())
    }

    async fn try_mail(&self, signed: &SignedIn) -> Result<String, DeskError> {
        Ok(signed.person.mail.clone())
    }

    fn office_language(&self) -> Option<String> {
        None
    }
}

/// What people put right about the sample event.
pub(crate) fn put_right(amount: Amount) -> PutRight {
    if amount == Amount::Empty {
        return PutRight::default();
    }
    let made = |id: i64, correction: Correction, undone: bool| CorrectionRecord {
        id: CorrectionId(id),
        at: Moment(NOW.0 - id * HOUR_MS),
        who: Who {
            person: Some(PersonId(2)),
            name: "li.na".to_owned(),
            address: String::new(),
        },
        correction,
        after_document: DocumentId(40),
        undoes: (id == 3).then_some(CorrectionId(4)),
        undone,
    };
    let moved = Correction::Move {
        documents: vec![DocumentId(7), DocumentId(9)],
        from: EventId(1),
        to: EventId(7),
    };
    let named = Correction::Rename {
        event: EventId(1),
        before: None,
        title: Some("北门外大街塌陷".to_owned()),
    };
    let merged = Correction::Merge {
        from: EventId(3),
        into: EventId(1),
        documents: vec![DocumentId(3)],
    };
    PutRight {
        corrections: vec![
            made(5, named, false),
            made(4, moved, true),
            made(2, merged, false),
        ],
        others: vec![(EventId(9), "溪口镇灯会本周末开幕".to_owned())],
        done: (amount == Amount::One).then_some(CorrectionId(5)),
    }
}

#[async_trait]
impl CorrectionQuestions for SampleDesk {
    async fn move_documents(
        &self,
        _: &Actor,
        _: &[DocumentId],
        _: EventId,
        _: Option<EventId>,
    ) -> Result<Corrected, DeskError> {
        Ok(CORRECTED)
    }

    async fn merge_events(
        &self,
        _: &Actor,
        _: EventId,
        _: EventId,
    ) -> Result<Corrected, DeskError> {
        Ok(CORRECTED)
    }

    async fn rename_event(&self, _: &Actor, _: EventId, _: &str) -> Result<Corrected, DeskError> {
        Ok(CORRECTED)
    }

    async fn undo_correction(&self, _: &Actor, _: CorrectionId) -> Result<Corrected, DeskError> {
        Ok(CORRECTED)
    }

    async fn corrections_of(&self, _: EventId) -> Result<Vec<CorrectionRecord>, DeskError> {
        Ok(put_right(self.0).corrections)
    }

    async fn ended_event(&self, _: EventId) -> Result<Option<EventId>, DeskError> {
        Ok(None)
    }
}

const CORRECTED: Corrected = Corrected {
    id: CorrectionId(5),
    event: EventId(1),
};

/// Whoever looks at the gallery may do everything.
pub(crate) fn frame() -> Frame {
    Frame::default().with(Some(Visitor::of(&signed(all(), false))))
}

type Named = Vec<(&'static str, String)>;

/// Pages of people and the office.
pub(crate) fn pages(
    amount: Amount,
    language: Language,
    zone: Tz,
) -> Result<Named, Box<dyn std::error::Error>> {
    let mut pages = signing_in(amount, language)?;
    pages.extend(arranging(amount, language, zone)?);
    Ok(pages)
}

fn signing_in(amount: Amount, language: Language) -> Result<Named, Box<dyn std::error::Error>> {
    let many = amount == Amount::Many;
    let words = |key: &str| rust_i18n::t!(key, locale = language.tag()).to_string();
    let typed = KeptFields::new(
        "/bring",
        vec![("text".to_owned(), "北门外大街路面塌陷\n已围挡".to_owned())],
    );
    let kept = many.then(|| typed.clone());
    let wrong = (amount != Amount::Empty).then(|| words("refused.sign_in.wrong"));
    Ok(vec![
        (
            "sign-in",
            sign_in::SignInPage::new(language, "/", "li.na", wrong, kept.clone()).render()?,
        ),
        (
            "code",
            sign_in::CodePage::new(language, "/", None, kept, "0123").render()?,
        ),
        (
            "welcome",
            sign_in::WelcomePage::new(language, TOKEN, &link(), None).render()?,
        ),
        ("kept", kept::KeptPage::new(typed, language).render()?),
    ])
}

fn arranging(
    amount: Amount,
    language: Language,
    zone: Tz,
) -> Result<Named, Box<dyn std::error::Error>> {
    let directory = people(amount);
    let sheet = PersonSheet {
        person: one(1),
        units: units(amount),
        sessions: (0..amount.count().min(2)).map(session).collect(),
    };
    let own_sheet = OwnSheet {
        person: Person {
            second_step: if amount == Amount::Many {
                SecondStep::Code
            } else {
                SecondStep::None
            },
            ..one(0)
        },
        unit: Some("青岚县舆情办".to_owned()),
        sessions: (0..amount.count().clamp(1, 5)).map(session).collect(),
        recovery_left: 7,
    };
    let came = own::Came {
        offer: (amount == Amount::One).then(offer),
        ..own::Came::default()
    };
    let invited = person::Came {
        link: (amount == Amount::One)
            .then(|| "https://desk.qinglan.example/welcome/4f2a9c".to_owned()),
        ..person::Came::default()
    };
    let entries: Vec<AuditEntry> = (0..amount.count()).map(entry).collect();
    let checked = (amount == Amount::One).then(check);
    let form = PersonForm::default();
    let unit = (amount != Amount::Empty).then_some(UnitId(1));
    let unit = unit::UnitPage::new(&directory, unit, None, None, language);
    Ok(vec![
        (
            "people",
            directory::PeoplePage::new(&directory, true, form, None, language, zone).render()?,
        ),
        (
            "person",
            person::PersonPage::new(&sheet, |_: Act| true, invited, language, zone).render()?,
        ),
        ("unit", unit.ok_or("the sample has this unit")?.render()?),
        (
            "own",
            own::OwnPage::new(&own_sheet, 1, came, language, zone).render()?,
        ),
        (
            "audit",
            audit::AuditPage::new(
                &entries,
                &directory.people,
                audit::Asked::default(),
                checked.as_ref(),
                language,
                zone,
            )
            .render()?,
        ),
        (
            "settings",
            settings::SettingsPage::new(office(amount), 1, None, None, language, zone).render()?,
        ),
    ])
}
