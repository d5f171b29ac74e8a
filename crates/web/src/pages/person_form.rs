//! A person's record as it is written into a form.

use model::Person;

/// Fields of the form.
#[derive(Debug, Clone, Default)]
pub(crate) struct PersonForm {
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) unit: String,
    /// Words of roles, parted by blanks.
    pub(crate) roles: String,
    pub(crate) mail: String,
    pub(crate) phone: String,
    pub(crate) disabled: bool,
    pub(crate) version: i64,
}

impl PersonForm {
    /// Reads what was sent; a role stands in a field of its own.
    pub(crate) fn of(fields: &[(String, String)]) -> Self {
        let text = |name: &str| {
            let found = fields.iter().find(|(field, _)| field == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let roles: Vec<&str> = fields
            .iter()
            .filter(|(field, _)| field == "role")
            .map(|(_, value)| value.as_str())
            .collect();
        Self {
            login: text("login"),
            name: text("name"),
            unit: text("unit"),
            roles: roles.join(" "),
            mail: text("mail"),
            phone: text("phone"),
            disabled: !text("disabled").is_empty(),
            version: text("version").parse().unwrap_or(0),
        }
    }

    /// A record as it is.
    pub(crate) fn from_person(person: &Person) -> Self {
        Self {
            login: person.login.clone(),
            name: person.name.clone(),
            unit: person.unit.map_or(String::new(), |unit| unit.to_string()),
            roles: person.roles.words(),
            mail: person.mail.clone(),
            phone: person.phone.clone(),
            disabled: person.disabled,
            version: person.version,
        }
    }
}
