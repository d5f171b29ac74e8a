//! Changing what a case is called, how grave it is and who looks after it.

use super::{CaseForm, TITLE_CHARS_MAX, entry, line};
use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use model::{Case, CaseId, EntryKind, Level, PersonId, UnitId};

impl Desk {
    /// Changes title, level, owner or leading unit.
    pub async fn change_case(
        &self,
        actor: &Actor,
        id: CaseId,
        version: i64,
        form: &CaseForm,
    ) -> Result<(), DeskError> {
        actor.must(Act::HandleCases)?;
        let mut case = self.case_as_seen(id, version).await?;
        let title = line(&form.title, TITLE_CHARS_MAX);
        if title.is_empty() {
            return Err(DeskError::refused("case.title", "a case needs a title"));
        }
        let text = self.told_change(&case, form, &title).await?;
        if text.is_empty() {
            return Ok(());
        }
        case.title = title;
        (case.level, case.owner, case.lead_unit) = (form.level, form.owner, form.lead_unit);
        let entry = entry(actor, self.clock.now(), EntryKind::Changed, "", &text);
        self.keep_case(actor, "case.changed", case, vec![entry], Vec::new())
            .await
    }

    /// What changes, each field in a line: name, before and after, parted by tabulators.
    async fn told_change(
        &self,
        case: &Case,
        form: &CaseForm,
        title: &str,
    ) -> Result<String, DeskError> {
        let level = |level: Option<Level>| level.map_or("", Level::roman).to_owned();
        let people = self.store.people().await?;
        let person = |id: Option<PersonId>| {
            let found = people.iter().find(|person| Some(person.id) == id);
            found.map_or(String::new(), |person| person.name.clone())
        };
        let units = self.store.units().await?;
        let unit = |id: Option<UnitId>| {
            let found = units.iter().find(|unit| Some(unit.id) == id);
            found.map_or(String::new(), |unit| unit.name.clone())
        };
        let fields = [
            ("title", case.title.clone(), title.to_owned()),
            ("level", level(case.level), level(form.level)),
            ("owner", person(case.owner), person(form.owner)),
            ("lead_unit", unit(case.lead_unit), unit(form.lead_unit)),
        ];
        let changed = fields
            .into_iter()
            .filter(|(_, before, after)| before != after);
        let lines: Vec<String> = changed
            .map(|(name, before, after)| format!("{name}\t{before}\t{after}"))
            .collect();
        Ok(lines.join("\n"))
    }
}
