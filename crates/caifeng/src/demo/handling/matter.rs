//! What the office says in its matters, as the file has it.

use anyhow::{Context, Result};
use serde::Deserialize;

/// Minutes after the opening, who, what.
pub(super) type Told = (i64, String, String);

/// A matter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Matter {
    /// What its event is found by.
    pub(super) find: String,
    pub(super) title: String,
    pub(super) lead_unit: String,
    #[serde(default)]
    pub(super) instruction: String,
    pub(super) comments: Vec<Told>,
    /// Words of a task, minutes, who, what was done.
    pub(super) done: Vec<(String, i64, String, String)>,
    #[serde(default)]
    pub(super) said: Option<(i64, String)>,
    pub(super) answer: String,
    #[serde(default)]
    pub(super) claim: String,
    pub(super) answer_text: String,
    #[serde(default)]
    pub(super) asked: String,
    #[serde(default)]
    pub(super) closed: String,
}

/// Both matters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Matters {
    pub(super) flood: Matter,
    pub(super) rumour: Matter,
}

impl Matters {
    pub(super) fn read() -> Result<Self> {
        toml::from_str(include_str!("../content/handling.toml"))
            .context("cannot understand handling.toml of the demonstration")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Wording;

    #[test]
    fn what_the_office_says_can_be_read_and_published() {
        let matters = Matters::read().unwrap();
        for matter in [&matters.flood, &matters.rumour] {
            assert!(matter.answer.chars().count() <= Wording::TITLE_CHARS_MAX);
            assert!(matter.claim.chars().count() <= Wording::CLAIM_CHARS_MAX);
            assert!(matter.done.iter().all(|(_, minutes, ..)| *minutes > 0));
        }
    }
}
