//! The tour: five pages, each with a card that says what it is for. It is shown on the first
//! sign-in; whoever may not open a page is not led there.

use crate::frame::Frame;
use axum::http::Uri;
use desk::Act;

/// A step.
#[derive(Debug)]
pub(crate) struct Step {
    /// Its heading in the catalogue.
    title: &'static str,
    /// What the page is for, in the catalogue.
    words: &'static str,
    /// What one must be allowed to do to be led there.
    act: Act,
    /// The page; `/events` stands for that of the biggest event.
    pub(crate) path: &'static str,
}

/// All of them, in order.
const STEPS: [Step; 5] = [
    Step {
        title: "tour.now.title",
        words: "tour.now.words",
        act: Act::SeeEvents,
        path: "/",
    },
    Step {
        title: "tour.event.title",
        words: "tour.event.words",
        act: Act::SeeEvents,
        path: "/events",
    },
    Step {
        title: "tour.search.title",
        words: "tour.search.words",
        act: Act::Search,
        path: "/search",
    },
    Step {
        title: "tour.sources.title",
        words: "tour.sources.words",
        act: Act::SeeSources,
        path: "/sources",
    },
    Step {
        title: "tour.bring.title",
        words: "tour.bring.words",
        act: Act::Bring,
        path: "/bring",
    },
];

/// The steps that whoever looks is led through.
pub(crate) fn steps(frame: &Frame) -> Vec<&'static Step> {
    STEPS.iter().filter(|step| frame.may(step.act)).collect()
}

/// The card of a step on its page.
#[derive(Debug)]
pub(crate) struct TourCard {
    pub(crate) title: &'static str,
    pub(crate) words: &'static str,
    pub(crate) number: usize,
    pub(crate) of: usize,
    /// Numbers of the steps before and after.
    pub(crate) before: Option<usize>,
    pub(crate) after: Option<usize>,
}

impl TourCard {
    /// That of the page that is shown, if it is shown for the tour.
    pub(crate) fn of(frame: &Frame) -> Option<Self> {
        let number = frame.tour?;
        let steps = steps(frame);
        let step = steps.get(number.checked_sub(1)?)?;
        Some(Self {
            title: step.title,
            words: step.words,
            number,
            of: steps.len(),
            before: (number > 1).then(|| number - 1),
            after: (number < steps.len()).then_some(number + 1),
        })
    }
}

/// Which step an address asks for.
pub(crate) fn step_of(uri: &Uri) -> Option<usize> {
    let pairs = uri.query()?.split('&');
    let mut steps = pairs.filter_map(|pair| pair.strip_prefix("tour="));
    steps.next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_step() {
        for (address, step) in [
            ("/", None),
            ("/?tour=1", Some(1)),
            ("/search?q=a&tour=3", Some(3)),
            ("/search?q=tour=3", None),
            ("/?tour=x", None),
        ] {
            assert_eq!(step_of(&address.parse().unwrap()), step, "{address}");
        }
    }

    #[test]
    fn nobody_is_led_without_having_signed_in() {
        let frame = Frame {
            tour: Some(1),
            ..Frame::default()
        };
        assert!(TourCard::of(&frame).is_none());
    }
}
