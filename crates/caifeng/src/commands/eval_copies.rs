//! `caifeng eval copies`: which edits of a text are recognised as copies, and which texts are
//! taken for copies that are none.

use super::gold::{each_item, each_line};
use crate::args::EvalCopies;
use crate::{Ended, output};
use analysis::engine::Engine;
use analysis::{Understander, Understood};
use anyhow::Result;
use model::DocumentId;
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::Instant;

/// Name of the edit that is the text itself.
const ORIGINAL: &str = "orig";

/// What became of one kind of edit.
#[derive(Default)]
struct Tally {
    texts: u32,
    found: u32,
    wrong: u32,
    reused: u32,
}

pub(crate) fn run(args: &EvalCopies) -> Result<Ended> {
    let understander = Understander::new(&[], None);
    let mut texts: Vec<(String, String, Understood)> = Vec::new();
    each_item(&args.edited, |item| {
        if let Some((base, edit)) = item.key.external_id.clone().rsplit_once('|') {
            texts.push((
                base.to_owned(),
                edit.to_owned(),
                understander.understand(item),
            ));
        }
    })?;
    let began = Instant::now();
    let tallies = tally(&texts);
    let rate = texts.len() as f64 / began.elapsed().as_secs_f64();
    let wrong: u32 = tallies.values().map(|tally| tally.wrong).sum();
    let pairs = match (&args.stream, &args.pairs) {
        (Some(stream), Some(pairs)) => Some(pairs_found(&understander, stream, pairs, args.from)?),
        _ => None,
    };
    if args.json {
        let edits: BTreeMap<&String, _> = tallies
            .iter()
            .map(|(edit, tally)| {
                (
                    edit,
                    json!({ "texts": tally.texts, "found": share(tally.found, tally.texts),
                               "wrong": tally.wrong, "reused": tally.reused }),
                )
            })
            .collect();
        output::json(&json!({
            "edits": edits, "wrong_per_1000": f64::from(wrong) * 1_000.0 / texts.len().max(1) as f64,
            "compared_per_second": rate,
            "pairs": pairs.as_ref().map(|pairs| json!({"found": pairs.found, "of": pairs.all})),
        }))?;
        return Ok(Ended::Done);
    }
    let rows = tallies
        .iter()
        .map(|(edit, tally)| {
            vec![
                edit.clone(),
                tally.texts.to_string(),
                format!("{:.3}", share(tally.found, tally.texts)),
                tally.reused.to_string(),
                tally.wrong.to_string(),
            ]
        })
        .collect();
    output::table(
        &["edit", "texts", "found", "reused text only", "wrong"],
        rows,
    )?;
    output::line(&format!(
        "{wrong} of {} folded under another base; {rate:.0} texts a second",
        texts.len()
    ))?;
    if let Some(PairsFound { found, all, missed }) = pairs {
        output::line(&format!(
            "pairs from {} upwards: {found} of {all} found",
            args.from
        ))?;
        for (a, b) in missed.iter().take(10) {
            output::line(&format!("  missed: {a} {b}"))?;
        }
    }
    Ok(Ended::Done)
}

fn share(part: u32, whole: u32) -> f64 {
    f64::from(part) / f64::from(whole.max(1))
}

/// Remembers the originals; then asks for each edit what it is a copy of. Originals that are
/// copies of one another are one family.
fn tally(texts: &[(String, String, Understood)]) -> BTreeMap<String, Tally> {
    let mut engine = Engine::new();
    let mut families: HashMap<&str, DocumentId> = HashMap::new();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let (originals, edits): (Vec<_>, Vec<_>) =
        texts.iter().partition(|(_, edit, _)| edit == ORIGINAL);
    for (number, (base, _, text)) in (1i64..).zip(originals) {
        let placement = engine.place(DocumentId(number), &text.features, &text.words);
        families.insert(base, placement.copy_of().unwrap_or(DocumentId(number)));
    }
    for (base, edit, text) in edits {
        let tally = tallies.entry(edit.clone()).or_default();
        tally.texts += 1;
        match engine.copy_of(&text.features) {
            Some((head, _)) if families.get(base.as_str()) == Some(&head) => tally.found += 1,
            Some(_) => tally.wrong += 1,
            None => tally.reused += u32::from(engine.reuse_of(&text.features).is_some()),
        }
    }
    tallies
}

/// Known pairs of a stream that share a head, of all, and those that do not.
#[derive(Default)]
struct PairsFound {
    found: usize,
    all: usize,
    missed: Vec<(String, String)>,
}

/// How many known pairs of a stream share a head.
fn pairs_found(
    understander: &Understander,
    stream: &Path,
    pairs: &Path,
    from: f64,
) -> Result<PairsFound> {
    let mut engine = Engine::new();
    let mut ids: HashMap<DocumentId, String> = HashMap::new();
    let mut heads: HashMap<String, String> = HashMap::new();
    let mut number = 0;
    each_item(stream, |item| {
        number += 1;
        let id = item.key.external_id.clone();
        let text = understander.understand(item);
        let placement = engine.place(DocumentId(number), &text.features, &text.words);
        ids.insert(DocumentId(number), id.clone());
        let head = placement.copy_of().and_then(|head| ids.get(&head).cloned());
        heads.insert(id.clone(), head.unwrap_or(id));
    })?;
    let mut pairs_found = PairsFound::default();
    each_line(pairs, |line| {
        let line = String::from_utf8_lossy(line);
        let fields: Vec<&str> = line.trim_end().split('\t').collect();
        let [a, b, share] = fields.as_slice() else {
            return;
        };
        let (Some(x), Some(y)) = (heads.get(*a), heads.get(*b)) else {
            return;
        };
        if share.parse::<f64>().is_ok_and(|share| share >= from) {
            pairs_found.all += 1;
            if x == y {
                pairs_found.found += 1;
            } else {
                pairs_found.missed.push(((*a).to_owned(), (*b).to_owned()));
            }
        }
    })?;
    Ok(pairs_found)
}
