//! Gold labels and items as the `eval` commands read them.

use super::intake::open_input;
use crate::output;
use anyhow::{Context, Result};
use desk::line::{Entry, LineReader};
use model::{Item, Moment, SourceId};
use serde_json::Value;
use std::collections::HashMap;
use std::hash::Hasher;
use std::io::BufRead;
use std::path::Path;

/// Arrival of documents without a published time, which are only scored.
const ARRIVED: Moment = Moment(1_700_000_000_000);

/// Labels by id, in order.
pub(super) struct Gold {
    pub(super) ids: Vec<String>,
    pub(super) labels: HashMap<String, String>,
    pub(super) hash: String,
}

pub(super) fn each_line(path: &Path, mut each: impl FnMut(&[u8])) -> Result<()> {
    let (mut reader, _) = open_input(path)?;
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = reader
            .read_until(b'\n', &mut line)
            .with_context(|| format!("cannot read {}", path.display()))?;
        if read == 0 {
            return Ok(());
        }
        each(&line);
    }
}

pub(super) fn read_gold(path: &Path, label: &str) -> Result<Gold> {
    let mut gold = Gold {
        ids: Vec::new(),
        labels: HashMap::new(),
        hash: String::new(),
    };
    let mut hasher = std::hash::DefaultHasher::new();
    each_line(path, |line| {
        hasher.write(line);
        let Some((id, label)) = labelled(line, label) else {
            return;
        };
        if gold.labels.insert(id.clone(), label).is_none() {
            gold.ids.push(id);
        }
    })?;
    gold.hash = format!("{:016x}", hasher.finish());
    Ok(gold)
}

pub(super) fn read_assignments(path: &Path, field: &str) -> Result<HashMap<String, String>> {
    let mut given = HashMap::new();
    each_line(path, |line| {
        let Ok(value) = serde_json::from_slice::<Value>(line) else {
            return;
        };
        if let (Some(id), Some(event)) = (text(&value, "id"), text(&value, field)) {
            given.insert(id, event);
        }
    })?;
    Ok(given)
}

/// Id and label of a JSON line, or of a row of id, event and story.
fn labelled(line: &[u8], label: &str) -> Option<(String, String)> {
    if let Ok(value) = serde_json::from_slice::<Value>(line)
        && value.is_object()
    {
        return Some((text(&value, "id")?, text(&value, label)?));
    }
    let row = std::str::from_utf8(line).ok()?.trim_end();
    let mut fields = row.split('\t');
    let id = fields.next().filter(|id| !id.starts_with('#'))?;
    let label = match label {
        "event" => fields.next(),
        "story" => fields.nth(1),
        _ => None,
    }?;
    Some((id.to_owned(), label.to_owned()))
}

pub(super) fn text(value: &Value, field: &str) -> Option<String> {
    match value.get(field)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

pub(super) fn each_item(path: &Path, mut each: impl FnMut(Item)) -> Result<()> {
    let (reader, _) = open_input(path)?;
    let mut lines = LineReader::new(
        reader,
        chrono_tz::UTC,
        ARRIVED,
        "gold".to_owned(),
        |_: &str| Ok(SourceId(1)),
    );
    while let Some(batch) = lines.next_batch() {
        for entry in batch.entries {
            match entry {
                Entry::Item(_, mut item) => {
                    item.arrived_at = item.published_at.unwrap_or(ARRIVED);
                    each(*item);
                }
                Entry::Broken(line, why) => {
                    output::note(&format!("{}, line {line}: {why}", path.display()));
                }
            }
        }
    }
    Ok(())
}
