//! `caifeng search`: find documents.

use crate::args::{Search, Sort};
use crate::house::{House, runtime};
use crate::{Ended, output};
use anyhow::{Context, Result, bail};
use desk::{
    Actor, Desk, ExportForm, Fragment, QueryProblem, SearchAsk, SearchFacets, SearchHit,
    SearchOrder, SearchResults,
};
use serde::Serialize;
use serde_json::{Value, json};
use std::path::Path;

/// One hit, as `--json` prints it.
#[derive(Serialize)]
struct Found {
    id: String,
    title: String,
    url: Option<String>,
    source: String,
    published_at: String,
    event: String,
    snippet: String,
}

pub(crate) fn run(args: &Search) -> Result<Ended> {
    let runtime = runtime()?;
    runtime.block_on(async {
        let house = House::open(&args.place.data_dir).await?;
        let desk = house.desk(house.index_for_reading()?);
        let zone = house.time_zone;
        if args.check {
            return match desk.check_query(&args.query) {
                Ok(query) => {
                    output::line(&analysis::query::written(&query, zone))?;
                    Ok(Ended::Done)
                }
                Err(problem) => refuse(&problem, &args.query),
            };
        }
        let ask = SearchAsk {
            query: args.query.clone(),
            order: match args.sort {
                Sort::Relevance => SearchOrder::Relevance,
                Sort::Newest => SearchOrder::Newest,
                Sort::Heat => SearchOrder::Heat,
            },
            page: 1,
            limit: args.limit,
            facets: args.facets,
        };
        if let Some(path) = &args.out {
            return take_along(&desk, &ask, path).await;
        }
        let results = desk.search(&ask).await?;
        if let Some(problem) = &results.problem {
            return refuse(problem, &args.query);
        }
        if args.place.json {
            tell_json(results, zone)?;
        } else {
            tell(&results, zone)?;
        }
        Ok(Ended::Done)
    })
}

/// Writes what is found into a file.
async fn take_along(desk: &Desk, ask: &SearchAsk, path: &Path) -> Result<Ended> {
    let name = path.to_string_lossy();
    let Some(form) = ExportForm::of(&name) else {
        bail!("cannot tell the form of {name}: let its name end with .csv, .xlsx or .jsonl");
    };
    let actor = Actor::command_line();
    let exported = desk
        .export_search(&actor, &ask.query, ask.order, form, ask.limit)
        .await?;
    match exported {
        Ok(exported) => {
            std::fs::write(path, &exported.bytes)
                .with_context(|| format!("cannot write {name}"))?;
            output::note(&format!(
                "{} of {} documents written to {name}",
                exported.rows, exported.total
            ));
            Ok(Ended::Done)
        }
        Err(problem) => refuse(&problem, &ask.query),
    }
}

fn refuse(problem: &QueryProblem, query: &str) -> Result<Ended> {
    let before = output::width_before(query, problem.span.start);
    let after = output::width_before(query, problem.span.end);
    let marked = format!(
        "{}{}",
        " ".repeat(before),
        "^".repeat((after - before).max(1))
    );
    bail!(
        "cannot understand the query: {}\n  {}\n  {marked}",
        problem.message,
        output::printable(query)
    );
}

fn tell(results: &SearchResults, zone: chrono_tz::Tz) -> Result<()> {
    if results.hits.is_empty() {
        return output::line("nothing found");
    }
    let rows = results
        .hits
        .iter()
        .map(|hit| {
            vec![
                output::time(hit.published_at, zone),
                hit.source.clone(),
                joined(&hit.title, "", ""),
                joined(&hit.snippet, "[", "]"),
                hit.event.to_string(),
            ]
        })
        .collect();
    output::table(&["published", "source", "title", "passage", "event"], rows)?;
    if let Some(facets) = &results.facets {
        output::table(&["facet", "value", "documents"], facet_rows(facets))?;
    }
    let more = if results.cut {
        "; not everything could be read, there may be more: ask for a shorter time"
    } else {
        ""
    };
    output::note(&format!(
        "{} of {} shown{more}",
        results.hits.len(),
        results.total
    ));
    Ok(())
}

fn tell_json(results: SearchResults, zone: chrono_tz::Tz) -> Result<()> {
    let hits = results.hits.into_iter();
    let found: Vec<Found> = hits.map(|hit| found(hit, zone)).collect();
    let Some(facets) = &results.facets else {
        return output::json(&found);
    };
    let counted: Vec<Value> = facet_rows(facets)
        .into_iter()
        .map(|row| json!({ "facet": row.first(), "value": row.get(1), "documents": row.get(2).and_then(|count| count.parse::<u64>().ok()) }))
        .collect();
    output::json(&json!({
        "total": results.total, "cut": results.cut, "hits": found, "facets": counted,
    }))
}

/// Facet, value and count of everything that was counted.
fn facet_rows(facets: &SearchFacets) -> Vec<Vec<String>> {
    let row = |facet: &str, value: &str, count: &u64| {
        vec![facet.to_owned(), value.to_owned(), count.to_string()]
    };
    let sources = facets.sources.iter();
    let places = facets.places.iter();
    let languages = facets.languages.iter();
    let categories = facets.categories.iter();
    let tones = facets.tones.iter();
    let days = facets.days.iter().filter(|(_, count)| *count > 0);
    sources
        .map(|(_, name, count)| row("source", name, count))
        .chain(places.map(|(_, name, count)| row("place", name, count)))
        .chain(languages.map(|(language, count)| row("language", language.tag(), count)))
        .chain(categories.map(|(category, count)| row("category", category.word(), count)))
        .chain(tones.map(|(tone, count)| row("tone", tone.word(), count)))
        .chain(days.map(|(day, count)| row("day", &day.to_string(), count)))
        .collect()
}

fn found(hit: SearchHit, zone: chrono_tz::Tz) -> Found {
    Found {
        id: hit.id,
        title: joined(&hit.title, "", ""),
        url: hit.url,
        source: hit.source,
        published_at: output::rfc3339(hit.published_at, zone),
        event: hit.event.to_string(),
        snippet: joined(&hit.snippet, "", ""),
    }
}

fn joined(fragments: &[Fragment], before: &str, after: &str) -> String {
    fragments
        .iter()
        .map(|fragment| {
            if fragment.hit {
                format!("{before}{}{after}", fragment.text)
            } else {
                fragment.text.clone()
            }
        })
        .collect()
}
