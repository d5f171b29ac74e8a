//! The language of a page: asked for, remembered, preferred by the browser, or Chinese.

use crate::frame::Frame;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};

/// Languages of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// 简体中文.
    Chinese,
    /// English.
    English,
}

impl Language {
    /// All of them.
    pub(crate) const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// BCP 47 tag, and the name of the catalogue.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// What its speakers call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chinese => "中文",
            Self::English => "English",
        }
    }

    fn from_tag(tag: &str) -> Option<Self> {
        let lower = tag.trim().to_ascii_lowercase();
        match lower.split('-').next() {
            Some("zh") => Some(Self::Chinese),
            Some("en") => Some(Self::English),
            _ => None,
        }
    }

    /// Asked for by `?lang=`, else by the cookie, else by the person's record, else by the office,
    /// else by the browser.
    pub(crate) fn choose(asked: Option<&str>, headers: &HeaderMap) -> Self {
        asked
            .and_then(Self::from_tag)
            .or_else(|| cookie_value(headers, "lang").and_then(Self::from_tag))
            .or_else(|| {
                Frame::current()
                    .language()
                    .and_then(|tag| Self::from_tag(&tag))
            })
            .or_else(|| preferred(headers))
            .unwrap_or(Self::Chinese)
    }
}

/// The value of a cookie.
pub(crate) fn cookie_value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

/// The first language we have; browsers list what they prefer first.
fn preferred(headers: &HeaderMap) -> Option<Language> {
    let value = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    value
        .split(',')
        .filter_map(|part| part.split(';').next())
        .find_map(Language::from_tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn what_is_asked_comes_before_what_is_remembered_and_preferred() {
        let mut headers = HeaderMap::new();
        assert_eq!(Language::choose(None, &headers), Language::Chinese);
        headers.insert(
            ACCEPT_LANGUAGE,
            HeaderValue::from_static("fr,en-GB;q=0.8,zh;q=0.5"),
        );
        assert_eq!(Language::choose(None, &headers), Language::English);
        headers.insert(COOKIE, HeaderValue::from_static("a=b; lang=zh-CN"));
        assert_eq!(Language::choose(None, &headers), Language::Chinese);
        assert_eq!(Language::choose(Some("en"), &headers), Language::English);
        assert_eq!(Language::choose(Some("xx"), &headers), Language::Chinese);
    }
}
