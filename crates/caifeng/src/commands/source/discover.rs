//! Discovering what a site offers.

use crate::args::Place;
use crate::house::House;
use crate::{Ended, output};
use anyhow::{Context, Result};
use desk::{Actor, Proposal, SourceForm};
use model::Owner;
use serde::Serialize;

/// One proposal, as `--json` prints it.
#[derive(Serialize)]
struct Shown {
    number: usize,
    kind: &'static str,
    url: String,
    name: String,
    entries: i64,
    headlines: Vec<String>,
    list: Option<model::ListRules>,
    note: String,
}

#[derive(Serialize)]
struct Found {
    title: String,
    opml: Option<usize>,
    proposals: Vec<Shown>,
    notes: Vec<String>,
    added: Option<String>,
}

pub(super) async fn run(
    place: &Place,
    url: &str,
    add: Option<usize>,
    owner: Owner,
    allow_private: bool,
) -> Result<Ended> {
    let scratch = tempfile::tempdir().context("cannot make a scratch directory")?;
    let house = if add.is_some() {
        House::open_or_create(&place.data_dir).await?
    } else {
        House::open_or_scratch(&place.data_dir, scratch.path()).await?
    };
    let desk = house
        .desk(house.index_for_reading()?)
        .with_world(house.fetcher()?, house.vault.clone());
    let found = desk.discover(url, allow_private).await?;
    let mut added = None;
    if let Some(number) = add {
        let proposal = number
            .checked_sub(1)
            .and_then(|index| found.proposals.get(index))
            .with_context(|| {
                format!("there is no proposal {number}; see the list without --add")
            })?;
        let form = SourceForm {
            owner,
            ..proposal.form.clone()
        };
        added = Some(desk.add_source(&Actor::command_line(), &form).await?.source);
    }
    house.store.close().await?;
    let shown: Vec<Shown> = (1..).zip(&found.proposals).map(shown).collect();
    let nothing = shown.is_empty() && found.opml.is_none();
    if place.json {
        output::json(&Found {
            title: found.title,
            opml: found.opml,
            proposals: shown,
            notes: found.notes,
            added: added.map(|source| source.id.to_string()),
        })?;
    } else {
        if let Some(count) = found.opml {
            output::line(&format!(
                "an OPML list of {count} subscriptions; import it with `caifeng source import {url}`"
            ))?;
        }
        if !shown.is_empty() {
            table(&shown)?;
            output::note("add one with --add and its number");
        }
        found.notes.iter().for_each(|note| output::note(note));
        if let Some(source) = added {
            output::line(&format!("{} added: {}", source.id, source.name))?;
        }
    }
    Ok(if nothing {
        Ended::SomeRefused
    } else {
        Ended::Done
    })
}

fn shown((number, proposal): (usize, &Proposal)) -> Shown {
    let preview = &proposal.preview;
    Shown {
        number,
        kind: proposal.form.kind.word(),
        url: proposal.form.url.clone(),
        name: proposal.form.name.clone(),
        entries: preview.visit.items,
        headlines: preview
            .found
            .iter()
            .take(3)
            .map(|found| found.title.clone())
            .collect(),
        list: proposal.form.rules.list.clone(),
        note: preview.visit.note.clone(),
    }
}

fn table(shown: &[Shown]) -> Result<()> {
    let rows = shown
        .iter()
        .map(|one| {
            vec![
                one.number.to_string(),
                one.kind.to_owned(),
                one.url.clone(),
                one.name.clone(),
                one.entries.to_string(),
                one.headlines.join("\n"),
            ]
        })
        .collect();
    output::table(
        &["", "kind", "address", "name", "entries", "first headlines"],
        rows,
    )
}
