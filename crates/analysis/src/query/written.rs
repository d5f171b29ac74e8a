//! A tree written down again, with every bracket: what a query was understood as.

use chrono::DateTime;
use chrono_tz::Tz;
use model::{Closeness, HeatRange, Moment, Near, Part, Query};

/// Quotes a text may stand in, the plain ones first.
const QUOTES: &[(char, char)] = &[('"', '"'), ('「', '」'), ('“', '”'), ('＂', '＂')];

/// What a query was understood as, in the grammar itself; times in `zone`.
pub fn written(query: &Query, zone: Tz) -> String {
    match query {
        Query::All => "*".to_owned(),
        Query::And(parts) => joined(parts, " AND ", zone),
        Query::Or(parts) => joined(parts, " OR ", zone),
        Query::AtLeast(least, parts) => format!("{least} OF ({})", joined(parts, " OR ", zone)),
        Query::Not(part) => format!("-{}", bracketed(part, zone)),
        Query::Near(near) => within(near.part, &near_written(near, zone), true),
        Query::Word(part, word) => within(*part, word, false),
        Query::Prefix(part, stem) => within(*part, &format!("{stem}*"), false),
        Query::Sequence(part, text) => within(*part, &quoted(text), false),
        Query::Pattern(part, pattern) => within(*part, &format!("/{pattern}/"), false),
        Query::Exact(part, text) => within(*part, &format!("raw:{}", quoted(text)), true),
        Query::Source(name) => format!("source:{}", quoted(name)),
        Query::Kind(kind) => format!("kind:{}", kind.word()),
        Query::Owner(owner) => format!("kind:{}", owner.word()),
        Query::Site(site) => format!("site:{site}"),
        Query::Url(text) => format!("url:{}", quoted(text)),
        Query::Place(places) => {
            let places: Vec<String> = places.iter().map(|place| place_written(*place)).collect();
            places.join(" OR ")
        }
        Query::Language(language) => format!("lang:{}", language.tag()),
        Query::Category(category) => format!("category:{}", category.word()),
        Query::Tone(tone) => format!("tone:{}", tone.word()),
        Query::Event(event) => format!("event:{event}"),
        Query::Heat(range) => heat_written(range),
        Query::Similar(name) => format!("similar:{}", quoted(name)),
        Query::Topic(name) => format!("topic:{}", quoted(name)),
        Query::Documents(ids) => format!("{} documents", ids.len()),
        Query::Published(from, to) => published_written(*from, *to, zone),
    }
}

fn place_written(place: model::Place) -> String {
    match crate::place_name(place) {
        Some(name) => format!("place:{} ({name})", place.0),
        None => format!("place:{}", place.0),
    }
}

fn joined(parts: &[Query], sign: &str, zone: Tz) -> String {
    let parts: Vec<String> = parts.iter().map(|part| bracketed(part, zone)).collect();
    parts.join(sign)
}

fn bracketed(query: &Query, zone: Tz) -> String {
    let text = written(query, zone);
    let many = match query {
        Query::And(_) | Query::Or(_) | Query::Near(_) => true,
        Query::Place(places) => places.len() > 1,
        _ => false,
    };
    if many { format!("({text})") } else { text }
}

fn within(part: Part, text: &str, brackets: bool) -> String {
    let field = match part {
        Part::Whole => return text.to_owned(),
        Part::Title => "title",
        Part::Body => "body",
    };
    if brackets {
        format!("{field}:({text})")
    } else {
        format!("{field}:{text}")
    }
}

fn near_written(near: &Near, zone: Tz) -> String {
    let sign = match near.closeness {
        Closeness::Units(units) if near.ordered => format!(" NEAR/{units}f "),
        Closeness::Units(units) => format!(" NEAR/{units} "),
        Closeness::Sentence => " SENTENCE ".to_owned(),
    };
    let operands = near
        .operands
        .iter()
        .map(|options| match options.as_slice() {
            [one] => written(one, zone),
            many => format!("({})", joined(many, " OR ", zone)),
        });
    operands.collect::<Vec<_>>().join(&sign)
}

fn quoted(text: &str) -> String {
    let fitting = QUOTES.iter().find(|(_, close)| !text.contains(*close));
    let (open, close) = fitting.copied().unwrap_or(('"', '"'));
    format!("{open}{text}{close}")
}

fn heat_written(range: &HeatRange) -> String {
    match (range.from, range.to) {
        (Some(from), None) => format!("heat:{}{from}", if range.above { ">" } else { ">=" }),
        (None, Some(to)) => format!("heat:{}{to}", if range.below { "<" } else { "<=" }),
        (from, to) => {
            let side =
                |bound: Option<f64>| bound.map_or_else(String::new, |bound| bound.to_string());
            format!("heat:{}..{}", side(from), side(to))
        }
    }
}

fn published_written(from: Option<Moment>, to: Option<Moment>, zone: Tz) -> String {
    let side = |at: Option<Moment>| {
        at.and_then(|at| DateTime::from_timestamp_millis(at.0))
            .map_or_else(String::new, |at| {
                at.with_timezone(&zone).format("%Y-%m-%dT%H:%M").to_string()
            })
    };
    format!("date:{}..{}", side(from), side(to))
}
