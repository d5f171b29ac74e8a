//! `caifeng eval readings`: how often categories and tones are right, against gold labels that hold
//! no text, beside the majority and the seeds alone.

use super::gold::{each_line, text};
use super::readings_report::{marks_json, print};
use crate::args::EvalReadings;
use crate::train::{Aspect, key_of};
use crate::{Ended, output};
use analysis::fold::fold;
use analysis::reading::marks::{Marked, mark};
use analysis::reading::{Linear, Reader, Seeds};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A gold label of one text.
#[derive(Debug, Clone)]
pub(super) struct GoldRow {
    pub(super) key: String,
    pub(super) part: String,
    category: String,
    tone: String,
}

impl GoldRow {
    pub(super) fn class(&self, aspect: Aspect) -> &str {
        match aspect {
            Aspect::Category => &self.category,
            Aspect::Tone => &self.tone,
        }
    }
}

/// Gold labels with the hash of their file.
pub(super) struct GoldFile {
    pub(super) rows: Vec<GoldRow>,
    hash: String,
}

pub(super) fn read_gold(path: &Path) -> Result<GoldFile> {
    let whole =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let rows: Vec<GoldRow> = (whole.lines().skip(1))
        .filter_map(|line| {
            let mut fields = line.split('\t').map(str::to_owned);
            Some(GoldRow {
                key: fields.next()?,
                part: fields.next()?,
                category: fields.next()?,
                tone: fields.next()?,
            })
        })
        .collect();
    ensure!(
        !rows.is_empty(),
        "{} holds no rows of key, part, category and tone",
        path.display()
    );
    Ok(GoldFile {
        rows,
        hash: key_of(&whole),
    })
}

/// Title and body of the texts that rows speak of.
pub(super) fn texts_of(
    files: &[PathBuf],
    rows: &[GoldRow],
) -> Result<HashMap<String, (String, String)>> {
    let wanted: HashSet<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    let mut found = HashMap::new();
    for file in files {
        each_line(file, |line| {
            let Ok(value) = serde_json::from_slice::<Value>(line) else {
                return;
            };
            let title = text(&value, "title").unwrap_or_default();
            let key = text(&value, "id").unwrap_or_else(|| key_of(&title));
            if wanted.contains(key.as_str()) {
                let body = text(&value, "text").unwrap_or_default();
                found.insert(key, (title, body));
            }
        })?;
    }
    Ok(found)
}

/// Seconds for which the reading of all gold texts is repeated to tell its speed.
const SPEED_SECONDS: f64 = 1.0;

pub(crate) fn run(args: &EvalReadings) -> Result<Ended> {
    let own = match (&args.categories, &args.tones) {
        (Some(categories), Some(tones)) => {
            Some(Reader::of(unpacked(categories)?, unpacked(tones)?))
        }
        _ => None,
    };
    let reader = own.as_ref().unwrap_or(Reader::shipped());
    let mut told = Vec::new();
    let mut missing = 0;
    for path in &args.gold {
        let gold = read_gold(path)?;
        let found = texts_of(&args.texts, &gold.rows)?;
        let folded: Vec<(&GoldRow, String, String)> = (gold.rows.iter())
            .filter_map(|row| {
                let (title, body) = found.get(&row.key)?;
                Some((row, fold(title), fold(body)))
            })
            .collect();
        missing += gold.rows.len() - folded.len();
        ensure!(
            !folded.is_empty(),
            "no text of {} was found in --texts",
            path.display()
        );
        let parts: BTreeSet<&str> = gold.rows.iter().map(|row| row.part.as_str()).collect();
        let parts = std::iter::once("").chain(parts.iter().copied().filter(|_| parts.len() > 1));
        let scored: Vec<Value> = parts
            .flat_map(|part| {
                [Aspect::Category, Aspect::Tone].map(|aspect| {
                    let chosen = folded
                        .iter()
                        .filter(|(row, ..)| part.is_empty() || row.part == part);
                    part_json(part, aspect, &chosen.collect::<Vec<_>>(), reader, args.seed)
                })
            })
            .collect();
        told.push(json!({
            "gold": path, "gold_hash": gold.hash, "seed": args.seed, "texts": folded.len(),
            "texts_a_second": speed(reader, &folded), "parts": scored,
        }));
    }
    if args.json {
        output::json(&told)?;
    } else {
        told.iter().try_for_each(print)?;
    }
    if missing > 0 {
        output::note(&format!(
            "{missing} gold texts were not found and are not scored"
        ));
    }
    Ok(if missing > 0 {
        Ended::SomeRefused
    } else {
        Ended::Done
    })
}

fn unpacked(path: &Path) -> Result<Linear> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Linear::unpack(&bytes).with_context(|| path.display().to_string())
}

/// Texts read in a second on one core.
fn speed(reader: &Reader, texts: &[(&GoldRow, String, String)]) -> f64 {
    let began = Instant::now();
    let mut read = 0usize;
    let mut sure = 0.0f32;
    while began.elapsed().as_secs_f64() < SPEED_SECONDS {
        for (_, title, body) in texts {
            sure += reader.read(title, body).category_sure;
            read += 1;
        }
    }
    // What was read is used, so that reading is not left out.
    read as f64 / began.elapsed().as_secs_f64() + f64::from(sure.min(0.0))
}

fn part_json(
    part: &str,
    aspect: Aspect,
    rows: &[&(&GoldRow, String, String)],
    reader: &Reader,
    seed: u64,
) -> Value {
    let (seeds, usual) = match aspect {
        Aspect::Category => (Seeds::of_categories(), "other"),
        Aspect::Tone => (Seeds::of_tones(), "neutral"),
    };
    let marks = |given: &dyn Fn(&str, &str) -> (String, f32)| {
        let all: Vec<Marked> = (rows.iter())
            .map(|(row, title, body)| {
                let (given, sure) = given(title, body);
                let gold = row.class(aspect).to_owned();
                Marked { gold, given, sure }
            })
            .collect();
        mark(&all, seed)
    };
    let model = marks(&|title, body| read_by(reader, aspect, title, body));
    let at = usize::from(aspect == Aspect::Tone);
    let before = marks(&|title, body| {
        let judged = reader.judge(title, body).map(|both| both[at]);
        let chance = judged.map_or(0.0, |one| one.chance);
        (read_by(reader, aspect, title, body).0, chance)
    });
    let alone = marks(&|title, body| (seeds.clear(title, body).unwrap_or(usual).to_owned(), 1.0));
    let majority = marks(&|_, _| (usual.to_owned(), 1.0));
    json!({
        "part": if part.is_empty() { "all" } else { part }, "aspect": aspect.word(),
        "model": marks_json(&model), "uncalibrated": marks_json(&before), "seeds_alone": marks_json(&alone), "majority": marks_json(&majority),
    })
}

/// The word that is read and how sure it is.
fn read_by(reader: &Reader, aspect: Aspect, title: &str, body: &str) -> (String, f32) {
    let read = reader.read(title, body);
    match aspect {
        Aspect::Category => (read.category.word().to_owned(), read.category_sure),
        Aspect::Tone => (read.tone.word().to_owned(), read.tone_sure),
    }
}
