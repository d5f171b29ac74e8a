//! Pages of the sample roster.

use crate::language::Language;
use crate::pages::duty::{self, calendar, handover, rotation, settings, shift};
use crate::sample::Amount;
use crate::sample_duty as sample;
use askama::Template;
use chrono_tz::Tz;
use model::{DutyPost, PersonId};

type Named = Vec<(&'static str, String)>;

/// Pages of duty.
pub(crate) fn pages(
    amount: Amount,
    language: Language,
    zone: Tz,
) -> Result<Named, Box<dyn std::error::Error>> {
    let board = sample::board(amount);
    let many = amount == Amount::Many;
    let one = sample::shift(1, DutyPost::Officer);
    let clashes = if many {
        vec![sample::clash()]
    } else {
        Vec::new()
    };
    let kept = (amount != Amount::Empty).then_some(&one);
    let roster = duty::DutyPage::new(
        &board,
        Some(PersonId(1)),
        &duty::Asked::default(),
        language,
        zone,
    );
    let (plan, import, sheet) = (
        sample::plan(amount),
        sample::import(amount),
        sample::sheet(amount),
    );
    let (ask, some) = (sample::ask(), amount != Amount::Empty);
    let (ask, plan) = (some.then_some(&ask), some.then_some(&plan));
    let read = some.then_some((&import, "BEGIN:VCALENDAR"));
    let rules = (&board.settings, 1, board.people.as_slice());
    Ok(vec![
        ("duty", roster.render()?),
        (
            "duty-shift",
            shift::ShiftPage::new(&board.people, kept, None, &clashes, language, zone).render()?,
        ),
        (
            "duty-rotation",
            rotation::RotationPage::new(&board, ask, plan, None, language, zone).render()?,
        ),
        (
            "duty-import",
            calendar::ImportPage::new(read, DutyPost::Officer, None, language, zone).render()?,
        ),
        (
            "handover",
            handover::HandoverPage::new(&sheet, false, None, language, zone).render()?,
        ),
        (
            "duty-settings",
            settings::DutySettingsPage::new(rules.0, rules.1, rules.2, many, None, language)
                .render()?,
        ),
    ])
}
