//! All routes of the house, in one list.

use crate::doors::Access::{Half, May, Open, SignedIn};
use crate::doors::{Door, Doors};
use crate::gate::gate;
use crate::live::Hub;
use crate::question::Questions;
use crate::web_settings::WebSettings;
use crate::{alert_routes, assets, case_routes, duty_routes, frame, live, pages, walls};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use desk::Act;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

/// Bytes of an ordinary form; a thousand chosen sources fit.
const FORM_BYTES_MAX: usize = 64 * 1024;
/// Bytes of an OPML list: some ten thousand subscriptions.
const OPML_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Bytes of pasted user words: all there may be, as forms write them.
const WORDS_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Bytes of what is brought by hand. A picture may have 12 MiB; one that is larger is read to its
/// end, so that the browser hears why it is refused.
pub(crate) const BROUGHT_BYTES_MAX: usize = 80 * 1024 * 1024;
/// Seconds until a request is given up: looking at a slow site takes a while.
const REQUEST_SECONDS_MAX: u64 = 120;

/// What handlers are given.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) desk: Arc<dyn Questions>,
    pub(crate) settings: Arc<WebSettings>,
    /// Tells open pages what changed.
    pub(crate) hub: Arc<Hub>,
}

/// All pages over a desk.
pub fn router(desk: Arc<dyn Questions>, settings: WebSettings) -> Router {
    let root = frame::root_of(settings.base_path());
    let host: Arc<str> = Arc::from(settings.host());
    let app = App {
        desk,
        settings: Arc::new(settings),
        hub: Arc::default(),
    };
    let (pages, _) = doors(app.clone()).into_parts();
    // Whoever is lost still finds the way on, if they signed in.
    let anybody = from_fn_with_state((app.clone(), Open, None), gate);
    let lost = pages::problem::not_found.layer(anybody);
    let pages = pages
        .fallback(lost.clone())
        .method_not_allowed_fallback(lost)
        .with_state(app.clone())
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(CatchPanicLayer::new())
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(REQUEST_SECONDS_MAX),
        ))
        .layer(RequestBodyLimitLayer::new(BROUGHT_BYTES_MAX))
        .layer(from_fn_with_state(
            (Arc::clone(&root), app),
            frame::surround,
        ))
        .layer(from_fn(walls::own_origin))
        .layer(from_fn_with_state(host, walls::own_name))
        .layer(from_fn(walls::headers));
    under(&root, pages)
}

/// Every route with who may come in, for tests and for the table of rights.
pub fn declared(desk: Arc<dyn Questions>) -> Vec<Door> {
    let app = App {
        desk,
        settings: Arc::default(),
        hub: Arc::default(),
    };
    doors(app).into_parts().1
}

fn doors(app: App) -> Doors {
    let doors = case_routes::cases(case_routes::open(reading(open(Doors::new(app)))));
    let doors = duty_routes::duty(alert_routes::alerts(pictures(doors)));
    people(own(sources(events(doors))))
}

/// What is not shown to people, or does not ask who they are.
fn open(doors: Doors) -> Doors {
    doors
        .get("/healthz", Open, pages::health::healthz)
        .get("/metrics", Open, pages::health::metrics)
        .get("/assets/{name}", Open, assets::asset)
        .get("/look", Open, frame::look)
        .get("/feeds/{file}", Open, pages::search::take::feed)
        .get("/transparency", Open, pages::search::saved::transparency)
}

/// What people look at, and what comes in by hand.
fn reading(doors: Doors) -> Doors {
    let (see, search, bring) = (May(Act::SeeEvents), May(Act::Search), May(Act::Bring));
    doors
        .get("/", see, pages::now::show)
        .post("/seen", see, pages::now::mark_seen)
        .get("/live", see, live::live)
        .seen("/search", search, "search.asked", pages::search::show)
        .get("/search/help", search, pages::search::help::show)
        .get(
            "/search/export/{file}",
            May(Act::Export),
            pages::search::take::export,
        )
        .get("/searches", search, pages::search::saved::list)
        .post("/searches", search, pages::search::saved::save)
        .post("/searches/{id}/renew", search, pages::search::saved::renew)
        .post("/searches/{id}/drop", search, pages::search::saved::drop)
        .post(
            "/searches/{id}/approve",
            May(Act::ApproveNames),
            pages::search::saved::approve,
        )
        .get("/wall", see, pages::wall::show)
        .get("/bring", bring, pages::bring::show)
        .post_large("/bring", bring, pages::bring::bring, BROUGHT_BYTES_MAX)
}

/// What was found, as pictures.
fn pictures(doors: Doors) -> Doors {
    use crate::pages::analysis as drawn;
    let search = May(Act::Search);
    doors
        .seen("/analysis", search, "search.asked", drawn::show)
        .seen(
            "/analysis/compare",
            search,
            "search.asked",
            drawn::compare::show,
        )
        .seen(
            "/analysis/compare/{file}",
            May(Act::Export),
            "export.made",
            drawn::compare::file,
        )
        .seen(
            "/analysis/documents",
            search,
            "document.listed",
            drawn::records,
        )
        .seen(
            "/analysis/{file}",
            May(Act::Export),
            "export.made",
            drawn::file,
        )
}

