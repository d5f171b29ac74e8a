//! `caifeng words`: the user words, listed and changed.

use crate::args::{Said, WordsArgs, WordsCommand};
use crate::house::{House, runtime};
use crate::{Ended, output};
use anyhow::{Context, Result, bail};
use desk::{Actor, Desk, FaultyLine, WordsChanged};
use serde_json::{Value, json};
use std::io::Read;
use std::path::Path;

pub(crate) fn run(args: &WordsArgs) -> Result<Ended> {
    let runtime = runtime()?;
    runtime.block_on(async {
        let house = House::open(&args.place.data_dir).await?;
        let desk = house.desk(house.index_for_reading()?);
        let as_json = args.place.json;
        let ended = match &args.command {
            WordsCommand::List => list(&desk, as_json)?,
            WordsCommand::Add(said) => change(&desk, &lines(said)?, "", as_json).await?,
            WordsCommand::Remove(said) => change(&desk, "", &lines(said)?, as_json).await?,
        };
        house.store.close().await?;
        Ok(ended)
    })
}

/// What is said on the command line and in a file, one word a line.
fn lines(said: &Said) -> Result<String> {
    let mut lines = said.words.join("\n");
    if let Some(path) = &said.file {
        lines.push('\n');
        lines.push_str(&read(path)?);
    }
    Ok(lines)
}

fn read(path: &Path) -> Result<String> {
    if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .context("cannot read words from standard input")?;
        return Ok(text);
    }
    std::fs::read_to_string(path)
        .with_context(|| format!("cannot read words from {}", path.display()))
}

fn list(desk: &Desk, as_json: bool) -> Result<Ended> {
    let book = desk.word_book()?;
    if as_json {
        let faulty: Vec<Value> = book.faulty.iter().map(shown).collect();
        output::json(&json!({ "words": book.words, "faulty": faulty }))?;
    } else {
        for word in &book.words {
            output::line(&output::printable(word))?;
        }
    }
    tell_faulty(&book.faulty);
    Ok(if book.faulty.is_empty() {
        Ended::Done
    } else {
        Ended::SomeRefused
    })
}

fn shown(line: &FaultyLine) -> Value {
    json!({ "line": line.number, "text": line.text, "fault": line.fault.word() })
}

fn tell_faulty(faulty: &[FaultyLine]) {
    for line in faulty {
        output::note(&format!(
            "line {}, {}: {}",
            line.number,
            output::printable(&line.text),
            line.fault.message()
        ));
    }
}

async fn change(desk: &Desk, add: &str, remove: &str, as_json: bool) -> Result<Ended> {
    let changed = desk
        .change_words(&Actor::command_line(), add, remove)
        .await?;
    let change = match changed {
        Ok(change) => change,
        Err(faulty) => {
            tell_faulty(&faulty);
            bail!("nothing was changed: what is named above is no user word");
        }
    };
    let WordsChanged { added, removed, .. } = &change;
    if as_json {
        output::json(&json!({ "added": added, "removed": removed }))?;
        return Ok(Ended::Done);
    }
    output::line(&format!("{} added, {} removed", added.len(), removed.len()))?;
    if !(added.is_empty() && removed.is_empty()) {
        output::note(
            "a desk that is served takes them into use within seconds; where none is, \
             `caifeng doctor --fix` lets documents that are kept follow",
        );
    }
    Ok(Ended::Done)
}
