//! What a search found, counted: every count opens to exactly those documents.

use crate::chart::{Spark, spark};
use crate::shell::Shell;
use crate::show::encode;
use crate::words::{count, plain};
use desk::SearchFacets;

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

/// Makes the facets fit to be shown. `query` is what was asked.
pub(crate) fn shown(facets: &SearchFacets, query: &str, shell: &Shell) -> ShownFacets {
    let value = |name: String, sum: u64, field: String| ShownValue {
        name,
        count: count(sum as i64),
        address: shell.to(&format!("/search?q={}", encode(&narrowed(query, &field)))),
    };
    let facet = |key: &str, values: Vec<ShownValue>| ShownFacet {
        title: shell.t(&format!("search.facet.{key}")).into_owned(),
        values,
    };
    let sources = facets.sources.iter();
    let sources = sources.map(|(_, name, sum)| value(plain(name), *sum, quoted("source", name)));
    let places = facets.places.iter();
    let places =
        places.map(|(place, name, sum)| value(plain(name), *sum, format!("place:{}", place.0)));
    let categories = facets.categories.iter().map(|(category, sum)| {
        let name = shell
            .t(&format!("category.{}", category.word()))
            .into_owned();
        value(name, *sum, format!("category:{}", category.word()))
    });
    let tones = facets.tones.iter().map(|(tone, sum)| {
        let name = shell.t(&format!("tone.{}", tone.word())).into_owned();
        value(name, *sum, format!("tone:{}", tone.word()))
    });
    let languages = facets.languages.iter().map(|(language, sum)| {
        let name = shell
            .t(&format!("language.{}", language.tag()))
            .into_owned();
        value(name, *sum, format!("lang:{}", language.tag()))
    });
    let days = facets.days.iter().rev().filter(|(_, sum)| *sum > 0);
    let days = days
        .take(DAYS_LISTED)
        .map(|(day, sum)| value(day.to_string(), *sum, format!("date:{day}")));
    let day = |day: Option<&(chrono::NaiveDate, u64)>| {
        day.map_or_else(String::new, |(day, _)| day.to_string())
    };
    let counts: Vec<i64> = facets.days.iter().map(|(_, sum)| *sum as i64).collect();
    let mut shown = vec![
        facet("sources", sources.collect()),
        facet("places", places.collect()),
        facet("categories", categories.collect()),
        facet("tones", tones.collect()),
        facet("languages", languages.collect()),
        facet("days", days.collect()),
    ];
    // A facet of one value that everything has narrows nothing.
    let all = count(facets.total as i64);
    shown.retain(|facet| match facet.values.as_slice() {
        [] => false,
        [only] => only.count != all,
        _ => true,
    });
    ShownFacets {
        bars: (counts.len() > 1).then(|| spark(&counts)),
        first_day: day(facets.days.first()),
        last_day: day(facets.days.last()),
        facets: shown,
    }
}

/// The question with one more condition. An OR at its top is put in brackets first.
fn narrowed(query: &str, field: &str) -> String {
    let query = query.trim();
    if query.is_empty() || query.split_whitespace().any(|word| word == field) {
        return if query.is_empty() {
            field.to_owned()
        } else {
            query.to_owned()
        };
    }
    if query.contains(" OR ") || query.contains('|') {
        format!("({query}) {field}")
    } else {
        format!("{query} {field}")
    }
}

fn quoted(field: &str, value: &str) -> String {
    if value.contains('"') {
        format!("{field}:「{value}」")
    } else {
        format!("{field}:\"{value}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_added_once_and_binds_to_all() {
        assert_eq!(narrowed("", "lang:zh"), "lang:zh");
        assert_eq!(narrowed("雨 雪", "lang:zh"), "雨 雪 lang:zh");
        assert_eq!(narrowed("雨 lang:zh", "lang:zh"), "雨 lang:zh");
        assert_eq!(narrowed("雨 OR 雪", "lang:zh"), "(雨 OR 雪) lang:zh");
        assert_eq!(quoted("source", "a\"b"), "source:「a\"b」");
    }
}
