//! The office's playbooks, version by version.

use super::stage::{MINUTE_MS, Stage};
use anyhow::{Context, Result};
use desk::PlaybookForm;
use model::{Moment, PlaybookId};
use serde::Deserialize;

/// Days before the present at which the first version was written.
const WRITTEN_DAYS: i64 = 40;

/// A playbook as its file says it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    conditions: String,
    roles: String,
    holding: String,
    contacts: String,
    laws: String,
    version: Vec<Version>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Version {
    steps: String,
}

/// The numbers of both.
#[derive(Debug, Clone, Copy)]
pub(super) struct Playbooks {
    pub(super) flood: PlaybookId,
    pub(super) rumour: PlaybookId,
}

pub(super) async fn keep(stage: &Stage) -> Result<Playbooks> {
    Ok(Playbooks {
        flood: one(stage, include_str!("../content/playbooks/flood.toml")).await?,
        rumour: one(stage, include_str!("../content/playbooks/rumour.toml")).await?,
    })
}

async fn one(stage: &Stage, text: &str) -> Result<PlaybookId> {
    let written: Written = toml::from_str(text).context("a playbook of the demonstration")?;
    let editor = stage.actor("editor")?;
    let (mut id, mut at) = (
        PlaybookId(0),
        stage.now.0 - WRITTEN_DAYS * 1_440 * MINUTE_MS,
    );
    for (number, version) in (0..).zip(&written.version) {
        stage.at(Moment(at));
        let form = PlaybookForm {
            name: written.name.clone(),
            conditions: written.conditions.clone(),
            roles: written.roles.clone(),
            steps: version.steps.clone(),
            holding: written.holding.clone(),
            contacts: written.contacts.clone(),
            laws: written.laws.clone(),
        };
        id = stage.desk.keep_playbook(&editor, id, number, &form).await?;
        at += 15 * 1_440 * MINUTE_MS;
    }
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::PlaybookBody;

    #[test]
    fn the_playbooks_can_be_read_and_have_inputs_for_an_exercise() {
        for text in [
            include_str!("../content/playbooks/flood.toml"),
            include_str!("../content/playbooks/rumour.toml"),
        ] {
            let written: Written = toml::from_str(text).unwrap();
            let last = written.version.last().unwrap();
            let steps = PlaybookBody::read_steps(&last.steps).unwrap();
            assert!(steps.iter().any(|step| step.scripted), "{}", written.name);
            assert!(steps.iter().filter(|step| !step.scripted).count() > 5);
        }
    }
}
