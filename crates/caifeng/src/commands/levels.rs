//! `caifeng rules levels`: from which numbers on a matter is proposed at which level.

use crate::output;
use anyhow::{Context, Result};
use desk::{Actor, Desk, Tongue, level_words};
use model::{Category, Level, Measure, StartCondition, usual_start_conditions};
use serde_json::{Value, json};

pub(super) async fn levels(desk: &Desk, rows: &[String], usual: bool, as_json: bool) -> Result<()> {
    let (mut conditions, version) = desk.start_conditions().await?;
    if usual || !rows.is_empty() {
        conditions = if usual {
            usual_start_conditions()
        } else {
            rows.iter().map(|row| read(row)).collect::<Result<_>>()?
        };
        let actor = Actor::command_line();
        desk.change_start_conditions(&actor, version, &conditions)
            .await?;
    }
    if as_json {
        return output::json(&conditions.iter().map(shown).collect::<Vec<_>>());
    }
    if conditions.is_empty() {
        return output::line("no start conditions: rules propose their own level");
    }
    let rows = conditions.iter().map(|one| {
        vec![
            level_words(one.level, Tongue::English),
            one.measure.word().to_owned(),
            one.number.to_string(),
            one.category.map_or("", Category::word).to_owned(),
        ]
    });
    output::table(&["level", "measure", "number", "category"], rows.collect())
}

fn shown(one: &StartCondition) -> Value {
    json!({
        "level": one.level.word(), "measure": one.measure.word(), "number": one.number,
        "category": one.category.map(Category::word),
    })
}

/// A row as it is written: `red voices 500`, with a category where it is only for that.
fn read(row: &str) -> Result<StartCondition> {
    let usage = || {
        format!(
            "{row:?} is no start condition: write LEVEL MEASURE NUMBER [CATEGORY], such as 'red voices 500'; \
             measures are voices, sources, heat, rise, rank"
        )
    };
    let words: Vec<&str> = row.split_whitespace().collect();
    let (level, measure, number, category) = match words[..] {
        [level, measure, number] => (level, measure, number, None),
        [level, measure, number, category] => (level, measure, number, Some(category)),
        _ => anyhow::bail!(usage()),
    };
    let category = match category {
        Some(word) => Some(Category::of(word).with_context(usage)?),
        None => None,
    };
    Ok(StartCondition {
        level: Level::from_word(level).with_context(usage)?,
        measure: Measure::from_word(measure).with_context(usage)?,
        number: number.parse().ok().with_context(usage)?,
        category,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_as_they_are_written() {
        let row = read("red voices 500").unwrap();
        assert_eq!(
            (row.level, row.measure, row.number),
            (Level::Red, Measure::Voices, 500)
        );
        let row = read(" orange  rank 10 food_safety ").unwrap();
        assert_eq!(row.category, Some(Category::FoodSafety));
        for wrong in [
            "",
            "red voices",
            "red voices many",
            "pink voices 3",
            "red voices 3 kindness",
        ] {
            let told = read(wrong).unwrap_err().to_string();
            assert!(told.contains("LEVEL MEASURE NUMBER"), "{told}");
        }
    }
}
