//! What the desk would change about events: a list, and a person's yes or no to each.

use super::correct::{came, field, not_done};
use super::{answer, problem, redirect};
use crate::cards::counted;
use crate::language::Language;
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time_near};
use crate::words::{LISTED_TITLE_CHARS, Piece, clip, sentence};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use chrono_tz::Tz;
use desk::{DeskError, EventStory, ProposalCard, ProposalList, SignedIn};
use model::{EventId, Moment, Proposal, ProposalId};
use serde::Deserialize;

/// Characters of a text that name it where it has no headline.
const LENT_TITLE_CHARS: usize = 40;
/// Proposals on one page.
const PROPOSALS: u64 = 50;

/// A proposal in words, with its two answers.
#[derive(Debug, Clone)]
pub(crate) struct ShownProposal {
    pub(crate) id: String,
    pub(crate) words: Vec<Piece>,
    pub(crate) reasons: Vec<String>,
    pub(crate) made: Time,
    pub(crate) accept: String,
    pub(crate) decline: String,
}

/// Another event of the same story.
#[derive(Debug, Clone)]
pub(crate) struct ShownStory {
    pub(crate) title: String,
    pub(crate) address: String,
    pub(crate) at: Time,
    /// How sure it is that it belongs to the story.
    pub(crate) sure: String,
}

/// Proposals as they are shown; `here` is the event whose page it is.
pub(crate) fn shown(
    cards: &[ProposalCard],
    here: Option<EventId>,
    now: Moment,
    shell: &Shell,
    zone: Tz,
) -> Vec<ShownProposal> {
    (cards.iter())
        .map(|card| {
            let accept = match &card.record.proposal {
                Proposal::Merge { into, .. } => shell.n("proposal.accept_merge", into),
                Proposal::Split { .. } => shell.t("proposal.accept_split").into_owned(),
            };
            let decline = format!("proposal.decline_{}", card.record.proposal.word());
            ShownProposal {
                id: card.record.id.to_string(),
                words: in_words(card, here, shell),
                reasons: reasons(&card.record.proposal, shell),
                made: time_near(card.record.made_at, now, zone),
                accept,
                decline: shell.t(&decline).into_owned(),
            }
        })
        .collect()
}

/// What would be changed, in a sentence.
fn in_words(card: &ProposalCard, here: Option<EventId>, shell: &Shell) -> Vec<Piece> {
    let event = |id: EventId| {
        let title = card.events.get(&id);
        let title = title.map_or_else(|| id.to_string(), |title| clip(title, LISTED_TITLE_CHARS));
        vec![Piece::title(title, shell.to(&format!("/events/{id}")))]
    };
    match (&card.record.proposal, here) {
        (Proposal::Merge { from, into, .. }, Some(here)) => {
            let other = if here == *from { *into } else { *from };
            sentence(shell, "proposal.merge_here", &[("other", event(other))])
        }
        (Proposal::Merge { from, into, .. }, None) => {
            let parts = [("from", event(*from)), ("into", event(*into))];
            sentence(shell, "proposal.merge", &parts)
        }
        (Proposal::Split { .. }, Some(_)) => {
            let parts = [("documents", documents(card, shell))];
            sentence(shell, "proposal.split_here", &parts)
        }
        (Proposal::Split { event: of, .. }, None) => {
            let parts = [("documents", documents(card, shell)), ("event", event(*of))];
            sentence(shell, "proposal.split", &parts)
        }
    }
}

fn documents(card: &ProposalCard, shell: &Shell) -> Vec<Piece> {
    let named = card.documents.iter().map(|stored| {
        let document = &stored.document;
        let title = match (document.title.trim(), document.text.trim()) {
            ("", "") => shell.t("document.untitled").into_owned(),
            ("", text) => clip(text, LENT_TITLE_CHARS),
            (title, _) => clip(title, LISTED_TITLE_CHARS),
        };
        vec![Piece::title(
            title,
            shell.to(&format!("/documents/{}", document.id)),
        )]
    });
    crate::words::joined(named.collect(), &shell.t("list.comma"))
}

