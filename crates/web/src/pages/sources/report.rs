//! What a visit saw: the request, the answer, what was found, what was left out and why.

use crate::shell::Shell;
use crate::show::{Time, encode, time};
use crate::words::plain;
use chrono_tz::Tz;
use desk::line::{Offer, VisitReport};
use model::VisitOutcome;

/// Rows of each list that are shown.
const ROWS_SHOWN: usize = 30;

/// A report in words.
#[derive(Debug, Clone)]
pub(crate) struct ShownReport {
    /// Subscriptions at the address, where it is an OPML list.
    pub(crate) opml: Option<usize>,
    /// Whether it is a page on which feeds and lists may be found.
    pub(crate) is_page: bool,
    pub(crate) address: String,
    pub(crate) address_encoded: String,
    pub(crate) private: bool,
    pub(crate) good: bool,
    pub(crate) outcome: String,
    pub(crate) note: String,
    pub(crate) title: Option<String>,
    pub(crate) facts: String,
    pub(crate) exchanges: Vec<ShownExchange>,
    pub(crate) found: Vec<ShownFound>,
    pub(crate) more_found: usize,
    pub(crate) left_out: Vec<(String, String)>,
    pub(crate) more_left_out: usize,
}

/// One request and its answer.
#[derive(Debug, Clone)]
pub(crate) struct ShownExchange {
    pub(crate) url: String,
    pub(crate) status: String,
    pub(crate) sent: Vec<(String, String)>,
    pub(crate) got: Vec<(String, String)>,
}

/// One thing that was found.
#[derive(Debug, Clone)]
pub(crate) struct ShownFound {
    pub(crate) title: String,
    pub(crate) url: Option<String>,
    pub(crate) published: Option<Time>,
    pub(crate) chars: String,
}

pub(super) fn report(report: &VisitReport, shell: &Shell, zone: Tz) -> ShownReport {
    let visit = &report.visit;
    let address = report.source.url.clone().unwrap_or_default();
    ShownReport {
        opml: match report.offer {
            Some(Offer::Opml(count)) => Some(count),
            _ => None,
        },
        is_page: report.offer == Some(Offer::Discover),
        address_encoded: encode(&address),
        address,
        private: report.source.allow_private,
        good: visit.outcome != VisitOutcome::Failed,
        outcome: outcome_word(shell, visit.outcome),
        note: shell.said(&visit.note),
        title: report.title.clone(),
        facts: [
            shell.n("visit.entries", visit.items),
            super::size(visit.bytes),
            shell.n("visit.requests", visit.requests),
            format!("{} ms", visit.took_ms),
        ]
        .join(" · "),
        exchanges: report
            .log
            .exchanges
            .iter()
            .take(ROWS_SHOWN)
            .map(|exchange| ShownExchange {
                url: exchange.url.clone(),
                status: if exchange.status == 0 {
                    shell.t("visit.no_answer").into_owned()
                } else {
                    exchange.status.to_string()
                },
                sent: exchange.sent.clone(),
                got: exchange.got.clone(),
            })
            .collect(),
        found: report
            .found
            .iter()
            .take(ROWS_SHOWN)
            .map(|found| ShownFound {
                title: plain(&found.title),
                url: found.url.clone().filter(|url| url.starts_with("http")),
                published: found.published_at.map(|at| time(at, zone)),
                chars: shell.n("visit.chars", found.chars),
            })
            .collect(),
        more_found: report.found.len().saturating_sub(ROWS_SHOWN),
        left_out: report
            .left_out
            .iter()
            .take(ROWS_SHOWN)
            .map(|left| {
                (
                    plain(&what_was_left(shell, &left.what)),
                    plain(&shell.said(&left.why)),
                )
            })
            .collect(),
        more_left_out: report.left_out.len().saturating_sub(ROWS_SHOWN),
    }
}

/// A count of entries in the language of the page; anything else is the source's own.
fn what_was_left(shell: &Shell, what: &str) -> String {
    let count = what.strip_suffix(" entries");
    match count.and_then(|count| count.parse::<usize>().ok()) {
        Some(count) => shell.n("visit.entries", count),
        None => what.to_owned(),
    }
}

pub(super) fn outcome_word(shell: &Shell, outcome: VisitOutcome) -> String {
    shell
        .t(&format!("visit.outcome.{}", outcome.word()))
        .into_owned()
}
