//! Phrases with choices in them: `{a|b}` draws one, `{x=a|b}` draws and remembers it as `x`,
//! `{#2-9}` is a number, `{town}` a name of the county, drawn once for each post.
//!
//! `{date}`, `{time}` and `{anchor:date}` stay as they are until it is settled when the post
//! appears (see `calendar`).

use super::chance::Chance;
use super::content::Places;
use std::collections::BTreeMap;

/// Writes the phrases of one post, so that what was drawn once stays the same.
pub(super) struct Phrases<'a> {
    chance: &'a mut Chance,
    places: &'a Places,
    drawn: BTreeMap<String, String>,
}

impl<'a> Phrases<'a> {
    pub(super) fn new(chance: &'a mut Chance, places: &'a Places) -> Self {
        Self {
            chance,
            places,
            drawn: BTreeMap::new(),
        }
    }

    /// The chance that draws, for what else is to be decided of the post.
    pub(super) fn chance(&mut self) -> &mut Chance {
        self.chance
    }

    /// A phrase with every choice made.
    pub(super) fn write(&mut self, phrase: &str) -> String {
        let mut written = String::with_capacity(phrase.len());
        let mut rest = phrase;
        while let Some((before, after)) = rest.split_once('{') {
            written.push_str(before);
            let Some((inside, beyond)) = after.split_once('}') else {
                written.push_str(after);
                return written;
            };
            written.push_str(&self.choice(inside));
            rest = beyond;
        }
        written.push_str(rest);
        written
    }

    fn choice(&mut self, inside: &str) -> String {
        if let Some(range) = inside.strip_prefix('#') {
            return self.number(range);
        }
        if inside.contains('|') {
            let (name, choices) = match inside.split_once('=') {
                Some((name, choices)) => (Some(name), choices),
                None => (None, inside),
            };
            let all: Vec<&str> = choices.split('|').collect();
            let one = self.chance.one(&all).copied().unwrap_or_default();
            if let Some(name) = name {
                self.drawn.insert(name.to_owned(), one.to_owned());
            }
            return one.to_owned();
        }
        if let Some(drawn) = self.drawn.get(inside) {
            return drawn.clone();
        }
        let Some(names) = self.places.names(inside) else {
            return format!("{{{inside}}}");
        };
        let one = self.chance.one(names).cloned().unwrap_or_default();
        self.drawn.insert(inside.to_owned(), one.clone());
        one
    }

    fn number(&mut self, range: &str) -> String {
        let (least, most) = range.split_once('-').unwrap_or((range, range));
        let (least, most) = (least.parse().unwrap_or(0), most.parse().unwrap_or(0));
        self.chance.between(least, most).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::content::Content;

    #[test]
    fn choices_are_made_and_remembered() {
        let content = Content::read().unwrap();
        let mut chance = Chance::of(3, "phrases");
        let mut phrases = Phrases::new(&mut chance, &content.places);
        let drawn = phrases.write("{x=甲|乙}、{x}、{town}、{town}，{#4-4}，{date}，{fall:time}");
        let parts: Vec<&str> = drawn.split(['、', '，']).collect();
        assert_eq!((parts[0], parts[2]), (parts[1], parts[3]));
        assert!(content.places.town.iter().any(|town| town == parts[2]));
        assert_eq!(parts[4..], ["4", "{date}", "{fall:time}"]);
        assert_eq!(phrases.write("{没有结束"), "没有结束");
    }
}
