//! Sitemaps: the pages a site lists for machines, news sitemaps and lists of sitemaps among them.

use crate::address::canonical_url;
use crate::charset::decode;
use crate::dates::read_time;
use crate::plain_text::clean_line;
use chrono_tz::Tz;
use flate2::read::MultiGzDecoder;
use model::{Moment, limits};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};
use std::borrow::Cow;
use std::io::Read;
use thiserror::Error;

/// Entries of one sitemap, as its standard says.
const ENTRIES_MAX: usize = 50_000;
/// Bytes of one text in it.
const TEXT_BYTES_MAX: usize = 8 * 1024;
/// Warnings that are told one by one.
const WARNINGS_MAX: usize = 20;
/// Warnings that are counted.
const WARNINGS_KEPT_MAX: usize = 1_000;

/// What a sitemap lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sitemap {
    /// Its pages in their order.
    pub pages: Vec<SitePage>,
    /// Further sitemaps, and when each last changed.
    pub more: Vec<(String, Option<Moment>)>,
    /// What was not as it should be.
    pub warnings: Vec<String>,
}

/// One page of a sitemap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SitePage {
    /// Its address.
    pub url: String,
    /// Its headline, in news sitemaps.
    pub title: Option<String>,
    /// When it last changed.
    pub changed_at: Option<Moment>,
    /// When it was published, in news sitemaps.
    pub published_at: Option<Moment>,
}

/// Why bytes are no sitemap, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SitemapProblem {
    /// Nothing came.
    #[error("the answer is empty; try again later, or check the address")]
    Empty,
    /// It cannot be unpacked.
    #[error("it is packed with gzip and cannot be unpacked: {0}; try again later")]
    Packed(String),
    /// Something else.
    #[error("this is no sitemap; look in the site's robots.txt for its sitemap's address")]
    Other,
}

/// Reads a sitemap: XML or plain text, packed with gzip or not. Times without a zone are in
/// `zone`.
pub fn read_sitemap(
    bytes: &[u8],
    content_type: Option<&str>,
    base_url: &str,
    zone: Tz,
) -> Result<Sitemap, SitemapProblem> {
    let mut sitemap = Sitemap::default();
    let bytes = unpacked(bytes, &mut sitemap)?;
    let decoded = decode(&bytes, content_type);
    let text = decoded
        .text
        .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    sitemap.warnings.extend(decoded.warning);
    if text.is_empty() {
        return Err(SitemapProblem::Empty);
    }
    let known = if text.starts_with('<') {
        read_xml(text, base_url, zone, &mut sitemap)
    } else {
        read_lines(text, &mut sitemap)
    };
    if !known {
        return Err(SitemapProblem::Other);
    }
    if sitemap.warnings.len() > WARNINGS_MAX {
        let rest = sitemap.warnings.len() - WARNINGS_MAX;
        sitemap.warnings.truncate(WARNINGS_MAX);
        sitemap.warnings.push(format!("and {rest} more"));
    }
    Ok(sitemap)
}

fn unpacked<'a>(bytes: &'a [u8], sitemap: &mut Sitemap) -> Result<Cow<'a, [u8]>, SitemapProblem> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut out = Vec::new();
    let mut unpacking = MultiGzDecoder::new(bytes).take(limits::BODY_BYTES_MAX as u64);
    if let Err(error) = unpacking.read_to_end(&mut out) {
        if out.is_empty() {
            return Err(SitemapProblem::Packed(error.to_string()));
        }
        sitemap.warnings.push(format!(
            "its gzip breaks off: {error}; what came before is read"
        ));
    }
    if out.len() == limits::BODY_BYTES_MAX {
        sitemap
            .warnings
            .push("it is too long; its beginning is read".to_owned());
    }
    Ok(Cow::Owned(out))
}

