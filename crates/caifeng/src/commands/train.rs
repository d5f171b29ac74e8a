//! `caifeng train`: a model of readings, from weak labels, own sentences and what people put right.

use super::eval_readings::{GoldRow, read_gold, texts_of};
use super::gold::each_line;
use crate::args::{Learned, Train};
use crate::house::{House, runtime};
use crate::train::{Aspect, School, Tuned, sum_of};
use crate::{Ended, output};
use analysis::reading::learn::Recipe;
use anyhow::{Context, Result, ensure};
use flate2::{Compression, write::ZlibEncoder};
use model::{ReadingCorrectionId, Tone};
use std::collections::HashSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What a review is worth beside a title: it speaks of goods.
const REVIEW_WORTH: f32 = 0.3;
/// Corrections read at once.
const PUT_RIGHT_AT_ONCE: u64 = 500;

pub(crate) fn run(args: &Train) -> Result<Ended> {
    let aspect = match args.learned {
        Learned::Categories => Aspect::Category,
        Learned::Tones => Aspect::Tone,
    };
    let recipe = Recipe {
        seed: args.seed,
        ..Recipe::default()
    };
    let began = Instant::now();
    let gold = read_all(&args.leave_out)?;
    let tune = read_all(&args.tune)?;
    let left_out: HashSet<String> = gold
        .iter()
        .chain(&tune)
        .map(|row| row.key.clone())
        .collect();
    let mut school = School::new(aspect, left_out);
    take_files(args, &mut school)?;
    if args.put_right {
        take_put_right(args, &mut school)?;
    }
    let tuned = tuned(aspect, &args.texts, &tune)?;
    ensure!(
        !school.examples.is_empty(),
        "there is nothing to learn from; name --topics, and see `caifeng train --help`"
    );
    let (sorts, examples) = (school.sorts.clone(), school.examples.len());
    let model = school.learned(&recipe, &tuned);
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    let plain = model.plain();
    packed.write_all(&plain)?;
    let packed = packed.finish()?;
    std::fs::write(&args.out, &packed)
        .with_context(|| format!("cannot write {}", args.out.display()))?;
    // Of the model itself: how well it is packed is the packer's affair.
    let sha256 = sum_of(&plain);
    let told = serde_json::json!({
        "examples": examples, "sorts": sorts, "tuned": tuned.len(), "seed": args.seed, "mixing": model.mixing,
        "sha256": sha256, "bytes": packed.len(), "seconds": began.elapsed().as_secs_f64(),
    });
    if args.place.json {
        output::json(&told)?;
    } else {
        output::line(&format!(
            "learned from {examples} examples {sorts:?}; {:?} from {} texts, seed {}; SHA-256 {sha256}; {} bytes to {}, {:.1} s",
            model.mixing,
            tuned.len(),
            args.seed,
            packed.len(),
            args.out.display(),
            began.elapsed().as_secs_f64()
        ))?;
    }
    Ok(Ended::Done)
}

fn read_all(paths: &[impl AsRef<Path>]) -> Result<Vec<GoldRow>> {
    let mut rows = Vec::new();
    for path in paths {
        rows.extend(read_gold(path.as_ref())?.rows);
    }
    Ok(rows)
}

fn take_files(args: &Train, school: &mut School) -> Result<()> {
    if let Some(path) = &args.topics {
        each_line(path, |line| school.topic(line))?;
    }
    if let Some(path) = &args.posts {
        each_line(path, |line| school.post(line))?;
    }
    for (path, tone) in [
        (&args.negative, Tone::Negative),
        (&args.positive, Tone::Positive),
    ] {
        if let Some(path) = path {
            each_line(path, |line| {
                school.review(&String::from_utf8_lossy(line), tone, REVIEW_WORTH);
            })?;
        }
    }
    Ok(())
}

/// What people put right at this desk.
fn take_put_right(args: &Train, school: &mut School) -> Result<()> {
    let runtime = runtime()?;
    let house = runtime.block_on(House::open(&args.place.data_dir))?;
    let mut after = ReadingCorrectionId(0);
    loop {
        let some = house.store.readings_put_right(after, PUT_RIGHT_AT_ONCE);
        let some = runtime.block_on(some)?;
        let Some((last, _)) = some.last() else {
            break;
        };
        after = last.id;
        for (made, stored) in &some {
            let document = &stored.document;
            school.put_right(&document.title, &document.text, made.becomes);
        }
    }
    Ok(runtime.block_on(house.store.close())?)
}

/// The texts that say what seeds are worth. Their kind is the gold file's part, with its language.
fn tuned(aspect: Aspect, files: &[PathBuf], rows: &[GoldRow]) -> Result<Vec<Tuned>> {
    let mut texts = texts_of(files, rows)?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let (title, body) = texts
            .remove(&row.key)
            .with_context(|| format!("the text {} of --tune stands in none of --texts", row.key))?;
        all.push(Tuned {
            title,
            body,
            class: row.class(aspect).to_owned(),
            kind: row.part.clone(),
        });
    }
    Ok(all)
}
