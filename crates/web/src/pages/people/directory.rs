//! The directory: units as a tree with the people in them.

use super::{policy_table, role_boxes, role_word, role_words, unit_choices, unit_of};
use crate::language::Language;
use crate::pages::person_form::PersonForm;
use crate::pages::sign_in::refusal;
use crate::pages::{answer, problem};
use crate::routes::App;
use crate::shell::Shell;
use crate::show::{Time, time};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::{Extension, Form};
use chrono_tz::Tz;
use desk::{Act, Directory, SignedIn};
use model::{NewPerson, Person, Role, Roles, SecondStep};

/// Somebody in the list.
#[derive(Debug, Clone)]
struct Listed {
    address: String,
    name: String,
    login: String,
    roles: Vec<String>,
    mail: String,
    phone: String,
    /// Word of the catalogue for how they stand.
    standing: &'static str,
    has_code: bool,
    seen: Option<Time>,
}

/// A unit with its people.
#[derive(Debug, Clone)]
struct Group {
    /// Address for changing it; none for those without a unit.
    address: Option<String>,
    name: String,
    depth: usize,
    people: Vec<Listed>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/people.html")]
pub(crate) struct PeoplePage {
    shell: Shell,
    groups: Vec<Group>,
    count: usize,
    manages: bool,
    form: PersonForm,
    boxes: Vec<super::RoleBox>,
    units: Vec<super::UnitChoice>,
    roles: Vec<String>,
    policy: Vec<(String, Vec<bool>)>,
    wrong: Option<String>,
    open: bool,
}

impl PeoplePage {
    pub(crate) fn new(
        directory: &Directory,
        manages: bool,
        form: PersonForm,
        wrong: Option<String>,
        language: Language,
        zone: Tz,
    ) -> Self {
        let mut shell = Shell::new(language, "people", "/people");
        shell.title = shell.t("people.title").into_owned();
        let mut groups: Vec<Group> = directory
            .units
            .iter()
            .map(|(unit, depth)| Group {
                address: manages.then(|| format!("/units/{}", unit.id)),
                name: unit.name.clone(),
                depth: (*depth).min(6),
                people: of_unit(directory, Some(unit.id), &shell, zone),
            })
            .collect();
        let nowhere = of_unit(directory, None, &shell, zone);
        if !nowhere.is_empty() {
            groups.push(Group {
                address: None,
                name: shell.t("people.no_unit").into_owned(),
                depth: 0,
                people: nowhere,
            });
        }
        Self {
            groups,
            count: directory.people.len(),
            manages,
            boxes: role_boxes(form.roles(), &shell),
            units: unit_choices(&directory.units, unit_of(&form.unit)),
            roles: Role::ALL
                .into_iter()
                .map(|role| role_word(role, &shell))
                .collect(),
            policy: policy_table(&shell),
            open: wrong.is_some(),
            wrong,
            form,
            shell,
        }
    }
}

fn of_unit(
    directory: &Directory,
    unit: Option<model::UnitId>,
    shell: &Shell,
    zone: Tz,
) -> Vec<Listed> {
    directory
        .people
        .iter()
        .filter(|person| person.unit == unit)
        .map(|person| listed(person, shell, zone))
        .collect()
}

fn listed(person: &Person, shell: &Shell, zone: Tz) -> Listed {
    Listed {
        address: format!("/people/{}", person.id),
        name: person.name.clone(),
        login: person.login.clone(),
        roles: role_words(person.roles, shell),
        mail: person.mail.clone(),
        phone: person.phone.clone(),
        standing: standing(person),
        has_code: person.second_step == SecondStep::Code,
        seen: person.signed_in_at.map(|at| time(at, zone)),
    }
}

/// Word of the catalogue for how somebody stands.
pub(crate) fn standing(person: &Person) -> &'static str {
    match (person.disabled, person.has_password) {
        (true, _) => "people.disabled",
        (false, false) => "people.invited",
        (false, true) => "people.active",
    }
}

async fn page(
    app: &App,
    signed: &SignedIn,
    language: Language,
    status: StatusCode,
    form: PersonForm,
    wrong: Option<String>,
) -> Response {
    match app.desk.directory(&signed.actor).await {
        Ok(directory) => {
            let manages = signed.actor.may(Act::ManagePeople);
            let zone = app.desk.time_zone();
            let page = PeoplePage::new(&directory, manages, form, wrong, language, zone);
            answer(status, &page, language, None)
        }
        Err(error) => problem::of(&error, app, language),
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
) -> Response {
    let language = Language::choose(None, &headers);
    let form = PersonForm::default();
    page(&app, &signed, language, StatusCode::OK, form, None).await
}

pub(crate) async fn invite(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::choose(None, &headers);
    let form = PersonForm::of(&fields);
    let person = NewPerson {
        login: form.login.clone(),
        name: form.name.clone(),
        unit: unit_of(&form.unit),
        roles: form.roles(),
        mail: form.mail.clone(),
        phone: form.phone.clone(),
    };
    match app.desk.invite(&signed.actor, &person).await {
        Ok((id, token)) => super::person::with_link(&app, &signed, id, &token, language).await,
        Err(error) => match refusal(&error, language) {
            Some(words) => {
                let status = StatusCode::BAD_REQUEST;
                page(&app, &signed, language, status, form, Some(words)).await
            }
            None => problem::of(&error, &app, language),
        },
    }
}

impl PersonForm {
    /// The roles that are ticked.
    pub(crate) fn roles(&self) -> Roles {
        Roles::from_words(&self.roles)
    }
}
