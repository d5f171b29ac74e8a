//! Playbooks: written in advance, started on a case, looked back on afterwards.

use crate::actor::Actor;
use crate::cases::{entry, line, not_found, overtaken, words};
use crate::{Act, Desk, DeskError};
use model::{
    Case, CaseId, EntryKind, Moment, NewTask, Playbook, PlaybookBody, PlaybookId, PlaybookStep,
    Unit, UnitId, limits,
};

/// Milliseconds of a minute.
const MINUTE_MS: i64 = 60_000;

/// A playbook as people write it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaybookForm {
    /// Its name.
    pub name: String,
    /// When it is used.
    pub conditions: String,
    /// Who does what.
    pub roles: String,
    /// The checklist: a line a step, `+30 unit: text`.
    pub steps: String,
    /// Words to say while the facts are not known yet.
    pub holding: String,
    /// Whom to call.
    pub contacts: String,
    /// Laws and rules to look at.
    pub laws: String,
}

impl Desk {
    /// The latest version of each playbook, by name.
    pub async fn playbooks(&self, actor: &Actor) -> Result<Vec<Playbook>, DeskError> {
        actor.must(Act::SeeCases)?;
        Ok(self.store.playbooks().await?)
    }

    /// All versions of a playbook, the latest first.
    pub async fn playbook(
        &self,
        actor: &Actor,
        id: PlaybookId,
    ) -> Result<Vec<Playbook>, DeskError> {
        actor.must(Act::SeeCases)?;
        let versions = self.store.playbook_versions(id).await?;
        if versions.is_empty() {
            return Err(not_found("playbook", id));
        }
        Ok(versions)
    }

    /// Keeps a playbook's next version; version 0 is that of a new one.
    pub async fn keep_playbook(
        &self,
        actor: &Actor,
        id: PlaybookId,
        version: i64,
        form: &PlaybookForm,
    ) -> Result<PlaybookId, DeskError> {
        actor.must(Act::ChangePlaybooks)?;
        let now = self.clock.now();
        let playbook = Playbook {
            id,
            version,
            name: line(&form.name, limits::NAME_CHARS_MAX),
            body: body_of(form)?,
            changed: (actor.name.clone(), now),
        };
        if playbook.name.is_empty() {
            return Err(DeskError::refused(
                "playbook.name",
                "a playbook needs a name",
            ));
        }
        let name = playbook.name.clone();
        let note = actor.note(now, "playbook.changed", id.to_string(), name);
        match self.store.keep_playbook(&playbook, &note).await {
            Ok(id) => Ok(id),
            Err(error) => match DeskError::from(error) {
                error if error.is_conflict() => {
                    let latest = self.store.playbook_versions(id).await?;
                    let latest = latest.first();
                    Err(latest.map_or(error, |latest| overtaken(&latest.changed)))
                }
                error => Err(error),
            },
        }
    }

    /// Starts a playbook on a case: its steps become tasks with their times. On an exercise its
    /// scripted inputs come when their time has come.
    pub async fn start_playbook(
        &self,
        actor: &Actor,
        case: CaseId,
        version: i64,
        playbook: PlaybookId,
    ) -> Result<(), DeskError> {
        actor.must(Act::HandleCases)?;
        let mut case = self.case_as_seen(case, version).await?;
        if case.playbook.is_some() {
            return Err(DeskError::refused(
                "playbook.started",
                "a playbook was started on the case already",
            ));
        }
        let versions = self.store.playbook_versions(playbook).await?;
        let latest = versions.into_iter().next();
        let playbook = latest.ok_or_else(|| not_found("playbook", playbook))?;
        let units = self.store.units().await?;
        let now = self.clock.now();
        case.playbook = Some((playbook.id, playbook.version));
        let text = format!("{} ({})", playbook.name, playbook.version);
        let started = entry(actor, now, EntryKind::PlaybookStarted, playbook.id, &text);
        let tasks = (playbook.body.steps.iter())
            .filter(|step| !step.scripted)
            .map(|step| task(step, &case, &units, now))
            .collect();
        self.keep_case(actor, "case.changed", case, vec![started], tasks)
            .await
    }
}

fn body_of(form: &PlaybookForm) -> Result<PlaybookBody, DeskError> {
    let steps = PlaybookBody::read_steps(&form.steps).map_err(|number| {
        let how = "write +30 unit: what to do";
        let words = format!("line {number} of the checklist cannot be read; {how}");
        DeskError::refused("playbook.steps", words)
    })?;
    Ok(PlaybookBody {
        conditions: words(&form.conditions),
        roles: words(&form.roles),
        steps,
        holding: words(&form.holding),
        contacts: words(&form.contacts),
        laws: words(&form.laws),
    })
}

/// A role that is a unit's name is that unit's; nothing is the leading unit's; every other one is
/// kept in words until somebody gives it to a unit.
fn task(step: &PlaybookStep, case: &Case, units: &[Unit], now: Moment) -> NewTask {
    let named = units.iter().find(|unit| unit.name == step.role);
    let unit: Option<UnitId> = match step.role.as_str() {
        "" => case.lead_unit,
        _ => named.map(|unit| unit.id),
    };
    let title = match (step.role.as_str(), unit) {
        ("", _) | (_, Some(_)) => step.text.clone(),
        (role, None) => format!("{role}: {}", step.text),
    };
    NewTask {
        unit,
        title: line(&title, 200),
        due_at: Moment(now.0.saturating_add(step.minutes * MINUTE_MS)),
    }
}
