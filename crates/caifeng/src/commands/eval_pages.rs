//! `caifeng eval pages`: how much of the main text is read, and how much beside it.

use super::intake::open_input;
use crate::args::{EvalPages, Shingles};
use crate::real::{ProcMeter, SystemClock};
use crate::{Ended, output};
use anyhow::{Context, Result, bail};
use model::{ArticleRules, Language};
use ports::{Clock, Meter};
use reading::extraction_score::{Scores, chinese, english, interval};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// Times each page is read; the quickest round counts, for a busy machine slows any single one.
const ROUNDS: usize = 3;
/// Pages that are listed as the worst.
const WORST_SHOWN: usize = 10;

/// What a page should give.
#[derive(Deserialize)]
struct Marked {
    #[serde(rename = "articleBody")]
    article_body: String,
    #[serde(default)]
    url: Option<String>,
}

pub(crate) fn run(args: &EvalPages) -> Result<Ended> {
    let truth = args.dir.join("ground-truth.json");
    let text = std::fs::read_to_string(&truth).with_context(|| {
        format!(
            "cannot read {}; name a folder that holds it",
            truth.display()
        )
    })?;
    let marked: BTreeMap<String, Marked> = serde_json::from_str(&text)
        .with_context(|| format!("cannot understand {}", truth.display()))?;
    if marked.is_empty() {
        bail!("{} names no page", truth.display());
    }
    let shingles = args.shingles.unwrap_or_else(|| by_language(&marked));
    let (pairs, names, cpu_s) = read_all(&args.dir, marked)?;
    let scores = match shingles {
        Shingles::Words => english(&pairs),
        Shingles::Characters => chinese(&pairs),
    };
    let (low, high) = interval(pairs.len(), args.seed, |drawn| {
        let drawn: Vec<(String, String)> = drawn
            .iter()
            .filter_map(|index| pairs.get(*index).cloned())
            .collect();
        match shingles {
            Shingles::Words => english(&drawn).f1,
            Shingles::Characters => chinese(&drawn).f1,
        }
    });
    let rate = pairs.len() as f64 / cpu_s.max(1e-9);
    print(args, shingles, &scores, (low, high), rate, &names)?;
    Ok(Ended::Done)
}

fn by_language(marked: &BTreeMap<String, Marked>) -> Shingles {
    let chinese = marked
        .values()
        .filter(|page| analysis::language_of(&page.article_body) == Language::Chinese)
        .count();
    if chinese * 2 > marked.len() {
        Shingles::Characters
    } else {
        Shingles::Words
    }
}

/// Marked and read texts, names of the pages, and the processor time of the quickest round.
type ReadPages = (Vec<(String, String)>, Vec<String>, f64);

fn read_all(dir: &Path, marked: BTreeMap<String, Marked>) -> Result<ReadPages> {
    let (mut pairs, mut names, mut spent) = (Vec::new(), Vec::new(), [0; ROUNDS]);
    for (name, page) in marked {
        let bytes = page_bytes(dir, &name)?;
        let url = page
            .url
            .unwrap_or_else(|| "https://page.example/".to_owned());
        let mut text = String::new();
        for round in &mut spent {
            let began = ProcMeter.this_thread_ns();
            let article = reading::read_article(
                &bytes,
                None,
                &url,
                SystemClock.now(),
                chrono_tz::Asia::Shanghai,
                &ArticleRules::default(),
            );
            *round += ProcMeter.this_thread_ns() - began;
            text = article.text;
        }
        pairs.push((page.article_body, text));
        names.push(name);
    }
    let least = spent.into_iter().min().unwrap_or_default();
    Ok((pairs, names, least as f64 / 1e9))
}

fn page_bytes(dir: &Path, name: &str) -> Result<Vec<u8>> {
    let packed = dir.join("html").join(format!("{name}.html.gz"));
    let plain = dir.join("html").join(format!("{name}.html"));
    let path = if packed.exists() { packed } else { plain };
    let (mut input, _) = open_input(&path)?;
    let mut bytes = Vec::new();
    input
        .read_to_end(&mut bytes)
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(bytes)
}

fn print(
    args: &EvalPages,
    shingles: Shingles,
    scores: &Scores,
    (low, high): (f64, f64),
    rate: f64,
    names: &[String],
) -> Result<()> {
    let mut worst: Vec<(&String, f64)> =
        names.iter().zip(scores.per_page.iter().copied()).collect();
    worst.sort_by(|a, b| a.1.total_cmp(&b.1));
    worst.truncate(WORST_SHOWN);
    let of = match shingles {
        Shingles::Words => "4 words",
        Shingles::Characters => "4 characters",
    };
    if args.json {
        return output::json(&serde_json::json!({
            "pages": names.len(),
            "shingles": of,
            "precision": scores.precision,
            "recall": scores.recall,
            "f1": scores.f1,
            "f1_95": [low, high],
            "pages_per_cpu_second": rate,
            "worst": worst,
        }));
    }
    output::table(
        &[
            "shingles of",
            "precision",
            "recall",
            "F1",
            "95 % of F1",
            "pages a CPU second",
        ],
        vec![vec![
            of.to_owned(),
            format!("{:.3}", scores.precision),
            format!("{:.3}", scores.recall),
            format!("{:.3}", scores.f1),
            format!("{low:.3}–{high:.3}"),
            format!("{rate:.0}"),
        ]],
    )?;
    output::line(&format!("{} pages, seed {}", names.len(), args.seed))?;
    let rows = worst
        .into_iter()
        .map(|(name, f1)| vec![name.clone(), format!("{f1:.3}")])
        .collect();
    output::table(&["worst pages", "F1"], rows)
}
