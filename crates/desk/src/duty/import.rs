//! A calendar taken in: shown first, then kept as it was shown.

use super::calendar::{DAYS_AHEAD, DAYS_BACK, post_name};
use super::{DAY_MS, NOTE_CHARS_MAX, beginning, board::takes_duty};
use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use model::{DutyPost, Moment, NewShift, Person, Shift};
use ports::CalendarAct;
use reading::{Calendar, CalendarEntry, CalendarFrame, CalendarProblem, read_calendar};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What becomes of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportAct {
    /// A new shift.
    Added,
    /// The calendar knows it newer.
    Changed,
    /// The calendar calls it off.
    Removed,
    /// It is there already.
    There,
    /// It says something else, but is no newer: the desk's stands.
    Older,
}

/// An entry of a calendar with what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// The line on which it begins.
    pub line: usize,
    /// What becomes of it.
    pub act: ImportAct,
    /// What it is called there.
    pub summary: String,
    /// What the shift would be.
    pub shift: NewShift,
    /// Whose it would be; none where nobody of the desk was found in it.
    pub person: Option<String>,
}

/// What a calendar would do to the roster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterImport {
    /// Entries in order of time.
    pub rows: Vec<ImportRow>,
    /// Lines that are not taken, and why.
    pub refused: Vec<(usize, String)>,
    /// The roster's number when it was read.
    pub roster: i64,
}

impl RosterImport {
    /// How many entries this becomes of.
    pub fn count(&self, act: ImportAct) -> usize {
        self.rows.iter().filter(|row| row.act == act).count()
    }

    /// Whether keeping it would change anything.
    pub fn changes(&self) -> bool {
        let idle = |row: &ImportRow| matches!(row.act, ImportAct::There | ImportAct::Older);
        !self.rows.iter().all(idle)
    }
}

impl Desk {
    /// What a calendar would do to the roster; nothing is kept. `post` is for entries that name none.
    pub async fn preview_roster(
        &self,
        actor: &Actor,
        bytes: &[u8],
        post: DutyPost,
    ) -> Result<RosterImport, DeskError> {
        Ok(self.planned(actor, bytes, post).await?.0)
    }

    /// Takes a calendar in as it was shown; a `Conflict` where the roster changed since.
    pub async fn import_roster(
        &self,
        actor: &Actor,
        bytes: &[u8],
        post: DutyPost,
        roster: i64,
    ) -> Result<(RosterImport, i64), DeskError> {
        let (import, acts) = self.planned(actor, bytes, post).await?;
        if acts.is_empty() {
            return Ok((import, roster));
        }
        let details = format!(
            "+{} ~{} -{}",
            import.count(ImportAct::Added),
            import.count(ImportAct::Changed),
            import.count(ImportAct::Removed)
        );
        let note = actor.note(self.clock.now(), "duty.imported", "", details);
        let number = self.store.keep_calendar(&acts, roster, &note).await?;
        Ok((import, number))
    }

    fn frame(&self) -> CalendarFrame {
        let now = self.clock.now();
        CalendarFrame {
            from: Moment(now.0 - DAYS_BACK * DAY_MS),
            to: Moment(now.0 + DAYS_AHEAD * DAY_MS),
            zone: self.time_zone(),
        }
    }

    async fn planned(
        &self,
        actor: &Actor,
        bytes: &[u8],
        post: DutyPost,
    ) -> Result<(RosterImport, Vec<CalendarAct>), DeskError> {
        actor.must(Act::ArrangeDuty)?;
        let read = read_calendar(bytes, self.frame());
        let Calendar { entries, refused } = read.map_err(|problem| not_read(&problem))?;
        let (_, _, roster) = self.store.duty().await?;
        let mut people = self.store.people().await?;
        people.retain(takes_duty);
        let uids: Vec<String> = entries.iter().map(|entry| entry.uid.clone()).collect();
        let there = self.store.shifts_of(&uids).await?;
        let there: BTreeMap<&str, &Shift> = there
            .iter()
            .map(|shift| (shift.is.uid.as_str(), shift))
            .collect();
        let (mut rows, mut acts) = (Vec::new(), Vec::new());
        for entry in entries {
            let (person, shift) = shift_of(&entry, &people, post);
            let (act, done) = decided(&entry, &shift, there.get(entry.uid.as_str()).copied());
            acts.extend(done);
            rows.push(ImportRow {
                line: entry.line,
                act,
                summary: entry.summary,
                shift,
                person,
            });
        }
        let import = RosterImport {
            rows,
            refused,
            roster,
        };
        Ok((import, acts))
    }
}

fn not_read(problem: &CalendarProblem) -> DeskError {
    let word = match problem {
        CalendarProblem::NoCalendar => "duty.no_calendar",
        CalendarProblem::TooLarge => "duty.calendar_large",
        CalendarProblem::NotUtf8 => "duty.calendar_utf8",
    };
    DeskError::refused(word, problem.to_string())
}

