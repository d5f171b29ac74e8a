//! When somebody last looked: a look goes on until it was left for a while.

use crate::language::Language;
use crate::pages::{problem, redirect};
use crate::routes::App;
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use desk::{NowBoard, SignedIn};
use model::{Look, Moment};

/// Minutes without a look after which the next one is a new look.
const LOOK_MINUTES: i64 = 30;

/// The look that goes on, or a new one where the last is over.
pub(crate) fn going_on(before: Option<Look>, now: Moment) -> Option<Look> {
    let before = before?;
    let over = now.0 - before.at.0 > LOOK_MINUTES * 60_000;
    Some(Look {
        since: if over { before.last } else { before.since },
        ..before
    })
}

/// What is remembered after a look at the board.
pub(crate) fn after(before: Option<Look>, board: &NowBoard, now: Moment) -> Look {
    Look {
        since: before.map_or(board.news.since, |look| look.since),
        last: board.last_document,
        at: now,
    }
}

/// Everything that is here now counts as seen.
pub(crate) async fn mark_seen(
    State(app): State<App>,
    Extension(signed): Extension<SignedIn>,
    headers: HeaderMap,
) -> Response {
    if let Some(before) = signed.person.look {
        let all = Look {
            since: before.last,
            at: app.desk.now(),
            ..before
        };
        if let Err(error) = app.desk.looked(&signed, &all).await {
            return problem::of(&error, &app, Language::choose(None, &headers));
        }
    }
    redirect("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::DocumentId;

    #[test]
    fn a_look_goes_on_until_it_was_left_for_a_while() {
        assert_eq!(going_on(None, Moment(0)), None);
        let look = Look {
            since: DocumentId(5),
            last: DocumentId(9),
            at: Moment(1_000_000),
        };
        let soon = going_on(Some(look), Moment(1_000_000 + 60_000)).unwrap();
        assert_eq!(soon.since, DocumentId(5));
        let later = going_on(Some(look), Moment(1_000_000 + 31 * 60_000)).unwrap();
        assert_eq!(later.since, DocumentId(9));
    }
}
