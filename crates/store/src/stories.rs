//! Stories: which events follow from one another. A link names the event that began the story, so
//! that one look finds all of them.

use crate::SqlStore;
use crate::rows::{Columns, EVENT_COLUMN_COUNT, EVENT_COLUMNS, event};
use crate::sql::{insert_sql, placeholders};
use crate::turn::{Turn, rows};
use model::{EventId, StoryLink};
use ports::{KeptCorrection, StoreError, Story, StoryEvent};
use sea_orm::Value;
use std::collections::{BTreeMap, HashMap};

const ACT: &str = "read the story of an event";

/// Links of one statement.
const LINKS_PER_QUERY: usize = 200;

/// Keeps links in order; a later one of the same event counts. A batch may hold many, so they are
/// written by hundreds.
pub(crate) async fn keep(turn: &Turn, links: &[StoryLink]) -> Result<(), StoreError> {
    let mut begun_by = HashMap::new();
    for chunk in links.chunks(LINKS_PER_QUERY) {
        begun_by.extend(stories(turn, chunk).await?);
    }
    let linked = flattened(links, begun_by);
    let all: Vec<&StoryLink> = linked.values().collect();
    for chunk in all.chunks(LINKS_PER_QUERY) {
        let sql = insert_sql(
            turn.backend(),
            "story_links",
            "event_id, story_id, percent, at",
            4,
            chunk.len(),
            RELINK,
        );
        let values = chunk.iter().flat_map(|link| {
            let percent = i64::from(link.percent);
            [link.event.0, link.story.0, percent, link.at.0].map(Value::from)
        });
        turn.run(&sql, values).await?;
        for event in with_followers(turn, chunk).await? {
            if let Some(link) = linked.get(&event) {
                take_in(turn, event, link.story).await?;
            }
        }
    }
    Ok(())
}

const RELINK: &str = " ON CONFLICT (event_id) DO UPDATE SET story_id = excluded.story_id, \
    percent = excluded.percent, at = excluded.at";

/// Links after all of them were made, one after the other, where some events were linked already:
/// each names the event that began the story.
fn flattened(
    links: &[StoryLink],
    mut begun_by: HashMap<EventId, EventId>,
) -> BTreeMap<EventId, StoryLink> {
    let mut linked: BTreeMap<EventId, StoryLink> = BTreeMap::new();
    for link in links {
        let story = begun_by.get(&link.story).copied().unwrap_or(link.story);
        if story == link.event {
            continue;
        }
        let follows = |event: EventId, of: EventId| of == link.event && event != story;
        for (event, of) in &mut begun_by {
            if follows(*event, *of) {
                *of = story;
            }
        }
        for other in linked.values_mut() {
            if follows(other.event, other.story) {
                other.story = story;
            }
        }
        begun_by.insert(link.event, story);
        let link = StoryLink {
            story,
            ..link.clone()
        };
        linked.insert(link.event, link);
    }
    linked
}

/// The stories of the events that these links name as stories.
async fn stories(turn: &Turn, links: &[StoryLink]) -> Result<Vec<(EventId, EventId)>, StoreError> {
    let sql = format!(
        "SELECT event_id, story_id FROM story_links WHERE event_id IN ({})",
        placeholders(links.len())
    );
    let ids = links.iter().map(|link| Value::from(link.story.0));
    let found = turn.rows(&sql, ids).await?;
    let pairs = found.iter().map(|row| {
        let columns = turn.columns(row);
        Ok((EventId(columns.get(0)?), EventId(columns.get(1)?)))
    });
    pairs.collect()
}

/// Those of the linked events that began a story.
async fn with_followers(turn: &Turn, links: &[&StoryLink]) -> Result<Vec<EventId>, StoreError> {
    // Index: story_links_story.
    let sql = format!(
        "SELECT DISTINCT story_id FROM story_links WHERE story_id IN ({})",
        placeholders(links.len())
    );
    let ids = links.iter().map(|link| Value::from(link.event.0));
    let found = turn.rows(&sql, ids).await?;
    let events = found
        .iter()
        .map(|row| Ok(EventId(turn.columns(row).get(0)?)));
    events.collect()
}

/// The event that began the story of this one.
async fn begun_by(turn: &Turn, event: EventId) -> Result<EventId, StoreError> {
    let sql = "SELECT story_id FROM story_links WHERE event_id = $1";
    let row = turn.row(sql, [event.0.into()]).await?;
    let story = row.map(|row| turn.columns(&row).get(0)).transpose()?;
    Ok(story.map_or(event, EventId))
}

