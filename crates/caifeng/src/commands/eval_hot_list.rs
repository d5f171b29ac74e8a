//! `caifeng eval hot-list`: which titles that came in below the top ten will reach it, told from
//! their first reading and from their first two, against two plain baselines.

use super::gold::{each_line, text};
use crate::args::EvalHotList;
use crate::{Ended, output};
use analysis::hot_list::{KINDS, RiseModel, Seen, Sight, TOP};
use analysis::logistic::area_under_curve;
use anyhow::{Result, bail};
use chrono::{DateTime, Datelike, FixedOffset, Timelike};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// Hours after which a reading no longer counts as the next one.
const NEXT_HOURS_MAX: i64 = 3;
/// Hours without a title after which it counts as a new one.
const GONE_HOURS: i64 = 24;

/// One row of a list.
struct Row {
    title: String,
    rank: u32,
    heat: f64,
    kind: String,
    read: f64,
    discussed: f64,
    original: f64,
}

/// One title from its first reading on.
struct Life {
    at: DateTime<FixedOffset>,
    seen: Seen,
    /// Hours from the first reading to the first at the top, if it got there.
    top_after: Option<i64>,
    /// Hours from the first reading to the second.
    second_after: Option<i64>,
}

pub(crate) fn run(args: &EvalHotList) -> Result<Ended> {
    let mut lives: Vec<Life> = lives_of(args)?
        .into_iter()
        .filter(|life| life.seen.first.rank > TOP)
        .collect();
    lives.sort_by_key(|life| life.at);
    let Some(first) = lives.first().map(|life| life.at) else {
        bail!(
            "{} holds no title that came in below rank {TOP}",
            args.readings.display()
        );
    };
    let month = |at: DateTime<FixedOffset>| at.year() * 12 + at.month() as i32;
    let bound = month(first) + args.learn_months as i32;
    let (learn, test): (Vec<&Life>, Vec<&Life>) =
        lives.iter().partition(|life| month(life.at) < bound);
    if learn.is_empty() || test.is_empty() {
        bail!("nothing to learn from or nothing to score; choose other --learn-months");
    }
    let asked =
        [Asked::FirstReading, Asked::SecondReading].map(|asked| score(&learn, &test, asked));
    if args.json {
        output::json(
            &json!({ "learned_from": learn.len(), "scored": test.len(), "forecasts": asked }),
        )?;
        return Ok(Ended::Done);
    }
    let rows = asked
        .iter()
        .flat_map(|one| one["methods"].as_array().cloned().unwrap_or_default())
        .map(|method| {
            let number = |name: &str| method[name].as_f64().unwrap_or_default();
            vec![
                method["method"].as_str().unwrap_or_default().to_owned(),
                format!("{:.3}", number("auc")),
                format!("{:.3}", number("hit_share")),
                format!("{:.1}", number("lead_hours_mean")),
                format!("{:.0}", number("lead_hours_median")),
            ]
        })
        .collect();
    output::table(
        &[
            "forecast",
            "AUC",
            "right among as many as reached it",
            "lead, mean h",
            "median h",
        ],
        rows,
    )?;
    output::line(&format!(
        "learned from {} titles, scored on {}",
        learn.len(),
        test.len()
    ))?;
    Ok(Ended::Done)
}

#[derive(Clone, Copy, PartialEq)]
enum Asked {
    FirstReading,
    SecondReading,
}

/// Scores the model and its baseline on titles that have not reached the top when asked.
fn score(learn: &[&Life], test: &[&Life], asked: Asked) -> Value {
    let second = asked == Asked::SecondReading;
    // Asked at the second reading, a title already at the top is no forecast any more.
    let open = |life: &&&Life| {
        !second
            || life
                .top_after
                .is_none_or(|hours| Some(hours) > life.second_after)
    };
    let learn: Vec<&&Life> = learn.iter().filter(open).collect();
    let test: Vec<&&Life> = test.iter().filter(open).collect();
    let seen: Vec<Seen> = learn.iter().map(|life| life.seen).collect();
    let reached: Vec<bool> = learn.iter().map(|life| life.top_after.is_some()).collect();
    let model = RiseModel::learn(&seen, &reached, second);
    let came: Vec<bool> = test.iter().map(|life| life.top_after.is_some()).collect();
    let rated = |rate: &dyn Fn(&Seen) -> f64| {
        test.iter()
            .map(|life| rate(&life.seen))
            .collect::<Vec<f64>>()
    };
    let name = if second {
        "two readings"
    } else {
        "first reading"
    };
    let mut methods = vec![method(
        &format!("{name}: model"),
        &rated(&|seen| model.chance(seen)),
        &came,
        &test,
        second,
    )];
    methods.push(method(
        &format!("{name}: rank at entry"),
        &rated(&|seen| -f64::from(seen.first.rank)),
        &came,
        &test,
        second,
    ));
    if second {
        let slope = |seen: &Seen| match seen.second {
            Some(later) => f64::from(seen.first.rank) - f64::from(later.rank),
            None => -60.0,
        };
        methods.push(method(
            &format!("{name}: slope between them"),
            &rated(&slope),
            &came,
            &test,
            second,
        ));
    }
    json!({ "asked_at": name, "titles": test.len(), "reached_top": came.iter().filter(|came| **came).count(),
            "methods": methods })
}

