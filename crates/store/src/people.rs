//! People who may sign in.

use crate::SqlStore;
use crate::rows::{Columns, without_nul};
use crate::turn::{Turn, rows};
use model::{
    DocumentId, Look, Moment, NewPerson, Note, Person, PersonEdit, PersonId, Roles, SecondStep,
    UnitId,
};
use ports::StoreError;
use sea_orm::{QueryResult, Value};

/// Columns of a person, in the order [`person_of`] reads them.
pub(crate) const PERSON_COLUMNS: &str = "people.id, people.login, people.name, people.unit_id, people.roles, \
    people.mail, people.phone, people.language, people.disabled, \
    CASE WHEN people.password IS NULL THEN 0 ELSE 1 END, CASE WHEN people.code_secret IS NULL THEN 0 ELSE 1 END, \
    people.added_at, people.signed_in_at, people.looked_at, people.version, people.look_since, people.look_last, \
    CASE WHEN people.toured_at IS NULL THEN 0 ELSE 1 END";
/// How many there are.
pub(crate) const PERSON_COLUMN_COUNT: usize = 18;

/// A person from columns beginning at `first`.
pub(crate) fn person_of(columns: &Columns, first: usize) -> Result<Person, StoreError> {
    let at = |index: usize| first + index;
    Ok(Person {
        id: PersonId(columns.get(at(0))?),
        login: columns.get(at(1))?,
        name: columns.get(at(2))?,
        unit: columns.get::<Option<i64>>(at(3))?.map(UnitId),
        roles: Roles::from_words(&columns.get::<String>(at(4))?),
        mail: columns.get(at(5))?,
        phone: columns.get(at(6))?,
        language: columns.get(at(7))?,
        disabled: columns.get::<i64>(at(8))? != 0,
        has_password: whole(columns, at(9))? != 0,
        second_step: if whole(columns, at(10))? == 0 {
            SecondStep::None
        } else {
            SecondStep::Code
        },
        added_at: Moment(columns.get(at(11))?),
        signed_in_at: columns.get::<Option<i64>>(at(12))?.map(Moment),
        look: look(columns, at(13), at(15))?,
        version: columns.get(at(14))?,
        toured: whole(columns, at(17))? != 0,
    })
}

/// A number that is 32 bits wide in one database and 64 in the other.
fn whole(columns: &Columns, index: usize) -> Result<i64, StoreError> {
    match columns.get::<i64>(index) {
        Ok(number) => Ok(number),
        Err(_) => columns.get::<i32>(index).map(i64::from),
    }
}

fn one(row: &QueryResult, act: &'static str) -> Result<Person, StoreError> {
    person_of(&Columns { row, act }, 0)
}

pub(crate) async fn people(store: &SqlStore) -> Result<Vec<Person>, StoreError> {
    const ACT: &str = "list people";
    let sql = format!("SELECT {PERSON_COLUMNS} FROM people ORDER BY name, id");
    let found = rows(store, ACT, &sql, []).await?;
    found.iter().map(|row| one(row, ACT)).collect()
}

pub(crate) async fn person(store: &SqlStore, id: PersonId) -> Result<Option<Person>, StoreError> {
    const ACT: &str = "read a person";
    let sql = format!("SELECT {PERSON_COLUMNS} FROM people WHERE id = $1");
    let found = rows(store, ACT, &sql, [id.0.into()]).await?;
    found.first().map(|row| one(row, ACT)).transpose()
}

pub(crate) async fn person_by_login(
    store: &SqlStore,
    login: &str,
) -> Result<Option<Person>, StoreError> {
    const ACT: &str = "look up who signs in";
    // Index: people_login.
    let sql = format!("SELECT {PERSON_COLUMNS} FROM people WHERE login = $1");
    let found = rows(store, ACT, &sql, [without_nul(login).into()]).await?;
    found.first().map(|row| one(row, ACT)).transpose()
}