/// What belonged to the story that one event began belongs to another story now.
async fn take_in(turn: &Turn, from: EventId, into: EventId) -> Result<(), StoreError> {
    // Index: story_links_story.
    let sql = "UPDATE story_links SET story_id = $1 WHERE story_id = $2 AND event_id <> $1";
    turn.run(sql, [into.0.into(), from.0.into()]).await?;
    Ok(())
}

/// The story of an event that ended is that of the event it went into, as the engine has it.
pub(crate) async fn follow_correction(
    turn: &Turn,
    kept: &KeptCorrection,
) -> Result<(), StoreError> {
    for (ended, into) in &kept.ended {
        let story = begun_by(turn, *into).await?;
        if begun_by(turn, *ended).await? == *ended && story != *ended {
            take_in(turn, *ended, story).await?;
        }
    }
    Ok(())
}

pub(crate) async fn story_of(
    store: &SqlStore,
    id: EventId,
    limit: u64,
) -> Result<Story, StoreError> {
    let sql = "SELECT story_id, percent FROM story_links WHERE event_id = $1";
    let link = rows(store, ACT, sql, [id.0.into()]).await?;
    let (mut begun_by, mut percent) = (id, None);
    if let Some(row) = link.first() {
        let columns = Columns { row, act: ACT };
        begun_by = EventId(columns.get(0)?);
        percent = u8::try_from(columns.get::<i64>(1)?).ok();
    }
    let mut events = linked(store, begun_by, id, limit + 1).await?;
    if begun_by != id {
        let first = crate::events::events(store, &[begun_by]).await?;
        events.extend(first.into_iter().map(|event| StoryEvent {
            event,
            percent: None,
        }));
        events.sort_by_key(|one| std::cmp::Reverse(one.event.id));
    }
    let more = events.len() as u64 > limit;
    events.truncate(limit as usize);
    Ok(Story {
        percent,
        events,
        more,
    })
}

/// Events linked to the story that one of them began, without `but`.
async fn linked(
    store: &SqlStore,
    begun_by: EventId,
    but: EventId,
    limit: u64,
) -> Result<Vec<StoryEvent>, StoreError> {
    // Index: story_links_story.
    let sql = format!(
        "SELECT {EVENT_COLUMNS}, percent FROM story_links JOIN events ON id = event_id \
         WHERE story_id = $1 AND event_id <> $2 ORDER BY event_id DESC LIMIT {limit}"
    );
    let found = rows(store, ACT, &sql, [begun_by.0.into(), but.0.into()]).await?;
    let events = found.iter().map(|row| {
        let columns = Columns { row, act: ACT };
        let percent = u8::try_from(columns.get::<i64>(EVENT_COLUMN_COUNT)?).ok();
        let event = event(row, ACT)?;
        Ok(StoryEvent { event, percent })
    });
    events.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Moment;

    #[test]
    fn links_made_at_once_end_as_if_made_one_by_one() {
        let link = |event: i64, story: i64| StoryLink {
            event: EventId(event),
            story: EventId(story),
            percent: 9,
            at: Moment(event),
        };
        let ends = |links: &[(i64, i64)], before: &[(i64, i64)]| -> Vec<(i64, i64)> {
            let links: Vec<StoryLink> = links.iter().map(|(a, b)| link(*a, *b)).collect();
            let before = before.iter().map(|(a, b)| (EventId(*a), EventId(*b)));
            let linked = flattened(&links, before.collect());
            let pairs = linked.values().map(|link| (link.event.0, link.story.0));
            pairs.collect()
        };
        assert_eq!(ends(&[(2, 1), (3, 2)], &[]), [(2, 1), (3, 1)]);
        assert_eq!(ends(&[(3, 2), (2, 1)], &[]), [(2, 1), (3, 1)]);
        assert_eq!(ends(&[(3, 2)], &[(2, 1)]), [(3, 1)]);
        assert_eq!(ends(&[(2, 1), (1, 2), (4, 4)], &[]), [(2, 1)], "no circle");
        assert_eq!(ends(&[(2, 1), (2, 5)], &[]), [(2, 5)], "the later one");
        assert_eq!(ends(&[(1, 5), (6, 2)], &[(2, 1)]), [(1, 5), (6, 5)]);
    }
}
