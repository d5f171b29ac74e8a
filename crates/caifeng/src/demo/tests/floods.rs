//! The flood that the county's story tells is found, and nothing else is taken for one.

use super::baseline::understood;
use super::world;
use analysis::engine::Engine;
use analysis::floods::{Found, Post, RULE, floods};
use model::{DocumentId, Reason, SourceId};
use std::collections::BTreeMap;

#[test]
fn the_made_up_flood_is_found_and_no_other() {
    let world = world(1, &[]);
    let mut engine = Engine::new();
    let mut groups: BTreeMap<DocumentId, Vec<Post>> = BTreeMap::new();
    let mut voices: BTreeMap<&str, i64> = BTreeMap::new();
    for (number, (one, post)) in (1..).zip(understood(&world).iter().zip(world.posts())) {
        let document = DocumentId(number);
        let placement = engine.place(document, &one.features, &one.words);
        let alike = placement.reasons.iter().find_map(|reason| match reason {
            Reason::SameText => Some(100),
            Reason::SharedPassages { percent } => Some(*percent),
            _ => None,
        });
        let head = placement.copy_of();
        let next = voices.len() as i64;
        groups
            .entry(head.unwrap_or(document))
            .or_default()
            .push(Post {
                document,
                at: post.at,
                letters: post.title.chars().count() + post.text().chars().count(),
                alike: if head.is_some() {
                    alike.unwrap_or(0)
                } else {
                    100
                },
                source: SourceId(post.outlet as i64),
                voice: (!post.nick.is_empty()).then(|| *voices.entry(&post.nick).or_insert(next)),
            });
    }
    let found: Vec<Found> = groups
        .iter()
        .flat_map(|(head, posts)| floods(*head, posts, &RULE))
        .collect();
    assert!(!found.is_empty(), "the flood is not found");
    let posts = world.posts();
    for one in &found {
        for document in &one.documents {
            assert_eq!(&*posts[document.0 as usize - 1].label, "copy-flood");
        }
        assert!(
            one.flood.voices >= RULE.voices_min as i64,
            "{:?}",
            one.flood
        );
    }
    let documents: i64 = found.iter().map(|one| one.flood.documents).sum();
    // Only posts folded under one text are seen together, and not all of them are.
    assert!(documents >= 30, "{documents} of 73");
}
