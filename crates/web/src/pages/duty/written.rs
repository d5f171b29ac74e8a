//! A shift as a form writes it.

use crate::pages::correct::field;
use chrono::DateTime;
use chrono_tz::Tz;
use desk::{DeskError, ShiftEdit, local_moment};
use model::{DutyPost, Moment, PersonId, Shift};

/// A shift as it is written into the form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Written {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) person: String,
    pub(crate) post: String,
    pub(crate) note: String,
    pub(crate) version: String,
}

impl Written {
    pub(super) fn of(fields: &[(String, String)]) -> Self {
        let text = |name: &str| field(fields, name).to_owned();
        Self {
            from: text("from"),
            to: text("to"),
            person: text("person"),
            post: text("post"),
            note: text("note"),
            version: text("version"),
        }
    }

    pub(crate) fn from_shift(shift: &Shift, zone: Tz) -> Self {
        Self {
            from: local(shift.is.from, zone),
            to: local(shift.is.to, zone),
            person: shift.is.person.map_or(String::new(), |id| id.to_string()),
            post: shift.is.post.word().to_owned(),
            note: shift.is.note.clone(),
            version: shift.version.to_string(),
        }
    }

    pub(super) fn edit(&self, zone: Tz) -> Result<ShiftEdit, DeskError> {
        let at = |text: &str| {
            local_moment(text, zone)
                .ok_or_else(|| DeskError::Invalid(format!("{text:?}: 2026-03-02T08:00?")))
        };
        Ok(ShiftEdit {
            from: at(&self.from)?,
            to: at(&self.to)?,
            person: PersonId::parse(&self.person),
            post: DutyPost::from_word(&self.post).unwrap_or(DutyPost::Officer),
            note: self.note.clone(),
        })
    }
}

/// An instant as a field of a form holds it.
pub(super) fn local(at: Moment, zone: Tz) -> String {
    DateTime::from_timestamp_millis(at.0).map_or_else(String::new, |at| {
        at.with_timezone(&zone).format("%Y-%m-%dT%H:%M").to_string()
    })
}
