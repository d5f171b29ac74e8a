//! A demonstration's door: anybody comes in as anybody of a fictional office.

use super::sign_in::{Caller, SignIn};
use crate::{Desk, DeskError};
use model::{Person, PersonId};

impl Desk {
    /// Whom one may come in as, each with the name of their unit; nobody on an ordinary desk.
    pub async fn demonstration_people(&self) -> Result<Vec<(Person, Option<String>)>, DeskError> {
        if !self.demonstration {
            return Ok(Vec::new());
        }
        let units = self.store.units().await?;
        let mut people = self.store.people().await?;
        people.retain(is_anybodys);
        people.sort_by_key(|person| person.id);
        let with_unit = |person: Person| {
            let unit = units.iter().find(|unit| Some(unit.id) == person.unit);
            (person, unit.map(|unit| unit.name.clone()))
        };
        Ok(people.into_iter().map(with_unit).collect())
    }

    /// Comes in as somebody of the demonstration. Whoever set a password is nobody else's.
    pub async fn enter_demonstration(
        &self,
        id: PersonId,
        caller: &Caller,
    ) -> Result<SignIn, DeskError> {
        let person = self.store.person(id).await?;
        let person = person.filter(|person| self.demonstration && is_anybodys(person));
        let Some(person) = person else {
            return Err(DeskError::NotFound {
                kind: "person of a demonstration",
                id: id.to_string(),
            });
        };
        let token = self.begin(&person, caller, None, false).await?;
        Ok(SignIn::Whole(token))
    }
}

fn is_anybodys(person: &Person) -> bool {
    !person.disabled && !person.has_password
}
