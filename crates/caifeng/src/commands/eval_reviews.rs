//! `caifeng eval reviews`: the tone of reviews, learned from four fifths and scored on the rest: what
//! the learner is worth where it learns from the same kind of text that it reads.

use super::gold::each_line;
use super::readings_report::marks_json;
use crate::args::EvalReviews;
use crate::train::key_of;
use crate::{Ended, output};
use analysis::fold::fold;
use analysis::reading::learn::{Chance, Example, Recipe, learn};
use analysis::reading::marks::{Marked, mark};
use analysis::reading::{Evidence, Mixing};
use anyhow::{Result, ensure};
use std::collections::BTreeSet;

pub(crate) fn run(args: &EvalReviews) -> Result<Ended> {
    let classes = ["negative", "positive"].map(str::to_owned).to_vec();
    let mut reviews: BTreeSet<(String, usize)> = BTreeSet::new();
    let mut all = String::new();
    for (path, class) in [(&args.negative, 0), (&args.positive, 1)] {
        each_line(path, |line| {
            let line = String::from_utf8_lossy(line);
            all.push_str(&line);
            reviews.insert((fold(&line), class));
        })?;
    }
    let mut reviews: Vec<(String, usize)> = reviews.into_iter().collect();
    Chance(args.seed).shuffle(&mut reviews);
    let cut = reviews.len() * 4 / 5;
    let examples: Vec<Example> = (reviews.iter())
        .map(|(text, class)| Example::of("", text, *class, 1.0))
        .collect();
    let (learned, scored) = examples.split_at(cut);
    ensure!(
        !learned.is_empty(),
        "there are too few reviews to learn from"
    );
    let recipe = Recipe {
        seed: args.seed,
        ..Recipe::default()
    };
    let model = learn(classes.clone(), learned, &recipe);
    let marked: Vec<Marked> = (scored.iter())
        .map(|example| {
            let mut evidence = Evidence::default();
            model.sums(&example.grams, &mut evidence.sums);
            let (class, sure) = Mixing::default().likeliest(&evidence);
            Marked {
                gold: classes[example.class].clone(),
                given: classes[class].clone(),
                sure,
            }
        })
        .collect();
    let marks = mark(&marked, args.seed);
    if args.json {
        output::json(&serde_json::json!({
            "learned_from": learned.len(), "seed": args.seed, "data_hash": key_of(&all), "marks": marks_json(&marks),
        }))?;
    } else {
        output::line(&format!(
            "learned from {} reviews, scored on {}: accuracy {:.3} ({:.3}–{:.3}), macro F1 {:.3}; hash {}, seed {}",
            learned.len(),
            marks.texts,
            marks.accuracy,
            marks.interval.0,
            marks.interval.1,
            marks.macro_f1,
            key_of(&all),
            args.seed
        ))?;
    }
    Ok(Ended::Done)
}
