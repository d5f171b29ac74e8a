//! The county as it stands at a moment: which posts have appeared, and how hot what is.

use super::calendar::{Calendar, Run};
use super::content::{Content, Topic};
use super::outlet::Outlet;
use super::post::{Draft, Post};
use super::write::{moment, write};
use anyhow::Result;
use model::{HOUR_MS, Moment};

/// The number before the first post of a site.
const NUMBER_BEFORE_FIRST: u32 = 1_000;

/// The whole fortnight, laid on the calendar.
#[derive(Debug)]
pub(crate) struct World {
    calendar: Calendar,
    posts: Vec<Post>,
    topics: Vec<(i64, Topic)>,
}

/// A line of the hot list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HotLine {
    pub(super) title: String,
    pub(super) heat: i64,
    pub(super) since: Moment,
}

impl World {
    /// Tells the fortnight. `began` is when the demonstration was first started; `runs` are its
    /// starts so far, none for the script's own times.
    pub(crate) fn tell(content: &Content, seed: u64, began: Moment, runs: &[Run]) -> Result<Self> {
        let drafts = write(content, seed)?;
        let scripts: Vec<i64> = drafts.iter().map(|draft| draft.script).collect();
        let calendar = Calendar::new(&scripts, began, runs);
        let mut numbers = [NUMBER_BEFORE_FIRST; Outlet::ALL.len()];
        let posts = (0..)
            .zip(drafts)
            .map(|(index, draft)| {
                let number = numbers.get_mut(place_of(draft.outlet));
                let number = number.map_or(0, |last| {
                    *last += 1;
                    *last
                });
                settled(draft, number, index, &calendar)
            })
            .collect();
        let mut topics = Vec::new();
        for topic in &content.topics {
            topics.push((moment(&topic.at)?, topic.clone()));
        }
        Ok(Self {
            calendar,
            posts,
            topics,
        })
    }

    /// All posts, in the order in which they appear.
    pub(crate) fn posts(&self) -> &[Post] {
        &self.posts
    }

    /// How many posts have appeared.
    pub(crate) fn appeared(&self, now: Moment) -> usize {
        self.calendar.appeared(now)
    }

    /// When a post appears.
    pub(crate) fn appears(&self, post: usize) -> Moment {
        self.calendar.appears(post)
    }

    /// The posts of a site that have appeared, the newest first.
    pub(super) fn of(&self, outlet: Outlet, now: Moment) -> impl Iterator<Item = &Post> {
        let appeared = self.posts.get(..self.appeared(now)).unwrap_or_default();
        appeared
            .iter()
            .rev()
            .filter(move |post| post.outlet == outlet)
    }

    /// A post that has appeared, by its number.
    pub(super) fn post(&self, outlet: Outlet, number: u32, now: Moment) -> Option<&Post> {
        self.of(outlet, now).find(|post| post.number == number)
    }

    /// The hot list, the hottest first.
    pub(super) fn hot(&self, now: Moment) -> Vec<HotLine> {
        let script = self.calendar.script(now);
        let mut lines: Vec<HotLine> = self
            .topics
            .iter()
            .filter_map(|(since, topic)| {
                let heat = heat(script - since, topic)?;
                Some(HotLine {
                    title: topic.title.clone(),
                    heat,
                    since: self.calendar.real(*since),
                })
            })
            .collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.heat));
        lines
    }
}

fn place_of(outlet: Outlet) -> usize {
    Outlet::ALL
        .iter()
        .position(|one| *one == outlet)
        .unwrap_or_default()
}

fn settled(draft: Draft, number: u32, index: usize, calendar: &Calendar) -> Post {
    let english = draft.outlet.is_english();
    let settle = |text: &str| calendar.settle(text, draft.script, &draft.anchors, english);
    Post {
        outlet: draft.outlet,
        number,
        at: calendar.appears(index),
        title: settle(&draft.title),
        paragraphs: draft.paragraphs.iter().map(|text| settle(text)).collect(),
        label: draft.label,
        nick: draft.nick,
        replies: draft.replies,
    }
}

/// How hot a matter is so long after it came up: it climbs through the first eighth of its
/// hours, then falls until it leaves the list. The shape is a wave that is not symmetrical.
fn heat(age: i64, topic: &Topic) -> Option<i64> {
    let share = age as f64 / (f64::from(topic.hours) * HOUR_MS as f64);
    if !(0.0..1.0).contains(&share) {
        return None;
    }
    let shape = if share < 0.125 {
        0.25 + 0.75 * share / 0.125
    } else {
        (1.0 - (share - 0.125) / 0.875).powf(1.4)
    };
    Some((f64::from(topic.peak) * 10_000.0 * shape) as i64 + 1_000)
}
