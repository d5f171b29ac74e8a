//! Fields of the grammar: what stands before the colon, and what may stand after it.

use super::{Grammar, Problem, dates};
use crate::fold::fold;
use model::{Category, EventId, HeatRange, Language, Owner, Part, Query, SourceKind, Span, Tone};

/// What can be asked besides the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Body,
    Raw,
    Source,
    Kind,
    Site,
    Url,
    Place,
    Language,
    Category,
    Tone,
    Event,
    Heat,
    Similar,
    Topic,
    Date,
    Last,
    /// Named in the grammar, without a meaning until there are such things.
    Reserved,
    /// There is no such field, and there will be none.
    Author,
}

/// Names of fields; the first of each is the one that is documented.
const NAMES: &[(&str, Field)] = &[
    ("title", Field::Title),
    ("intitle", Field::Title),
    ("标题", Field::Title),
    ("body", Field::Body),
    ("intext", Field::Body),
    ("正文", Field::Body),
    ("raw", Field::Raw),
    ("source", Field::Source),
    ("信源", Field::Source),
    ("来源", Field::Source),
    ("kind", Field::Kind),
    ("类型", Field::Kind),
    ("site", Field::Site),
    ("url", Field::Url),
    ("inurl", Field::Url),
    ("place", Field::Place),
    ("地点", Field::Place),
    ("lang", Field::Language),
    ("语言", Field::Language),
    ("category", Field::Category),
    ("label", Field::Category),
    ("类别", Field::Category),
    ("tone", Field::Tone),
    ("倾向", Field::Tone),
    ("event", Field::Event),
    ("事件", Field::Event),
    ("heat", Field::Heat),
    ("热度", Field::Heat),
    ("similar", Field::Similar),
    ("相似", Field::Similar),
    ("date", Field::Date),
    ("pubdate", Field::Date),
    ("日期", Field::Date),
    ("last", Field::Last),
    ("最近", Field::Last),
    ("topic", Field::Topic),
    ("专项", Field::Topic),
    ("case", Field::Reserved),
    ("author", Field::Author),
];

impl Field {
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = fold(name);
        let mut names = NAMES.iter();
        names
            .find(|(other, _)| *other == name)
            .map(|(_, field)| *field)
    }

    /// The part of a document that a text field narrows a query to.
    pub(super) fn part(self) -> Option<Part> {
        match self {
            Self::Title => Some(Part::Title),
            Self::Body => Some(Part::Body),
            _ => None,
        }
    }
}

pub(super) fn needs_plain_value(name: &str, span: Span) -> Problem {
    let message = format!("{name}: takes one value right after the colon, or one in quotes");
    Problem::new("field_value", span, message)
}

/// What no value makes a query of.
fn refused(field: Field, name: &str, value: &str, span: Span) -> Result<(), Problem> {
    match field {
        Field::Author => {
            let message = "there is no author: the desk keeps no names of authors; ask for what is said, or source: for who published it";
            return Err(Problem::new("no_author", span, message));
        }
        Field::Reserved => {
            let message = format!("{name}: is kept for later; nothing can be asked with it yet");
            return Err(Problem::new("reserved_field", span, message));
        }
        _ if value.trim().is_empty() => {
            let message = format!("{name}: needs a value right after the colon");
            return Err(Problem::new("empty_field", span, message));
        }
        _ => {}
    }
    Ok(())
}

/// The query that a field with its value means.
pub(super) fn query(
    field: Field,
    name: &str,
    value: &str,
    span: Span,
    grammar: &Grammar<'_>,
) -> Result<Query, Problem> {
    refused(field, name, value, span)?;
    let folded = fold(value);
    Ok(match field {
        Field::Title => super::words::word_query(value, span)?.within(Part::Title),
        Field::Body => super::words::word_query(value, span)?.within(Part::Body),
        Field::Raw => Query::Exact(Part::Whole, value.trim().to_owned()),
        Field::Source => Query::Source(folded),
        Field::Site => Query::Site(host_of(&value.to_lowercase())),
        Field::Url => Query::Url(value.trim().to_lowercase()),
        Field::Similar => Query::Similar(value.trim().to_owned()),
        Field::Topic => Query::Topic(value.trim().to_owned()),
        Field::Kind => listed(&folded, span, KINDS, kind)?,
        Field::Language => listed(&folded, span, LANGUAGES, language)?,
        Field::Category => listed(&folded, span, CATEGORIES, |text| {
            Category::of(text).map(Query::Category)
        })?,
        Field::Tone => listed(&folded, span, TONES, |text| Tone::of(text).map(Query::Tone))?,
        Field::Place => place(&folded, span, grammar)?,
        Field::Event => event(&folded, span)?,
        Field::Heat => heat(&folded, span)?,
        Field::Date => dates::published(&folded, span, grammar)?,
        Field::Last => dates::last(&folded, span, grammar)?,
        Field::Reserved | Field::Author => Query::All,
    })
}

