//! Who works where: units as a tree, and the people in them.

use super::sign_in::clean_login;
use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use model::{NewPerson, Person, PersonEdit, PersonId, Role, Session, Unit, UnitId, limits};

/// Units and people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Directory {
    /// Units in the order of the tree, each with its depth.
    pub units: Vec<(Unit, usize)>,
    /// Everybody, by name.
    pub people: Vec<Person>,
}

/// One person, as whoever arranges people sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonSheet {
    /// The record.
    pub person: Person,
    /// Units in the order of the tree, each with its depth.
    pub units: Vec<(Unit, usize)>,
    /// Sessions that are not over.
    pub sessions: Vec<Session>,
}

impl Desk {
    /// Units and people.
    pub async fn directory(&self, actor: &Actor) -> Result<Directory, DeskError> {
        actor.must(Act::SeePeople)?;
        Ok(Directory {
            units: tree(self.store.units().await?),
            people: self.store.people().await?,
        })
    }

    /// One person.
    pub async fn person_sheet(
        &self,
        actor: &Actor,
        id: PersonId,
    ) -> Result<PersonSheet, DeskError> {
        actor.must(Act::SeePeople)?;
        let person = self.found(id).await?;
        let sessions = if actor.may(Act::ManagePeople) {
            self.store.sessions(id, self.clock.now()).await?
        } else {
            Vec::new()
        };
        Ok(PersonSheet {
            person,
            units: tree(self.store.units().await?),
            sessions,
        })
    }

    /// Adds somebody; gives the token of their invitation.
    pub async fn invite(
        &self,
        actor: &Actor,
        person: &NewPerson,
    ) -> Result<(PersonId, String), DeskError> {
        actor.must(Act::ManagePeople)?;
        let person = NewPerson {
            login: clean_login(&person.login),
            name: clean_name(&person.name),
            mail: person.mail.trim().to_owned(),
            phone: person.phone.trim().to_owned(),
            ..person.clone()
        };
        check_login(&person.login)?;
        check_person(&person.name, &person.mail)?;
        if self.store.person_by_login(&person.login).await?.is_some() {
            return Err(DeskError::refused(
                "person.taken",
                format!("somebody signs in with {} already", person.login),
            ));
        }
        self.check_unit(person.unit).await?;
        let details = format!("{} {}", person.login, person.roles.words());
        let note = actor.note(self.clock.now(), "person.added", "", details);
        let id = self.store.add_person(&person, &note).await?;
        Ok((id, self.make_link(actor, id).await?))
    }

    /// Changes a record as it was at `version`; where roles change, the person signs in anew.
    pub async fn change_person(
        &self,
        actor: &Actor,
        id: PersonId,
        version: i64,
        edit: &PersonEdit,
    ) -> Result<(), DeskError> {
        actor.must(Act::ManagePeople)?;
        let before = self.found(id).await?;
        let edit = PersonEdit {
            name: clean_name(&edit.name),
            mail: edit.mail.trim().to_owned(),
            phone: edit.phone.trim().to_owned(),
            ..edit.clone()
        };
        check_person(&edit.name, &edit.mail)?;
        self.check_unit(edit.unit).await?;
        self.check_left(&before, &edit).await?;
        let details = differences(&before, &edit);
        let note = actor.note(self.clock.now(), "person.changed", id.to_string(), details);
        Ok(self.store.change_person(id, version, &edit, &note).await?)
    }

    /// Ends a session of somebody.
    pub async fn end_session_of(
        &self,
        actor: &Actor,
        person: PersonId,
        id: i64,
    ) -> Result<(), DeskError> {
        actor.must(Act::ManagePeople)?;
        let note = actor.note(
            self.clock.now(),
            "session.ended",
            person.to_string(),
            id.to_string(),
        );
        if self.store.end_session(person, id, &note).await? {
            Ok(())
        } else {
            Err(DeskError::NotFound {
                kind: "session",
                id: id.to_string(),
            })
        }
    }

    /// Somebody must be left who can let people in.
    async fn check_left(&self, before: &Person, edit: &PersonEdit) -> Result<(), DeskError> {
        let arranges = edit.roles.has(Role::Administrator) && !edit.disabled;
        if arranges || !before.roles.has(Role::Administrator) || before.disabled {
            return Ok(());
        }
        let others = self.store.people().await?.into_iter().any(|person| {
            person.id != before.id
                && person.roles.has(Role::Administrator)
                && !person.disabled
                && person.has_password
        });
        if others {
            return Ok(());
        }
        Err(DeskError::refused(
            "person.last",
            "this is the last administrator who can sign in; make another one first",
        ))
    }
}

