//! Links of a page: which lead to another page, and why the others are left out.

use crate::address::canonical_url;
use url::Url;

/// Something that stood in a list and was not taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What it was: its headline, else its link.
    pub what: String,
    /// Why it was left out.
    pub why: String,
}

/// The address that a link leads to, in one form, or why it leads to no page.
pub(crate) fn link_target(href: &str, base: &str, page_url: &str) -> Result<String, &'static str> {
    let href = href.trim();
    if href.is_empty() || href.starts_with('#') {
        return Err("its link leads to the list itself");
    }
    let scheme = href
        .split_once(':')
        .map(|(scheme, _)| scheme.trim().to_ascii_lowercase());
    match scheme.as_deref() {
        Some("mailto") => return Err("its link writes a mail"),
        Some("javascript") => return Err("its link runs a script; only the browser can follow it"),
        Some("tel" | "sms") => return Err("its link dials a number"),
        _ => {}
    }
    let resolved = Url::parse(base).and_then(|base| base.join(href));
    match resolved {
        Err(_) => return Err("its link is no address"),
        Ok(url) if !matches!(url.scheme(), "http" | "https") => {
            return Err("its link is neither http nor https");
        }
        Ok(_) => {}
    }
    let url = canonical_url(href, Some(base)).ok_or("its link is too long or has no host")?;
    if Some(&url) == canonical_url(page_url, None).as_ref() {
        return Err("its link leads to the list itself");
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_somewhere_or_are_left_out_with_words() {
        const PAGE: &str = "https://www.qinglan.example/news/index.html";
        for (href, expected) in [
            ("a.html", Ok("https://www.qinglan.example/news/a.html")),
            ("/b?id=1#top", Ok("https://www.qinglan.example/b?id=1")),
            ("//m.qinglan.example/c", Ok("https://m.qinglan.example/c")),
            ("http://other.example", Ok("http://other.example/")),
            ("#", Err("itself")),
            ("index.html#more", Err("itself")),
            ("", Err("itself")),
            ("mailto:x@qinglan.example", Err("mail")),
            ("JavaScript:void(0)", Err("script")),
            ("tel:12345", Err("number")),
            ("ftp://qinglan.example/a", Err("http")),
            ("http://[", Err("address")),
        ] {
            match (link_target(href, PAGE, PAGE), expected) {
                (Ok(found), Ok(expected)) => assert_eq!(found, expected),
                (Err(found), Err(expected)) => assert!(found.contains(expected), "{href}: {found}"),
                (found, _) => panic!("{href}: {found:?}"),
            }
        }
    }
}
