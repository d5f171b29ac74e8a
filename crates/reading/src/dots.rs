//! Keys parted by dots into JSON, as FreshRSS writes them: `data.items`, `items[0].title`,
//! `'https://news.example/' & id`.

use serde_json::Value;
use thiserror::Error;

/// Keys of one path.
const KEYS_MAX: usize = 50;
/// Characters of a text that is put together.
const TEXT_CHARS_MAX: usize = 1_000_000;

/// Why a path cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum DotsProblem {
    /// A bracket without its end, or with something else inside.
    #[error("the bracket in {0:?} holds no number and no quoted key, or is not closed")]
    Bracket(String),
    /// Two dots in a row, or one at the end.
    #[error("a key is missing in {0:?}")]
    Key(String),
    /// A quote without its end.
    #[error("the quote in {0:?} is not closed")]
    Quote(String),
    /// Endless.
    #[error("it has more than {KEYS_MAX} keys")]
    Long,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Key {
    Name(String),
    Number(usize),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Path(Vec<Key>),
    Text(String),
}

/// A path into JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dots {
    parts: Vec<Part>,
}

impl Dots {
    /// Reads a path. `.` and `$` alone are the whole answer.
    pub(crate) fn parse(written: &str) -> Result<Self, DotsProblem> {
        let mut parts = Vec::new();
        let mut rest = written.trim();
        loop {
            let (part, after) = part(rest)?;
            parts.push(part);
            if parts.len() > KEYS_MAX {
                return Err(DotsProblem::Long);
            }
            match after {
                Some(after) => rest = after.trim(),
                None => return Ok(Self { parts }),
            }
        }
    }

    /// The value at the path; none for texts that are put together.
    pub(crate) fn value<'a>(&self, json: &'a Value) -> Option<&'a Value> {
        match self.parts.as_slice() {
            [Part::Path(keys)] => follow(keys, json),
            _ => None,
        }
    }

    /// What the path says: texts and numbers as text, lists joined. None where all is missing.
    pub(crate) fn text(&self, json: &Value) -> Option<String> {
        let mut said = String::new();
        let mut any = false;
        for part in &self.parts {
            match part {
                Part::Text(text) => said.push_str(text),
                Part::Path(keys) => {
                    if let Some(text) = follow(keys, json).and_then(shown) {
                        any = true;
                        said.push_str(&text);
                    }
                }
            }
        }
        let only_text = self.parts.iter().all(|part| matches!(part, Part::Text(_)));
        (any || only_text).then(|| said.chars().take(TEXT_CHARS_MAX).collect())
    }
}

/// One part and what follows its `&`.
fn part(rest: &str) -> Result<(Part, Option<&str>), DotsProblem> {
    if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '\'' | '"')) {
        let inner = rest.strip_prefix(quote).unwrap_or_default();
        let (text, after) = inner
            .split_once(quote)
            .ok_or_else(|| DotsProblem::Quote(rest.to_owned()))?;
        let after = after.trim_start();
        return match after.strip_prefix('&') {
            Some(after) => Ok((Part::Text(text.to_owned()), Some(after))),
            None if after.is_empty() => Ok((Part::Text(text.to_owned()), None)),
            None => Err(DotsProblem::Quote(rest.to_owned())),
        };
    }
    let (path, after) = match rest.split_once('&') {
        Some((path, after)) => (path.trim(), Some(after)),
        None => (rest, None),
    };
    Ok((Part::Path(keys(path)?), after))
}

fn keys(path: &str) -> Result<Vec<Key>, DotsProblem> {
    let mut keys = Vec::new();
    let mut rest = path.strip_prefix('$').unwrap_or(path);
    rest = rest.strip_prefix('.').unwrap_or(rest);
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[') {
            let problem = || DotsProblem::Bracket(path.to_owned());
            let (key, after) = inner.split_once(']').ok_or_else(problem)?;
            let quoted = key.trim().trim_matches(['\'', '"']);
            keys.push(match key.trim().parse() {
                Ok(number) => Key::Number(number),
                Err(_) if quoted.len() + 2 == key.trim().len() => Key::Name(quoted.to_owned()),
                Err(_) => return Err(problem()),
            });
            rest = after;
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            if name.trim().is_empty() {
                return Err(DotsProblem::Key(path.to_owned()));
            }
            keys.push(Key::Name(name.trim().to_owned()));
            rest = after;
        }
        if let Some(after) = rest.strip_prefix('.') {
            if after.is_empty() {
                return Err(DotsProblem::Key(path.to_owned()));
            }
            rest = after;
        }
        if keys.len() > KEYS_MAX {
            return Err(DotsProblem::Long);
        }
    }
    Ok(keys)
}

fn follow<'a>(keys: &[Key], json: &'a Value) -> Option<&'a Value> {
    keys.iter().try_fold(json, |json, key| match key {
        Key::Number(number) => json.get(number),
        // FreshRSS writes positions as keys too: `items.0.title`.
        Key::Name(name) => json
            .get(name)
            .or_else(|| json.get(name.parse::<usize>().ok()?)),
    })
}

fn shown(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Object(_) => None,
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Array(values) => {
            let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            (!texts.is_empty()).then(|| texts.join("\n"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn paths_lead_into_json() {
        let json = json!({"data": {"items": [{"t": "雨", "n": 7, "a.b": "点", "l": ["一", "二"]}]}, "0": "零"});
        for (path, expected) in [
            ("data.items[0].t", Some("雨")),
            ("data.items.0.n", Some("7")),
            ("$.data.items[0]['a.b']", Some("点")),
            ("data['items'][0].l", Some("一\n二")),
            (
                "'https://q.example/' & data.items[0].n & '.html'",
                Some("https://q.example/7.html"),
            ),
            ("'固定'", Some("固定")),
            ("0", Some("零")),
            ("data.gone", None),
            ("'x' & data.gone", None),
            ("data", None),
        ] {
            assert_eq!(
                Dots::parse(path).unwrap().text(&json).as_deref(),
                expected,
                "{path}"
            );
        }
        assert_eq!(Dots::parse(".").unwrap().value(&json), Some(&json));
        for path in ["a..b", "a[", "a[x]", "a.", "'x", "'x' y"] {
            assert!(Dots::parse(path).is_err(), "{path}");
        }
        assert_eq!(Dots::parse(&"a.".repeat(100)), Err(DotsProblem::Long));
    }

    proptest! {
        #[test]
        fn any_path_is_read_or_refused(any in "\\PC{0,20}", path in "[a.\\[\\]0'& $\"]{0,20}") {
            for path in [any, path] {
                if let Ok(dots) = Dots::parse(&path) {
                    dots.text(&json!({"a": [{"a": 0}]}));
                }
            }
        }
    }
}