const KINDS: &str = "feed, list, watched, hotlist, sitemap, file, hand; outlet, institution, board";
const LANGUAGES: &str = "zh, en, ja, ko, other, unknown";
const CATEGORIES: &str = "food_safety, school, hospital, housing, land, wages, benefits, traffic, environment, utilities, flood, ground, fire, work_safety, policing, fraud, consumer, city, tourism, farming, policy, service, praise, rumour, other";
const TONES: &str = "negative, neutral, positive";

/// One word of a closed list, or several parted by commas.
fn listed(
    value: &str,
    span: Span,
    known: &str,
    read: impl Fn(&str) -> Option<Query>,
) -> Result<Query, Problem> {
    let mut options = Vec::new();
    for word in value.split([',', '、']).map(str::trim) {
        let option = read(word).ok_or_else(|| {
            let message = format!("{word:?} is none of: {known}");
            Problem::new("unknown_value", span, message)
        })?;
        options.push(option);
    }
    Ok(match options.len() {
        1 => options.remove(0),
        _ => Query::Or(options),
    })
}

fn kind(word: &str) -> Option<Query> {
    let owner = || Owner::ALL.into_iter().find(|owner| owner.word() == word);
    SourceKind::from_word(word)
        .map(Query::Kind)
        .or_else(|| owner().map(Query::Owner))
}

fn language(word: &str) -> Option<Query> {
    let language = match word {
        "中文" | "汉语" => Language::Chinese,
        "英文" | "英语" => Language::English,
        "other" => Language::Other,
        "unknown" => Language::Unknown,
        tag => Language::ALL
            .into_iter()
            .find(|language| language.tag() == tag)?,
    };
    Some(Query::Language(language))
}

fn place(name: &str, span: Span, grammar: &Grammar<'_>) -> Result<Query, Problem> {
    let places = grammar.places.named(name);
    if places.is_empty() {
        let message = format!(
            "no place is called {name:?}; write its full name (涿州市), its code (130681), or a place of the desk's own table"
        );
        return Err(Problem::new("unknown_place", span, message));
    }
    Ok(Query::Place(places))
}

fn event(value: &str, span: Span) -> Result<Query, Problem> {
    let number = value.trim_start_matches(['e', '#']).parse::<i64>();
    number.map(|id| Query::Event(EventId(id))).map_err(|_| {
        let message = format!("{value:?} is no event's number; it stands in the event's address");
        Problem::new("bad_event", span, message)
    })
}

/// `>100`, `>=100`, `<100`, `<=100`, `100..200`, `100` for at least that.
fn heat(value: &str, span: Span) -> Result<Query, Problem> {
    let range = match value.split_once("..") {
        Some((from, to)) => between(from, to),
        None => compared(value),
    };
    range.map(Query::Heat).ok_or_else(|| {
        let message = format!("{value:?} is no heat; write heat:>100, heat:<20 or heat:20..100");
        Problem::new("bad_heat", span, message)
    })
}

const ANY_HEAT: HeatRange = HeatRange {
    from: None,
    above: false,
    to: None,
    below: false,
};

fn heat_number(text: &str) -> Option<f64> {
    let number = text.trim().parse::<f64>().ok();
    number.filter(|number| number.is_finite() && *number >= 0.0)
}

fn between(from: &str, to: &str) -> Option<HeatRange> {
    let side = |text: &str| match text {
        "" => Some(None),
        text => heat_number(text).map(Some),
    };
    let (from, to) = side(from).zip(side(to))?;
    let ordered = from.zip(to).is_none_or(|(from, to)| from <= to);
    ordered.then_some(HeatRange {
        from,
        to,
        ..ANY_HEAT
    })
}

fn compared(value: &str) -> Option<HeatRange> {
    let digits = value.trim_start_matches(['>', '<', '=']);
    let sign = value.get(..value.len() - digits.len())?;
    let bound = Some(heat_number(digits)?);
    Some(match sign {
        ">" => HeatRange {
            from: bound,
            above: true,
            ..ANY_HEAT
        },
        "" | ">=" => HeatRange {
            from: bound,
            ..ANY_HEAT
        },
        "<" => HeatRange {
            to: bound,
            below: true,
            ..ANY_HEAT
        },
        "<=" => HeatRange {
            to: bound,
            ..ANY_HEAT
        },
        _ => return None,
    })
}

/// The host in what may be a whole address.
fn host_of(value: &str) -> String {
    let rest = value.split_once("://").map_or(value, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.trim_start_matches("*.").trim_matches('.').to_owned()
}
