//! What stands around every page of one request: where the desk is mounted, how it looks.
//!
//! One layer sets it; [`crate::shell::Shell`] and redirects read it. Outside a request it is the
//! default, so that pages can be made by tests and by the gallery without one.

use crate::language::cookie_value;
use crate::notice::Notice;
use crate::routes::App;
use crate::tour;
use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use desk::{Act, SignedIn};
use model::Roles;
use serde::Deserialize;
use std::future::Future;
use std::sync::Arc;

tokio::task_local! {
    static FRAME: Frame;
}

/// Light, dark, or as the system is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system is.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All of them, in the order of the switch.
    pub(crate) const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// Its word in cookies, attributes and the catalogue.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.word() == word)
    }

    fn chosen(headers: &HeaderMap) -> Self {
        cookie_value(headers, "theme")
            .and_then(Self::from_word)
            .unwrap_or_default()
    }
}

/// The person who looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Visitor {
    /// What they are called.
    pub(crate) name: String,
    /// What forms of their session carry.
    pub(crate) form_token: String,
    /// The language they chose.
    pub(crate) language: Option<String>,
    roles: Roles,
}

impl Visitor {
    pub(crate) fn of(signed: &SignedIn) -> Self {
        Self {
            name: signed.actor.name.clone(),
            form_token: signed.session.form_token.clone(),
            language: signed.person.language.clone(),
            roles: signed.actor.roles,
        }
    }

    /// Whether they may do this: for showing only what leads somewhere.
    pub(crate) fn may(&self, act: Act) -> bool {
        desk::may(self.roles, act)
    }
}

/// What surrounds a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Frame {
    /// Path under which a proxy shows the desk, without a slash at its end; empty at the top.
    pub(crate) root: Arc<str>,
    /// How it looks.
    pub(crate) theme: Theme,
    /// Who looks.
    pub(crate) visitor: Option<Arc<Visitor>>,
    /// The language of pages for those who did not choose one.
    pub(crate) office_language: Option<String>,
    /// What every page says of this desk.
    pub(crate) notice: Option<Notice>,
    /// Which step of the tour this page is shown for.
    pub(crate) tour: Option<usize>,
}

impl Frame {
    /// That of the request under way.
    pub(crate) fn current() -> Self {
        FRAME.try_with(Clone::clone).unwrap_or_default()
    }

    /// The same around whoever signed in.
    pub(crate) fn with(self, visitor: Option<Visitor>) -> Self {
        Self {
            visitor: visitor.map(Arc::new),
            ..self
        }
    }

    /// Tag of the language of whoever looks, or of the office.
    pub(crate) fn language(&self) -> Option<String> {
        let own = self.visitor.as_ref();
        own.and_then(|visitor| visitor.language.clone())
            .or_else(|| self.office_language.clone())
    }

    /// Whether whoever looks may do this: for showing only what leads somewhere.
    pub(crate) fn may(&self, act: Act) -> bool {
        let visitor = self.visitor.as_ref();
        visitor.is_some_and(|visitor| visitor.may(act))
    }

    /// What forms of this session carry.
    pub(crate) fn form_token(&self) -> &str {
        self.visitor
            .as_ref()
            .map_or("", |visitor| visitor.form_token.as_str())
    }

    /// Runs something inside this frame.
    pub(crate) async fn around<T>(self, inside: impl Future<Output = T>) -> T {
        FRAME.scope(self, inside).await
    }

    /// The address of a path of ours.
    pub(crate) fn to(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }

    /// Where cookies of ours hold.
    pub(crate) fn cookie_path(&self) -> String {
        format!("{}/", self.root)
    }
}

/// Puts the frame around a request.
pub(crate) async fn surround(
    State((root, app)): State<(Arc<str>, App)>,
    request: Request,
    next: Next,
) -> Response {
    let frame = Frame {
        root,
        theme: Theme::chosen(request.headers()),
        visitor: None,
        office_language: app.desk.office_language(),
        notice: app.settings.notice,
        tour: tour::step_of(request.uri()),
    };
    frame.around(next.run(request)).await
}

/// `base` as it is used: empty, or with a slash before and none behind.
pub(crate) fn root_of(base: &str) -> Arc<str> {
    match base.trim_matches('/') {
        "" => Arc::from(""),
        base => Arc::from(format!("/{base}")),
    }
}

/// The request with its path below `root`, where it names it; a proxy may have taken it off.
pub(crate) fn below(root: &str, mut request: Request<Body>) -> Request<Body> {
    let inside = request
        .uri()
        .path_and_query()
        .and_then(|whole| whole.as_str().strip_prefix(root))
        .and_then(|rest| match rest.as_bytes().first() {
            None => Some("/".to_owned()),
            Some(b'/') => Some(rest.to_owned()),
            Some(b'?') => Some(format!("/{rest}")),
            Some(_) => None,
        })
        .and_then(|path| path.parse::<Uri>().ok());
    if let Some(uri) = inside {
        *request.uri_mut() = uri;
    }
    request
}

/// How the pages should look, and where to go back to.
#[derive(Debug, Deserialize)]
pub(crate) struct Look {
    theme: String,
    #[serde(default)]
    back: String,
}

/// Remembers how the pages should look: works without script, and leaves a clean address.
pub(crate) async fn look(Query(look): Query<Look>) -> Response {
    let frame = Frame::current();
    let theme = Theme::from_word(&look.theme).unwrap_or_default();
    let cookie = format!(
        "theme={}; Path={}; Max-Age=31536000; SameSite=Lax; HttpOnly",
        theme.word(),
        frame.cookie_path()
    );
    let back = frame.to(own_path(&look.back));
    (
        StatusCode::SEE_OTHER,
        [(SET_COOKIE, cookie), (LOCATION, back)],
    )
        .into_response()
}

/// Only a path of ours: anything that a browser could take for another site becomes the front page.
pub(crate) fn own_path(path: &str) -> &str {
    let plain = path
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if plain && path.starts_with('/') && !path.starts_with("//") {
        path
    } else {
        "/"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_taken_with_and_without_the_root() {
        for (root, asked, expected) in [
            ("/desk", "/desk/events/e1?page=2", "/events/e1?page=2"),
            ("/desk", "/desk", "/"),
            ("/desk", "/desk?lang=en", "/?lang=en"),
            ("/desk", "/events/e1", "/events/e1"),
            ("/desk", "/desktop", "/desktop"),
            ("/a/b", "/a/b/", "/"),
        ] {
            let request = Request::get(asked).body(Body::empty()).unwrap();
            let inside = below(root, request);
            assert_eq!(inside.uri().to_string(), expected, "{asked}");
        }
    }

    #[test]
    fn roots_are_written_one_way() {
        for (written, expected) in [("", ""), ("/", ""), ("desk", "/desk"), ("/a/b/", "/a/b")] {
            assert_eq!(&*root_of(written), expected);
        }
    }

    #[test]
    fn going_back_never_leaves_the_desk() {
        for path in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "",
            "x",
            "/a b",
        ] {
            assert_eq!(own_path(path), "/", "{path}");
        }
        assert_eq!(own_path("/search?q=a&page=2"), "/search?q=a&page=2");
    }
}
