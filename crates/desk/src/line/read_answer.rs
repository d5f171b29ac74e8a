//! Read an answer: the bytes of one request to what they say, by the kind of the source. Pure.

use super::report::{LeftOut, Offer};
use chrono_tz::Tz;
use model::{Moment, Rank, Source, SourceKind, TimeNote, limits};
use reading::{Entry, FeedProblem, ListEntry, SitePage};

/// The bytes of one answer and where they came from.
#[derive(Debug, Clone)]
pub(super) struct Bytes {
    pub(super) body: Vec<u8>,
    pub(super) content_type: Option<String>,
    pub(super) url: String,
}

/// A link whose page may hold an item.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Link {
    pub(super) url: String,
    /// What the list says of it already.
    pub(super) title: String,
    pub(super) text: String,
    pub(super) published_at: Option<Moment>,
    pub(super) time_note: TimeNote,
    /// When the page was changed, where a sitemap says so.
    pub(super) changed_at: Option<Moment>,
}

/// What an answer says.
#[derive(Debug, Default)]
pub(super) struct Answer {
    /// What the source calls itself.
    pub(super) title: Option<String>,
    /// Entries that are whole.
    pub(super) entries: Vec<Entry>,
    /// Entries that hold no word: neither headline nor text.
    pub(super) wordless: usize,
    /// Links whose pages hold the items.
    pub(super) links: Vec<Link>,
    /// The next page of a list.
    pub(super) next: Option<String>,
    /// Sitemaps that an index names, newest first.
    pub(super) sitemaps: Vec<String>,
    /// Places on a hot list.
    pub(super) ranks: Vec<Rank>,
    /// What was left out, and why.
    pub(super) left_out: Vec<LeftOut>,
    /// What was not as it should be.
    pub(super) warnings: Vec<String>,
}

/// Why an answer says nothing, and what might be done instead.
#[derive(Debug)]
pub(super) struct Unread {
    pub(super) why: String,
    pub(super) offer: Option<Offer>,
}

impl From<String> for Unread {
    fn from(why: String) -> Self {
        Self { why, offer: None }
    }
}

/// Reads an answer. `now` settles times such as "yesterday".
pub(super) fn read_answer(
    source: &Source,
    from: &Bytes,
    now: Moment,
    zone: Tz,
) -> Result<Answer, Unread> {
    match source.kind {
        SourceKind::ListPage => list(source, from, now, zone),
        SourceKind::HotList => hot_list(from, zone),
        SourceKind::Sitemap => sitemap(from, zone),
        SourceKind::Feed | SourceKind::WatchedPage | SourceKind::File | SourceKind::Hand => {
            feed(source, from, zone)
        }
    }
}

fn feed(source: &Source, from: &Bytes, zone: Tz) -> Result<Answer, Unread> {
    let feed = reading::read_feed(&from.body, from.content_type.as_deref(), &from.url, zone)
        .map_err(|problem| refused(&problem, from))?;
    let mut answer = Answer {
        title: feed.title,
        warnings: feed.warnings,
        wordless: feed.wordless,
        ..Answer::default()
    };
    if feed.wordless > 0 {
        answer.left_out.push(LeftOut {
            what: format!("{} entries", feed.wordless),
            why: "they hold no word: neither headline nor text".to_owned(),
        });
    }
    if source.rules.full_text {
        let (with, without): (Vec<_>, Vec<_>) = feed
            .entries
            .into_iter()
            .partition(|entry| entry.url.is_some());
        answer.links = with.into_iter().filter_map(link_of_entry).collect();
        answer.entries = without;
    } else {
        answer.entries = feed.entries;
    }
    Ok(answer)
}

/// An OPML list or a page where a feed is expected is recognised, and said what it is.
fn refused(problem: &FeedProblem, from: &Bytes) -> Unread {
    let offer = match problem {
        FeedProblem::Opml => reading::read_opml(&from.body, from.content_type.as_deref())
            .ok()
            .map(|opml| Offer::Opml(opml.subscriptions.len())),
        FeedProblem::Page(_) => Some(Offer::Discover),
        _ => None,
    };
    let why = match &offer {
        Some(Offer::Opml(count)) => format!(
            "this is an OPML list of {count} subscriptions, not a feed; import it with `caifeng source import {}` \
             or on the page “Sources”",
            from.url
        ),
        _ => problem.to_string(),
    };
    Unread { why, offer }
}

