//! Doors: every route says who may come in. A route without that does not compile, since there is
//! no other way to add one.

use crate::gate::gate;
use crate::routes::App;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, on};
use desk::Act;

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
