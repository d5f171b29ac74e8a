//! `caifeng eval floods`: how many groups of a stream are taken for copy-paste floods, as if all of it
//! came from one platform that names no authors: the case in which most would be.

use super::gold::each_item;
use crate::args::EvalFloods;
use crate::{Ended, output};
use analysis::Understander;
use analysis::engine::Engine;
use analysis::floods::{FloodRule, Found, Post, RULE, floods};
use anyhow::Result;
use model::{DocumentId, Moment, Placement, Reason, SourceId};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct ShownFlood {
    head: String,
    documents: i64,
    minutes: i64,
    first_at: i64,
}

/// What is flagged where one threshold is another one.
#[derive(Serialize)]
struct Tried {
    threshold: &'static str,
    value: i64,
    groups: usize,
    documents: i64,
}

#[derive(Serialize)]
struct Report {
    documents: i64,
    copies: usize,
    groups: usize,
    groups_of_enough: usize,
    flagged_groups: usize,
    floods: usize,
    flagged_documents: i64,
    days: f64,
    thresholds: Vec<Tried>,
    list: Vec<ShownFlood>,
}

pub(crate) fn run(args: &EvalFloods) -> Result<Ended> {
    let understander = Understander::new(&[], None);
    let mut engine = Engine::new();
    let mut groups: BTreeMap<DocumentId, Vec<Post>> = BTreeMap::new();
    let mut ids: Vec<String> = Vec::new();
    let (mut first, mut last) = (i64::MAX, i64::MIN);
    each_item(&args.stream, |item| {
        ids.push(item.key.external_id.clone());
        let document = DocumentId(ids.len() as i64);
        let letters = item.title.chars().count() + item.text.chars().count();
        let understood = understander.understand(item);
        let at = understood.document.published_at;
        (first, last) = (first.min(at.0), last.max(at.0));
        let placement = engine.place(document, &understood.features, &understood.words);
        let head = placement.copy_of().unwrap_or(document);
        groups
            .entry(head)
            .or_default()
            .push(post(document, at, letters, &placement));
    })?;
    let enough = groups
        .values()
        .filter(|posts| posts.len() >= RULE.posts_min)
        .count();
    let copied = groups.values().filter(|posts| posts.len() > 1).count();
    let found: Vec<Found> = groups
        .iter()
        .flat_map(|(head, posts)| floods(*head, posts, &RULE))
        .collect();
    let mut heads: Vec<DocumentId> = found.iter().map(|one| one.flood.head).collect();
    heads.dedup();
    let report = Report {
        documents: ids.len() as i64,
        copies: ids.len() - groups.len(),
        groups: copied,
        groups_of_enough: enough,
        flagged_groups: heads.len(),
        floods: found.len(),
        flagged_documents: found.iter().map(|one| one.flood.documents).sum(),
        days: (last - first).max(0) as f64 / 86_400_000.0,
        thresholds: thresholds(&groups),
        list: found.iter().map(|one| shown(one, &ids)).collect(),
    };
    if args.json {
        output::json(&report)?;
    } else {
        print(&report)?;
    }
    Ok(Ended::Done)
}

fn post(document: DocumentId, at: Moment, letters: usize, placement: &Placement) -> Post {
    let alike = placement.reasons.iter().find_map(|reason| match reason {
        Reason::SameText => Some(100),
        Reason::SharedPassages { percent } => Some(*percent),
        _ => None,
    });
    let folded = placement.copy_of().is_some();
    Post {
        document,
        at,
        letters,
        alike: if folded { alike.unwrap_or(0) } else { 100 },
        source: SourceId(1),
        voice: None,
    }
}

fn shown(found: &Found, ids: &[String]) -> ShownFlood {
    let flood = &found.flood;
    let head = usize::try_from(flood.head.0 - 1)
        .ok()
        .and_then(|at| ids.get(at));
    ShownFlood {
        head: head.cloned().unwrap_or_default(),
        documents: flood.documents,
        minutes: (flood.last_at.0 - flood.first_at.0) / 60_000 + 1,
        first_at: flood.first_at.0,
    }
}

/// What each threshold does by itself, the others as they are.
fn thresholds(groups: &BTreeMap<DocumentId, Vec<Post>>) -> Vec<Tried> {
    let posts = [5, 10, 15, 20, 30].map(|posts_min| {
        let rule = FloodRule { posts_min, ..RULE };
        ("posts", posts_min as i64, rule)
    });
    let minutes = [15, 30, 60, 120, 240].map(|minutes| {
        let rule = FloodRule { minutes, ..RULE };
        ("minutes", minutes, rule)
    });
    let alike = [50, 60, 70, 80, 90].map(|alike_min| {
        let rule = FloodRule { alike_min, ..RULE };
        ("likeness", i64::from(alike_min), rule)
    });
    let all = posts.into_iter().chain(minutes).chain(alike);
    all.map(|(threshold, value, rule)| {
        let found: Vec<Found> = (groups.iter())
            .flat_map(|(head, posts)| floods(*head, posts, &rule))
            .collect();
        let mut heads: Vec<DocumentId> = found.iter().map(|one| one.flood.head).collect();
        heads.dedup();
        Tried {
            threshold,
            value,
            groups: heads.len(),
            documents: found.iter().map(|one| one.flood.documents).sum(),
        }
    })
    .collect()
}

fn print(report: &Report) -> Result<()> {
    let rows = (report.thresholds.iter())
        .map(|one| {
            let numbers = [one.value, one.groups as i64, one.documents];
            let told = numbers.iter().map(i64::to_string);
            std::iter::once(one.threshold.to_owned())
                .chain(told)
                .collect()
        })
        .collect();
    output::table(&["threshold", "at", "groups flagged", "documents"], rows)?;
    output::line(&format!(
        "{} documents in {:.0} days, {} copies in {} groups; {} groups of {} or more; \
         {} groups flagged: {} floods of {} documents",
        report.documents,
        report.days,
        report.copies,
        report.groups,
        report.groups_of_enough,
        RULE.posts_min,
        report.flagged_groups,
        report.floods,
        report.flagged_documents,
    ))
}
