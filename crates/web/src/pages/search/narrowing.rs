//! Narrowing a question by one more condition, and taking a condition out of it again.

use super::sorted;
use crate::reading_words::{category_word, tone_word};
use crate::shell::Shell;
use crate::show::encode;
use crate::words::{clip, plain};
use desk::{SearchAsk, SearchFacets, SearchOrder};
use model::{Category, Tone};

/// Conditions that facets add; others are of the question itself.
const FIELDS: [&str; 6] = ["source", "place", "category", "tone", "lang", "date"];
/// Characters of a condition as it is shown.
const CONDITION_CHARS: usize = 40;

/// A condition of a question, and the question without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition {
    pub(super) words: String,
    pub(super) address: String,
}

/// The address of a question in an order.
pub(super) fn written(query: &str, order: SearchOrder, shell: &Shell) -> String {
    shell.to(&sorted(order, &format!("/search?q={}", encode(query))))
}

/// The question with one more condition. An OR at its top is put in brackets first.
pub(super) fn narrowed(query: &str, field: &str) -> String {
    let query = query.trim();
    let parts = parts(query);
    if query.is_empty() || parts.contains(&field) {
        return if query.is_empty() { field } else { query }.to_owned();
    }
    let whole = |part: &str| part.starts_with(['(', '（', '"', '“', '「', '/']);
    let either = |part: &str| part == "OR" || part.contains('|') && !whole(part);
    if parts.iter().any(|part| either(part)) {
        format!("({query}) {field}")
    } else {
        format!("{query} {field}")
    }
}

pub(super) fn quoted(field: &str, value: &str) -> String {
    if value.contains('"') {
        format!("{field}:「{value}」")
    } else {
        format!("{field}:\"{value}\"")
    }
}

/// What a question is narrowed to: conditions that stand in it by themselves and can be taken out.
pub(super) fn conditions(
    ask: &SearchAsk,
    facets: Option<&SearchFacets>,
    shell: &Shell,
) -> Vec<Condition> {
    let parts = parts(&ask.query);
    let takes = |at: usize| {
        let beside = [
            at.checked_sub(1).and_then(|at| parts.get(at)),
            parts.get(at + 1),
        ];
        !beside.into_iter().flatten().any(|part| joins(part))
    };
    (parts.iter().enumerate())
        .filter_map(|(at, part)| Some((at, field_of(part)?)))
        .filter(|(at, _)| takes(*at))
        .map(|(at, (field, value))| {
            let mut others = parts.clone();
            others.remove(at);
            Condition {
                words: words(field, value, facets, shell),
                address: written(others.join(" ").trim(), ask.order, shell),
            }
        })
        .collect()
}

/// Whether a part says how its neighbours belong together.
fn joins(part: &str) -> bool {
    matches!(
        part,
        "OR" | "AND" | "NOT" | "SENTENCE" | "|" | "&" | "-" | "!"
    ) || part.starts_with("NEAR")
}

/// A condition as a facet writes it: its field and its value.
fn field_of(part: &str) -> Option<(&str, &str)> {
    let (field, value) = part.split_once(':')?;
    (FIELDS.contains(&field) && !value.is_empty()).then_some((field, value))
}

/// A condition in the language of the page, as far as it is known here.
fn words(field: &str, value: &str, facets: Option<&SearchFacets>, shell: &Shell) -> String {
    let value = value.trim_matches(['"', '「', '」']);
    let name = match field {
        "category" => Category::of(value).map(|one| category_word(one, shell)),
        "tone" => Tone::of(value).map(|one| tone_word(one, shell)),
        "place" => facets.and_then(|facets| {
            let mut places = facets.places.iter();
            let found = places.find(|(place, ..)| place.0.to_string() == value)?;
            Some(plain(&found.1))
        }),
        _ => None,
    };
    let title = shell.t(&format!("search.facet.one_{field}"));
    let value = name.unwrap_or_else(|| clip(value, CONDITION_CHARS));
    format!("{title} {value}")
}