fn method(name: &str, ratings: &[f64], came: &[bool], test: &[&&Life], second: bool) -> Value {
    let reached = came.iter().filter(|came| **came).count();
    let mut order: Vec<usize> = (0..ratings.len()).collect();
    order.sort_by(|a, b| ratings[*b].total_cmp(&ratings[*a]).then(a.cmp(b)));
    let mut leads: Vec<i64> = order
        .iter()
        .take(reached)
        .filter_map(|at| {
            let life = test[*at];
            let asked = if second {
                life.second_after.unwrap_or(0)
            } else {
                0
            };
            life.top_after.map(|hours| hours - asked)
        })
        .collect();
    leads.sort_unstable();
    let mean = leads.iter().sum::<i64>() as f64 / leads.len().max(1) as f64;
    json!({
        "method": name, "auc": area_under_curve(ratings, came),
        "hit_share": leads.len() as f64 / reached.max(1) as f64,
        "lead_hours_mean": mean, "lead_hours_median": leads.get(leads.len() / 2).copied().unwrap_or(0),
    })
}

fn lives_of(args: &EvalHotList) -> Result<Vec<Life>> {
    let mut readings: BTreeMap<DateTime<FixedOffset>, Vec<Row>> = BTreeMap::new();
    each_line(&args.readings, |line| {
        let Ok(value) = serde_json::from_slice::<Value>(line) else {
            return;
        };
        let at = text(&value, "t").and_then(|t| DateTime::parse_from_rfc3339(&t).ok());
        let (Some(at), Some(title)) = (at, text(&value, "title")) else {
            return;
        };
        let number = |name: &str| value[name].as_f64().unwrap_or(0.0);
        readings.entry(at).or_default().push(Row {
            title,
            rank: number("rank") as u32,
            heat: number("hot"),
            kind: text(&value, "cat").unwrap_or_default(),
            read: number("read"),
            discussed: number("disc"),
            original: number("orig"),
        });
    })?;
    Ok(follow(&readings))
}

fn follow(readings: &BTreeMap<DateTime<FixedOffset>, Vec<Row>>) -> Vec<Life> {
    let mut lives: Vec<Life> = Vec::new();
    let mut open: HashMap<&str, (usize, DateTime<FixedOffset>)> = HashMap::new();
    let mut kinds: HashMap<&str, usize> = HashMap::new();
    let mut waiting: Vec<usize> = Vec::new();
    let mut before: Option<DateTime<FixedOffset>> = None;
    for (at, rows) in readings {
        let near = before.is_some_and(|before| (*at - before).num_hours() <= NEXT_HOURS_MAX);
        let came = |row: &Row| {
            open.get(row.title.as_str())
                .is_none_or(|(_, last)| (*at - *last).num_hours() > GONE_HOURS)
        };
        let newcomers = rows.iter().filter(|row| came(row)).count() as u32;
        let asked = std::mem::take(&mut waiting);
        let mut still: Vec<usize> = Vec::new();
        for row in rows {
            let count = kinds.len();
            let kind = *kinds.entry(row.kind.as_str()).or_insert(count);
            let sight = sight_of(row, rows, *at, newcomers, kind.min(KINDS - 1));
            match open.get_mut(row.title.as_str()) {
                Some((life, last)) if (*at - *last).num_hours() <= GONE_HOURS => {
                    *last = *at;
                    still.push(*life);
                    let life = &mut lives[*life];
                    let hours = (*at - life.at).num_hours();
                    if life.second_after.is_none() && near && hours <= NEXT_HOURS_MAX {
                        life.seen.second = Some(sight);
                        life.second_after = Some(hours);
                    }
                    if row.rank <= TOP && life.top_after.is_none() {
                        life.top_after = Some(hours);
                    }
                }
                _ => {
                    open.insert(&row.title, (lives.len(), *at));
                    waiting.push(lives.len());
                    lives.push(Life {
                        at: *at,
                        seen: Seen {
                            first: sight,
                            second: None,
                        },
                        top_after: (row.rank <= TOP).then_some(0),
                        second_after: None,
                    });
                }
            }
        }
        // Titles that were gone by the next reading: that is known then.
        for life in asked {
            if near && !still.contains(&life) && lives[life].second_after.is_none() {
                lives[life].second_after = Some((*at - lives[life].at).num_hours());
            }
        }
        before = Some(*at);
    }
    lives
}

fn sight_of(
    row: &Row,
    rows: &[Row],
    at: DateTime<FixedOffset>,
    newcomers: u32,
    kind: usize,
) -> Sight {
    let heat_at = |rank: u32| {
        rows.iter()
            .find(|other| other.rank == rank)
            .map_or(row.heat, |other| other.heat)
    };
    Sight {
        rank: row.rank,
        heat: row.heat,
        top_heat: heat_at(TOP),
        middle_heat: heat_at(25),
        newcomers,
        hour: at.hour(),
        weekend: at.weekday().number_from_monday() >= 6,
        kind,
        read: row.read,
        discussed: row.discussed,
        original: row.original,
    }
}
