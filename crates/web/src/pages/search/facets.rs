//! What a search found, counted: every count opens to exactly those documents.

use super::narrowing::{narrowed, quoted, written};
use crate::chart::{Spark, spark};
use crate::shell::Shell;
use crate::words::{count, plain};
use desk::{SearchAsk, SearchFacets};
use model::Language;

/// Days listed under the bars.
const DAYS_LISTED: usize = 14;

/// One value with its count.
#[derive(Debug, Clone)]
pub(crate) struct ShownValue {
    pub(crate) name: String,
    pub(crate) count: String,
    /// The same question with this value besides.
    pub(crate) address: String,
}

/// One facet.
#[derive(Debug, Clone)]
pub(crate) struct ShownFacet {
    pub(crate) title: String,
    pub(crate) values: Vec<ShownValue>,
}

/// All of them.
#[derive(Debug, Clone)]
pub(crate) struct ShownFacets {
    pub(crate) bars: Option<Spark>,
    pub(crate) first_day: String,
    pub(crate) last_day: String,
    pub(crate) facets: Vec<ShownFacet>,
}

/// Makes the facets fit to be shown. What a value adds to what was asked keeps its order.
pub(crate) fn shown(facets: &SearchFacets, ask: &SearchAsk, shell: &Shell) -> ShownFacets {
    let mut shown: Vec<ShownFacet> = (counted(facets, shell).into_iter())
        .map(|(key, values)| ShownFacet {
            title: shell.t(&format!("search.facet.{key}")).into_owned(),
            values: (values.into_iter())
                .map(|value| ShownValue {
                    address: written(&narrowed(&ask.query, &value.condition), ask.order, shell),
                    count: count(value.sum as i64),
                    name: value.name,
                })
                .collect(),
        })
        .collect();
    // A facet of one value that everything has narrows nothing.
    let all = count(facets.total as i64);
    shown.retain(|facet| match facet.values.as_slice() {
        [] => false,
        [only] => only.count != all,
        _ => true,
    });
    let day = |day: Option<&(chrono::NaiveDate, u64)>| {
        day.map_or_else(String::new, |(day, _)| day.to_string())
    };
    let counts: Vec<i64> = facets.days.iter().map(|(_, sum)| *sum as i64).collect();
    ShownFacets {
        bars: (counts.len() > 1).then(|| spark(&counts)),
        first_day: day(facets.days.first()),
        last_day: day(facets.days.last()),
        facets: shown,
    }
}

/// A value with what it adds to the question.
struct Value {
    name: String,
    condition: String,
    sum: u64,
}

fn value(name: impl Into<String>, condition: String, sum: u64) -> Value {
    Value {
        name: name.into(),
        condition,
        sum,
    }
}

/// The facets by their keys.
fn counted(facets: &SearchFacets, shell: &Shell) -> Vec<(&'static str, Vec<Value>)> {
    let named = |key: &str, word: &str, sum: u64| {
        let name = shell.t(&format!("{key}.{word}")).into_owned();
        value(name, format!("{key}:{word}"), sum)
    };
    let categories = facets.categories.iter();
    let categories = categories.map(|(one, sum)| named("category", one.word(), *sum));
    let tones = facets.tones.iter();
    let tones = tones.map(|(one, sum)| named("tone", one.word(), *sum));
    let languages = facets.languages.iter();
    let languages = languages.map(|(one, sum)| language(*one, *sum, shell));
    vec![
        ("sources", sources(facets)),
        ("places", places(facets)),
        ("categories", categories.collect()),
        ("tones", tones.collect()),
        ("languages", languages.collect()),
        ("days", days(facets)),
    ]
}

fn sources(facets: &SearchFacets) -> Vec<Value> {
    let sources = facets.sources.iter();
    sources
        .map(|(_, name, sum)| value(plain(name), quoted("source", name), *sum))
        .collect()
}

fn places(facets: &SearchFacets) -> Vec<Value> {
    let places = facets.places.iter();
    places
        .map(|(place, name, sum)| value(plain(name), format!("place:{}", place.0), *sum))
        .collect()
}

fn days(facets: &SearchFacets) -> Vec<Value> {
    let days = facets.days.iter().rev().filter(|(_, sum)| *sum > 0);
    days.take(DAYS_LISTED)
        .map(|(day, sum)| value(day.to_string(), format!("date:{day}"), *sum))
        .collect()
}

fn language(language: Language, sum: u64, shell: &Shell) -> Value {
    let word = match language {
        Language::Other => "other",
        Language::Unknown => "unknown",
        language => language.tag(),
    };
    let name = shell.t(&format!("language.{}", language.tag()));
    value(name, format!("lang:{word}"), sum)
}
