//! Which outlets a text names as where it has something from.
//!
//! A name alone is no quotation: a word of quoting has to stand right before or behind it, as in
//! 据青岚日报报道, 来源：青岚日报, “according to the Qinglan Daily”. Only names of the desk's own
//! sources are looked for, so that no person is ever found.

use crate::fold::fold;
use aho_corasick::{AhoCorasick, MatchKind};
use model::SourceId;

/// Names shorter than this, in letters, mean too many other things.
const HAN_MIN: usize = 2;
const LATIN_MIN: usize = 4;
/// Letters around a name in which a word of quoting is looked for.
const BEFORE: usize = 16;
const BEHIND: usize = 12;
/// Names that are looked for at most.
const NAMES_MAX: usize = 20_000;
/// What outlets put behind their names on platforms.
const ENDINGS: &[&str] = &[
    "客户端",
    "官方微博",
    "微博",
    "公众号",
    "微信",
    "网站",
    "视频号",
];

/// Words that quote what stands behind them, folded.
const QUOTES_NEXT: &[&str] = &[
    "据",
    "来源:",
    "来源",
    "转自",
    "转载自",
    "转载",
    "援引",
    "引述",
    "综合",
    "引用",
    "according to",
    "via",
    "source:",
    "sources:",
    "reported by",
    "told",
    "citing",
    "cited by",
    "from the",
    "quoting",
];
/// Words behind a name that say it is quoted.
const QUOTED_BEFORE: &[&str] = &[
    "报道",
    "消息",
    "讯",
    "记者",
    "刊文",
    "发文",
    "披露",
    "援引",
    "电 ",
    "reported",
    "reports",
    "said",
    "writes",
    "wrote",
    "has learned",
];

/// Names of outlets, to be looked for together.
#[derive(Debug, Clone)]
pub struct OutletNames {
    names: AhoCorasick,
    outlets: Vec<SourceId>,
}

impl OutletNames {
    /// These names; those too short to mean one thing are left out.
    pub fn new<'a>(names: impl IntoIterator<Item = (SourceId, &'a str)>) -> Self {
        let mut folded: Vec<(String, SourceId)> = names
            .into_iter()
            .map(|(outlet, name)| (short(&fold(name)), outlet))
            .filter(|(name, _)| long_enough(name))
            .take(NAMES_MAX)
            .collect();
        folded.sort();
        folded.dedup_by(|a, b| a.0 == b.0);
        let patterns = folded.iter().map(|(name, _)| name.as_str());
        let names = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns)
            .or_else(|_| AhoCorasick::new::<[&str; 0], &str>([]))
            .expect("nothing can be looked for");
        Self {
            names,
            outlets: folded.into_iter().map(|(_, outlet)| outlet).collect(),
        }
    }

    /// Outlets that a text names as where it has something from, in order, each once.
    pub fn named_in(&self, text: &str) -> Vec<SourceId> {
        let folded = fold(text);
        let mut found: Vec<SourceId> = Vec::new();
        for hit in self.names.find_iter(&folded) {
            let before = folded.get(..hit.start()).unwrap_or_default();
            let behind = folded.get(hit.end()..).unwrap_or_default();
            let outlet = self.outlets.get(hit.pattern().as_usize());
            if let Some(outlet) = outlet
                && (quotes(before) || quoted(behind))
                && !found.contains(outlet)
            {
                found.push(*outlet);
            }
        }
        found
    }
}

fn short(name: &str) -> String {
    let mut name = name.trim();
    for ending in ENDINGS {
        name = name.strip_suffix(ending).unwrap_or(name).trim_end();
    }
    name.to_owned()
}

fn long_enough(name: &str) -> bool {
    let han = name.chars().filter(|c| crate::fold::is_han(*c)).count();
    han >= HAN_MIN || name.chars().filter(|c| c.is_alphanumeric()).count() >= LATIN_MIN
}

/// Whether what stands before a name quotes it: a word of quoting, with at most marks or an article
/// between.
fn quotes(before: &str) -> bool {
    let from = before
        .char_indices()
        .rev()
        .nth(BEFORE)
        .map_or(0, |(at, _)| at);
    let near = before.get(from..).unwrap_or_default();
    let near = near.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '《' | '“' | ':' | '(' | '【')
    });
    let near = near.strip_suffix("the").map_or(near, str::trim_end);
    QUOTES_NEXT
        .iter()
        .any(|word| near.ends_with(word.trim_end_matches(':')))
}

fn quoted(behind: &str) -> bool {
    let to = behind
        .char_indices()
        .nth(BEHIND)
        .map_or(behind.len(), |(at, _)| at);
    let near = behind.get(..to).unwrap_or_default();
    let near = near.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '》' | '”' | ')' | '】')
    });
    // A day may stand between: 青岚日报3月2日报道.
    let near =
        near.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '年' | '月' | '日'));
    QUOTED_BEFORE.iter().any(|word| near.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_only_beside_words_of_quoting() {
        let names = [
            (SourceId(1), "青岚日报"),
            (SourceId(2), "Qinglan Daily"),
            (SourceId(3), "青岚发布微博"),
            (SourceId(4), "报"),
        ];
        let names = OutletNames::new(names);
        for (text, expected) in [
            ("据《青岚日报》报道，路面塌陷。", vec![1]),
            ("来源：青岚日报", vec![1]),
            ("青岚日报3月2日报道，路面塌陷。", vec![1]),
            ("记者走进青岚日报社参观。", vec![]),
            ("According to the Qinglan Daily, the road fell in.", vec![2]),
            (
                "The Qinglan Daily reported that. (来源: 青岚发布)",
                vec![2, 3],
            ),
            ("Qinglan daily life goes on", vec![]),
            ("据报", vec![]),
            ("", vec![]),
        ] {
            let found: Vec<i64> = names.named_in(text).into_iter().map(|one| one.0).collect();
            assert_eq!(found, expected, "{text}");
        }
        assert!(OutletNames::new([]).named_in("据青岚日报报道").is_empty());
    }
}
