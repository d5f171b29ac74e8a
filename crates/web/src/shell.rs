//! What surrounds every page: language, title, where one is, where one can go.

use crate::assets::{Names, names};
use crate::frame::{Frame, Theme};
use crate::language::Language;
use crate::places::PLACES;
use crate::tour::TourCard;
use desk::Act;
use std::borrow::Cow;

/// The shell of a page.
#[derive(Debug, Clone)]
pub(crate) struct Shell {
    pub(crate) language: Language,
    /// Title of the page, in its language.
    pub(crate) title: String,
    /// Which item of the navigation this is.
    pub(crate) here: &'static str,
    /// Address of this page without its language and below the root.
    pub(crate) address: String,
    /// What stands in the search box.
    pub(crate) query: String,
    /// What every page says of this desk: words of the catalogue.
    pub(crate) notice: Option<&'static str>,
    /// Whether the page holds a chart, and needs what draws it.
    pub(crate) charts: bool,
    /// Path under which a proxy shows the desk; goes before every address of ours.
    pub(crate) root: String,
    pub(crate) frame: Frame,
    assets: &'static Names,
}

/// The first page of those that whoever looks may open.
pub(crate) fn home(frame: &Frame) -> &'static str {
    let first = PLACES.iter().find(|place| frame.may(place.act));
    first.map_or("/account", |place| place.path)
}

/// An item of the navigation as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct NavItem {
    pub(crate) address: String,
    pub(crate) word: String,
    pub(crate) key: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) tab: bool,
    pub(crate) current: bool,
}

/// One position of the switch between light and dark.
#[derive(Debug, Clone)]
pub(crate) struct ThemeChoice {
    pub(crate) value: &'static str,
    pub(crate) word: String,
    pub(crate) sign: &'static str,
    pub(crate) chosen: bool,
}

impl Shell {
    pub(crate) fn new(language: Language, here: &'static str, address: impl Into<String>) -> Self {
        let frame = Frame::current();
        Self {
            language,
            title: String::new(),
            here,
            address: address.into(),
            query: String::new(),
            notice: frame.notice.map(crate::notice::Notice::words),
            charts: false,
            root: frame.root.to_string(),
            frame,
            assets: names(),
        }
    }

    /// Whether whoever looks may do this, by its word: for showing only what leads somewhere.
    pub(crate) fn may(&self, act: &str) -> bool {
        let act = Act::ALL.into_iter().find(|one| one.word() == act);
        act.is_some_and(|act| self.frame.may(act))
    }

    /// What forms of this session carry in their first field.
    pub(crate) fn form_token(&self) -> &str {
        self.frame.form_token()
    }

    /// Words of the catalogue.
    pub(crate) fn t(&self, key: &str) -> Cow<'static, str> {
        rust_i18n::t!(key, locale = self.language.tag())
            .to_string()
            .into()
    }

    /// Words of the catalogue with a number in them.
    pub(crate) fn n(&self, key: &str, n: impl std::fmt::Display) -> String {
        rust_i18n::t!(key, locale = self.language.tag(), n = n.to_string()).to_string()
    }

    /// What the desk said of a visit, in the language of the page.
    pub(crate) fn said(&self, note: &str) -> String {
        crate::said::said(note, self.language)
    }

    pub(crate) fn tag(&self) -> &'static str {
        self.language.tag()
    }

    pub(crate) fn assets(&self) -> &'static Names {
        self.assets
    }

    /// The address of a path of ours, wherever a proxy shows the desk.
    pub(crate) fn to(&self, path: &str) -> String {
        self.frame.to(path)
    }

    /// Where one can go from here. A page that a person may not see is left out here.
    pub(crate) fn nav(&self) -> Vec<NavItem> {
        let Some(visitor) = &self.frame.visitor else {
            return Vec::new();
        };
        PLACES
            .iter()
            .filter(|place| visitor.may(place.act))
            .map(|place| NavItem {
                address: self.to(place.path),
                word: self.t(place.word).into_owned(),
                key: place.key,
                icon: place.icon,
                tab: place.tab,
                current: self.here == place.here,
            })
            .collect()
    }

    /// Where the name of the house leads.
    pub(crate) fn home(&self) -> String {
        self.to(home(&self.frame))
    }

    /// The card of the tour on this page.
    pub(crate) fn tour(&self) -> Option<TourCard> {
        TourCard::of(&self.frame)
    }

    /// How the pages look: for the attribute of the page; nothing where the system decides.
    pub(crate) fn theme(&self) -> Option<&'static str> {
        (self.frame.theme != Theme::Auto).then(|| self.frame.theme.word())
    }

    /// The positions of the switch between light and dark.
    pub(crate) fn themes(&self) -> Vec<ThemeChoice> {
        Theme::ALL
            .into_iter()
            .map(|theme| ThemeChoice {
                value: theme.word(),
                word: self.t(&format!("theme.{}", theme.word())).into_owned(),
                sign: match theme {
                    Theme::Auto => "◐",
                    Theme::Light => "☀",
                    Theme::Dark => "☾",
                },
                chosen: self.frame.theme == theme,
            })
            .collect()
    }

    /// The other languages, with the address of this page in each.
    pub(crate) fn others(&self) -> Vec<(&'static str, &'static str, String)> {
        let joiner = if self.address.contains('?') { '&' } else { '?' };
        Language::ALL
            .into_iter()
            .filter(|language| *language != self.language)
            .map(|language| {
                let (here, tag) = (self.to(&self.address), language.tag());
                (tag, language.name(), format!("{here}{joiner}lang={tag}"))
            })
            .collect()
    }
}
