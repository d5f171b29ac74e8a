//! The thirty-second read: plain sentences made of the figures, each with links to its records.

use crate::cards::counted;
use crate::pages::proposals::waiting;
use crate::shell::Shell;
use crate::show::time_near;
use crate::words::{Piece, clip, joined, sentence};
use chrono_tz::Tz;
use desk::{EventCard, NEW_EVENTS_COUNTED_MAX, NowBoard};

/// Events that a sentence names.
const NAMED: usize = 3;
/// Characters of a title in a sentence.
const TITLE_CHARS: usize = 28;

pub(super) fn sentences(
    board: &NowBoard,
    narrow: bool,
    shell: &Shell,
    zone: Tz,
) -> Vec<Vec<Piece>> {
    let mut all = vec![news(board, shell, zone)];
    let comma = shell.t("list.semicolon");
    let named = |cards: &[EventCard], figure: &dyn Fn(&EventCard) -> String| {
        let groups = cards.iter().take(NAMED).map(|card| {
            let address = shell.to(&format!("/events/{}", card.id));
            let title = Piece::title(clip(&card.title, TITLE_CHARS), address);
            let figure = Piece::text(shell.n("read.beside", figure(card)));
            vec![title, figure]
        });
        joined(groups.collect(), &comma)
    };
    let voices = |card: &EventCard| counted(shell, "voice", card.documents + card.copies);
    let speed = |card: &EventCard| format!("×{:.1}", card.rise);
    if !board.by_heat.is_empty() {
        let key = if narrow { "read.big_here" } else { "read.big" };
        let list = named(&board.by_heat, &voices);
        all.push(sentence(shell, key, &[("list", list)]));
    }
    // What only goes on is no news.
    let rising: Vec<EventCard> = (board.by_rise.iter())
        .filter(|card| card.rise > 1.0)
        .cloned()
        .collect();
    if rising.is_empty() {
        if !board.by_heat.is_empty() {
            all.push(sentence(shell, "read.steady", &[]));
        }
    } else {
        let list = named(&rising, &speed);
        all.push(sentence(shell, "read.fast", &[("list", list)]));
    }
    all.extend(undecided(board, shell));
    all
}

/// What waits for a decision, for whoever may decide it.
fn undecided(board: &NowBoard, shell: &Shell) -> Option<Vec<Piece>> {
    let link = waiting(board.proposals, shell)?;
    let parts = [("proposals", vec![link])];
    Some(sentence(shell, "read.proposals", &parts))
}

fn news(board: &NowBoard, shell: &Shell, zone: Tz) -> Vec<Piece> {
    let news = &board.news;
    let since = news.since_at.map_or_else(
        || shell.t("read.begin").into_owned(),
        |at| time_near(at, board.as_of, zone).person,
    );
    let since = ("since", vec![Piece::text(since)]);
    if news.documents == 0 {
        return sentence(shell, "read.quiet", &[since]);
    }
    let documents = Piece::link(
        counted(shell, "document", news.documents),
        shell.to(&format!("/documents?after={}", news.since)),
    );
    let more = if news.events >= NEW_EVENTS_COUNTED_MAX as i64 {
        "+"
    } else {
        ""
    };
    let events = Piece::link(
        format!("{}{more}", counted(shell, "event", news.events)),
        shell.to(&format!("/events?order=opened&after={}", news.since)),
    );
    let parts = vec![
        since,
        ("documents", vec![documents]),
        ("events", vec![events]),
    ];
    sentence(shell, "read.news", &parts)
}
