//! The history: what was published before the demonstration began goes down the ordinary line at
//! once, day by day, under the sources that will be visited afterwards and with the ids that
//! those visits would give. Each source gets one reading a day, so that its usual volume is known.

use super::outlet::{Form, Outlet};
use super::post::Post;
use super::world::World;
use desk::line::{Entry, InputBatch};
use model::{
    Condition, Findings, HOUR_MS, Item, ItemKey, Moment, Rank, Source, SourceState, TimeNote,
    Visit, VisitOutcome,
};
use ports::Vault;
use std::collections::BTreeMap;

/// Hours between two looks at the hot list.
const HOT_EVERY_HOURS: i64 = 2;
/// What stands with readings that were not made.
const NOTE: &str = "history of the demonstration, imported and not visited";

/// The history in batches, a day each.
pub(crate) fn batches(
    world: &World,
    until: usize,
    sources: &BTreeMap<Outlet, Source>,
    vault: &dyn Vault,
) -> Vec<InputBatch> {
    let mut days: BTreeMap<i64, Vec<&Post>> = BTreeMap::new();
    for post in world.posts().iter().take(until) {
        let day = analysis::day_number(post.at, super::calendar::ZONE);
        days.entry(day).or_default().push(post);
    }
    let batches = days.into_iter().map(|(day, posts)| InputBatch {
        entries: (1..)
            .zip(&posts)
            .filter_map(|(number, post)| {
                let source = sources.get(&post.outlet)?;
                Some(Entry::Item(number, Box::new(item(post, source, vault))))
            })
            .collect(),
        visits: visits(world, day, &posts, sources),
        day: Some(day),
        collected: true,
        ..InputBatch::default()
    });
    batches.collect()
}

/// A post as a visit of its source would give it.
fn item(post: &Post, source: &Source, vault: &dyn Vault) -> Item {
    let root = source.url.as_deref().unwrap_or_default();
    let root = root.strip_suffix(post.outlet.path()).unwrap_or(root);
    let url = format!("{root}{}", post.page());
    let is_hot = post.outlet.form() == Form::Hot;
    // Pages and feeds tell seconds or minutes, never more.
    let published = Moment(post.at.0 / 60_000 * 60_000);
    Item {
        key: ItemKey {
            namespace: source.id.0,
            external_id: if is_hot { post.id() } else { url.clone() },
        },
        source: source.id,
        url: Some(url),
        title: reading::clean_line(&post.title),
        text: reading::clean_text(&post.text()),
        published_at: Some(published),
        time_note: TimeNote::Given,
        arrived_at: Moment(post.at.0 + delay_ms(post)),
        voice: desk::pseudonym(vault, source.id, published, &post.nick),
    }
}

/// Some minutes from publication to arrival, as a visit every few minutes has it.
fn delay_ms(post: &Post) -> i64 {
    i64::from(post.number % 9 + 1) * 40_000
}

fn visits(
    world: &World,
    day: i64,
    posts: &[&Post],
    sources: &BTreeMap<Outlet, Source>,
) -> Vec<Visit> {
    let mut visits = Vec::new();
    for (outlet, source) in sources {
        let given: Vec<&&Post> = posts.iter().filter(|post| post.outlet == *outlet).collect();
        let Some(last) = given.last() else { continue };
        if *outlet == Outlet::Hot
            && let (Some(first), Some(end)) = (posts.first(), posts.last())
        {
            let mut at = first.at;
            while at < end.at {
                visits.push(visit(source, at, day, 0, ranks(world, at)));
                at = Moment(at.0 + HOT_EVERY_HOURS * HOUR_MS);
            }
        }
        let at = Moment(last.at.0 + delay_ms(last));
        visits.push(visit(source, at, day, given.len(), Findings::default()));
    }
    visits.sort_by_key(|visit| visit.at);
    visits
}

fn ranks(world: &World, at: Moment) -> Findings {
    let named = world
        .posts()
        .iter()
        .filter(|post| post.outlet == Outlet::Hot);
    let ids: BTreeMap<&str, String> = named.map(|post| (post.title.as_str(), post.id())).collect();
    let lines = (1..).zip(world.hot(at));
    Findings {
        ranks: lines
            .filter_map(|(rank, line)| {
                Some(Rank {
                    external_id: ids.get(line.title.as_str())?.clone(),
                    rank,
                    heat: Some(line.heat),
                })
            })
            .collect(),
        ..Findings::default()
    }
}

fn visit(source: &Source, at: Moment, day: i64, items: usize, findings: Findings) -> Visit {
    Visit {
        source: source.id,
        at,
        day,
        outcome: VisitOutcome::Read,
        note: NOTE.to_owned(),
        bytes: 0,
        requests: 0,
        took_ms: 0,
        items: items as i64,
        items_new: 0,
        added_at: source.added_at,
        delays: (0, 0),
        state_after: SourceState {
            visited_at: Some(at),
            read_at: Some(at),
            last_outcome: Some(NOTE.to_owned()),
            condition: Condition::Ok,
            ..SourceState::default()
        },
        findings,
    }
}
