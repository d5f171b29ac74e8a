//! Doors: every route says who may come in. A route without that does not compile, since there is
//! no other way to add one.

use crate::form_token;
use crate::frame::{Frame, Visitor};
use crate::language::Language;
use crate::pages::{kept, problem, sign_in};
use crate::routes::App;
use crate::walls;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::handler::Handler;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use desk::{Act, DeskError, SignedIn};

/// Who may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody, signed in or not.
    Open,
    /// Whoever has the right half of a session: the password was right, the code is wanted.
    Half,
    /// Everybody who signed in.
    SignedIn,
    /// Whoever may do this.
    May(Act),
}

/// A route as it was declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Door {
    /// Its method.
    pub method: &'static str,
    /// Its path, with names in braces.
    pub path: &'static str,
    /// Who may come in.
    pub access: Access,
}

/// How a route is used.
#[derive(Clone, Copy)]
struct Way {
    method: &'static str,
    filter: MethodFilter,
    /// Bytes of its form, where an ordinary one is too small.
    bytes_max: Option<usize>,
    /// Under which act it is written down that somebody looked.
    noted: Option<&'static str>,
}

const GET: Way = Way {
    method: "GET",
    filter: MethodFilter::GET,
    bytes_max: None,
    noted: None,
};
const POST: Way = Way {
    method: "POST",
    filter: MethodFilter::POST,
    bytes_max: None,
    noted: None,
};

/// Routes while they are collected.
pub(crate) struct Doors {
    app: App,
    router: Router<App>,
    declared: Vec<Door>,
}

impl Doors {
    pub(crate) fn new(app: App) -> Self {
        Self {
            app,
            router: Router::new(),
            declared: Vec::new(),
        }
    }

    /// What is looked at.
    pub(crate) fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(GET, path, access, handler)
    }

    /// What is looked at, and written down under this act.
    pub(crate) fn seen<H, T>(
        self,
        path: &'static str,
        access: Access,
        noted: &'static str,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let way = Way {
            noted: Some(noted),
            ..GET
        };
        self.add(way, path, access, handler)
    }

    /// What changes something.
    pub(crate) fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(POST, path, access, handler)
    }

    /// What changes something, with a form of up to so many bytes.
    pub(crate) fn post_large<H, T>(
        self,
        path: &'static str,
        access: Access,
        handler: H,
        bytes_max: usize,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let way = Way {
            bytes_max: Some(bytes_max),
            ..POST
        };
        self.add(way, path, access, handler)
    }

    fn add<H, T>(mut self, way: Way, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let mut route = on(way.filter, handler);
        if let Some(bytes) = way.bytes_max {
            route = route.layer(DefaultBodyLimit::max(bytes));
        }
        let state = (self.app.clone(), access, way.noted);
        self.router = self
            .router
            .route(path, route.layer(from_fn_with_state(state, gate)));
        self.declared.push(Door {
            method: way.method,
            path,
            access,
        });
        self
    }

    /// The routes, and the list of what was declared.
    pub(crate) fn into_parts(self) -> (Router<App>, Vec<Door>) {
        (self.router, self.declared)
    }
}

/// Lets in whoever may come in, and tells the pages who it is.
async fn gate(
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
        return turned_away(request, language).await;
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
async fn turned_away(request: Request, language: Language) -> Response {
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
    kept::page(request, language).await
}

/// Whether a script of a page asks, not a person.
fn is_part(headers: &HeaderMap) -> bool {
    headers.contains_key("hx-request")
        || headers
            .get("accept")
            .is_some_and(|accept| accept == "text/event-stream")
}
