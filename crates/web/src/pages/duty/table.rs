//! The roster as a table: a row a day, a column a post.

use super::shown::unreached_word;
use crate::shell::Shell;
use crate::words::plain;
use chrono::{DateTime, Datelike, NaiveDate};
use chrono_tz::Tz;
use desk::{OnDuty, RosterBoard};
use model::{DutyPost, Moment};

/// A shift in the table.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    pub(crate) address: String,
    pub(crate) hours: String,
    pub(crate) name: String,
    pub(crate) unreached: Option<String>,
}

/// A day with its shifts: officer, leader, deputy.
#[derive(Debug, Clone)]
pub(crate) struct Day {
    pub(crate) date: String,
    pub(crate) weekday: String,
    pub(crate) today: bool,
    pub(crate) rests: bool,
    pub(crate) posts: Vec<(String, Vec<Cell>)>,
}

fn local(at: Moment, zone: Tz) -> DateTime<Tz> {
    DateTime::from_timestamp_millis(at.0)
        .unwrap_or_default()
        .with_timezone(&zone)
}

pub(crate) fn days(board: &RosterBoard, shell: &Shell, zone: Tz) -> Vec<Day> {
    let today = local(board.now, zone).date_naive();
    let days = board.first.iter_days().take(usize::from(board.days));
    let on_day = |day: NaiveDate, one: &&OnDuty| {
        // What began before the first day stands in its row.
        local(one.shift.is.from, zone).date_naive().max(board.first) == day
    };
    let row = |day: NaiveDate| {
        let posts = DutyPost::ALL.map(|post| {
            let shifts = board
                .shifts
                .iter()
                .filter(|one| one.shift.is.post == post && on_day(day, one));
            let cells = shifts.map(|one| cell(one, day, shell, zone)).collect();
            (
                shell.t(&format!("duty.post_{}", post.word())).into_owned(),
                cells,
            )
        });
        let written = day.to_string();
        let worked = board.settings.workdays.contains(&written);
        let rests =
            day.weekday().number_from_monday() > 5 || board.settings.holidays.contains(&written);
        Day {
            weekday: shell
                .t(&format!(
                    "duty.weekday_{}",
                    day.weekday().number_from_monday()
                ))
                .into_owned(),
            date: day.format("%m-%d").to_string(),
            today: day == today,
            rests: rests && !worked,
            posts: posts.into(),
        }
    };
    days.map(row).collect()
}

fn cell(one: &OnDuty, day: NaiveDate, shell: &Shell, zone: Tz) -> Cell {
    let hour = |at: Moment| {
        let at = local(at, zone);
        let apart = at.date_naive().signed_duration_since(day).num_days();
        match apart {
            0 | 1 => at.format("%H:%M").to_string(),
            _ => at.format("%m-%d %H:%M").to_string(),
        }
    };
    let is = &one.shift.is;
    let vacant = || shell.t("duty.vacant").into_owned();
    Cell {
        address: shell.to(&format!("/duty/shifts/{}", one.shift.id)),
        hours: format!("{}–{}", hour(is.from), hour(is.to)),
        name: (one.person.as_ref()).map_or_else(vacant, |person| plain(&person.name)),
        unreached: unreached_word(one.reached, shell),
    }
}
