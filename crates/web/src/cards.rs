//! An event as it is shown in lists: its title, its figures, each of which opens to its records.

use crate::chart::{Spark, spark};
use crate::shell::Shell;
use crate::show::{Time, time_near};
use crate::words::{LISTED_TITLE_CHARS, clip, count};
use askama::Template;
use chrono_tz::Tz;
use desk::EventCard;
use model::{Moment, limits};

/// An event in a list.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    pub(crate) id: String,
    pub(crate) address: String,
    pub(crate) title: String,
    pub(crate) facts: Facts,
    pub(crate) places: Vec<ShownPlace>,
    pub(crate) spark: Option<Spark>,
}

/// A division with the list of what is spoken of there.
#[derive(Debug, Clone)]
pub(crate) struct ShownPlace {
    pub(crate) name: String,
    pub(crate) address: String,
}

/// The figures of an event.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(crate) heat: Figure,
    pub(crate) rise: Rise,
    /// Documents, copies, sources; those that are nothing are left out.
    pub(crate) counts: Vec<Figure>,
    pub(crate) last: Time,
}

/// A number in words with the address of its records.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    pub(crate) number: String,
    pub(crate) words: String,
    pub(crate) address: String,
}

/// Rise in a word, a sign and a number: colour alone says nothing.
#[derive(Debug, Clone)]
pub(crate) struct Rise {
    pub(crate) class: &'static str,
    pub(crate) sign: &'static str,
    pub(crate) word: String,
    pub(crate) factor: String,
}

/// The figures alone, as an open page takes them in.
#[derive(Debug, Template)]
#[template(path = "parts/facts.html")]
pub(crate) struct FactsPart {
    pub(crate) shell: Shell,
    pub(crate) facts: Facts,
}

/// Rise from which an event grows.
const GROWS: f64 = 1.5;
/// Rise below which it fades.
const FADES: f64 = 0.67;

pub(crate) fn card(card: &EventCard, as_of: Moment, shell: &Shell, zone: Tz) -> Card {
    Card {
        id: card.id.to_string(),
        address: shell.to(&format!("/events/{}", card.id)),
        title: clip(&card.title, LISTED_TITLE_CHARS),
        facts: facts(card, as_of, shell, zone),
        places: places(&card.places, shell),
        spark: (!card.spark.is_empty()).then(|| spark(&card.spark)),
    }
}

pub(crate) fn facts(card: &EventCard, as_of: Moment, shell: &Shell, zone: Tz) -> Facts {
    let event = shell.to(&format!("/events/{}", card.id));
    let figure = |number: i64, key: &str, address: String| Figure {
        number: count(number),
        words: counted(shell, key, number),
        address,
    };
    let more = if card.sources >= limits::EVENT_SOURCES_MAX {
        "+"
    } else {
        ""
    };
    let sources = card.sources as i64;
    let mut counts = vec![figure(
        card.documents,
        "document",
        format!("{event}#members"),
    )];
    if card.copies > 0 {
        let address = shell.to(&format!("/documents?event={}&copies=1", card.id));
        counts.push(figure(card.copies, "copy", address));
    }
    if sources > 0 {
        let mut one = figure(sources, "source", format!("{event}#first-seen"));
        one.number.push_str(more);
        counts.push(one);
    }
    Facts {
        heat: Figure {
            number: format!("{:.1}", card.heat),
            words: format!("{} {:.1}", shell.t("card.heat"), card.heat),
            address: format!("{event}#heat"),
        },
        rise: rise(card.rise, shell),
        counts,
        last: time_near(card.last_at, as_of, zone),
    }
}

/// “3 documents” and the like; `key` has a form for one and one for many.
pub(crate) fn counted(shell: &Shell, key: &str, number: i64) -> String {
    let form = if number == 1 { "one" } else { "many" };
    shell.n(&format!("count.{key}.{form}"), count(number))
}

pub(crate) fn places(places: &[(model::Place, String)], shell: &Shell) -> Vec<ShownPlace> {
    places
        .iter()
        .map(|(place, name)| ShownPlace {
            name: name.clone(),
            address: shell.to(&format!("/?place={}", place.0)),
        })
        .collect()
}

fn rise(rise: f64, shell: &Shell) -> Rise {
    let (class, sign) = match rise {
        rise if rise >= GROWS => ("grows", "↑"),
        rise if rise <= FADES => ("fades", "↓"),
        _ => ("steady", "→"),
    };
    Rise {
        class,
        sign,
        word: shell.t(&format!("rise.{class}")).into_owned(),
        factor: format!("×{rise:.1}"),
    }
}
