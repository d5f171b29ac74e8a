//! Our own reader: finds the entries of RSS, Atom and CDF in whatever state they are, and says
//! what is wrong with them.

use super::FeedKind;
use super::current::{Current, based};
use super::draft::{Draft, Reading};
use super::entities::Entities;
use super::fields::{Field, Prefixes, Vocabulary, ends_markup, field_of, is_entry, is_root};
use super::nesting::Nesting;
use super::open::{Form, Open};
use super::scan::{Fault, Scanner, Tag, Token};
use chrono_tz::Tz;
use model::limits;
use url::Url;

/// Ranks that a source loses for standing deeper than the entry's own elements.
const NESTED_LOSS: u8 = 10;

/// What the text says as a feed, and the first thing in it that is not as XML asks; none if it does
/// not begin like a feed.
pub(super) fn read(text: &str, base_url: &str, zone: Tz) -> Option<(Reading, Option<Fault>)> {
    let mut reader = Reader::new(base_url, zone);
    let mut scanner = Scanner::new(text);
    let mut nesting = Nesting::default();
    while let Some(token) = scanner.next() {
        match token {
            Token::Open(tag) => {
                reader.depth = nesting.open(&tag, scanner.at());
                reader.open(&tag)?;
            }
            Token::Close(tag) => {
                nesting.close(&tag, scanner.at());
                reader.close(&tag);
            }
            Token::Text(text) => reader.text(text),
            Token::Literal(text) => reader.literal(text),
            Token::Doctype(doctype) => reader.entities.declare(doctype),
        }
        if reader.entities.has_unknown && nesting.fault.is_none() {
            nesting.fault = Some(("an unknown entity or a bare ampersand", scanner.at()));
        }
    }
    reader.cut_off();
    let fault = [nesting.end(text.len()), scanner.fault];
    let reading = Reading {
        kind: reader.kind?,
        title: reader.title,
        listed: reader.listed,
        drafts: reader.drafts,
    };
    Some((
        reading,
        fault.into_iter().flatten().min_by_key(|(_, at)| *at),
    ))
}

#[derive(Debug)]
struct Reader<'a> {
    zone: Tz,
    base: Option<Url>,
    entities: Entities<'a>,
    prefixes: Prefixes,
    kind: Option<FeedKind>,
    is_first: bool,
    /// How deep the element at hand is, as long as the nesting is whole.
    depth: Option<usize>,
    entry_depth: Option<usize>,
    title: Option<String>,
    listed: usize,
    drafts: Vec<Draft>,
    current: Option<Current>,
    open: Option<Open>,
}

impl<'a> Reader<'a> {
    fn new(base_url: &str, zone: Tz) -> Self {
        Self {
            zone,
            base: Url::parse(base_url).ok(),
            entities: Entities::new(),
            prefixes: Prefixes::default(),
            kind: None,
            is_first: true,
            depth: None,
            entry_depth: None,
            title: None,
            listed: 0,
            drafts: Vec::new(),
            current: None,
            open: None,
        }
    }

    /// A tag that opens; none if it shows that this is no feed.
    fn open(&mut self, tag: &Tag<'a>) -> Option<()> {
        let (prefix, name) = tag.names();
        self.prefixes.declare(tag);
        let vocabulary = self.prefixes.vocabulary(&prefix);
        let structural = matches!(vocabulary, Vocabulary::Core | Vocabulary::Other);
        let is_first = std::mem::take(&mut self.is_first);
        if is_first && matches!(&*name, "html" | "opml") {
            return None;
        }
        if structural && is_root(&name) {
            self.root(tag, &name);
        } else if structural && is_entry(&name) && (self.kind.is_some() || is_first) {
            self.entry(tag, &name);
        } else if self.kind.is_some() {
            self.inside(tag, vocabulary, &name);
        }
        Some(())
    }

    fn root(&mut self, tag: &Tag<'a>, name: &str) {
        self.end_entry();
        self.kind.get_or_insert(kind_of(name));
        if let Some(base) = tag.attribute("xml:base") {
            self.base = based(self.base.as_ref(), &self.entities.decode(base));
        }
    }

    fn entry(&mut self, tag: &Tag<'a>, name: &str) {
        self.end_entry();
        self.kind.get_or_insert(kind_of(name));
        let mut current = Current::new(self.base.clone());
        for (name, value) in tag.attributes() {
            let value = self.entities.decode(value);
            match name.to_ascii_lowercase().as_str() {
                "xml:base" => current.base = based(current.base.as_ref(), &value),
                "rdf:about" | "about" => current.offer_link(&value, 2),
                "href" => current.offer_link(&value, 1),
                "lastmod" => current.offer_time(&value, 5, self.zone),
                _ => {}
            }
        }
        self.current = Some(current);
        self.entry_depth = self.depth;
    }

