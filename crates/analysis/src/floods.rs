//! Copy-paste floods: near-identical posts by many voices within a short time.
//!
//! Judged on texts and times alone, and on how many distinct voices there are, never which. The
//! input is one text with its near copies, as the engine folded them; what is found does not depend
//! on the order in which they come.

use model::{DocumentId, Flood, Moment, SourceId};
use rustc_hash::{FxHashMap, FxHashSet};

/// What makes a flood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FloodRule {
    /// Posts within the window at least: ten people who share one text within the hour are common,
    /// and cost a desk nothing.
    pub posts_min: usize,
    /// Minutes of the window: people who were asked to post do so within the hour.
    pub minutes: i64,
    /// Distinct voices at least, where authors are given: one who repeats himself is no flood.
    pub voices_min: usize,
    /// Posts at one source within the window at least: outlets that carry a text once each are
    /// syndication, and that is how news spreads.
    pub at_one_source_min: usize,
    /// Letters of a text at least: shorter ones are cries that people come upon by themselves.
    pub letters_min: usize,
    /// Letters at most: longer ones are articles.
    pub letters_max: usize,
    /// Share of passages, in percent, that a post has in common with the text it is folded under: as
    /// much as makes a copy by itself. Who is asked to post changes a word here and there.
    pub alike_min: u8,
}

/// The rule that holds.
pub const RULE: FloodRule = FloodRule {
    posts_min: 20,
    minutes: 60,
    voices_min: 10,
    at_one_source_min: 3,
    letters_min: 10,
    letters_max: 400,
    alike_min: 70,
};

/// One post of a text, as floods are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Post {
    /// The document.
    pub document: DocumentId,
    /// When it was published.
    pub at: Moment,
    /// Letters of its text.
    pub letters: usize,
    /// Share of passages in common with the text it is folded under, in percent.
    pub alike: u8,
    /// Where it was published.
    pub source: SourceId,
    /// A number that tells its author from others of the source, where the source gives one.
    pub voice: Option<i64>,
}

/// A flood with its documents, the first one first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its numbers.
    pub flood: Flood,
    /// Its documents.
    pub documents: Vec<DocumentId>,
}

/// The floods among the posts of one text, by time.
pub fn floods(head: DocumentId, posts: &[Post], rule: &FloodRule) -> Vec<Found> {
    let letters = rule.letters_min..=rule.letters_max;
    let mut alike: Vec<Post> = posts
        .iter()
        .filter(|post| post.alike >= rule.alike_min && letters.contains(&post.letters))
        .copied()
        .collect();
    alike.sort_unstable_by_key(|post| (post.at, post.document));
    let many = of_sources_with_many(&alike, rule);
    dense(&many, rule)
        .into_iter()
        .filter_map(|run| found(head, run, rule))
        .collect()
}

/// Posts at sources that carry several of them within the window.
fn of_sources_with_many(posts: &[Post], rule: &FloodRule) -> Vec<Post> {
    let mut by_source: FxHashMap<SourceId, Vec<Moment>> = FxHashMap::default();
    for post in posts {
        by_source.entry(post.source).or_default().push(post.at);
    }
    let window = rule.minutes * 60_000;
    let near = |post: &&Post| {
        let times = by_source
            .get(&post.source)
            .map_or(&[] as &[Moment], Vec::as_slice);
        let from = times.partition_point(|at| at.0 < post.at.0 - window);
        let to = times.partition_point(|at| at.0 <= post.at.0 + window);
        to - from >= rule.at_one_source_min
    };
    posts.iter().filter(near).copied().collect()
}

/// Runs of posts each of which lies in a window with enough of them.
fn dense<'a>(posts: &'a [Post], rule: &FloodRule) -> Vec<&'a [Post]> {
    let window = rule.minutes * 60_000;
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    let mut from = 0;
    for (to, post) in posts.iter().enumerate() {
        while posts
            .get(from)
            .is_some_and(|first| post.at.0 - first.at.0 > window)
        {
            from += 1;
        }
        if to + 1 - from < rule.posts_min {
            continue;
        }
        match runs.last_mut() {
            Some(run) if from < run.end => run.end = to + 1,
            _ => runs.push(from..to + 1),
        }
    }
    runs.into_iter().filter_map(|run| posts.get(run)).collect()
}

fn found(head: DocumentId, run: &[Post], rule: &FloodRule) -> Option<Found> {
    let (first, last) = (run.first()?, run.last()?);
    let (voices, at_least) = voices(run);
    // Where no author is given, how many there are is not known, and nothing speaks against many.
    if !at_least && voices < rule.voices_min {
        return None;
    }
    Some(Found {
        flood: Flood {
            head,
            first: first.document,
            first_at: first.at,
            last_at: last.at,
            documents: run.len() as i64,
            voices: voices as i64,
            at_least,
        },
        documents: run.iter().map(|post| post.document).collect(),
    })
}

