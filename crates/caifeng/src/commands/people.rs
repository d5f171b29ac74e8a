//! `caifeng people`: who may sign in, for whoever has a shell on the machine.

use crate::args::{Invite, Login, PeopleArgs, PeopleCommand};
use crate::house::{House, runtime};
use crate::{Ended, output};
use anyhow::{Context, Result, bail};
use desk::{Actor, Desk, Directory};
use model::{NewPerson, Person, PersonEdit, Role, Roles};
use serde::Serialize;

/// Somebody, as `--json` prints them.
#[derive(Serialize)]
struct Shown {
    id: String,
    login: String,
    name: String,
    unit: Option<String>,
    roles: Vec<&'static str>,
    disabled: bool,
    has_password: bool,
}

pub(crate) fn run(args: &PeopleArgs) -> Result<Ended> {
    let runtime = runtime()?;
    runtime.block_on(async {
        let house = House::open_or_create(&args.place.data_dir).await?;
        let desk = house.desk(house.index_for_reading()?);
        let actor = Actor::command_line();
        match &args.command {
            PeopleCommand::List => list(&desk, &actor, args.place.json).await?,
            PeopleCommand::Invite(invited) => invite(&desk, &actor, invited).await?,
            PeopleCommand::Link(login) => {
                let person = person(&house, &login.login).await?;
                let token = desk.make_link(&actor, person.id).await?;
                tell_link(&login.front.public_url, &token)?;
            }
            PeopleCommand::Disable(login) => disable(&house, &desk, &actor, login, true).await?,
            PeopleCommand::Enable(login) => disable(&house, &desk, &actor, login, false).await?,
        }
        house.store.close().await?;
        Ok(Ended::Done)
    })
}

async fn list(desk: &Desk, actor: &Actor, json: bool) -> Result<()> {
    let directory = desk.directory(actor).await?;
    let shown: Vec<Shown> = directory
        .people
        .iter()
        .map(|person| Shown {
            id: person.id.to_string(),
            login: person.login.clone(),
            name: person.name.clone(),
            unit: unit_of(&directory, person),
            roles: person.roles.iter().map(Role::word).collect(),
            disabled: person.disabled,
            has_password: person.has_password,
        })
        .collect();
    if json {
        return output::json(&shown);
    }
    let rows = shown.iter().map(|one| {
        let state = match (one.disabled, one.has_password) {
            (true, _) => "disabled",
            (false, true) => "active",
            (false, false) => "invited",
        };
        vec![
            one.login.clone(),
            one.name.clone(),
            one.unit.clone().unwrap_or_default(),
            one.roles.join(", "),
            state.to_owned(),
        ]
    });
    output::table(&["login", "name", "unit", "roles", "state"], rows.collect())
}

fn unit_of(directory: &Directory, person: &Person) -> Option<String> {
    let mut units = directory.units.iter();
    let found = units.find(|(unit, _)| Some(unit.id) == person.unit);
    found.map(|(unit, _)| unit.name.clone())
}

async fn invite(desk: &Desk, actor: &Actor, invited: &Invite) -> Result<()> {
    let mut roles = Roles::NONE;
    for word in &invited.roles {
        let Some(role) = Role::from_word(word) else {
            let known: Vec<&str> = Role::ALL.into_iter().map(Role::word).collect();
            bail!("there is no role {word}; roles are {}", known.join(", "));
        };
        roles = roles.with(role);
    }
    let person = NewPerson {
        login: invited.login.clone(),
        name: invited.name.clone(),
        roles,
        mail: invited.mail.clone(),
        ..NewPerson::default()
    };
    let (_, token) = desk.invite(actor, &person).await?;
    tell_link(&invited.front.public_url, &token)
}

async fn disable(
    house: &House,
    desk: &Desk,
    actor: &Actor,
    login: &Login,
    disabled: bool,
) -> Result<()> {
    let person = person(house, &login.login).await?;
    let edit = PersonEdit {
        disabled,
        ..PersonEdit::of(&person)
    };
    desk.change_person(actor, person.id, person.version, &edit)
        .await?;
    output::line(&format!(
        "{} {}",
        person.login,
        if disabled {
            "may not sign in any more"
        } else {
            "may sign in again"
        }
    ))
}

async fn person(house: &House, login: &str) -> Result<Person> {
    house
        .store
        .person_by_login(&login.to_lowercase())
        .await?
        .with_context(|| format!("nobody signs in with {login}; see `caifeng people list`"))
}

fn tell_link(front: &str, token: &str) -> Result<()> {
    let front = front.trim_end_matches('/');
    output::line(&format!("{front}/welcome/{token}"))?;
    output::note("the link works once; hand it over");
    Ok(())
}