    /// What a source loses for standing within another element of the entry.
    fn loss(&self) -> u8 {
        match (self.depth, self.entry_depth) {
            (Some(depth), Some(entry)) if depth > entry + 1 => NESTED_LOSS,
            _ => 0,
        }
    }

    /// A tag that is neither the feed's nor an entry's.
    fn inside(&mut self, tag: &Tag<'a>, vocabulary: Vocabulary, name: &str) {
        let found = field_of(vocabulary, name);
        if let Some(open) = &mut self.open {
            let ends = if open.field.is_long() {
                open.form != Form::Markup && ends_markup(open.field, vocabulary, name)
            } else {
                found.is_some()
            };
            if !ends {
                open.markup(tag);
                return;
            }
            self.end_field();
        }
        self.addresses(tag, vocabulary, name);
        let Some((field, rank)) = found.filter(|_| !tag.is_empty) else {
            return;
        };
        self.open = Some(Open::new(tag, name, field, rank + self.loss()));
    }

    /// Addresses that stand in attributes.
    fn addresses(&mut self, tag: &Tag<'a>, vocabulary: Vocabulary, name: &str) {
        let loss = self.loss();
        let Some(current) = &mut self.current else {
            return;
        };
        let (attribute, rank) = match (vocabulary, name) {
            (Vocabulary::Core, "link") => ("href", 1),
            (Vocabulary::Core, "a") => ("href", 3),
            (Vocabulary::Core, "content") => ("src", 4),
            _ => return,
        };
        let Some(value) = tag.attribute(attribute) else {
            return;
        };
        let relation = tag.attribute("rel").unwrap_or_default();
        let is_page = relation.is_empty() || relation.eq_ignore_ascii_case("alternate");
        let mut address = self.entities.decode(value);
        if let Some(base) = tag.attribute("xml:base") {
            let base = based(current.base.as_ref(), base);
            address = base
                .and_then(|base| base.join(address.trim()).ok())
                .map_or(address, String::from);
        }
        current.offer_link(&address, loss + if is_page { rank } else { 5 });
    }

    fn close(&mut self, tag: &Tag<'a>) {
        let (prefix, name) = tag.names();
        let vocabulary = self.prefixes.vocabulary(&prefix);
        let structural = matches!(vocabulary, Vocabulary::Core | Vocabulary::Other);
        if structural && (is_entry(&name) || is_root(&name)) {
            self.end_entry();
            return;
        }
        let Some(open) = &mut self.open else { return };
        let is_short = !open.field.is_long();
        if open.name == name || (is_short && field_of(vocabulary, &name).is_some()) {
            self.end_field();
        } else {
            open.markup(tag);
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = &mut self.open {
            open.text(text, &mut self.entities);
        }
    }

    fn literal(&mut self, text: &str) {
        if let Some(open) = &mut self.open {
            open.literal(text);
        }
    }

    fn end_field(&mut self) {
        let Some(open) = self.open.take() else { return };
        let Some(current) = &mut self.current else {
            if open.field == Field::Title && open.rank == 0 {
                self.title.get_or_insert(open.into_text());
            }
            return;
        };
        let (field, rank, is_address) = (open.field, open.rank, open.is_address);
        let text = open.into_text();
        match field {
            Field::Title => current.offer_title(text, rank),
            Field::Link => current.offer_link(&text, rank + if is_address { 0 } else { 5 }),
            Field::Id => current.offer_id(&text, rank, is_address),
            Field::Content => current.offer_content(text, rank),
            Field::Summary => current.offer_summary(text, rank),
            Field::Published => current.offer_time(&text, rank, self.zone),
            Field::Updated => current.offer_time(&text, rank + 4, self.zone),
            Field::Skip => {}
        }
    }

    fn end_entry(&mut self) {
        self.end_field();
        let Some(current) = self.current.take() else {
            return;
        };
        self.listed += 1;
        if self.drafts.len() < limits::ENTRIES_PER_VISIT_MAX {
            self.drafts.push(current.draft());
        }
    }

    /// The text ends here. What an entry says of itself must be whole, its text need not be.
    fn cut_off(&mut self) {
        if self.open.as_ref().is_some_and(|open| !open.field.is_long()) {
            self.open = None;
        }
        self.end_field();
        if self.current.as_ref().is_some_and(Current::has_own_name) {
            self.end_entry();
        }
    }
}

/// The kind that the outermost element, or an entry, shows.
fn kind_of(name: &str) -> FeedKind {
    if matches!(name, "feed" | "entry") {
        FeedKind::Atom
    } else {
        FeedKind::Rss
    }
}

#[cfg(test)]
mod tests;
