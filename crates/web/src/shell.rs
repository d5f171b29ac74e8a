//! What surrounds every page: language, title, where one is.

use crate::assets::{Names, names};
use crate::language::Language;
use std::borrow::Cow;

/// The shell of a page.
#[derive(Debug, Clone)]
pub(crate) struct Shell {
    pub(crate) language: Language,
    /// Title of the page, in its language.
    pub(crate) title: String,
    /// Which item of the navigation this is.
    pub(crate) here: &'static str,
    /// Address of this page without its language.
    pub(crate) address: String,
    /// What stands in the search box.
    pub(crate) query: String,
    /// What every page says of this desk: words of the catalogue.
    pub(crate) notice: Option<&'static str>,
    assets: &'static Names,
}

impl Shell {
    pub(crate) fn new(language: Language, here: &'static str, address: impl Into<String>) -> Self {
        Self {
            language,
            title: String::new(),
            here,
            address: address.into(),
            query: String::new(),
            notice: crate::notice::words(),
            assets: names(),
        }
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

    pub(crate) fn tag(&self) -> &'static str {
        self.language.tag()
    }

    pub(crate) fn assets(&self) -> &'static Names {
        self.assets
    }

    /// The other languages, with the address of this page in each.
    pub(crate) fn others(&self) -> Vec<(&'static str, &'static str, String)> {
        let joiner = if self.address.contains('?') { '&' } else { '?' };
        Language::ALL
            .into_iter()
            .filter(|language| *language != self.language)
            .map(|language| {
                (
                    language.tag(),
                    language.name(),
                    format!("{}{joiner}lang={}", self.address, language.tag()),
                )
            })
            .collect()
    }
}
