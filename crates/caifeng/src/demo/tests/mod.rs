//! The fortnight as a whole.

mod baseline;
mod floods;
mod sites;

use super::calendar::Run;
use super::{Content, Outlet, World};
use model::Moment;
use std::collections::{BTreeMap, BTreeSet};

/// 2026-03-14 15:00 in the county.
pub(super) const BEGAN: Moment = Moment(1_773_471_600_000);

pub(super) fn world(seed: u64, runs: &[Run]) -> World {
    World::tell(&Content::read().unwrap(), seed, BEGAN, runs).unwrap()
}

#[test]
fn the_same_seed_tells_the_same_fortnight() {
    let (one, again, other) = (world(1, &[]), world(1, &[]), world(2, &[]));
    assert_eq!(one.posts(), again.posts());
    assert_ne!(one.posts(), other.posts());
    // What was history at the first start reads the same at a later one.
    let from = one.appeared(BEGAN);
    let run = Run {
        from,
        start: BEGAN.0,
        speed: 60.0,
    };
    let live = world(1, &[run]);
    let times = |world: &World| -> Vec<Moment> {
        world
            .posts()
            .iter()
            .take(from)
            .map(|post| post.at)
            .collect()
    };
    assert_eq!(times(&one), times(&live));
    assert!(live.posts().windows(2).all(|pair| pair[0].at <= pair[1].at));
    assert!(live.posts()[from].at > BEGAN);
}

#[test]
fn about_three_thousand_posts_of_many_happenings() {
    let world = world(1, &[]);
    let total = world.posts().len();
    assert!((2_800..3_300).contains(&total), "{total} posts");
    let mut labels: BTreeMap<&str, usize> = BTreeMap::new();
    for post in world.posts() {
        *labels.entry(&post.label).or_default() += 1;
    }
    let stories: Vec<_> = labels
        .iter()
        .filter(|(label, _)| !label.starts_with("noise/"))
        .collect();
    assert!(stories.len() >= 40, "{} stories", stories.len());
    for (label, count) in stories {
        assert!(*count >= 10, "{label} has {count} posts");
    }
    for outlet in Outlet::ALL {
        let count = world
            .posts()
            .iter()
            .filter(|post| post.outlet == outlet)
            .count();
        assert!(count >= 10, "{} has {count} posts", outlet.name());
    }
    let history = world.appeared(BEGAN);
    assert!(
        total - history > 200,
        "{} are left to happen",
        total - history
    );
}

#[test]
fn every_text_is_whole() {
    for seed in 1..4 {
        for post in world(seed, &[]).posts() {
            let text = format!("{}\n{}", post.title, post.text());
            assert!(!text.contains(['{', '}', '|']), "{text}");
            assert!(!text.contains("None"), "{text}");
            let is_empty = post.text().trim().is_empty();
            assert_eq!(is_empty, post.outlet == Outlet::Hot, "{} {text}", post.id());
            assert_eq!(
                post.title.is_empty(),
                post.outlet == Outlet::Square,
                "{text}"
            );
        }
    }
}

/// What the headlines of bulletins hold.
const BULLETINS: [&str; 6] = ["天气", "菜价", "菜篮子", "路况", "热线日报", "招标"];

/// Sentences of what is no repost: few come back word for word.
#[test]
fn the_county_does_not_repeat_itself() {
    let world = world(1, &[]);
    let speech = Content::read().unwrap().speech;
    let habits: BTreeSet<&String> = speech.openers.iter().chain(&speech.closers).collect();
    let mut said: BTreeMap<String, usize> = BTreeMap::new();
    for post in world.posts() {
        let is_repost = post.outlet == Outlet::Life
            || post.title.starts_with("[转帖]")
            || post.text().starts_with('【')
            || &*post.label == "copy-flood"
            // Bulletins of one pattern are meant to be alike.
            || BULLETINS.iter().any(|words| post.title.contains(words));
        if is_repost {
            continue;
        }
        for sentence in post
            .text()
            .split_inclusive(['。', '？', '！', '.', '?', '\n'])
        {
            let sentence = sentence.trim();
            if sentence.chars().count() >= 12 && !habits.contains(&sentence.to_owned()) {
                *said.entry(sentence.to_owned()).or_default() += 1;
            }
        }
    }
    assert!(said.len() > 2_000, "{} sentences", said.len());
    let most = said.values().max().copied().unwrap();
    assert!(
        most <= 10,
        "{:?}",
        said.iter().find(|(_, count)| **count == most)
    );
    let all: usize = said.values().sum();
    let share = said.len() as f64 / all as f64;
    assert!(share > 0.4, "{share:.2} of the sentences are distinct");
}

#[test]
fn every_story_has_a_name_and_every_topic_a_story() {
    let content = Content::read().unwrap();
    let ids: BTreeSet<&str> = content
        .stories
        .iter()
        .map(|story| story.id.as_str())
        .collect();
    assert_eq!(ids.len(), content.stories.len());
    for story in &content.stories {
        assert!(story.name.chars().count() > 3, "{}", story.id);
    }
    for topic in &content.topics {
        assert!(ids.contains(topic.story.as_str()), "{}", topic.story);
    }
}
