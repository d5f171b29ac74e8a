//! Sample people, sessions, entries and settings. All of it is fictional.

mod accounts;
mod answers;
mod corrections;
mod people;
mod proposals;
mod readings;

pub(crate) use corrections::put_right;
pub(crate) use people::one as person;
pub(crate) use people::people as directory;
pub(crate) use readings::{read_before, reading};

use crate::frame::{Frame, Visitor};
use crate::kept_fields::KeptFields;
use crate::language::Language;
use crate::pages::people::{directory, person, unit};
use crate::pages::person_form::PersonForm;
use crate::pages::proposals::ProposalsPage;
use crate::pages::{audit, heat, holds, keeping, kept, own, purged, settings, sign_in};
use crate::sample::{Amount, NOW};
use crate::sample_keeping::{self, purged_document};
use askama::Template;
use chrono_tz::Tz;
use desk::{HoldList, KeepPreview, OwnSheet, PersonSheet, ProposalList};
use model::{AuditEntry, Person, SecondStep, UnitId};
use people::{TOKEN, all, anybody, check, entry, link, offer, office, one, session, signed, units};

/// Whoever looks at the gallery may do everything.
pub(crate) fn frame() -> Frame {
    Frame::default().with(Some(Visitor::of(&signed(all(), false))))
}

type Named = Vec<(&'static str, String)>;

/// Pages of people and the office.
pub(crate) fn pages(
    amount: Amount,
    language: Language,
    zone: Tz,
) -> Result<Named, Box<dyn std::error::Error>> {
    let mut pages = signing_in(amount, language)?;
    pages.extend(arranging(amount, language, zone)?);
    pages.extend(crate::sample_channels::pages(amount, language, zone)?);
    pages.extend(crate::sample_duty_pages::pages(amount, language, zone)?);
    let list = ProposalList {
        proposals: proposals::proposals(amount),
        more: amount == Amount::Many,
    };
    pages.push((
        "proposals",
        ProposalsPage::new(&list, NOW, language, zone).render()?,
    ));
    Ok(pages)
}

fn signing_in(amount: Amount, language: Language) -> Result<Named, Box<dyn std::error::Error>> {
    let many = amount == Amount::Many;
    let words = |key: &str| rust_i18n::t!(key, locale = language.tag()).to_string();
    let typed = KeptFields::new(
        "/bring",
        vec![("text".to_owned(), "北门外大街路面塌陷\n已围挡".to_owned())],
    );
    let kept = many.then(|| typed.clone());
    let wrong = (amount != Amount::Empty).then(|| words("refused.sign_in.wrong"));
    Ok(vec![
        (
            "sign-in",
            sign_in::SignInPage::new(language, "/", "li.na", wrong, kept.clone()).render()?,
        ),
        (
            "sign-in-demonstration",
            sign_in::SignInPage::new(language, "/", "", None, None)
                .among(anybody(if many { 7 } else { 1 }))
                .render()?,
        ),
        (
            "code",
            sign_in::CodePage::new(language, "/", None, kept, "0123").render()?,
        ),
        (
            "welcome",
            sign_in::WelcomePage::new(language, TOKEN, &link(), None).render()?,
        ),
        ("kept", kept::KeptPage::new(typed, language).render()?),
    ])
}

fn arranging(
    amount: Amount,
    language: Language,
    zone: Tz,
) -> Result<Named, Box<dyn std::error::Error>> {
    let directory = people::people(amount);
    let sheet = PersonSheet {
        person: one(1),
        units: units(amount),
        sessions: (0..amount.count().min(2)).map(session).collect(),
    };
    let own_sheet = OwnSheet {
        person: Person {
            second_step: if amount == Amount::Many {
                SecondStep::Code
            } else {
                SecondStep::None
            },
            ..one(0)
        },
        unit: Some("青岚县舆情办".to_owned()),
        sessions: (0..amount.count().clamp(1, 5)).map(session).collect(),
        recovery_left: 7,
    };
    let came = own::Came {
        offer: (amount == Amount::One).then(offer),
        ..own::Came::default()
    };
    let invited = person::Came {
        link: (amount == Amount::One)
            .then(|| "https://desk.qinglan.example/welcome/4f2a9c".to_owned()),
        ..person::Came::default()
    };
    let entries: Vec<AuditEntry> = (0..amount.count()).map(entry).collect();
    let checked = (amount == Amount::One).then(check);
    let form = PersonForm::default();
    let unit = (amount != Amount::Empty).then_some(UnitId(1));
    let unit = unit::UnitPage::new(&directory, unit, None, None, language);
    Ok(vec![
        (
            "people",
            directory::PeoplePage::new(&directory, true, form, None, language, zone).render()?,
        ),
        (
            "person",
            person::PersonPage::new(&sheet, invited, language, zone).render()?,
        ),
        ("unit", unit.ok_or("the sample has this unit")?.render()?),
        (
            "own",
            own::OwnPage::new(&own_sheet, 1, came, language, zone).render()?,
        ),
        (
            "audit",
            audit::AuditPage::new(
                &entries,
                &directory.people,
                audit::Asked::default(),
                checked.as_ref(),
                language,
                zone,
            )
            .render()?,
        ),
        ("keeping", keeping_page(amount, language, zone).render()?),
        (
            "purged",
            purged::PurgedPage::new(&purged_document(), language, zone).render()?,
        ),
        (
            "holds",
            holds::HoldsPage::new(
                &HoldList {
                    holds: sample_keeping::holds(amount),
                    next: None,
                },
                &holds::Asked::default(),
                language,
                zone,
            )
            .render()?,
        ),
        (
            "heat",
            heat::HeatPage::new(&people::heat(amount), false, None, language).render()?,
        ),
        ("user_words", crate::sample_words::page(amount, language)?),
        (
            "settings",
            settings::SettingsPage::new(office(amount), 1, None, None, language, zone).render()?,
        ),
    ])
}

/// The rules of retention; of one, with the question before documents go.
fn keeping_page(amount: Amount, language: Language, zone: Tz) -> keeping::KeepingPage {
    let board = sample_keeping::board(amount);
    let page = keeping::KeepingPage::new(&board, amount == Amount::Many, language, zone);
    if amount != Amount::One {
        return page;
    }
    let preview = KeepPreview {
        changes: true,
        more: 12_034,
        held: 7,
        from: NOW,
    };
    let fields = vec![("days_feed".to_owned(), "30".to_owned())];
    page.asking(&preview, "/settings/retention", &fields, zone)
}
