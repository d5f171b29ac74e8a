//! Heat by its parts and the last hour beside the usual, in words and numbers.

use crate::pages::sources::{kind_word, reach_word};
use crate::shell::Shell;
use crate::show::time;
use crate::words::count;
use chrono_tz::Tz;
use desk::{EventSheet, FALSE_ALARMS_A_DAY, HeatPart, HourRise, Said};
use model::{Reach, SourceKind};

/// One part of an event's heat.
#[derive(Debug, Clone)]
pub(crate) struct ShownPart {
    pub(crate) word: String,
    /// Of what kind and reach, or how long.
    pub(crate) note: String,
    /// Where its records are.
    pub(crate) address: String,
    pub(crate) amount: String,
    pub(crate) weight: String,
    pub(crate) heat: String,
}

/// What is left of a day's voices.
#[derive(Debug, Clone)]
pub(crate) struct ShownDay {
    pub(crate) day: String,
    pub(crate) voices: String,
    pub(crate) heat: String,
}

/// The last hour beside the usual.
#[derive(Debug, Clone)]
pub(crate) struct ShownHour {
    pub(crate) burst: bool,
    /// Against what this hour usually takes of a day.
    pub(crate) factor: String,
    pub(crate) usual: String,
    pub(crate) desk: String,
    pub(crate) own: String,
    pub(crate) stated: String,
}

pub(crate) fn parts(sheet: &EventSheet, shell: &Shell) -> Vec<ShownPart> {
    (sheet.heat.parts.iter())
        .map(|part| shown(part, sheet, shell))
        .collect()
}

/// How much of a flood is not counted.
fn left_out(part: &HeatPart, shell: &Shell) -> String {
    if part.left_out > 0.0 {
        format!(" · {}", shell.n("heat.left_out", decimal(part.left_out)))
    } else {
        String::new()
    }
}

/// Of what kind the sources are, and how far they are heard.
fn heard(kind: Option<SourceKind>, reach: Reach, shell: &Shell) -> String {
    let reach = reach_word(shell, Some(reach));
    match kind {
        Some(kind) => format!("{} · {reach}", kind_word(shell, kind)),
        None => reach,
    }
}

fn shown(part: &HeatPart, sheet: &EventSheet, shell: &Shell) -> ShownPart {
    let event = sheet.card.id;
    let (word, note, address, amount) = match &part.said {
        Said::Documents {
            copies,
            kind,
            reach,
        } => {
            let note = heard(*kind, *reach, shell);
            let (key, address) = if *copies {
                ("heat.copies", format!("/documents?event={event}&copies=1"))
            } else {
                ("heat.documents", format!("/events/{event}#members"))
            };
            let amount = count(part.amount.round() as i64);
            (shell.t(key).into_owned(), note, address, amount)
        }
        Said::Floods { kind, reach, .. } => {
            let note = heard(*kind, *reach, shell) + &left_out(part, shell);
            let amount = count(part.amount.round() as i64);
            let address = format!("/events/{event}#floods");
            (shell.t("flood.title").into_owned(), note, address, amount)
        }
        Said::List { source, name } => (
            crate::words::plain(name),
            shell.n("heat.on_list", decimal(part.hours)),
            format!("/sources/{source}"),
            decimal(part.amount),
        ),
    };
    ShownPart {
        word,
        note,
        address: shell.to(&address),
        amount,
        weight: format!("×{}", plain_number(part.weight)),
        heat: decimal(part.heat),
    }
}

pub(crate) fn days(sheet: &EventSheet, shell: &Shell, zone: Tz) -> Vec<ShownDay> {
    (sheet.heat.days.iter())
        .map(|day| {
            let date: String = time(day.day, zone).person.chars().take(10).collect();
            ShownDay {
                day: if day.and_before {
                    shell.n("heat.and_before", date)
                } else {
                    date
                },
                voices: count(day.voices),
                heat: decimal(day.heat),
            }
        })
        .collect()
}

pub(crate) fn hour(rise: &HourRise, shell: &Shell) -> ShownHour {
    let tag = shell.tag();
    let usual = rust_i18n::t!(
        "event.hour_usual",
        locale = tag,
        count = count(i64::from(rise.count)),
        day = count(i64::from(rise.day)),
        share = format!("{:.1} %", rise.share * 100.0),
        expected = decimal(rise.expected)
    );
    let desk = rust_i18n::t!(
        "event.hour_desk",
        locale = tag,
        count = count(i64::from(rise.desk_count)),
        usual = decimal(rise.desk_usual),
        days = count((rise.known_hours / 24) as i64)
    );
    let own = rust_i18n::t!(
        "event.hour_own",
        locale = tag,
        usual = decimal(rise.own.usual),
        chance = chance(rise.own.chance)
    );
    let stated = rust_i18n::t!(
        "event.hour_stated",
        locale = tag,
        rate = FALSE_ALARMS_A_DAY.to_string(),
        bound = chance(FALSE_ALARMS_A_DAY / 24.0)
    );
    ShownHour {
        burst: rise.own.burst,
        factor: format!("×{:.1}", rise.rise),
        usual: usual.to_string(),
        desk: desk.to_string(),
        own: own.to_string(),
        stated: stated.to_string(),
    }
}

/// One digit after the point; two where it would be nothing.
fn decimal(number: f64) -> String {
    if number != 0.0 && number.abs() < 0.95 {
        format!("{number:.2}")
    } else {
        format!("{number:.1}")
    }
}

/// A chance in hundredths, or that it is too small to be written.
fn chance(chance: f64) -> String {
    if chance < 1e-6 {
        "< 0.0001 %".to_owned()
    } else if chance < 0.001 {
        format!("{:.4} %", chance * 100.0)
    } else {
        format!("{:.1} %", chance * 100.0)
    }
}

/// At most three digits after the point.
fn plain_number(number: f64) -> String {
    let written = format!("{number:.3}");
    written
        .trim_end_matches('0')
        .trim_end_matches('.')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_never_nothing() {
        for (number, expected) in [
            (0.0, "0.0"),
            (0.04, "0.04"),
            (0.951, "1.0"),
            (12.34, "12.3"),
        ] {
            assert_eq!(decimal(number), expected);
        }
        for (number, expected) in [(1e-9, "< 0.0001 %"), (0.0005, "0.0500 %"), (0.25, "25.0 %")] {
            assert_eq!(chance(number), expected);
        }
        for (number, expected) in [(1.0, "1"), (0.5, "0.5"), (0.333_33, "0.333"), (10.0, "10")] {
            assert_eq!(plain_number(number), expected);
        }
    }
}
