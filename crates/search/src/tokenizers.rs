//! The two ways a text is cut. Neither decides anything: words were cut before, pairs need no
//! decision.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Parts the words of an entry.
pub(crate) const WORD_PART: char = '\u{1f}';
/// Parts title and body; no pair spans it.
pub(crate) const FIELD_PART: char = '\n';
/// Stands after the last character of title and body, so that it too begins a pair.
pub(crate) const END: char = '\0';
/// Bytes of a word beyond which the index keeps none.
const WORD_BYTES_MAX: usize = 60_000;

/// Gives back the words that were joined, one by one.
#[derive(Debug, Clone, Default)]
pub(crate) struct JoinedWords {
    token: Token,
}

impl Tokenizer for JoinedWords {
    type TokenStream<'a> = JoinedWordsStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> JoinedWordsStream<'a> {
        self.token.reset();
        JoinedWordsStream {
            words: text.split(WORD_PART),
            token: &mut self.token,
        }
    }
}

pub(crate) struct JoinedWordsStream<'a> {
    words: std::str::Split<'a, char>,
    token: &'a mut Token,
}

impl TokenStream for JoinedWordsStream<'_> {
    fn advance(&mut self) -> bool {
        for word in self.words.by_ref() {
            if !word.is_empty() && word.len() <= WORD_BYTES_MAX {
                self.token.position = self.token.position.wrapping_add(1);
                self.token.text.clear();
                self.token.text.push_str(word);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Gives every pair of neighbouring characters with the place of the first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pairs {
    token: Token,
}

impl Tokenizer for Pairs {
    type TokenStream<'a> = PairsStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PairsStream<'a> {
        self.token.reset();
        let mut chars = text.chars();
        PairsStream {
            next: chars.next(),
            chars,
            token: &mut self.token,
        }
    }
}

pub(crate) struct PairsStream<'a> {
    next: Option<char>,
    chars: std::str::Chars<'a>,
    token: &'a mut Token,
}

impl TokenStream for PairsStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some(first) = self.next {
            self.next = self.chars.next();
            self.token.position = self.token.position.wrapping_add(1);
            if first != FIELD_PART {
                let second = self.next.filter(|c| *c != FIELD_PART).unwrap_or(END);
                self.token.text.clear();
                self.token.text.push(first);
                self.token.text.push(second);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(mut tokenizer: impl Tokenizer, text: &str) -> Vec<(usize, String)> {
        let mut stream = tokenizer.token_stream(text);
        let mut tokens = Vec::new();
        while stream.advance() {
            tokens.push((stream.token().position, stream.token().text.clone()));
        }
        tokens
    }

    #[test]
    fn every_character_begins_a_pair_and_none_spans_the_border() {
        let pairs = tokens(Pairs::default(), "雨a\n雪");
        assert_eq!(
            pairs,
            [(0, "雨a".into()), (1, "a\0".into()), (3, "雪\0".into())]
        );
        assert!(tokens(Pairs::default(), "").is_empty());
        assert!(tokens(Pairs::default(), "\n").is_empty());
    }

    #[test]
    fn words_come_back_as_they_were_cut() {
        let words = tokens(JoinedWords::default(), "路面\u{1f}塌陷");
        assert_eq!(words, [(0, "路面".into()), (1, "塌陷".into())]);
        assert!(tokens(JoinedWords::default(), "").is_empty());
    }
}