fn read_lines(text: &str, sitemap: &mut Sitemap) -> bool {
    for (number, line) in (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
    {
        if is_full(sitemap) {
            break;
        }
        match canonical_url(line, None) {
            Some(url) => sitemap.pages.push(SitePage {
                url,
                ..SitePage::default()
            }),
            None if sitemap.warnings.len() < WARNINGS_KEPT_MAX => {
                sitemap
                    .warnings
                    .push(format!("line {number} is no address"));
            }
            None => break,
        }
    }
    !sitemap.pages.is_empty()
}

fn is_full(sitemap: &mut Sitemap) -> bool {
    let full = sitemap.pages.len() + sitemap.more.len() >= ENTRIES_MAX;
    if full {
        sitemap.warnings.push(format!(
            "it lists more than {ENTRIES_MAX} entries; the rest is not read"
        ));
    }
    full
}

/// What has been read of one entry.
#[derive(Default)]
struct Entry {
    page: SitePage,
    open: bool,
}

impl Entry {
    fn opened() -> Self {
        Self {
            open: true,
            page: SitePage::default(),
        }
    }
}

fn read_xml(text: &str, base_url: &str, zone: Tz, sitemap: &mut Sitemap) -> bool {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut known = false;
    let mut depth = 0i64;
    let mut entry = Entry::default();
    let mut said = String::new();
    let broken = loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                said.clear();
                match tag.local_name().as_ref() {
                    "urlset" | "sitemapindex" => known = true,
                    "url" | "sitemap" => entry = Entry::opened(),
                    _ => {}
                }
            }
            Ok(Event::Text(piece)) => push(&mut said, &piece),
            Ok(Event::CData(piece)) => push(&mut said, &piece),
            Ok(Event::GeneralRef(name)) => push(&mut said, &referred(&name)),
            Ok(Event::End(tag)) => {
                depth -= 1;
                let name = tag.local_name();
                if !closed(name.as_ref(), &said, &mut entry, (base_url, zone), sitemap) {
                    return known;
                }
                said.clear();
            }
            Ok(Event::Eof) if depth == 0 => return known,
            Ok(Event::Eof) => break "its end is missing".to_owned(),
            Ok(_) => {}
            Err(error) => break format!("its XML breaks off: {error}"),
        }
    };
    let why = format!("{broken}; what came before is read");
    sitemap.warnings.push(why);
    known
}

fn push(said: &mut String, piece: &str) {
    if said.len() + piece.len() <= TEXT_BYTES_MAX {
        said.push_str(piece);
    }
}

/// What `&amp;` and its like stand for.
fn referred(name: &BytesRef) -> String {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return c.to_string();
    }
    resolve_predefined_entity(name)
        .unwrap_or_default()
        .to_owned()
}

/// Takes what an element said. False where nothing more fits.
fn closed(
    name: &str,
    said: &str,
    entry: &mut Entry,
    of: (&str, Tz),
    sitemap: &mut Sitemap,
) -> bool {
    let time = || read_time(said, of.1).map(|(at, _)| at);
    match name {
        // Pictures and videos have a `loc` of their own; the page's comes first.
        "loc" if entry.open && entry.page.url.is_empty() => match canonical_url(said, Some(of.0)) {
            Some(url) => entry.page.url = url,
            None => no_address(said, sitemap),
        },
        "lastmod" => entry.page.changed_at = time(),
        "publication_date" => entry.page.published_at = time(),
        "title" if entry.page.title.is_none() => {
            let title: String = clean_line(said)
                .chars()
                .take(limits::TITLE_CHARS_MAX)
                .collect();
            entry.page.title = Some(title).filter(|title| !title.is_empty());
        }
        "url" | "sitemap" => {
            let page = std::mem::take(entry).page;
            return page.url.is_empty() || add(name, page, sitemap);
        }
        _ => {}
    }
    true
}

fn no_address(said: &str, sitemap: &mut Sitemap) {
    if sitemap.warnings.len() < WARNINGS_KEPT_MAX {
        let shown: String = clean_line(said).chars().take(80).collect();
        let why = format!("{shown:?} is no address; it is left out");
        sitemap.warnings.push(why);
    }
}

/// Takes a whole entry. False where no more fits.
fn add(name: &str, page: SitePage, sitemap: &mut Sitemap) -> bool {
    if is_full(sitemap) {
        return false;
    }
    if name == "url" {
        sitemap.pages.push(page);
    } else {
        sitemap.more.push((page.url, page.changed_at));
    }
    true
}

#[cfg(test)]
mod tests;
