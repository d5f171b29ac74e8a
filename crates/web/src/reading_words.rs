//! How a document is read, in words: what it is about, in which tone and toward what, and how sure
//! that is. A sign and a word, never colour alone.

use crate::cards::Figure;
use crate::shell::Shell;
use crate::show::{Time, time};
use crate::words::{count, plain};
use chrono_tz::Tz;
use desk::EventReadings;
use model::{Category, DocumentId, EventId, Reading, ReadingCorrection, ReadingSide, Tone};

/// A reading as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct ShownReading {
    /// The document, for putting it right.
    pub(crate) id: String,
    pub(crate) category: String,
    pub(crate) category_sure: String,
    pub(crate) tone: String,
    pub(crate) tone_sure: String,
    /// Its sign, which needs no colour.
    pub(crate) sign: &'static str,
    pub(crate) toward: Option<String>,
    /// Whether it was read at all.
    pub(crate) read: bool,
    pub(crate) categories: Vec<Choice>,
    pub(crate) tones: Vec<Choice>,
}

/// One of the things it could be.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) word: &'static str,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

pub(crate) fn reading(id: DocumentId, reading: &Reading, shell: &Shell) -> ShownReading {
    ShownReading {
        id: id.to_string(),
        category: category_word(reading.category, shell),
        category_sure: sure(reading.category_sure, reading.category_is_said(), shell),
        tone: tone_word(reading.tone, shell),
        tone_sure: sure(reading.tone_sure, reading.tone_is_said(), shell),
        sign: sign(reading.tone),
        toward: (reading.toward.as_ref()).map(|name| shell.n("reading.toward", plain(name))),
        read: reading.is_read(),
        categories: (Category::ALL.into_iter())
            .map(|one| Choice {
                word: one.word(),
                label: category_word(one, shell),
                chosen: one == reading.category,
            })
            .collect(),
        tones: (Tone::ALL.into_iter())
            .map(|one| Choice {
                word: one.word(),
                label: tone_word(one, shell),
                chosen: one == reading.tone,
            })
            .collect(),
    }
}

pub(crate) fn category_word(category: Category, shell: &Shell) -> String {
    shell
        .t(&format!("category.{}", category.word()))
        .into_owned()
}

pub(crate) fn tone_word(tone: Tone, shell: &Shell) -> String {
    shell.t(&format!("tone.{}", tone.word())).into_owned()
}

fn sign(tone: Tone) -> &'static str {
    match tone {
        Tone::Negative => "−",
        Tone::Neutral => "○",
        Tone::Positive => "+",
    }
}

fn sure(sure: f32, said: bool, shell: &Shell) -> String {
    if said {
        shell.t("reading.said").into_owned()
    } else {
        format!("{:.0} %", sure * 100.0)
    }
}

/// A count of an event's readings, with its share and the list it opens to.
#[derive(Debug, Clone)]
pub(crate) struct ShownCount {
    pub(crate) sign: &'static str,
    pub(crate) word: String,
    pub(crate) documents: Figure,
    pub(crate) share: String,
}

/// How the documents of an event are read.
#[derive(Debug, Clone, Default)]
pub(crate) struct ShownReadings {
    pub(crate) categories: Vec<ShownCount>,
    pub(crate) tones: Vec<ShownCount>,
    /// Categories that are not listed.
    pub(crate) more: Option<String>,
}

/// Categories listed of one event.
const CATEGORIES_SHOWN: usize = 5;

pub(crate) fn readings(event: EventId, readings: &EventReadings, shell: &Shell) -> ShownReadings {
    let one = |sign, word, asked: String, amount: i64| ShownCount {
        sign,
        word,
        documents: Figure {
            number: count(amount),
            words: crate::cards::counted(shell, "document", amount),
            address: shell.to(&format!("/documents?event={event}&{asked}")),
        },
        share: format!(
            "{:.0} %",
            amount as f64 * 100.0 / readings.total.max(1) as f64
        ),
    };
    let left = readings.categories.len().saturating_sub(CATEGORIES_SHOWN);
    ShownReadings {
        categories: (readings.categories.iter().take(CATEGORIES_SHOWN))
            .map(|(category, amount)| {
                let asked = format!("category={}", category.word());
                one("", category_word(*category, shell), asked, *amount)
            })
            .collect(),
        tones: (readings.tones.iter())
            .map(|(tone, amount)| {
                let asked = format!("tone={}", tone.word());
                one(sign(*tone), tone_word(*tone, shell), asked, *amount)
            })
            .collect(),
        more: (left > 0).then(|| shell.n("reading.more", left)),
    }
}

/// What a person put right about a document.
#[derive(Debug, Clone)]
pub(crate) struct ShownReadingCorrection {
    pub(crate) id: String,
    pub(crate) at: Time,
    pub(crate) who: String,
    pub(crate) words: String,
    pub(crate) undone: bool,
}

pub(crate) fn correction(
    made: &ReadingCorrection,
    shell: &Shell,
    zone: Tz,
) -> ShownReadingCorrection {
    let word = |side: ReadingSide| match side {
        ReadingSide::Category(category) => category_word(category, shell),
        ReadingSide::Tone(tone) => tone_word(tone, shell),
    };
    ShownReadingCorrection {
        id: made.id.to_string(),
        at: time(made.at, zone),
        who: made.who.name.clone(),
        words: format!("{} → {}", word(made.was), word(made.becomes)),
        undone: made.undone,
    }
}