pub(crate) async fn add_person(
    store: &SqlStore,
    person: &NewPerson,
    note: &Note,
) -> Result<PersonId, StoreError> {
    let turn = Turn::begin(store, "add a person").await?;
    let id = PersonId(turn.next_id("people").await?);
    let sql = "INSERT INTO people (id, login, name, unit_id, roles, mail, phone, disabled, code_step, added_at, version) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8, 1)";
    let values: [Value; 8] = [
        id.0.into(),
        without_nul(&person.login).into(),
        without_nul(&person.name).into(),
        person.unit.map(|id| id.0).into(),
        person.roles.words().into(),
        without_nul(&person.mail).into(),
        without_nul(&person.phone).into(),
        note.at.0.into(),
    ];
    turn.run(sql, values).await?;
    let note = Note {
        object: id.to_string(),
        ..note.clone()
    };
    turn.commit_with(&note).await?;
    Ok(id)
}

pub(crate) async fn change_person(
    store: &SqlStore,
    id: PersonId,
    version: i64,
    edit: &PersonEdit,
    note: &Note,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "change a person's record").await?;
    let sql = "SELECT roles, disabled FROM people WHERE id = $1 AND version = $2";
    let before = turn.row(sql, [id.0.into(), version.into()]).await?;
    let Some(before) = before else {
        return Err(turn.conflict("somebody else changed the record meanwhile"));
    };
    let roles = Roles::from_words(&turn.columns(&before).get::<String>(0)?);
    let sql = "UPDATE people SET name = $1, unit_id = $2, roles = $3, mail = $4, phone = $5, disabled = $6, \
               version = version + 1 WHERE id = $7";
    let values: [Value; 7] = [
        without_nul(&edit.name).into(),
        edit.unit.map(|id| id.0).into(),
        edit.roles.words().into(),
        without_nul(&edit.mail).into(),
        without_nul(&edit.phone).into(),
        i64::from(edit.disabled).into(),
        id.0.into(),
    ];
    turn.run(sql, values).await?;
    if roles != edit.roles || edit.disabled {
        // Whoever may do other things than before signs in anew.
        let sql = "DELETE FROM sessions WHERE person_id = $1";
        turn.run(sql, [id.0.into()]).await?;
    }
    if edit.disabled {
        let sql = "DELETE FROM one_time_links WHERE person_id = $1";
        turn.run(sql, [id.0.into()]).await?;
    }
    turn.commit_with(note).await
}

pub(crate) async fn choose_language(
    store: &SqlStore,
    id: PersonId,
    tag: Option<&str>,
) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "remember a person's language").await?;
    let sql = "UPDATE people SET language = $1 WHERE id = $2";
    turn.run(sql, [tag.into(), id.0.into()]).await?;
    turn.commit().await
}

fn look(columns: &Columns, at: usize, numbers: usize) -> Result<Option<Look>, StoreError> {
    let Some(at) = columns.get::<Option<i64>>(at)? else {
        return Ok(None);
    };
    let number = |index| {
        columns
            .get::<Option<i64>>(index)
            .map(Option::unwrap_or_default)
    };
    Ok(Some(Look {
        since: DocumentId(number(numbers)?),
        last: DocumentId(number(numbers + 1)?),
        at: Moment(at),
    }))
}

pub(crate) async fn looked(store: &SqlStore, id: PersonId, look: &Look) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "remember when somebody last looked").await?;
    let sql = "UPDATE people SET looked_at = $1, look_since = $2, look_last = $3 WHERE id = $4";
    let values = [
        look.at.0.into(),
        look.since.0.into(),
        look.last.0.into(),
        id.0.into(),
    ];
    turn.run(sql, values).await?;
    turn.commit().await
}

pub(crate) async fn toured(store: &SqlStore, id: PersonId, at: Moment) -> Result<(), StoreError> {
    let turn = Turn::begin(store, "remember that somebody was shown around").await?;
    let sql = "UPDATE people SET toured_at = $1 WHERE id = $2";
    turn.run(sql, [at.0.into(), id.0.into()]).await?;
    turn.commit().await
}
