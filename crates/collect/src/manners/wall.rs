//! Log-in walls: the desk reads what is open to everybody, and asks nowhere else.

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, WWW_AUTHENTICATE};
use url::{Host, Url};

/// Names of pages and servers that ask who one is.
const LOG_IN_NAMES: &[&str] = &[
    "login", "log-in", "log_in", "logon", "signin", "sign-in", "sign_in", "passport", "sso", "cas",
];

/// Whether an address is one where people log in, by a part of its path or the first label of
/// its host.
pub(crate) fn is_log_in(url: &Url) -> bool {
    let known = |part: &str| {
        let name = part.split(['.', ';']).next().unwrap_or(part);
        LOG_IN_NAMES
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
    };
    let label = match url.host() {
        Some(Host::Domain(name)) => name,
        _ => "",
    };
    known(label) || url.path().split('/').any(known)
}

/// Whether an answer asks who one is.
pub(crate) fn asks_for_log_in(status: StatusCode, headers: &HeaderMap) -> bool {
    status == StatusCode::UNAUTHORIZED
        || status == StatusCode::FORBIDDEN && headers.contains_key(WWW_AUTHENTICATE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walls_are_known_by_their_address() {
        for (text, wall) in [
            ("https://a.example/login", true),
            ("https://a.example/user/Login.aspx?to=/feed", true),
            ("https://a.example/login;jsessionid=1", true),
            ("https://passport.a.example/visitor", true),
            ("https://a.example/cas/", true),
            ("https://a.example/feed?login=1", false),
            ("https://a.example/blogin/casino", false),
            ("https://www.cas.example/feed.xml", false),
        ] {
            assert_eq!(is_log_in(&Url::parse(text).unwrap()), wall, "{text}");
        }
    }
}