/// The parts of a question at its top: what stands between spaces, quotes, brackets and regular
/// expressions kept whole.
fn parts(query: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut until) = (0, 0_usize, None);
    let mut escaped = false;
    for (at, letter) in query.char_indices() {
        match until {
            Some(end) => {
                if letter == end && !escaped {
                    until = None;
                }
                escaped = letter == '\\' && !escaped;
            }
            None => match letter {
                '"' => until = Some('"'),
                '“' => until = Some('”'),
                '「' => until = Some('」'),
                '/' if at == start => until = Some('/'),
                '(' | '（' => depth += 1,
                ')' | '）' => depth = depth.saturating_sub(1),
                letter if letter.is_whitespace() && depth == 0 => {
                    parts.push(query.get(start..at).unwrap_or_default());
                    start = at + letter.len_utf8();
                }
                _ => {}
            },
        }
    }
    parts.push(query.get(start..).unwrap_or_default());
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn a_condition_is_added_once_and_binds_to_all() {
        assert_eq!(narrowed("", "lang:zh"), "lang:zh");
        assert_eq!(narrowed("雨 雪", "lang:zh"), "雨 雪 lang:zh");
        assert_eq!(narrowed("雨 lang:zh", "lang:zh"), "雨 lang:zh");
        assert_eq!(narrowed("雨 OR 雪", "lang:zh"), "(雨 OR 雪) lang:zh");
        assert_eq!(narrowed("雨|雪", "lang:zh"), "(雨|雪) lang:zh");
        assert_eq!(narrowed("(雨|雪) 冰", "lang:zh"), "(雨|雪) 冰 lang:zh");
        assert_eq!(narrowed("\"雨 OR 雪\"", "lang:zh"), "\"雨 OR 雪\" lang:zh");
        let source = quoted("source", "a b");
        assert_eq!(
            narrowed(&format!("雨 {source}"), &source),
            "雨 source:\"a b\""
        );
        assert_eq!(quoted("source", "a\"b"), "source:「a\"b」");
    }

    /// What each condition is called, and the question without it.
    fn told(query: &str) -> Vec<(String, String)> {
        let shell = Shell::new(Language::English, "search", "/search");
        let ask = SearchAsk {
            query: query.to_owned(),
            order: SearchOrder::Newest,
            page: 1,
            limit: 1,
            facets: true,
        };
        let all = conditions(&ask, None, &shell).into_iter();
        all.map(|one| (one.words, one.address)).collect()
    }

    #[test]
    fn what_was_added_can_be_taken_out_again() {
        let without = |query: &str| format!("/search?q={}&sort=newest", encode(query));
        for (query, left) in [
            ("雨 tone:negative", vec!["雨"]),
            ("tone:negative", vec![""]),
            (
                "(雨 OR lang:zh) source:\"a b\" date:2026-03-02",
                vec![
                    "(雨 OR lang:zh) date:2026-03-02",
                    "(雨 OR lang:zh) source:\"a b\"",
                ],
            ),
            ("雨 OR lang:zh", vec![]),
            ("雨 NOT tone:negative", vec![]),
            ("\"tone:negative 雨\" /a tone:negative b/", vec![]),
            ("雨 -tone:negative last:36h", vec![]),
        ] {
            let left: Vec<String> = left.into_iter().map(without).collect();
            let found: Vec<String> = told(query)
                .into_iter()
                .map(|(_, address)| address)
                .collect();
            assert_eq!(found, left, "{query}");
        }
        assert_eq!(told("雨 tone:negative")[0].0, "Tone negative");
    }

    #[test]
    fn whatever_is_added_is_found_and_taken_out() {
        for query in [
            "雨",
            "雨 OR 雪",
            "\"a b\" (c)",
            "/x y/ 雨",
            "\"never closed",
        ] {
            for condition in [quoted("source", "a \"b\" c"), "place:990121".to_owned()] {
                let both = narrowed(query, &condition);
                let found = told(&both);
                // What is open swallows whatever comes after it.
                assert_eq!(found.len(), usize::from(!query.contains("never")), "{both}");
            }
        }
    }
}
