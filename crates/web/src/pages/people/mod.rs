//! People and units: who works where, who may do what.

pub(crate) mod directory;
pub(crate) mod person;
pub(crate) mod unit;

use crate::shell::Shell;
use desk::{Act, may};
use model::{Role, Roles, Unit, UnitId};

/// Roles in words.
pub(crate) fn role_words(roles: Roles, shell: &Shell) -> Vec<String> {
    roles.iter().map(|role| role_word(role, shell)).collect()
}

pub(crate) fn role_word(role: Role, shell: &Shell) -> String {
    shell.t(&format!("role.{}", role.word())).into_owned()
}

/// A role that can be ticked.
#[derive(Debug, Clone)]
pub(crate) struct RoleBox {
    pub(crate) value: &'static str,
    pub(crate) word: String,
    /// What it is for.
    pub(crate) hint: String,
    pub(crate) ticked: bool,
}

pub(crate) fn role_boxes(roles: Roles, shell: &Shell) -> Vec<RoleBox> {
    Role::ALL
        .into_iter()
        .map(|role| RoleBox {
            value: role.word(),
            word: role_word(role, shell),
            hint: shell.t(&format!("role.{}_hint", role.word())).into_owned(),
            ticked: roles.has(role),
        })
        .collect()
}

/// A unit that can be chosen, set in by its depth.
#[derive(Debug, Clone)]
pub(crate) struct UnitChoice {
    pub(crate) value: i64,
    pub(crate) name: String,
    pub(crate) chosen: bool,
}

pub(crate) fn unit_choices(units: &[(Unit, usize)], chosen: Option<UnitId>) -> Vec<UnitChoice> {
    units
        .iter()
        .map(|(unit, depth)| UnitChoice {
            value: unit.id.0,
            name: format!("{}{}", "　".repeat(*depth), unit.name),
            chosen: chosen == Some(unit.id),
        })
        .collect()
}

/// The table of who may do what: acts by roles.
pub(crate) fn policy_table(shell: &Shell) -> Vec<(String, Vec<bool>)> {
    Act::ALL
        .into_iter()
        .map(|act| {
            let word = shell.t(&format!("act.{}", act.word())).into_owned();
            let row = Role::ALL
                .into_iter()
                .map(|role| may(Roles::NONE.with(role), act))
                .collect();
            (word, row)
        })
        .collect()
}

/// A written id of a unit; nothing for none.
pub(crate) fn unit_of(written: &str) -> Option<UnitId> {
    UnitId::parse(written.trim())
}