/// How sure, what was needed, how far apart.
fn reasons(proposal: &Proposal, shell: &Shell) -> Vec<String> {
    match proposal {
        Proposal::Merge {
            percent,
            needed,
            hours,
            ..
        } => {
            let sure = rust_i18n::t!(
                "proposal.sure",
                locale = shell.tag(),
                n = percent,
                needed = needed
            );
            vec![sure.to_string(), shell.n("proposal.hours", hours)]
        }
        Proposal::Split { percent, .. } => vec![shell.n("proposal.likeness", percent)],
    }
}

/// The other events of a story as they are shown.
pub(crate) fn story(story: &EventStory, now: Moment, shell: &Shell, zone: Tz) -> Vec<ShownStory> {
    (story.events.iter())
        .map(|(card, percent)| ShownStory {
            title: clip(&card.title, LISTED_TITLE_CHARS),
            address: shell.to(&format!("/events/{}", card.id)),
            at: time_near(card.last_at, now, zone),
            sure: percent.map_or_else(
                || shell.t("story.began").into_owned(),
                |percent| shell.n("story.alike", percent),
            ),
        })
        .collect()
}

/// What waits for a decision, as a link; nothing where nothing waits, or for whom it is not to decide.
pub(crate) fn waiting(count: i64, shell: &Shell) -> Option<Piece> {
    let shown = count > 0 && shell.may("correct_events");
    shown.then(|| Piece::link(counted(shell, "proposal", count), shell.to("/proposals")))
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/proposals.html")]
pub(crate) struct ProposalsPage {
    shell: Shell,
    proposals: Vec<ShownProposal>,
    /// The event whose page a form is on; none here.
    number: String,
    next: Option<String>,
}

impl ProposalsPage {
    pub(crate) fn new(list: &ProposalList, now: Moment, language: Language, zone: Tz) -> Self {
        let mut shell = Shell::new(language, "now", "/proposals");
        shell.title = shell.t("proposal.title").into_owned();
        let last = list.proposals.last().filter(|_| list.more);
        Self {
            proposals: shown(&list.proposals, None, now, &shell, zone),
            number: String::new(),
            next: last.map(|card| shell.to(&format!("/proposals?before={}", card.record.id))),
            shell,
        }
    }
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    lang: Option<String>,
    /// The rest of the list: those before this one.
    before: String,
}

pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(asked.lang.as_deref(), &headers);
    let before = ProposalId::parse(&asked.before);
    match app.desk.open_proposals(before, PROPOSALS).await {
        Ok(list) => {
            let (now, zone) = (app.desk.now(), app.desk.time_zone());
            let page = ProposalsPage::new(&list, now, language, zone);
            answer(StatusCode::OK, &page, language, asked.lang.as_deref())
        }
        Err(error) => problem::of(&error, &app, language),
    }
}

fn proposal_of(id: &str) -> Result<ProposalId, DeskError> {
    ProposalId::parse(id).ok_or_else(|| DeskError::NotFound {
        kind: "proposal",
        id: id.to_owned(),
    })
}

/// The page that a form was on: an event's, or the list.
fn back(fields: &[(String, String)]) -> String {
    EventId::parse(field(fields, "event")).map_or_else(
        || "/proposals".to_owned(),
        |event| format!("/events/{event}"),
    )
}

/// What the desk would change is done.
pub(crate) async fn accept(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let result = match proposal_of(&id) {
        Ok(id) => app.desk.accept_proposal(&signed.actor, id).await,
        Err(error) => Err(error),
    };
    came(&app, language, &back(&fields), result)
}

/// It stays as it is, and is not proposed again.
pub(crate) async fn decline(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let back = back(&fields);
    let result = match proposal_of(&id) {
        Ok(id) => app.desk.decline_proposal(&signed.actor, id).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => redirect(&back),
        Err(error) => not_done(&app, language, &back, &error, "refused.proposal.decided"),
    }
}
