//! The office at work: what it did in the days behind the demonstration's beginning, all by the
//! desk's own acts, each dated by a clock that is set to its moment.

mod cases;
mod handled;
mod matter;
mod playbooks;
mod roster;
mod stage;
mod watching;

pub(crate) use watching::Watching;

use crate::house::House;
use anyhow::Result;
use model::Moment;
use stage::Stage;

/// Sets the office up and lets it work, once. The history must be in.
pub(crate) async fn handle(house: &House, now: Moment) -> Result<()> {
    house.prepare_index()?;
    let stage = Stage::set(house, house.index_for_reading()?, now).await?;
    if !stage
        .desk
        .playbooks(&stage.actor("editor")?)
        .await?
        .is_empty()
    {
        // It was stopped on the way: what is there is the office's own.
        return Ok(());
    }
    stage.name_office("青岚县人民政府信息科").await?;
    roster::arrange(&stage).await?;
    let playbooks = playbooks::keep(&stage).await?;
    cases::rumour(&stage, &playbooks).await?;
    cases::flood(&stage, &playbooks).await?;
    watching::settle(&stage).await
}
