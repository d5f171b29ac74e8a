//! Sample evidence, and the sample's answers about it. All of it is fictional.

use crate::evidence_question::EvidenceQuestions;
use crate::language::Language;
use crate::pages::evidence::EvidencePage;
use crate::pages::evidence::opened::OpenedPage;
use crate::sample::{Amount, NOW, SampleDesk};
use crate::sample_cases::case;
use askama::Template;
use async_trait::async_trait;
use chrono_tz::Tz;
use desk::{
    Actor, AttachForm, DeskError, EvidenceDifference, EvidenceSheet, OpenedEvidence, PageRow, Piece,
};
use model::{
    CaseId, DocumentId, HOUR_MS, Moment, NewTake, PageId, SealedFile, Take, TakeId, TakeKind,
};

const URL: &str = "https://forum.qinglan.example/t/9?from=<b>list</b>";

fn file(name: &str, bytes: i64) -> SealedFile {
    SealedFile {
        name: name.to_owned(),
        sha256: "5ec4e7a0".repeat(8),
        bytes,
    }
}

fn take(number: i64) -> Take {
    let gone = number == 4;
    let kind = match number {
        1 => TakeKind::Kept,
        2 => TakeKind::Capture,
        _ => TakeKind::Visit,
    };
    Take {
        id: TakeId(number),
        page: PageId(1),
        case: CaseId(1),
        number,
        said: NewTake {
            at: Moment(NOW.0 - (9 - number) * HOUR_MS),
            kind,
            status: match number {
                1 | 2 => 0,
                4 => 404,
                _ => 200,
            },
            final_url: URL.to_owned(),
            gone,
            payload_sha256: "0b1ad5c3".repeat(8),
            warc: file("a", 48_211),
            text: file("b", 1_204),
            shot: (number == 3).then(|| file("c", 310_000)),
            no_shot: match number {
                1 | 2 => "not_then".to_owned(),
                4 => "gone".to_owned(),
                5 => "failed: <script>alert(5)</script>".to_owned(),
                _ => String::new(),
            },
        },
    }
}

fn row(index: i64, takes: i64) -> PageRow {
    PageRow {
        page: model::EvidencePage {
            id: PageId(index),
            case: CaseId(1),
            url: format!("{URL}&p={index}"),
            document: (index % 2 == 1).then_some(DocumentId(1)),
            allow_private: false,
            added: ("王芳".to_owned(), Moment(NOW.0 - 9 * HOUR_MS)),
            watched: index % 3 != 2,
            due_at: Moment(NOW.0 + HOUR_MS),
            wait_ms: HOUR_MS,
            problem: if index == 3 {
                format!(
                    "{URL} did not answer completely within 30 s; it is tried again on the next visit"
                )
            } else {
                String::new()
            },
            looked_at: (takes > 0).then_some(NOW),
            gone: index == 4,
        },
        takes: (1..=takes).map(take).collect(),
    }
}

fn sheet_of(amount: Amount) -> EvidenceSheet {
    let many = amount == Amount::Many;
    let case = case(if amount == Amount::One { 5 } else { 2 });
    let days = 180;
    EvidenceSheet {
        kept_until: (case.closed_at).map(|at| Moment(at.0 + days * 24 * HOUR_MS)),
        case,
        pages: match amount {
            Amount::Empty => Vec::new(),
            Amount::One => vec![row(1, 2)],
            Amount::Many => (1..=5)
                .map(|index| row(index, (6 - index).max(0)))
                .collect(),
        },
        titles: [(DocumentId(1), "北门外大街<b>塌陷</b>".to_owned())].into(),
        days: if many { 30 } else { days },
        now: NOW,
    }
}

fn opened(amount: Amount) -> OpenedEvidence {
    let text = "北门外大街路面塌陷\n\n<script>alert(6)</script> 行人请绕行。\n";
    let count = amount.count().min(20);
    OpenedEvidence {
        take: take(3),
        url: URL.to_owned(),
        bytes: text.repeat(count).into_bytes(),
    }
}

fn difference(amount: Amount) -> EvidenceDifference {
    EvidenceDifference {
        older: take(2),
        newer: take(3),
        url: URL.to_owned(),
        text: match amount {
            Amount::Empty => String::new(),
            _ => "…\n− 塌陷约3平方米\n+ 塌陷约<b>9</b>平方米\n…".to_owned(),
        },
    }
}

/// Pages of evidence.
pub(crate) fn pages(
    amount: Amount,
    language: Language,
    zone: Tz,
) -> Result<Vec<(&'static str, String)>, askama::Error> {
    let text = OpenedPage::text(&opened(amount), language, zone);
    let changed = OpenedPage::difference(&difference(amount), language, zone);
    Ok(vec![
        (
            "evidence",
            EvidencePage::new(&sheet_of(amount), language, zone).render()?,
        ),
        ("evidence-text", text.render()?),
        ("evidence-difference", changed.render()?),
    ])
}

#[async_trait]
impl EvidenceQuestions for SampleDesk {
    async fn evidence_sheet(&self, _: &Actor, _: CaseId) -> Result<EvidenceSheet, DeskError> {
        Ok(sheet_of(self.0))
    }

    async fn attach_page(&self, _: &Actor, _: CaseId, _: &AttachForm) -> Result<PageId, DeskError> {
        Ok(PageId(1))
    }

    async fn watch_page(&self, _: &Actor, _: PageId, _: bool) -> Result<CaseId, DeskError> {
        Ok(CaseId(1))
    }

    async fn open_evidence(
        &self,
        _: &Actor,
        _: TakeId,
        _: Piece,
        reason: &str,
    ) -> Result<OpenedEvidence, DeskError> {
        if reason.trim().is_empty() {
            return Err(DeskError::Refused {
                word: "evidence.reason",
                words: "say why".to_owned(),
            });
        }
        Ok(opened(self.0))
    }

    async fn open_difference(
        &self,
        _: &Actor,
        _: TakeId,
        _: TakeId,
        _: &str,
    ) -> Result<EvidenceDifference, DeskError> {
        Ok(difference(self.0))
    }

    async fn mark_withdrawn(&self, _: &Actor, _: DocumentId, _: bool) -> Result<(), DeskError> {
        Ok(())
    }
}