/// Units in the order of the tree: each after the one above it, by name among its like.
pub(crate) fn tree(units: Vec<Unit>) -> Vec<(Unit, usize)> {
    fn under(
        parent: Option<UnitId>,
        depth: usize,
        units: &mut Vec<Unit>,
        placed: &mut Vec<(Unit, usize)>,
    ) {
        let (here, rest): (Vec<Unit>, Vec<Unit>) =
            units.drain(..).partition(|unit| unit.parent == parent);
        *units = rest;
        for unit in here {
            let id = unit.id;
            placed.push((unit, depth));
            under(Some(id), depth + 1, units, placed);
        }
    }
    let mut left = units;
    let mut placed = Vec::with_capacity(left.len());
    under(None, 0, &mut left, &mut placed);
    // What hangs on nothing is still shown.
    placed.extend(left.into_iter().map(|unit| (unit, 0)));
    placed
}

pub(super) fn clean_name(name: &str) -> String {
    reading::clean_line(name)
        .chars()
        .take(limits::NAME_CHARS_MAX)
        .collect()
}

pub(super) fn check_name(name: &str) -> Result<(), DeskError> {
    if name.is_empty() {
        return Err(DeskError::refused("name.empty", "a name is missing"));
    }
    Ok(())
}

fn check_person(name: &str, mail: &str) -> Result<(), DeskError> {
    check_name(name)?;
    let plausible = |mail: &str| {
        mail.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty() && host.contains('.') && !mail.contains(char::is_whitespace)
        })
    };
    if mail.is_empty() || plausible(mail) {
        return Ok(());
    }
    Err(DeskError::refused(
        "person.mail",
        format!("{mail} is no mail address"),
    ))
}

fn check_login(login: &str) -> Result<(), DeskError> {
    let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-' | '@');
    if !login.is_empty() && login.chars().all(fits) {
        return Ok(());
    }
    Err(DeskError::refused(
        "person.login",
        "people sign in with letters, digits, dots, hyphens and underscores",
    ))
}

/// What changes, old and new, for the record of use.
fn differences(before: &Person, edit: &PersonEdit) -> String {
    let unit = |unit: Option<UnitId>| unit.map_or(String::new(), |unit| unit.to_string());
    let pairs = [
        ("name", before.name.clone(), edit.name.clone()),
        ("unit", unit(before.unit), unit(edit.unit)),
        ("roles", before.roles.words(), edit.roles.words()),
        ("mail", before.mail.clone(), edit.mail.clone()),
        ("phone", before.phone.clone(), edit.phone.clone()),
        (
            "disabled",
            before.disabled.to_string(),
            edit.disabled.to_string(),
        ),
    ];
    let changed: Vec<String> = pairs
        .into_iter()
        .filter(|(_, old, new)| old != new)
        .map(|(field, old, new)| format!("{field}: {old} → {new}"))
        .collect();
    changed.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(id: i64, parent: Option<i64>, name: &str) -> Unit {
        Unit {
            id: UnitId(id),
            parent: parent.map(UnitId),
            name: name.to_owned(),
            version: 1,
        }
    }

    #[test]
    fn a_tree_is_listed_from_above() {
        let units = vec![
            unit(3, Some(1), "城关镇"),
            unit(1, None, "县政府"),
            unit(4, Some(3), "城关小学"),
            unit(2, None, "县医院"),
            unit(9, Some(99), "悬空"),
        ];
        let placed: Vec<(i64, usize)> = tree(units)
            .into_iter()
            .map(|(unit, depth)| (unit.id.0, depth))
            .collect();
        assert_eq!(placed, [(1, 0), (3, 1), (4, 2), (2, 0), (9, 0)]);
    }

    #[test]
    fn logins_and_mail_addresses_are_checked() {
        for (login, fits) in [
            ("li.na", true),
            ("王芳", true),
            ("", false),
            ("a b", false),
            ("a<b", false),
        ] {
            assert_eq!(check_login(login).is_ok(), fits, "{login}");
        }
        for (mail, fits) in [
            ("", true),
            ("a@b.cn", true),
            ("a@b", false),
            ("@b.cn", false),
            ("a b@c.cn", false),
        ] {
            assert_eq!(check_person("名", mail).is_ok(), fits, "{mail}");
        }
        assert!(check_person("", "").is_err());
    }
}
