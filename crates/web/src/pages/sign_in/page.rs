//! The pages for signing in.

use crate::frame::own_path;
use crate::kept_fields::KeptFields;
use crate::language::Language;
use crate::pages::people::role_words;
use crate::shell::Shell;
use crate::show::encode;
use askama::Template;
use desk::OpenLink;
use model::{LinkPurpose, Person};

/// The page that asks for name and password.
#[derive(Debug, Template)]
#[template(path = "pages/sign_in.html")]
pub(crate) struct SignInPage {
    shell: Shell,
    /// Where to go afterwards.
    next: String,
    login: String,
    wrong: Option<String>,
    /// What was typed before the session was over.
    kept: Option<KeptFields>,
    /// Whom one may come in as without a password.
    people: Vec<AnyBody>,
}

/// Somebody of a demonstration.
#[derive(Debug)]
struct AnyBody {
    id: i64,
    name: String,
    unit: String,
    roles: String,
}

impl SignInPage {
    pub(crate) fn new(
        language: Language,
        next: &str,
        login: &str,
        wrong: Option<String>,
        kept: Option<KeptFields>,
    ) -> Self {
        let address = match own_path(next) {
            "/" => "/sign-in".to_owned(),
            next => format!("/sign-in?next={}", encode(next)),
        };
        let mut shell = Shell::new(language, "", address);
        shell.title = shell.t("sign_in.title").into_owned();
        Self {
            shell,
            next: own_path(next).to_owned(),
            login: login.to_owned(),
            wrong,
            kept,
            people: Vec::new(),
        }
    }

    /// The same page where one may come in as one of these.
    pub(crate) fn among(mut self, people: Vec<(Person, Option<String>)>) -> Self {
        let shell = &self.shell;
        let anybody = |(person, unit): (Person, Option<String>)| AnyBody {
            id: person.id.0,
            name: person.name,
            unit: unit.unwrap_or_default(),
            roles: role_words(person.roles, shell).join(" · "),
        };
        self.people = people.into_iter().map(anybody).collect();
        self
    }
}

/// The page that asks for the code.
#[derive(Debug, Template)]
#[template(path = "pages/code.html")]
pub(crate) struct CodePage {
    shell: Shell,
    next: String,
    wrong: Option<String>,
    kept: Option<KeptFields>,
    form_token: String,
}

impl CodePage {
    pub(crate) fn new(
        language: Language,
        next: &str,
        wrong: Option<String>,
        kept: Option<KeptFields>,
        form_token: &str,
    ) -> Self {
        let mut shell = Shell::new(language, "", "/sign-in/code");
        shell.title = shell.t("code.title").into_owned();
        Self {
            shell,
            next: own_path(next).to_owned(),
            wrong,
            kept,
            form_token: form_token.to_owned(),
        }
    }
}

/// The page on which a link's password is set.
#[derive(Debug, Template)]
#[template(path = "pages/welcome.html")]
pub(crate) struct WelcomePage {
    shell: Shell,
    token: String,
    login: String,
    name: String,
    wrong: Option<String>,
}

impl WelcomePage {
    pub(crate) fn new(
        language: Language,
        token: &str,
        link: &OpenLink,
        wrong: Option<String>,
    ) -> Self {
        let mut shell = Shell::new(language, "", format!("/welcome/{token}"));
        let title = match link.purpose {
            LinkPurpose::Invitation => "welcome.title",
            LinkPurpose::Reset => "welcome.reset",
        };
        shell.title = shell.t(title).into_owned();
        Self {
            shell,
            token: token.to_owned(),
            login: link.person.login.clone(),
            name: link.person.name.clone(),
            wrong,
        }
    }
}
