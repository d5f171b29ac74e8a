//! A query on a single document, in memory.

use super::{near, pattern};
use crate::fold::fold;
use crate::segment::spaced_words;
use model::{
    Category, DocumentId, EventId, Language, Moment, Owner, Part, Place, Query, SourceKind, Tone,
};
use regex::Regex;
use std::collections::HashMap;

/// What a query looks at.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The document's number.
    pub id: DocumentId,
    /// Folded title, `\n`, folded body.
    pub folded: &'a str,
    /// The title as given.
    pub title: &'a str,
    /// The body as given.
    pub text: &'a str,
    /// Its own address.
    pub url: Option<&'a str>,
    /// The source's name, as shown.
    pub source: &'a str,
    /// What kind of source it is.
    pub kind: SourceKind,
    /// Whose source it is.
    pub owner: Owner,
    /// The language it is written in.
    pub language: Language,
    /// Places it speaks of.
    pub places: &'a [Place],
    /// What it is about.
    pub category: Category,
    /// Its tone.
    pub tone: Tone,
    /// When it was published.
    pub published_at: Moment,
    /// The event it belongs to, where one is known.
    pub event: Option<EventId>,
    /// That event's heat, where it is known.
    pub heat: Option<f64>,
}

impl Default for View<'_> {
    fn default() -> Self {
        Self {
            id: DocumentId(0),
            folded: "\n",
            title: "",
            text: "",
            url: None,
            source: "",
            kind: SourceKind::File,
            owner: Owner::Unsaid,
            language: Language::Unknown,
            places: &[],
            category: Category::Other,
            tone: Tone::Neutral,
            published_at: Moment(0),
            event: None,
            heat: None,
        }
    }
}

impl<'a> View<'a> {
    /// The folded texts of the parts asked for.
    pub(super) fn parts(&self, part: Part) -> impl Iterator<Item = &'a str> + use<'a> {
        let (title, body) = self.folded.split_once('\n').unwrap_or((self.folded, ""));
        let title = part.holds(Part::Title).then_some(title);
        let body = part.holds(Part::Body).then_some(body);
        title.into_iter().chain(body)
    }

    fn given(&self, part: Part) -> impl Iterator<Item = &'a str> + use<'a> {
        let title = part.holds(Part::Title).then_some(self.title);
        let body = part.holds(Part::Body).then_some(self.text);
        title.into_iter().chain(body)
    }
}

/// A query made ready to look at many documents.
#[derive(Debug, Clone)]
pub struct Matcher {
    query: Query,
    patterns: HashMap<String, Regex>,
}

impl Matcher {
    /// Makes it ready.
    pub fn new(query: Query) -> Self {
        let mut patterns = HashMap::new();
        query.any(&mut |leaf| {
            if let Query::Pattern(_, written) = leaf
                && let Ok(compiled) = pattern::compiled(written)
            {
                patterns.insert(written.clone(), compiled);
            }
            false
        });
        Self { query, patterns }
    }

    /// The query itself.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Whether the document is what the query asks for.
    pub fn matches(&self, view: &View<'_>) -> bool {
        self.holds(&self.query, view)
    }

    fn holds(&self, query: &Query, view: &View<'_>) -> bool {
        match query {
            Query::And(parts) => parts.iter().all(|part| self.holds(part, view)),
            Query::Or(parts) => parts.iter().any(|part| self.holds(part, view)),
            Query::AtLeast(least, parts) => {
                let holding = parts.iter().filter(|part| self.holds(part, view));
                holding.take(*least).count() == *least
            }
            Query::Not(part) => !self.holds(part, view),
            Query::Pattern(part, written) => self
                .patterns
                .get(written)
                .is_some_and(|regex| view.parts(*part).any(|text| regex.is_match(text))),
            leaf => says(leaf, view).unwrap_or_else(|| is(leaf, view)),
        }
    }
}

/// Whether the document is what the query asks for. Where many are asked, [`Matcher`] is faster.
pub fn matches(query: &Query, view: &View<'_>) -> bool {
    Matcher::new(query.clone()).matches(view)
}

/// What the text says; none where the leaf does not ask for text.
fn says(leaf: &Query, view: &View<'_>) -> Option<bool> {
    Some(match leaf {
        Query::Word(part, word) => {
            let mut texts = view.parts(*part);
            texts.any(|text| spaced_words(text).any(|other| other == word))
        }
        Query::Prefix(part, stem) => {
            let mut texts = view.parts(*part);
            texts.any(|text| spaced_words(text).any(|word| word.starts_with(stem.as_str())))
        }
        Query::Sequence(Part::Whole, sequence) => view.folded.contains(sequence.as_str()),
        Query::Sequence(part, sequence) => view
            .parts(*part)
            .any(|text| text.contains(sequence.as_str())),
        Query::Exact(part, text) => view.given(*part).any(|given| given.contains(text.as_str())),
        Query::Near(near) => view.parts(near.part).any(|text| near::holds(near, text)),
        _ => return None,
    })
}

/// What is known of the document besides its text.
fn is(leaf: &Query, view: &View<'_>) -> bool {
    match leaf {
        Query::Source(name) => fold(view.source).contains(name.as_str()),
        Query::Kind(kind) => *kind == view.kind,
        Query::Owner(owner) => *owner == view.owner,
        Query::Site(site) => view
            .url
            .and_then(host)
            .is_some_and(|host| lies_on(&host, site)),
        Query::Url(text) => view
            .url
            .is_some_and(|url| url.to_lowercase().contains(text.as_str())),
        Query::Place(places) => {
            let spoken_of = |place: &Place| view.places.iter().any(|other| place.includes(*other));
            places.iter().any(spoken_of)
        }
        Query::Language(language) => *language == view.language,
        Query::Category(category) => *category == view.category,
        Query::Tone(tone) => *tone == view.tone,
        Query::Event(event) => view.event == Some(*event),
        Query::Heat(range) => view.heat.is_some_and(|heat| range.holds(heat)),
        Query::Documents(ids) => ids.binary_search(&view.id).is_ok(),
        Query::Published(from, to) => {
            from.is_none_or(|from| from <= view.published_at)
                && to.is_none_or(|to| view.published_at < to)
        }
        // Nothing is known to be similar, or of a topic, until the desk has looked.
        Query::Similar(_) | Query::Topic(_) => false,
        _ => true,
    }
}

/// The host of an address, in small letters.
pub fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next()?.trim_matches('.');
    (!host.is_empty()).then(|| host.to_lowercase())
}

fn lies_on(host: &str, site: &str) -> bool {
    host.strip_suffix(site)
        .is_some_and(|before| before.is_empty() || before.ends_with('.'))
}