/// Events and documents, and putting them right.
fn events(doors: Doors) -> Doors {
    use crate::pages::{
        bring, correct, document, documents, event, event_file, events, holds, proposals, readings,
        spread,
    };
    let (see, right) = (May(Act::SeeEvents), May(Act::CorrectEvents));
    let hold = May(Act::HoldDocuments);
    doors
        .get("/events", see, events::show)
        .seen("/events/{id}", see, "event.seen", event::show)
        .seen("/events/{id}/spread", see, "event.seen", spread::show)
        .seen(
            "/events/{id}/{file}",
            May(Act::Export),
            "export.made",
            event_file::show,
        )
        .post("/events/{id}/move", right, correct::move_documents)
        .post("/events/{id}/merge", right, correct::merge)
        .post("/events/{id}/rename", right, correct::rename)
        .post("/corrections/{id}/undo", right, correct::undo)
        .post("/readings", May(Act::CorrectReadings), readings::correct)
        .post(
            "/readings/{id}/undo",
            May(Act::CorrectReadings),
            readings::undo,
        )
        .get("/proposals", see, proposals::show)
        .post("/proposals/{id}/accept", right, proposals::accept)
        .post("/proposals/{id}/decline", right, proposals::decline)
        .seen("/documents", see, "document.listed", documents::show)
        .seen("/documents/{id}", see, "document.seen", document::show)
        .post("/documents/{id}/open", May(Act::OpenMasked), document::open)
        .seen("/pictures/{id}", see, "picture.seen", bring::picture)
        .get("/holds", hold, holds::list)
        .post("/holds", hold, holds::place)
        .post("/holds/{id}/release", hold, holds::release)
}

fn sources(doors: Doors) -> Doors {
    use crate::pages::sources::{add, board, change, opml, sheet};
    let (see, change_them) = (May(Act::SeeSources), May(Act::ChangeSources));
    doors
        .get("/sources", see, board::show)
        .post("/sources", change_them, add::add)
        .get("/sources/new", change_them, add::show)
        .post("/sources/try", change_them, add::try_out)
        .post("/sources/edit", change_them, change::many)
        .post("/sources/undo", change_them, change::undo)
        .seen("/sources/opml", see, "export.made", opml::export)
        .post_large("/sources/opml", change_them, opml::import, OPML_BYTES_MAX)
        .get("/sources/{id}", see, sheet::show)
        .post("/sources/{id}", change_them, change::single)
        .post("/sources/{id}/check", change_them, sheet::check)
        .post("/sources/{id}/rules", change_them, change::reread)
        .post(
            "/sources/{id}/retention",
            May(Act::ChangeSettings),
            pages::keeping::change_source,
        )
}

/// Coming in, going, and what is one's own.
fn own(doors: Doors) -> Doors {
    use crate::pages::{own, sign_in, tour};
    doors
        .get("/sign-in", Open, sign_in::show)
        .post("/sign-in", Open, sign_in::enter)
        .post("/sign-in/demonstration", Open, sign_in::enter_demonstration)
        .post("/sign-in/code", Half, sign_in::code)
        .post("/sign-out", SignedIn, sign_in::leave)
        .get("/welcome/{token}", Open, sign_in::welcome)
        .post("/welcome/{token}", Open, sign_in::set_password)
        .get("/tour/{step}", SignedIn, tour::go)
        .post("/tour/end", SignedIn, tour::end)
        .get("/account", SignedIn, own::show)
        .post("/account/password", SignedIn, own::password)
        .post("/account/authenticator", SignedIn, own::offer)
        .post("/account/authenticator/confirm", SignedIn, own::confirm)
        .post("/account/authenticator/drop", SignedIn, own::drop_code)
        .post("/account/language", SignedIn, own::language)
        .post("/account/sessions/{id}", SignedIn, own::end_session)
}

/// People, the record of use, the settings.
fn people(doors: Doors) -> Doors {
    use crate::pages::people::{directory, person, unit};
    use crate::pages::{audit, channels, heat, keeping, settings, user_words};
    let (see, manage) = (May(Act::SeePeople), May(Act::ManagePeople));
    let (office, read) = (May(Act::ChangeSettings), May(Act::ReadAudit));
    channels::doors(doors)
        .get("/people", see, directory::show)
        .post("/people", manage, directory::invite)
        .seen("/people/{id}", see, "person.seen", person::show)
        .post("/people/{id}", manage, person::change)
        .post("/people/{id}/link", manage, person::link)
        .post(
            "/people/{id}/sessions/{session}",
            manage,
            person::end_session,
        )
        .get("/units/new", manage, unit::new)
        .post("/units", manage, unit::add)
        .get("/units/{id}", manage, unit::show)
        .post("/units/{id}", manage, unit::change)
        .post("/units/{id}/remove", manage, unit::remove)
        .get("/audit", read, audit::show)
        .get("/audit.csv", read, audit::export)
        .get("/settings", office, settings::show)
        .post("/settings", office, settings::change)
        .post("/settings/mail", office, settings::try_mail)
        .get("/settings/heat", office, heat::show)
        .post("/settings/heat", office, heat::change)
        .get("/settings/retention", office, keeping::show)
        .post("/settings/retention", office, keeping::change)
        .get("/settings/words", office, user_words::show)
        .post_large(
            "/settings/words",
            office,
            user_words::change,
            WORDS_BYTES_MAX,
        )
        .post("/settings/words/undo", office, user_words::undo)
}

/// The same pages, also under the root.
fn under(root: &Arc<str>, pages: Router) -> Router {
    if root.is_empty() {
        return pages;
    }
    let root = Arc::clone(root);
    let stripped = tower::util::MapRequest::new(pages, move |request| frame::below(&root, request));
    Router::new().fallback_service(stripped)
}
