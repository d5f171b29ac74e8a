//! The duty roster: four weeks around the present, a swap asked for, a gap that can be seen.

use super::stage::Stage;
use anyhow::{Context, Result};
use chrono::{DateTime, Days, NaiveDate};
use desk::{Rotation, RotationAsk};
use model::{DutyPost, HOUR_MS, Moment, PersonId, Shift};

/// Days of the roster, a little more than the days ahead in which gaps are told, and how many of
/// them lie behind.
const DAYS: u16 = 30;
const DAYS_BEHIND: u64 = 14;
/// Hours ahead from which on a shift is swapped, and one is open.
const SWAP_AFTER_HOURS: i64 = 26;
const GAP_AFTER_HOURS: i64 = 50;

pub(super) async fn arrange(stage: &Stage) -> Result<()> {
    let first = first_day(stage)?;
    let posts: [(DutyPost, Rotation, &[&str]); 3] = [
        (
            DutyPost::Officer,
            Rotation::Shift,
            &["duty", "duty2", "duty3"],
        ),
        (DutyPost::Deputy, Rotation::Day, &["analyst", "editor"]),
        (DutyPost::Leader, Rotation::Week, &["leader", "leader2"]),
    ];
    let editor = stage.actor("editor")?;
    stage.at(Moment(stage.now.0 - DAYS_BEHIND as i64 * 24 * HOUR_MS));
    for (post, by, logins) in posts {
        let people: Result<Vec<PersonId>> = logins
            .iter()
            .map(|login| Ok(stage.person(login)?.id))
            .collect();
        let ask = RotationAsk {
            first,
            days: DAYS,
            post,
            by,
            people: people?,
            rest_people: Vec::new(),
        };
        let plan = stage.desk.plan_rotation(&editor, &ask).await?;
        stage.desk.keep_rotation(&editor, &ask, plan.roster).await?;
    }
    stage.at(Moment(stage.now.0 - 5 * HOUR_MS));
    swap(stage).await?;
    gap(stage).await
}

/// The first day of the roster, in the county.
fn first_day(stage: &Stage) -> Result<NaiveDate> {
    let now = DateTime::from_timestamp_millis(stage.now.0).context("no such moment")?;
    let today = now.with_timezone(&stage.desk.time_zone()).date_naive();
    today
        .checked_sub_days(Days::new(DAYS_BEHIND))
        .context("no such day")
}

/// The first shift of somebody that begins later than so many hours from now.
async fn next_shift(stage: &Stage, login: &str, hours: i64) -> Result<Shift> {
    let person = stage.person(login)?.id;
    let editor = stage.actor("editor")?;
    let roster = stage.desk.roster(&editor, None, DAYS).await?;
    let from = stage.now.0 + hours * HOUR_MS;
    let shifts = roster.shifts.into_iter().map(|on| on.shift);
    let mut later =
        shifts.filter(|shift| shift.is.person == Some(person) && shift.is.from.0 > from);
    later.next().context("the roster has no such shift")
}

/// The duty officer asks a colleague, who has not answered yet.
async fn swap(stage: &Stage) -> Result<()> {
    let shift = next_shift(stage, "duty", SWAP_AFTER_HOURS).await?;
    let other = stage.person("duty2")?.id;
    let why = "那天家里有事，想和你换一班。";
    let officer = stage.actor("duty")?;
    stage.desk.ask_swap(&officer, shift.id, other, why).await?;
    Ok(())
}

/// Somebody falls ill: their shift is vacant, and the roster says so before it happens.
async fn gap(stage: &Stage) -> Result<()> {
    let shift = next_shift(stage, "duty3", GAP_AFTER_HOURS).await?;
    let editor = stage.actor("editor")?;
    let removed = stage.desk.remove_shift(&editor, shift.id, shift.version);
    Ok(removed.await?)
}
