//! A task as it is shown, on its case and among those of a unit.

use crate::shell::Shell;
use crate::show::{Time, time_near};
use crate::words::plain;
use chrono_tz::Tz;
use model::{Moment, Task, TaskState, Unit};

/// A task as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct ShownTask {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) unit: String,
    pub(crate) due: Time,
    pub(crate) state: &'static str,
    pub(crate) word: String,
    pub(crate) late: bool,
    pub(crate) note: String,
    pub(crate) ended: Option<Time>,
    pub(crate) version: i64,
}

pub(crate) fn task(task: &Task, units: &[Unit], now: Moment, shell: &Shell, zone: Tz) -> ShownTask {
    let unit = units.iter().find(|unit| Some(unit.id) == task.said.unit);
    ShownTask {
        id: task.id.to_string(),
        title: plain(&task.said.title),
        unit: unit.map_or_else(
            || shell.t("task.no_unit").into_owned(),
            |unit| plain(&unit.name),
        ),
        due: time_near(task.said.due_at, now, zone),
        state: task.state.word(),
        word: shell.t(&format!("task.{}", task.state.word())).into_owned(),
        late: task.is_late(now),
        note: plain(&task.note),
        ended: task.ended_at.map(|at| time_near(at, now, zone)),
        version: task.version,
    }
}

/// Whether a task is open: for the template.
impl ShownTask {
    pub(crate) fn open(&self) -> bool {
        self.state == TaskState::Open.word()
    }
}
