//! `caifeng search`: find documents.

use crate::args::{Search, Sort};
use crate::house::{House, runtime};
use crate::{Ended, output};
use anyhow::{Result, bail};
use desk::{Fragment, SearchAsk, SearchHit};
use ports::Order;
use serde::Serialize;

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
        let order = match args.sort {
            Sort::Relevance => Order::Relevance,
            Sort::Newest => Order::Newest,
        };
        let ask = SearchAsk {
            query: args.query.clone(),
            order,
            page: 1,
            limit: args.limit,
        };
        let results = desk.search(&ask).await?;
        if let Some(problem) = results.problem {
            let marked = format!(
                "{}{}",
                " ".repeat(problem.span.start),
                "^".repeat((problem.span.end - problem.span.start).max(1))
            );
            bail!(
                "cannot understand the query: {}\n  {}\n  {marked}",
                problem.message,
                output::printable(&args.query)
            );
        }
        let zone = house.time_zone;
        if args.place.json {
            let found: Vec<Found> = results
                .hits
                .into_iter()
                .map(|hit| found(hit, zone))
                .collect();
            output::json(&found)?;
            return Ok(Ended::Done);
        }
        if results.hits.is_empty() {
            output::line("nothing found")?;
            return Ok(Ended::Done);
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
        output::note(&format!(
            "{} of {} shown",
            results.hits.len(),
            results.total
        ));
        Ok(Ended::Done)
    })
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
