//! Which elements say what, in all the kinds of feeds.

use super::scan::Tag;

/// Prefixes that are remembered.
const PREFIXES_MAX: usize = 64;

/// The vocabulary that an element belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// RSS, Atom, CDF: whatever has no prefix.
    Core,
    /// Modules of RSS 1.0 for content.
    Content,
    /// Dublin Core with its terms.
    Dublin,
    /// Media RSS.
    Media,
    /// Podcasts.
    Podcast,
    /// XHTML.
    Xhtml,
    /// Anything else.
    Other,
}

/// What an element says of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Link,
    Id,
    Content,
    Summary,
    Published,
    Updated,
    /// It holds elements named like those of an entry, but about something else.
    Skip,
}

impl Field {
    /// Its content is markup of any length.
    pub(super) fn is_long(self) -> bool {
        matches!(self, Self::Content | Self::Summary | Self::Skip)
    }
}

/// The prefixes that a document declares.
#[derive(Debug, Default)]
pub(super) struct Prefixes(Vec<(String, Vocabulary)>);

impl Prefixes {
    /// Remembers what the tag declares.
    pub(super) fn declare(&mut self, tag: &Tag<'_>) {
        if !tag.raw.contains("xmlns:") && !tag.raw.contains("XMLNS:") {
            return;
        }
        for (name, value) in tag.attributes() {
            let name = name.to_ascii_lowercase();
            let Some(prefix) = name.strip_prefix("xmlns:") else {
                continue;
            };
            let vocabulary = by_address(&value.to_ascii_lowercase());
            self.0.retain(|(known, _)| known != prefix);
            if self.0.len() < PREFIXES_MAX {
                self.0.push((prefix.to_owned(), vocabulary));
            }
        }
    }

    /// The vocabulary of a prefix: as declared, else as usual.
    pub(super) fn vocabulary(&self, prefix: &str) -> Vocabulary {
        if prefix.is_empty() {
            return Vocabulary::Core;
        }
        let declared = self.0.iter().find(|(known, _)| known == prefix);
        declared.map_or_else(|| by_habit(prefix), |(_, vocabulary)| *vocabulary)
    }
}

/// The vocabulary of a namespace; addresses are often written a little wrong.
fn by_address(address: &str) -> Vocabulary {
    const KNOWN: &[(&str, Vocabulary)] = &[
        ("purl.org/rss/1.0/modules/content", Vocabulary::Content),
        ("purl.org/rss/1.0/modules/", Vocabulary::Other),
        ("purl.org/dc/", Vocabulary::Dublin),
        ("search.yahoo.com/mrss", Vocabulary::Media),
        ("itunes", Vocabulary::Podcast),
        ("podcast", Vocabulary::Podcast),
        ("w3.org/1999/xhtml", Vocabulary::Xhtml),
        ("purl.org/atom", Vocabulary::Core),
        ("w3.org/2005/atom", Vocabulary::Core),
        ("w3.org/1999/02/22-rdf", Vocabulary::Core),
        ("purl.org/rss/", Vocabulary::Core),
        ("purl.org/net/rss", Vocabulary::Core),
        ("backend.userland.com/rss", Vocabulary::Core),
        ("blogs.law.harvard.edu/tech/rss", Vocabulary::Core),
        ("my.netscape.com", Vocabulary::Core),
        ("channel.netscape.com", Vocabulary::Core),
    ];
    KNOWN
        .iter()
        .find(|(part, _)| address.contains(part))
        .map_or(Vocabulary::Other, |(_, vocabulary)| *vocabulary)
}

fn by_habit(prefix: &str) -> Vocabulary {
    match prefix {
        "atom" | "rss" | "a" | "atom10" | "atom03" | "rdf" => Vocabulary::Core,
        "content" => Vocabulary::Content,
        "dc" | "dcterms" => Vocabulary::Dublin,
        "media" => Vocabulary::Media,
        "itunes" | "googleplay" => Vocabulary::Podcast,
        "xhtml" | "html" | "xh" => Vocabulary::Xhtml,
        _ => Vocabulary::Other,
    }
}

/// What the element says, and how good a source it is: 0 is best.
pub(super) fn field_of(vocabulary: Vocabulary, name: &str) -> Option<(Field, u8)> {
    use Field::{Content, Id, Link, Published, Skip, Summary, Title, Updated};
    use Vocabulary as V;
    let found = match (vocabulary, name) {
        (V::Core, "title") => (Title, 0),
        (V::Dublin, "title") => (Title, 1),
        (V::Podcast, "title") => (Title, 2),
        (V::Media, "title") => (Title, 3),
        (V::Core, "link") => (Link, 0),
        (V::Core, "guid" | "id") => (Id, 0),
        (_, "encoded") | (V::Core, "content" | "fullitem") => (Content, 0),
        (V::Core | V::Xhtml, "body") => (Content, 1),
        (V::Core, "description" | "summary" | "abstract") => (Summary, 0),
        (V::Dublin, "description" | "abstract") | (V::Podcast, "summary") => (Summary, 1),
        (V::Podcast, "subtitle" | "description") | (V::Core, "subtitle" | "tagline") => {
            (Summary, 2)
        }
        (V::Media, "description") => (Summary, 3),
        (V::Core, "pubdate" | "published" | "issued") => (Published, 0),
        (V::Dublin | V::Core, "date") | (V::Dublin, "issued") => (Published, 1),
        (V::Dublin | V::Core, "created") => (Published, 2),
        (V::Core, "updated" | "modified" | "lastmod") | (V::Dublin, "modified") => (Updated, 0),
        (V::Core, "image" | "textinput" | "source") => (Skip, 0),
        _ => return None,
    };
    Some(found)
}

/// Whether the element is none of HTML: within markup it means that the field was never closed.
pub(super) fn ends_markup(field: Field, vocabulary: Vocabulary, name: &str) -> bool {
    field != Field::Skip
        && matches!(vocabulary, Vocabulary::Core | Vocabulary::Content)
        && matches!(
            name,
            "pubdate"
                | "guid"
                | "description"
                | "encoded"
                | "published"
                | "updated"
                | "issued"
                | "modified"
                | "created"
                | "author"
                | "category"
                | "enclosure"
                | "comments"
        )
}

/// An entry in any kind of feed.
pub(super) fn is_entry(name: &str) -> bool {
    matches!(name, "item" | "entry")
}

/// The outermost elements of a feed, and the channel.
pub(super) fn is_root(name: &str) -> bool {
    matches!(name, "rss" | "rdf" | "feed" | "channel")
}
