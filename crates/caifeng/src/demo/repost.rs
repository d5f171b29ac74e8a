//! Those who carry a text on: under a headline of their own, shortened, with a word before it.

use super::chance::Chance;
use super::content::Content;
use super::outlet::Outlet;
use super::phrase::Phrases;
use super::post::Draft;
use std::sync::Arc;

/// Minutes until others have carried a text on, most of them early.
const WITHIN_MINUTES: f64 = 9.0 * 60.0;

/// How a text is carried on.
#[derive(Clone, Copy)]
enum Way {
    /// On the portal: whole, with a headline that wants to be clicked.
    Portal,
    /// On the portal: its beginning only.
    PortalShort,
    /// On the forum: whole, with a comment.
    Thread,
    /// On the square: the headline and the first sentence.
    Short,
}

/// Lets `count` others carry a text on.
pub(super) fn carry_on(
    first: &Draft,
    count: usize,
    content: &Content,
    chance: &mut Chance,
    drafts: &mut Vec<Draft>,
) {
    const WAYS: [Way; 7] = [
        Way::Portal,
        Way::Portal,
        Way::PortalShort,
        Way::Thread,
        Way::Short,
        Way::Short,
        Way::Short,
    ];
    for _ in 0..count {
        let way = chance.one(&WAYS).copied().unwrap_or(Way::Portal);
        let minutes = 6.0 + WITHIN_MINUTES * chance.share().powf(2.2);
        let script = first.script + (minutes * 60_000.0) as i64;
        let words = Words::draw(first, content, chance);
        drafts.push(Draft {
            script,
            anchors: Arc::clone(&first.anchors),
            label: Arc::clone(&first.label),
            ..carried(first, way, words)
        });
    }
}

/// What is put around a text that is carried on.
struct Words {
    headline: String,
    lead_in: String,
    source: String,
    comment: String,
    nick: String,
}

impl Words {
    fn draw(first: &Draft, content: &Content, chance: &mut Chance) -> Self {
        let (speech, reposts) = (&content.speech, &content.speech.reposts);
        let mut phrases = Phrases::new(chance, &content.places);
        let mut one = |from: &[String]| {
            let pattern = phrases.chance().one(from).cloned().unwrap_or_default();
            let words = phrases.write(&pattern);
            words
                .replace("{t}", &first.title)
                .replace("{o}", first.outlet.name())
        };
        Self {
            headline: one(&reposts.headlines),
            lead_in: one(&reposts.lead_ins),
            source: one(&reposts.sources),
            comment: if first.label.starts_with("noise/") {
                one(&reposts.idle)
            } else {
                one(&reposts.comments)
            },
            nick: one(&speech.nicks),
        }
    }
}

fn carried(first: &Draft, way: Way, words: Words) -> Draft {
    let mut paragraphs = first.paragraphs.clone();
    match way {
        Way::Portal | Way::PortalShort => {
            if matches!(way, Way::PortalShort) {
                paragraphs.truncate(1);
            } else if let Some(beginning) = paragraphs.first_mut() {
                beginning.insert_str(0, &words.lead_in);
            }
            paragraphs.extend((!words.source.is_empty()).then_some(words.source));
            post(Outlet::Life, words.headline, paragraphs, String::new())
        }
        Way::Thread => {
            if !words.comment.is_empty() {
                paragraphs.insert(0, words.comment);
            }
            let title = format!("[转帖] {}", first.title);
            post(Outlet::Forum, title, paragraphs, words.nick)
        }
        Way::Short => {
            let text = paragraphs.first().map_or("", String::as_str);
            let sentence = text.split_inclusive('。').next().unwrap_or_default();
            let text = format!("【{}】{sentence}{}", first.title, words.comment);
            post(Outlet::Square, String::new(), vec![text], words.nick)
        }
    }
}

fn post(outlet: Outlet, title: String, paragraphs: Vec<String>, nick: String) -> Draft {
    Draft {
        paragraphs,
        nick,
        ..Draft::plain(outlet, 0, "", title)
    }
}