fn link_of_entry(entry: Entry) -> Option<Link> {
    Some(Link {
        url: entry.url?,
        title: entry.title,
        text: entry.text,
        published_at: entry.published_at,
        time_note: entry.time_note,
        changed_at: None,
    })
}

fn list(source: &Source, from: &Bytes, now: Moment, zone: Tz) -> Result<Answer, Unread> {
    let content_type = from.content_type.as_deref();
    let mut warnings = Vec::new();
    let rules = if let Some(rules) = &source.rules.list {
        rules.clone()
    } else {
        let found = reading::propose_list(&from.body, content_type, &from.url, now, zone);
        let best = found.into_iter().next().ok_or_else(|| {
            "no list of links was found on the page; give selectors for it, or choose another page"
                .to_owned()
        })?;
        warnings.push(format!("the list was found by itself: {}", best.rules.item));
        best.rules
    };
    let page = reading::read_list(&from.body, content_type, &from.url, &rules, now, zone)
        .map_err(|problem| problem.to_string())?;
    let mut answer = Answer {
        next: page.next,
        warnings,
        left_out: page
            .left_out
            .into_iter()
            .map(|left| LeftOut {
                what: left.what,
                why: left.why,
            })
            .collect(),
        ..Answer::default()
    };
    let whole = rules.text.is_some() && !source.rules.full_text;
    for entry in page.entries {
        place_entry(entry, whole, &mut answer);
    }
    Ok(answer)
}

/// An entry whose text stands in the list is whole; the page of any other is followed.
fn place_entry(entry: ListEntry, whole: bool, answer: &mut Answer) {
    match entry.url {
        Some(url) if !whole => answer.links.push(Link {
            url,
            title: entry.title,
            text: entry.text,
            published_at: entry.published_at,
            time_note: entry.time_note,
            changed_at: None,
        }),
        url => answer.entries.push(Entry {
            external_id: url
                .clone()
                .unwrap_or_else(|| format!("{:x}", reading::address_hash(&entry.title))),
            url,
            title: entry.title,
            text: entry.text,
            published_at: entry.published_at,
            time_note: entry.time_note,
        }),
    }
}

fn hot_list(from: &Bytes, zone: Tz) -> Result<Answer, Unread> {
    let list = reading::read_hot_list(&from.body, from.content_type.as_deref(), zone)
        .map_err(|problem| problem.to_string())?;
    let mut answer = Answer {
        warnings: list.warnings,
        ..Answer::default()
    };
    for entry in list.entries.into_iter().take(limits::ENTRIES_PER_VISIT_MAX) {
        answer.ranks.push(Rank {
            external_id: entry.external_id.clone(),
            rank: entry.rank,
            heat: entry.heat,
        });
        answer.entries.push(Entry {
            external_id: entry.external_id,
            url: entry.url,
            title: entry.title,
            text: String::new(),
            published_at: entry.published_at,
            time_note: if entry.published_at.is_some() {
                TimeNote::Given
            } else {
                TimeNote::Missing
            },
        });
    }
    Ok(answer)
}

fn sitemap(from: &Bytes, zone: Tz) -> Result<Answer, Unread> {
    let map = reading::read_sitemap(&from.body, from.content_type.as_deref(), &from.url, zone)
        .map_err(|problem| problem.to_string())?;
    let mut answer = Answer {
        warnings: map.warnings,
        ..Answer::default()
    };
    let mut pages: Vec<SitePage> = map.pages;
    // What is new comes first; pages that do not say when keep their order after those.
    pages.sort_by_key(|page| std::cmp::Reverse(page.published_at.or(page.changed_at)));
    answer.links = pages
        .into_iter()
        .map(|page| Link {
            url: page.url,
            title: page.title.unwrap_or_default(),
            text: String::new(),
            time_note: if page.published_at.is_some() {
                TimeNote::Given
            } else {
                TimeNote::Missing
            },
            published_at: page.published_at,
            changed_at: page.changed_at,
        })
        .collect();
    let mut more = map.more;
    more.sort_by_key(|(_, changed)| std::cmp::Reverse(*changed));
    answer.sitemaps = more.into_iter().map(|(url, _)| url).collect();
    Ok(answer)
}
