//! The gate before every door: who comes, whether they may, whether a page of ours asked for it, and
//! what is written down of it.

use crate::doors::Access;
use crate::form_token;
use crate::frame::{Frame, Visitor};
use crate::language::Language;
use crate::pages::{kept, problem, sign_in};
use crate::routes::App;
use crate::walls;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use desk::{DeskError, SignedIn};

/// Lets in whoever may come in, and tells the pages who it is.
pub(crate) async fn gate(
    State((app, access, noted)): State<(App, Access, Option<&'static str>)>,
    request: Request,
    next: Next,
) -> Response {
    let language = Language::choose(None, request.headers());
    let token = sign_in::token(request.headers()).map(str::to_owned);
    let address = walls::address_of(&request);
    let signed = match who(&app, token, &address).await {
        Ok(signed) => signed,
        Err(error) => return problem::of(&error, &app, language),
    };
    let whole = signed.as_ref().is_some_and(|signed| !signed.session.half);
    let enters = match access {
        Access::Open => true,
        Access::Half => signed.is_some(),
        Access::SignedIn | Access::May(_) => whole,
    };
    if !enters {
        return turned_away(&app, request, language).await;
    }
    let frame = Frame::current().with(signed.as_ref().filter(|_| whole).map(Visitor::of));
    let inside = async {
        let looked = noted.map(|act| Looked::of(act, &request));
        let response = inside(&app, access, signed.clone(), request, next).await;
        match (looked, signed) {
            (Some(looked), Some(signed)) if response.status().is_success() => {
                match looked.write_down(&app, &signed).await {
                    Ok(()) => response,
                    Err(error) => problem::of(&error, &app, language),
                }
            }
            _ => response,
        }
    };
    frame.around(inside).await
}

/// What somebody looked at, as it is written down.
struct Looked {
    act: &'static str,
    object: String,
    details: String,
}

impl Looked {
    fn of(act: &'static str, request: &Request) -> Self {
        let path = request.uri().path();
        let last = path.rsplit('/').next().unwrap_or_default();
        let is_id = last.chars().nth(1).is_some_and(|one| one.is_ascii_digit());
        let query = request.uri().query().unwrap_or_default();
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        let details: Vec<String> = pairs
            .into_iter()
            .filter(|(name, value)| !value.is_empty() && name != "lang")
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        Self {
            act,
            object: if is_id {
                last.to_owned()
            } else {
                path.to_owned()
            },
            details: details.join(" "),
        }
    }

    async fn write_down(&self, app: &App, signed: &SignedIn) -> Result<(), DeskError> {
        app.desk
            .saw(&signed.actor, self.act, &self.object, &self.details)
            .await
    }
}

/// Behind the door: may they do this, and did a page of ours ask for it?
async fn inside(
    app: &App,
    access: Access,
    signed: Option<SignedIn>,
    mut request: Request,
    next: Next,
) -> Response {
    let language = Language::choose(None, request.headers());
    if let (Access::May(act), Some(signed)) = (access, &signed)
        && !signed.actor.may(act)
    {
        let object = request.uri().path().to_owned();
        // That somebody tried is written down like what they saw.
        if let Err(error) = app
            .desk
            .saw(&signed.actor, "refused", &object, act.word())
            .await
        {
            return problem::of(&error, app, language);
        }
        return problem::denied(language);
    }
    // Signing in needs no session, so there is nothing that another site's page could borrow.
    if let Some(signed) = &signed
        && access != Access::Open
        && !request.method().is_safe()
    {
        request = match form_token::checked(request, &signed.session.form_token).await {
            Ok(request) => request,
            Err(words) => return (StatusCode::FORBIDDEN, words).into_response(),
        };
    }
    if let Some(signed) = signed {
        request.extensions_mut().insert(signed);
    }
    next.run(request).await
}

/// Who shows the token of a session.
async fn who(
    app: &App,
    token: Option<String>,
    address: &str,
) -> Result<Option<SignedIn>, DeskError> {
    match token {
        Some(token) => app.desk.signed_in(&token, address).await,
        None => Ok(None),
    }
}

/// Whoever did not sign in: a page asks for it, and what was typed is kept on that page.
async fn turned_away(app: &App, request: Request, language: Language) -> Response {
    if is_part(request.headers()) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    if request.method() == Method::GET || request.method() == Method::HEAD {
        let wanted = request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str());
        return sign_in::asked_for(wanted);
    }
    kept::page(app, request, language).await
}

/// Whether a script of a page asks, not a person.
fn is_part(headers: &HeaderMap) -> bool {
    headers.contains_key("hx-request")
        || headers
            .get("accept")
            .is_some_and(|accept| accept == "text/event-stream")
}
