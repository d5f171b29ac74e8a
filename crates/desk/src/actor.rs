//! Who asks the desk for something.

use crate::{Act, DeskError, may};
use model::{Moment, Note, Person, PersonId, Role, Roles, Session, UnitId, Who};

/// Somebody who acts: a person who signed in, or whoever has a shell on the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// How they are written down.
    pub who: Who,
    /// Their name, as shown.
    pub name: String,
    /// Their roles.
    pub roles: Roles,
    /// Their unit.
    pub unit: Option<UnitId>,
}

impl Actor {
    /// Whoever has a shell on the machine: everything is open to them anyway.
    pub fn command_line() -> Self {
        Self {
            who: Who::command_line(),
            name: "command line".to_owned(),
            roles: Role::ALL.into_iter().collect(),
            unit: None,
        }
    }

    /// The desk itself.
    pub fn desk() -> Self {
        Self {
            who: Who::desk(),
            name: "desk".to_owned(),
            roles: Roles::NONE,
            unit: None,
        }
    }

    /// A person, at this network address.
    pub fn of(person: &Person, address: &str) -> Self {
        Self {
            who: Who {
                person: Some(person.id),
                name: person.login.clone(),
                address: address.to_owned(),
            },
            name: person.name.clone(),
            roles: person.roles,
            unit: person.unit,
        }
    }

    /// Whether they may do this.
    pub fn may(&self, act: Act) -> bool {
        may(self.roles, act)
    }

    /// Refuses what they may not do.
    pub fn must(&self, act: Act) -> Result<(), DeskError> {
        if self.may(act) {
            Ok(())
        } else {
            Err(DeskError::Denied {
                who: self.who.name.clone(),
                act: act.word(),
            })
        }
    }

    /// An entry about what they do.
    pub fn note(
        &self,
        at: Moment,
        act: &str,
        object: impl Into<String>,
        details: impl Into<String>,
    ) -> Note {
        let details: String = details.into();
        Note {
            at,
            who: self.who.clone(),
            act: act.to_owned(),
            object: object.into(),
            details: details
                .chars()
                .take(model::limits::AUDIT_DETAILS_CHARS_MAX)
                .collect(),
        }
    }
}

/// Somebody who signed in, with the session they use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Who acts.
    pub actor: Actor,
    /// Their record.
    pub person: Person,
    /// Their session.
    pub session: Session,
    /// The token they showed.
    pub token: String,
}

impl SignedIn {
    /// Whose session it is.
    pub fn id(&self) -> PersonId {
        self.person.id
    }
}