/// Distinct voices, and whether there may be more: all posts of a source that name no author
/// count as one.
fn voices(run: &[Post]) -> (usize, bool) {
    let distinct: FxHashSet<(SourceId, Option<i64>)> =
        run.iter().map(|post| (post.source, post.voice)).collect();
    (distinct.len(), run.iter().any(|post| post.voice.is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn post(document: i64, minute: i64, source: i64, voice: Option<i64>) -> Post {
        Post {
            document: DocumentId(document),
            at: Moment(minute * 60_000),
            letters: 40,
            alike: 100,
            source: SourceId(source),
            voice,
        }
    }

    /// Forty posts at one platform within forty minutes, each by another voice.
    fn flood() -> Vec<Post> {
        (1..=40).map(|n| post(n, 100 + n, 1, Some(n))).collect()
    }

    #[test]
    fn many_voices_with_one_text_are_a_flood() {
        let mut posts = flood();
        posts.push(post(50, 9_000, 1, Some(50)));
        posts.push(post(51, 10, 1, Some(51)));
        let found = floods(DocumentId(51), &posts, &RULE);
        assert_eq!(found.len(), 1);
        let told = &found[0].flood;
        assert_eq!(
            (told.documents, told.voices, told.at_least),
            (40, 40, false)
        );
        assert_eq!((told.first, told.head), (DocumentId(1), DocumentId(51)));
        assert_eq!(
            (told.first_at, told.last_at),
            (Moment(101 * 60_000), Moment(140 * 60_000))
        );
        assert_eq!(found[0].documents.len(), 40);
    }

    #[test]
    fn what_is_no_flood() {
        let with = |change: fn(&mut Post)| -> usize {
            let mut posts = flood();
            posts.iter_mut().for_each(change);
            floods(DocumentId(1), &posts, &RULE).len()
        };
        assert_eq!(with(|_| ()), 1);
        assert_eq!(
            with(|post| post.voice = Some(7)),
            0,
            "one who repeats himself"
        );
        assert_eq!(
            with(|post| post.source = SourceId(post.document.0)),
            0,
            "syndication"
        );
        assert_eq!(with(|post| post.letters = 3), 0, "a cry");
        assert_eq!(with(|post| post.letters = 2_000), 0, "an article");
        assert_eq!(with(|post| post.alike = 50), 0, "in their own words");
        assert_eq!(with(|post| post.at.0 *= 10), 0, "over many hours");
        assert_eq!(floods(DocumentId(1), &flood()[..19], &RULE).len(), 0, "few");
    }

    #[test]
    fn without_authors_voices_are_counted_at_least() {
        let mut posts = flood();
        for post in &mut posts {
            post.voice = None;
            post.source = SourceId(1 + post.document.0 % 4);
        }
        let told = &floods(DocumentId(1), &posts, &RULE)[0].flood;
        assert_eq!((told.voices, told.at_least), (4, true));
        posts[0].voice = Some(9);
        let told = &floods(DocumentId(1), &posts, &RULE)[0].flood;
        assert_eq!((told.voices, told.at_least), (5, true));
    }

    #[test]
    fn two_waves_are_two_floods() {
        let mut posts = flood();
        posts.extend((1..=25).map(|n| post(100 + n, 2_000 + n, 1, Some(n))));
        let found = floods(DocumentId(1), &posts, &RULE);
        let documents: Vec<i64> = found.iter().map(|one| one.flood.documents).collect();
        assert_eq!(documents, [40, 25]);
    }

    proptest! {
        /// The order of the input does not matter; floods are apart, dense and by enough voices.
        #[test]
        fn floods_are_what_the_rule_says(
            said in prop::collection::vec((0i64..400, 1i64..4, prop::option::of(1i64..40)), 0..120)
        ) {
            let posts: Vec<Post> = (1i64..).zip(said)
                .map(|(id, (minute, source, voice))| post(id, minute, source, voice))
                .collect();
            let found = floods(DocumentId(1), &posts, &RULE);
            let mut turned = posts;
            turned.reverse();
            prop_assert_eq!(&floods(DocumentId(1), &turned, &RULE), &found);
            for one in &found {
                let told = &one.flood;
                prop_assert!(one.documents.len() >= RULE.posts_min);
                prop_assert_eq!(told.documents as usize, one.documents.len());
                prop_assert_eq!(one.documents.first(), Some(&told.first));
                prop_assert!(told.at_least || told.voices >= RULE.voices_min as i64);
                prop_assert!(told.voices <= told.documents);
            }
            prop_assert!(found.windows(2).all(|pair| pair[0].flood.last_at <= pair[1].flood.first_at));
        }

        /// One more post of the flood never makes it smaller.
        #[test]
        fn a_flood_only_grows(minute in 101i64..140) {
            let before = floods(DocumentId(1), &flood(), &RULE);
            let mut posts = flood();
            posts.push(post(99, minute, 1, Some(99)));
            let after = floods(DocumentId(1), &posts, &RULE);
            prop_assert_eq!(after[0].flood.documents, before[0].flood.documents + 1);
        }
    }
}
