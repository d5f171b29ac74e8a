//! Changing sources, and taking changes back.

use super::source_id;
use crate::args::{Place, Several};
use crate::house::House;
use crate::{Ended, output};
use anyhow::{Result, bail};
use desk::Actor;
use model::{SourceEdit, SourceId};

pub(super) async fn change(several: &Several, edit: SourceEdit) -> Result<Ended> {
    let house = House::open(&several.place.data_dir).await?;
    let ids: Vec<SourceId> = several
        .ids
        .iter()
        .map(|id| source_id(id))
        .collect::<Result<_>>()?;
    let desk = house.desk(house.index_for_reading()?);
    let done = desk
        .edit_sources(&Actor::command_line(), &ids, &edit)
        .await?;
    house.store.close().await?;
    if several.place.json {
        output::json(&serde_json::json!({ "change": done.id, "sources": done.sources }))?;
    } else {
        let what = match &edit {
            SourceEdit::Pause => "left alone for now".to_owned(),
            SourceEdit::Resume => "visited again".to_owned(),
            SourceEdit::VisitNow => "visited as soon as possible".to_owned(),
            SourceEdit::Move(folder) if folder.is_empty() => "in no folder".to_owned(),
            SourceEdit::Move(folder) => format!("in the folder {folder}"),
            SourceEdit::Own(owner) => format!("owner: {}", owner.word()),
            SourceEdit::Hear(None) => "heard as their kind is".to_owned(),
            SourceEdit::Hear(Some(reach)) => format!("heard: {}", reach.word()),
            SourceEdit::Remove => "no longer read; what came from them stays".to_owned(),
            SourceEdit::Reread { .. } => "read in another way".to_owned(),
        };
        output::line(&format!("{} sources: {what}", done.sources))?;
        output::note(&format!(
            "take it back with `caifeng source undo {}`",
            done.id
        ));
    }
    Ok(Ended::Done)
}

pub(super) async fn undo(place: &Place, change: i64) -> Result<Ended> {
    let house = House::open(&place.data_dir).await?;
    let desk = house.desk(house.index_for_reading()?);
    let sources = desk.undo_edit(&Actor::command_line(), change).await?;
    house.store.close().await?;
    if sources == 0 {
        bail!("there is no change {change} of sources, or it was taken back already");
    }
    if place.json {
        output::json(&serde_json::json!({ "change": change, "sources": sources }))?;
    } else {
        output::line(&format!("{sources} sources are as they were before"))?;
    }
    Ok(Ended::Done)
}
