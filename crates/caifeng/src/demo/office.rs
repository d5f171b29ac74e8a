//! The people of the county's office: one for each role and some who take turns with them, whom
//! anybody may come in as.

use super::content::Places;
use crate::house::House;
use anyhow::Result;
use desk::Actor;
use model::{Moment, NewPerson, Role, Roles, UnitId};

/// Departments besides the towns.
const DEPARTMENTS: [&str; 4] = ["县人民医院", "县教育局", "县水利局", "县市场监督管理局"];
/// The office itself.
const OFFICE: &str = "县政府办信息科";

/// Somebody: what they sign in with, their name, their role, where they work.
const PEOPLE: [(&str, &str, Role, &str); 10] = [
    ("duty", "罗青禾", Role::DutyOfficer, OFFICE),
    ("analyst", "沈砚", Role::Analyst, OFFICE),
    ("editor", "顾晚舟", Role::Editor, OFFICE),
    ("leader", "卫东篱", Role::Leader, OFFICE),
    ("officer", "柳知微", Role::InformationOfficer, "县人民医院"),
    ("administrator", "程可航", Role::Administrator, OFFICE),
    ("auditor", "闵正言", Role::Auditor, OFFICE),
    ("duty2", "傅听澜", Role::DutyOfficer, OFFICE),
    ("duty3", "宋遥", Role::DutyOfficer, OFFICE),
    ("leader2", "秦岫", Role::Leader, OFFICE),
];

/// Adds units and people, once.
pub(crate) async fn people(house: &House, places: &Places, now: Moment) -> Result<()> {
    if !house.store.people().await?.is_empty() {
        return Ok(());
    }
    let county = format!("{}人民政府", places.county);
    let county = unit(house, &county, None, now).await?;
    let mut units = Vec::new();
    let towns = places.town.iter().map(String::as_str);
    for name in [OFFICE].into_iter().chain(DEPARTMENTS).chain(towns) {
        units.push((name, unit(house, name, Some(county), now).await?));
    }
    for (extension, (login, name, role, place)) in (6_101..).zip(PEOPLE) {
        let person = NewPerson {
            login: login.to_owned(),
            name: name.to_owned(),
            unit: units
                .iter()
                .find(|(name, _)| *name == place)
                .map(|(_, id)| *id),
            roles: Roles::NONE.with(role),
            // A domain that nothing is ever delivered to (RFC 2606), a telephone of the house.
            mail: format!("{login}@qinglan.invalid"),
            phone: extension.to_string(),
        };
        let details = format!("{login} {}", role.word());
        let note = Actor::command_line().note(now, "person.added", "", details);
        house.store.add_person(&person, &note).await?;
    }
    Ok(())
}

async fn unit(house: &House, name: &str, parent: Option<UnitId>, now: Moment) -> Result<UnitId> {
    let note = Actor::command_line().note(now, "unit.added", "", name);
    Ok(house.store.add_unit(name, parent, &note).await?)
}
