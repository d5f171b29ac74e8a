//! Two matters: a rumour that was answered, and a flood that is being handled.

use super::handled::{Deed, Handled};
use super::matter::{Matter, Matters};
use super::playbooks::Playbooks;
use super::stage::{MINUTE_MS, Stage};
use anyhow::Result;
use desk::{SearchAsk, SearchOrder};
use model::{AnswerKind, CaseState, EventId, Level, Moment};
use std::collections::BTreeMap;

/// Minutes before the present at which the flood becomes a case: its clocks are running.
const FLOOD_OPENED: i64 = 9 * 60;
/// Minutes after the first post of the rumour at which it becomes one.
const RUMOUR_OPENED: i64 = 50;
/// Documents looked at to find the event of a matter.
const LOOKED_AT: usize = 100;

/// The rumour at the schools: answered late, and closed on what people asked.
pub(super) async fn rumour(stage: &Stage, playbooks: &Playbooks) -> Result<()> {
    let matter = Matters::read()?.rumour;
    let found = event_of(stage, &matter.find).await?;
    let opened = match found {
        Some((_, first)) => Moment(first.0 + RUMOUR_OPENED * MINUTE_MS),
        None => Moment(stage.now.0 - 8 * 1_440 * MINUTE_MS),
    };
    let mut deeds = told(&matter);
    deeds.extend([
        (12, Deed::Begin(Level::Yellow, playbooks.rumour)),
        (1_205, Deed::Draft(AnswerKind::Clarification)),
        (1_230, Deed::Review),
        (1_290, Deed::Publish),
        (4_010, Deed::Step("editor", CaseState::FollowedUp)),
        (7_200, Deed::Step("editor", CaseState::Closed)),
    ]);
    let event = found.map(|(event, _)| event);
    let case = Handled::open(stage, &matter, event, opened).await?;
    case.goes(deeds).await
}

/// The flood: what was done, what runs, an answer that waits for its signature.
pub(super) async fn flood(stage: &Stage, playbooks: &Playbooks) -> Result<()> {
    let matter = Matters::read()?.flood;
    let event = event_of(stage, &matter.find).await?.map(|(event, _)| event);
    let opened = Moment(stage.now.0 - FLOOD_OPENED * MINUTE_MS);
    let mut deeds = told(&matter);
    deeds.extend([
        (12, Deed::Begin(Level::Orange, playbooks.flood)),
        (
            340,
            Deed::Task("县人民医院", "夜间值班电话贴到每间教室，列出常用药", 12),
        ),
        (380, Deed::Draft(AnswerKind::Statement)),
        (430, Deed::Review),
    ]);
    let case = Handled::open(stage, &matter, event, opened).await?;
    case.goes(deeds).await
}

/// What the file says of a matter, each at its minute.
fn told(matter: &Matter) -> Vec<(i64, Deed<'_>)> {
    let comments = (matter.comments.iter()).map(|(at, who, text)| (*at, Deed::Comment(who, text)));
    let done = (matter.done.iter()).map(|(task, at, who, note)| (*at, Deed::Done(who, task, note)));
    let said = (matter.said.iter()).map(|(at, text)| (*at, Deed::Say(text)));
    comments.chain(done).chain(said).collect()
}

/// The event that most documents which hold these words belong to, and when it was first seen.
async fn event_of(stage: &Stage, words: &str) -> Result<Option<(EventId, Moment)>> {
    let ask = SearchAsk {
        query: words.to_owned(),
        order: SearchOrder::Newest,
        page: 1,
        limit: LOOKED_AT,
        facets: false,
    };
    let mut found: BTreeMap<EventId, usize> = BTreeMap::new();
    for hit in stage.desk.search(&ask).await?.hits {
        *found.entry(hit.event).or_default() += 1;
    }
    let Some((event, _)) = found.into_iter().max_by_key(|(_, count)| *count) else {
        return Ok(None);
    };
    let sheet = stage.desk.event_sheet(event, 1).await?;
    Ok(Some((event, sheet.card.first_at)))
}
