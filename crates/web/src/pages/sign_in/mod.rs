//! Signing in and out: password, code, one-time links.

mod demonstration;
mod page;
mod welcome;

pub(crate) use demonstration::{enter_demonstration, people};
pub(crate) use page::{CodePage, SignInPage, WelcomePage};
pub(crate) use welcome::{set_password, welcome};

use super::{answer, problem, redirect};
use crate::frame::{Frame, Visitor, own_path};
use crate::kept_fields::KeptFields;
use crate::language::{Language, cookie_value};
use crate::routes::App;
use crate::shell::home;
use crate::show::encode;
use crate::tour::steps;
use crate::walls;
use axum::extract::{Query, Request, State};
use axum::http::header::{SET_COOKIE, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use axum::{Extension, Form, RequestExt};
use desk::{Caller, DeskError, SignIn, SignedIn};
use serde::Deserialize;

/// Name of the cookie that carries the token.
const COOKIE: &str = "caifeng_session";
/// Seconds after which a browser forgets the token; the desk forgets it sooner or later by itself.
const COOKIE_SECONDS: i64 = model::limits::SESSION_MAX_MS / 1_000;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    next: String,
    lang: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Shown {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
    /// Whom somebody comes in as, on a demonstration.
    #[serde(default)]
    person: i64,
    #[serde(default)]
    kept_path: String,
    #[serde(default)]
    kept_fields: String,
}

impl Shown {
    fn kept(&self) -> Option<KeptFields> {
        KeptFields::read(&self.kept_path, &self.kept_fields)
    }
}

/// The token that a request shows.
pub(crate) fn token(headers: &HeaderMap) -> Option<&str> {
    cookie_value(headers, COOKIE).filter(|token| !token.is_empty())
}

/// Leads to the page that asks for name and password, and back afterwards.
pub(crate) fn asked_for(wanted: &str) -> Response {
    let path = match own_path(wanted) {
        "/" => "/sign-in".to_owned(),
        path => format!("/sign-in?next={}", encode(path)),
    };
    redirect(&path)
}

pub(crate) async fn show(
    State(app): State<App>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    if Frame::current().visitor.is_some() {
        return redirect(own_path(&wanted.next));
    }
    let asked = wanted.lang.as_deref();
    let language = Language::choose(asked, &headers);
    let page = SignInPage::new(language, &wanted.next, "", None, None).among(people(&app).await);
    answer(StatusCode::OK, &page, language, asked)
}

pub(crate) async fn enter(State(app): State<App>, request: Request) -> Response {
    let (caller, language) = caller_of(&request);
    let Ok(Form(shown)) = request.extract::<Form<Shown>, _>().await else {
        return problem::invalid(language);
    };
    let result = app
        .desk
        .sign_in(&shown.login, &shown.password, &caller)
        .await;
    match result {
        Ok(came) => came_in(&app, &came, &shown.next, shown.kept(), &caller, language).await,
        Err(error) => match refusal(&error, language) {
            Some(words) => {
                let page = SignInPage::new(
                    language,
                    &shown.next,
                    &shown.login,
                    Some(words),
                    shown.kept(),
                )
                .among(people(&app).await);
                answer(StatusCode::UNAUTHORIZED, &page, language, None)
            }
            None => problem::of(&error, &app, language),
        },
    }
}

pub(crate) async fn code(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    request: Request,
) -> Response {
    let (caller, language) = caller_of(&request);
    let Ok(Form(shown)) = request.extract::<Form<Shown>, _>().await else {
        return problem::invalid(language);
    };
    let result = app
        .desk
        .second_step(&signed.token, &shown.code, &caller)
        .await;
    match result {
        Ok(token) => {
            let came = SignIn::Whole(token);
            came_in(&app, &came, &shown.next, shown.kept(), &caller, language).await
        }
        Err(error) => match refusal(&error, language) {
            Some(words) => {
                let page = CodePage::new(
                    language,
                    &shown.next,
                    Some(words),
                    shown.kept(),
                    &signed.session.form_token,
                );
                answer(StatusCode::UNAUTHORIZED, &page, language, None)
            }
            None => problem::of(&error, &app, language),
        },
    }
}

pub(crate) async fn leave(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
) -> Response {
    if let Err(error) = app.desk.sign_out(&signed).await {
        return problem::of(&error, &app, Language::choose(None, &headers));
    }
    let mut response = redirect("/sign-in");
    set_cookie(&app, &mut response, "", 0);
    response
}

/// Signed in, whole or half: the cookie, and on to where one wanted to go.
pub(super) async fn came_in(
    app: &App,
    came: &SignIn,
    next: &str,
    kept: Option<KeptFields>,
    caller: &Caller,
    language: Language,
) -> Response {
    let (SignIn::Whole(token) | SignIn::Half(token)) = came;
    let signed = match app.desk.signed_in(token, &caller.address).await {
        Ok(Some(signed)) => signed,
        Ok(None) => return problem::invalid(language),
        Err(error) => return problem::of(&error, app, language),
    };
    let mut response = match (came, kept) {
        (SignIn::Half(_), kept) => {
            let page = CodePage::new(language, next, None, kept, &signed.session.form_token);
            answer(StatusCode::OK, &page, language, None)
        }
        (SignIn::Whole(_), Some(kept)) => super::kept::given_back(kept, &signed, language).await,
        (SignIn::Whole(_), None) => redirect(&first_page(&signed, next)),
    };
    set_cookie(app, &mut response, token, COOKIE_SECONDS);
    response
}

/// Where one wanted to go. Whoever only wanted in is shown around once, then finds the first page
/// they may open.
fn first_page(signed: &SignedIn, next: &str) -> String {
    let frame = Frame::current().with(Some(Visitor::of(signed)));
    match own_path(next) {
        "/" if !signed.person.toured && !steps(&frame).is_empty() => "/tour/1".to_owned(),
        "/" => home(&frame).to_owned(),
        path => path.to_owned(),
    }
}

/// Puts the token into the browser, or takes it out.
pub(crate) fn set_cookie(app: &App, response: &mut Response, token: &str, seconds: i64) {
    let path = Frame::current().cookie_path();
    let secure = if app.settings.is_https() {
        "; Secure"
    } else {
        ""
    };
    let cookie =
        format!("{COOKIE}={token}; Path={path}; Max-Age={seconds}; SameSite=Lax; HttpOnly{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}

/// The same for a token that took another's place.
pub(crate) fn renewed(app: &App, mut response: Response, token: &str) -> Response {
    set_cookie(app, &mut response, token, COOKIE_SECONDS);
    response
}

fn caller_of(request: &Request) -> (Caller, Language) {
    let agent = request.headers().get(USER_AGENT);
    let caller = Caller {
        address: walls::address_of(request),
        agent: agent
            .and_then(|agent| agent.to_str().ok())
            .unwrap_or_default()
            .to_owned(),
    };
    (caller, Language::choose(None, request.headers()))
}

/// The words for what somebody can set right on the same page; none for what is broken.
pub(crate) fn refusal(error: &DeskError, language: Language) -> Option<String> {
    let t = |key: &str| rust_i18n::t!(key, locale = language.tag()).to_string();
    match error {
        DeskError::Refused { word, words } => {
            let key = format!("refused.{word}");
            let known = t(&key);
            Some(if known.contains(&key) {
                words.clone()
            } else {
                known
            })
        }
        DeskError::Wait { seconds } => {
            Some(rust_i18n::t!("refused.wait", locale = language.tag(), n = seconds).to_string())
        }
        DeskError::Invalid(words) => Some(words.clone()),
        _ => None,
    }
}