/// What becomes of an entry, and what the store has to do for it.
fn decided(
    entry: &CalendarEntry,
    shift: &NewShift,
    there: Option<&Shift>,
) -> (ImportAct, Option<CalendarAct>) {
    let Some(kept) = there else {
        return if entry.cancelled {
            (ImportAct::There, None)
        } else {
            (ImportAct::Added, Some(CalendarAct::Add(shift.clone())))
        };
    };
    let order = entry.sequence.cmp(&kept.is.sequence);
    if entry.cancelled {
        return match order {
            _ if kept.removed => (ImportAct::There, None),
            Ordering::Less => (ImportAct::Older, None),
            _ => {
                let act = CalendarAct::Remove(kept.id, kept.version, entry.sequence);
                (ImportAct::Removed, Some(act))
            }
        };
    }
    if order == Ordering::Greater {
        let act = CalendarAct::Change(kept.id, kept.version, shift.clone());
        return (ImportAct::Changed, Some(act));
    }
    let as_kept = NewShift {
        sequence: kept.is.sequence,
        ..shift.clone()
    };
    if !kept.removed && as_kept == kept.is {
        (ImportAct::There, None)
    } else {
        (ImportAct::Older, None)
    }
}

fn shift_of(
    entry: &CalendarEntry,
    people: &[Person],
    post: DutyPost,
) -> (Option<String>, NewShift) {
    let person = person_of(entry, people);
    let shift = NewShift {
        from: entry.from,
        to: entry.to,
        person: person.map(|person| person.id),
        post: post_of(entry).unwrap_or(post),
        note: beginning(&entry.description, NOTE_CHARS_MAX),
        uid: entry.uid.clone(),
        sequence: entry.sequence,
    };
    (person.map(|person| person.name.clone()), shift)
}

/// By the mail address of who takes part, else by a name in the headline that is one person's alone.
fn person_of<'a>(entry: &CalendarEntry, people: &'a [Person]) -> Option<&'a Person> {
    let by_mail = entry.attendees.iter().find_map(|(_, mail)| {
        let same = |person: &&Person| !mail.is_empty() && person.mail.eq_ignore_ascii_case(mail);
        people.iter().find(same)
    });
    by_mail.or_else(|| {
        let mut named = people
            .iter()
            .filter(|person| stands_in(&person.name, &entry.summary));
        let first = named.next()?;
        named.next().is_none().then_some(first)
    })
}

/// Whether a name stands in a headline as a word of its own: 张三 does not stand in 张三丰.
fn stands_in(name: &str, text: &str) -> bool {
    let name = name.trim();
    if name.is_empty() {
        return false;
    }
    let mut plain = text.to_owned();
    for chinese in [true, false] {
        for post in DutyPost::ALL {
            plain = plain.replace(post_name(post, chinese), " ");
        }
    }
    for word in ["值班", "带班", "领导"] {
        plain = plain.replace(word, " ");
    }
    plain.match_indices(name).any(|(at, found)| {
        let before = plain.get(..at).and_then(|text| text.chars().next_back());
        let after = plain
            .get(at + found.len()..)
            .and_then(|text| text.chars().next());
        ![before, after]
            .into_iter()
            .flatten()
            .any(char::is_alphanumeric)
    })
}

/// The post that an entry names.
fn post_of(entry: &CalendarEntry) -> Option<DutyPost> {
    let by_word = entry.categories.iter().find_map(|category| {
        let named = |post: &DutyPost| {
            post_name(*post, true) == category || post_name(*post, false) == category
        };
        DutyPost::from_word(&category.to_ascii_lowercase())
            .or_else(|| DutyPost::ALL.into_iter().find(named))
    });
    let said = entry.summary.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    by_word.or(if has(&["带班", "leader"]) {
        Some(DutyPost::Leader)
    } else if has(&["副班", "deputy"]) {
        Some(DutyPost::Deputy)
    } else if has(&["值班员", "officer"]) {
        Some(DutyPost::Officer)
    } else {
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_words_of_their_own() {
        for (name, text, found) in [
            ("张三", "值班员 张三", true),
            ("张三", "张三值班", true),
            ("张三", "带班领导：张三（夜）", true),
            ("张三", "张三丰", false),
            ("Li Na", "Night: Li Na", true),
            ("Li", "Night: Linda", false),
            ("", "张三", false),
        ] {
            assert_eq!(stands_in(name, text), found, "{name} in {text}");
        }
    }

    #[test]
    fn a_post_is_told_by_its_category_or_its_headline() {
        let entry = |category: &str, summary: &str| CalendarEntry {
            categories: vec![category.to_owned()],
            summary: summary.to_owned(),
            ..CalendarEntry::default()
        };
        assert_eq!(
            post_of(&entry("leader", "副班 张三")),
            Some(DutyPost::Leader)
        );
        assert_eq!(post_of(&entry("值班员", "")), Some(DutyPost::Officer));
        assert_eq!(post_of(&entry("work", "副班 张三")), Some(DutyPost::Deputy));
        assert_eq!(post_of(&entry("work", "张三")), None);
    }
}
