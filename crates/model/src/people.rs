//! People who may sign in, and the units they belong to.

use crate::{DocumentId, Moment, PersonId, Roles, UnitId};

/// A unit of the office: units form a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// The unit above it; none for the office itself.
    pub parent: Option<UnitId>,
    /// Its name.
    pub name: String,
    /// Counts its changes, so that two people do not overwrite each other.
    pub version: i64,
}

/// How somebody signs in beyond the password.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SecondStep {
    /// Password only.
    #[default]
    None,
    /// A code from an authenticator (TOTP, RFC 6238).
    Code,
}

/// Somebody who may sign in. Secrets are kept apart and never read into this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// What they sign in with; unique, in small letters.
    pub login: String,
    /// Their name, as shown.
    pub name: String,
    /// The unit they belong to.
    pub unit: Option<UnitId>,
    /// Their roles.
    pub roles: Roles,
    /// Their mail address, or nothing.
    pub mail: String,
    /// Their telephone, or nothing.
    pub phone: String,
    /// Tag of the language they read pages in; none means the desk's own.
    pub language: Option<String>,
    /// Whether they may not sign in any more.
    pub disabled: bool,
    /// Whether they have set a password.
    pub has_password: bool,
    /// How they sign in beyond the password.
    pub second_step: SecondStep,
    /// When they were added.
    pub added_at: Moment,
    /// When they last signed in.
    pub signed_in_at: Option<Moment>,
    /// Their last look at *Now*.
    pub look: Option<Look>,
    /// Whether they ended the tour that is shown on the first sign-in.
    pub toured: bool,
    /// Counts changes of this record, so that two people do not overwrite each other.
    pub version: i64,
}

/// A look at *Now*, and what had arrived before it. Times are the desk's own: a browser's clock may
/// be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// What had arrived when the look before this one ended.
    pub since: DocumentId,
    /// What has arrived by now.
    pub last: DocumentId,
    /// When this look went on last.
    pub at: Moment,
}

/// Somebody who is to be added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPerson {
    /// What they will sign in with.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: Option<UnitId>,
    /// Their roles.
    pub roles: Roles,
    /// Their mail address.
    pub mail: String,
    /// Their telephone.
    pub phone: String,
}

/// What is to become of a person's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonEdit {
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: Option<UnitId>,
    /// Their roles.
    pub roles: Roles,
    /// Their mail address.
    pub mail: String,
    /// Their telephone.
    pub phone: String,
    /// Whether they may not sign in any more.
    pub disabled: bool,
}

impl PersonEdit {
    /// A person's record as it is.
    pub fn of(person: &Person) -> Self {
        Self {
            name: person.name.clone(),
            unit: person.unit,
            roles: person.roles,
            mail: person.mail.clone(),
            phone: person.phone.clone(),
            disabled: person.disabled,
        }
    }
}
