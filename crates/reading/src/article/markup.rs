//! The markup of a page made small before it is parsed: scripts, styles and remarks are most of
//! a page's bytes and none of its text.

use crate::page_tree::bounded;

/// Bytes of a page that are looked at, scripts and all.
const PAGE_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Bytes of scripts in which times are looked for.
const SCRIPT_BYTES_MAX: usize = 512 * 1024;
/// Blocks of data about the page that are kept.
const DATA_BLOCKS_MAX: usize = 40;

/// A page apart: what is parsed, and what its scripts say about it.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The markup without scripts, styles and remarks, bounded.
    pub(super) html: String,
    /// The blocks of JSON-LD.
    pub(super) data: Vec<String>,
    /// Other scripts, as far as they are kept.
    pub(super) scripts: String,
}

/// Takes a page apart.
pub(super) fn take_apart(page: &str) -> Parts {
    let mut end = PAGE_BYTES_MAX.min(page.len());
    while !page.is_char_boundary(end) {
        end -= 1;
    }
    let mut rest = page.get(..end).unwrap_or_default();
    let mut parts = Parts::default();
    let mut html = String::with_capacity(rest.len() / 2);
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        html.push_str(before);
        rest = if tag.starts_with("<!--") {
            after_remark(tag)
        } else if let Some(name) = silent_name(tag) {
            after_silent(tag, name, &mut parts)
        } else {
            let end = tag_end(tag);
            let (tag, after) = tag.split_at(end);
            html.push_str(tag);
            after
        };
    }
    html.push_str(rest);
    parts.html = bounded(&html);
    parts
}

/// What follows a remark; one that never ends is only its mark.
fn after_remark(tag: &str) -> &str {
    let body = tag.get(4..).unwrap_or_default();
    match body.split_once("-->") {
        Some((_, after)) => after,
        None => body,
    }
}

/// The length of a tag; angle brackets within quotes do not end it.
fn tag_end(tag: &str) -> usize {
    let mut quote = 0u8;
    let mut value = false;
    for (at, byte) in tag.bytes().enumerate() {
        match byte {
            b'>' if quote == 0 => return at + 1,
            b'"' | b'\'' if quote == 0 && value => quote = byte,
            _ if quote != 0 && byte == quote => quote = 0,
            b'<' if quote == 0 && at > 0 => return at,
            _ => {}
        }
        value = byte == b'=' || (value && byte.is_ascii_whitespace());
    }
    // A quote that never ends: the tag ends at its first bracket.
    tag.find('>').map_or(tag.len(), |end| end + 1)
}

fn silent_name(tag: &str) -> Option<&'static str> {
    ["script", "style", "noscript", "template", "svg", "iframe"]
        .into_iter()
        .find(|name| {
            let bytes = tag.as_bytes();
            bytes
                .get(1..=name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
                && bytes
                    .get(name.len() + 1)
                    .is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-')
        })
}

/// What follows an element whose content is not read; its script is kept apart.
fn after_silent<'a>(tag: &'a str, name: &str, parts: &mut Parts) -> &'a str {
    let (open, body) = tag.split_at(tag_end(tag));
    if open.ends_with("/>") && name == "svg" {
        return body;
    }
    let Some(end) = closing(body, name) else {
        return body;
    };
    let (content, after) = body.split_at(end);
    if name == "script" {
        keep_script(open, content, parts);
    }
    after.find('>').map_or("", |end| after.split_at(end + 1).1)
}

fn closing(body: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = body.get(from..)?.find("</") {
        let name_at = from + at + 2;
        if body
            .as_bytes()
            .get(name_at..name_at + name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        {
            return Some(from + at);
        }
        from = name_at;
    }
    None
}

fn keep_script(open: &str, content: &str, parts: &mut Parts) {
    if open.to_ascii_lowercase().contains("ld+json") {
        if parts.data.len() < DATA_BLOCKS_MAX && content.len() <= SCRIPT_BYTES_MAX {
            parts.data.push(content.to_owned());
        }
    } else if parts.scripts.len() + content.len() <= SCRIPT_BYTES_MAX {
        parts.scripts.push_str(content);
        parts.scripts.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn scripts_and_remarks_are_apart() {
        let parts = take_apart(
            "<p title='a>b'>雨</p><!-- <p>x</p> --><SCRIPT>if (a<b) {}</SCRIPT><style>p{}</style>\
             <script type=\"application/ld+json\">{}</script><p>雪</p><script>var x",
        );
        assert_eq!(parts.html, "<p title='a>b'>雨</p><p>雪</p>var x");
        assert_eq!(parts.data, ["{}"]);
        assert_eq!(parts.scripts, "if (a<b) {}\n");
    }

    #[test]
    fn many_void_and_unclosed_elements_are_not_deep() {
        let page = format!("{}<b>雨</b>", "<br><img src=x><p>a<li>b".repeat(2_000));
        assert!(take_apart(&page).html.ends_with("<b>雨</b>"));
    }

    proptest! {
        #[test]
        fn any_markup_is_taken_apart(page in "[<>/!a-z \"'=\\-雨]{0,120}|(<(script|style|/script|!--|--|p)>?){0,20}") {
            take_apart(&page);
        }
    }
}
