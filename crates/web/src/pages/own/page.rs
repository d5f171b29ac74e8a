//! The page of the own account.

use crate::language::Language;
use crate::shell::Shell;
use crate::show::{Time, time};
use askama::Template;
use chrono_tz::Tz;
use desk::{CodeOffer, OwnSheet};
use model::SecondStep;
use qrcode::QrCode;
use qrcode::render::svg;

/// Width of the picture an authenticator reads, in pixels.
const PICTURE_PIXELS: u32 = 200;

/// A session in the list.
#[derive(Debug, Clone)]
pub(crate) struct ShownSession {
    pub(crate) id: i64,
    pub(crate) agent: String,
    pub(crate) address: String,
    pub(crate) began: Time,
    pub(crate) used: Time,
    /// Whether it is the one in use.
    pub(crate) this: bool,
}

pub(crate) fn shown_session(session: &model::Session, this: Option<i64>, zone: Tz) -> ShownSession {
    ShownSession {
        id: session.id,
        agent: session.agent.clone(),
        address: session.address.clone(),
        began: time(session.began_at, zone),
        used: time(session.used_at, zone),
        this: this == Some(session.id),
    }
}

/// An authenticator on offer.
#[derive(Debug, Clone)]
struct Offer {
    secret: String,
    uri: String,
    /// The picture, as path data of an SVG.
    picture: Option<String>,
    pixels: u32,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/own.html")]
pub(crate) struct OwnPage {
    shell: Shell,
    login: String,
    name: String,
    unit: Option<String>,
    roles: Vec<String>,
    has_code: bool,
    recovery_left: usize,
    sessions: Vec<ShownSession>,
    session_path: &'static str,
    languages: Vec<(&'static str, &'static str, bool)>,
    offer: Option<Offer>,
    recovery: Vec<String>,
    done: Option<String>,
    wrong: Option<String>,
}

/// What happened, for the page that shows it.
#[derive(Debug, Default)]
pub(crate) struct Came {
    pub(crate) offer: Option<CodeOffer>,
    pub(crate) recovery: Vec<String>,
    /// Word of the catalogue.
    pub(crate) done: Option<&'static str>,
    pub(crate) wrong: Option<String>,
}

impl OwnPage {
    pub(crate) fn new(
        sheet: &OwnSheet,
        this: i64,
        came: Came,
        language: Language,
        zone: Tz,
    ) -> Self {
        let mut shell = Shell::new(language, "own", "/account");
        shell.title = shell.t("own.title").into_owned();
        let chosen = sheet.person.language.as_deref();
        Self {
            login: sheet.person.login.clone(),
            name: sheet.person.name.clone(),
            unit: sheet.unit.clone(),
            roles: crate::pages::people::role_words(sheet.person.roles, &shell),
            session_path: "/account/sessions/",
            has_code: sheet.person.second_step == SecondStep::Code,
            recovery_left: sheet.recovery_left,
            sessions: sheet
                .sessions
                .iter()
                .filter(|session| !session.half)
                .map(|session| shown_session(session, Some(this), zone))
                .collect(),
            languages: Language::ALL
                .into_iter()
                .map(|one| (one.tag(), one.name(), chosen == Some(one.tag())))
                .collect(),
            offer: came.offer.map(|offer| Offer {
                picture: picture(&offer.uri),
                pixels: PICTURE_PIXELS,
                secret: offer.secret,
                uri: offer.uri,
            }),
            recovery: came.recovery,
            done: came.done.map(|word| shell.t(word).into_owned()),
            wrong: came.wrong,
            shell,
        }
    }
}

/// The picture of an address as path data on a field of one unit a module.
fn picture(uri: &str) -> Option<String> {
    let code = QrCode::new(uri).ok()?;
    let whole = code
        .render::<svg::Color>()
        .quiet_zone(false)
        .module_dimensions(1, 1)
        .build();
    // Only the drawing is taken: colours are the style sheet's.
    let (_, after) = whole.rsplit_once(" d=\"")?;
    let (path, _) = after.split_once('"')?;
    Some(format!("{} {path}", code.width()))
}

impl Offer {
    /// Side of the picture's field.
    fn side(&self) -> &str {
        self.picture
            .as_deref()
            .and_then(|picture| picture.split_once(' '))
            .map_or("1", |(side, _)| side)
    }

    fn path(&self) -> &str {
        self.picture
            .as_deref()
            .and_then(|picture| picture.split_once(' '))
            .map_or("", |(_, path)| path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_a_picture() {
        let picture = picture("otpauth://totp/desk:li.na?secret=ABC").unwrap();
        let (side, path) = picture.split_once(' ').unwrap();
        assert!(side.parse::<u32>().unwrap() > 20);
        assert!(path.starts_with('M') && path.len() > 500);
    }
}
