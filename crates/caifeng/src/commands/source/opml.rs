//! OPML lists in and out.

use crate::args::Place;
use crate::house::House;
use crate::{Ended, output};
use anyhow::{Context, Result};
use desk::{Actor, OpmlFrom, OpmlList};
use model::Owner;
use std::path::Path;

pub(super) async fn import(
    place: &Place,
    opml: &str,
    owner: Owner,
    allow_private: bool,
) -> Result<Ended> {
    let house = House::open_or_create(&place.data_dir).await?;
    let desk = house
        .desk(house.index_for_reading()?)
        .with_world(house.fetcher()?, house.vault.clone());
    let from = if opml.starts_with("http://") || opml.starts_with("https://") {
        OpmlFrom::Address(opml.to_owned())
    } else {
        let bytes =
            std::fs::read(opml).with_context(|| format!("cannot read {opml}; check the path"))?;
        OpmlFrom::File(bytes)
    };
    let list = OpmlList {
        from,
        owner,
        allow_private,
    };
    let imported = desk.import_opml(&Actor::command_line(), &list).await?;
    house.store.close().await?;
    for warning in &imported.warnings {
        output::note(&output::printable(warning));
    }
    for (what, why) in &imported.left_out {
        output::note(&format!("left out {}: {why}", output::printable(what)));
    }
    if place.json {
        output::json(&serde_json::json!({
            "title": imported.title,
            "added": imported.added,
            "there": imported.there,
            "left_out": imported.left_out,
        }))?;
    } else {
        output::line(&format!(
            "{} sources added, {} were there already, {} left out",
            imported.added,
            imported.there,
            imported.left_out.len()
        ))?;
    }
    Ok(if imported.left_out.is_empty() {
        Ended::Done
    } else {
        Ended::SomeRefused
    })
}

pub(super) async fn export(place: &Place, file: Option<&Path>) -> Result<Ended> {
    let house = House::open(&place.data_dir).await?;
    let text = house.desk(house.index_for_reading()?).export_opml().await?;
    match file {
        None => output::line(&text)?,
        Some(path) => std::fs::write(path, text)
            .with_context(|| format!("cannot write {}", path.display()))?,
    }
    Ok(Ended::Done)
}
