//! Text without the characters that deceive: controls, and marks that turn the reading direction.

/// One line for a title: controls and direction marks removed, whitespace collapsed.
pub fn clean_line(text: &str) -> String {
    let mut lines = Lines::default();
    for shown in text.chars() {
        lines.push(shown);
    }
    lines.finish()
}

/// Text that is no markup: controls and direction marks removed, line breaks kept, ends trimmed.
pub fn clean_text(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(shown) = chars.next() {
        match shown {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => cleaned.push('\n'),
            _ if is_unwanted(shown) => {}
            _ => cleaned.push(shown),
        }
    }
    let trimmed = cleaned.trim();
    if trimmed.len() == cleaned.len() {
        return cleaned;
    }
    trimmed.to_owned()
}

/// Whether a character shows nothing and can only deceive: it is dropped wherever text is read.
fn is_unwanted(shown: char) -> bool {
    match shown {
        '\n' | '\t' => false,
        // Marks, embeddings, overrides and isolates of direction, and the stray byte order mark.
        '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{feff}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        _ => shown.is_control(),
    }
}

/// Lines in the making: whitespace collapses, empty lines vanish.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    text: String,
    gap: Gap,
}

/// What is owed before the next visible character.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Gap {
    #[default]
    None,
    Space,
    Break,
}

impl Lines {
    /// Takes one character; any whitespace becomes at most one space.
    pub(crate) fn push(&mut self, shown: char) {
        if shown.is_whitespace() {
            self.space();
        } else if !is_unwanted(shown) {
            if !self.text.is_empty() {
                match self.gap {
                    Gap::None => {}
                    Gap::Space => self.text.push(' '),
                    Gap::Break => self.text.push('\n'),
                }
            }
            self.gap = Gap::None;
            self.text.push(shown);
        }
    }

    /// Parts what came from what comes by a space.
    pub(crate) fn space(&mut self) {
        if self.gap == Gap::None {
            self.gap = Gap::Space;
        }
    }

    /// Parts what came from what comes by a line break.
    pub(crate) fn line_break(&mut self) {
        self.gap = Gap::Break;
    }

    /// The text, without anything at its ends.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_line_without_controls() {
        let table = [
            ("  多\n行 \t标题 ", "多 行 标题"),
            ("a\u{202e}b\u{2066}c\u{200f}d\u{061c}e", "abcde"),
            ("a\0b\u{7f}c\u{9b}d", "abcd"),
            ("\u{feff}\u{3000}\u{3000}开头", "开头"),
            ("", ""),
            ("\u{202a}\u{202c}", ""),
        ];
        for (given, wanted) in table {
            assert_eq!(clean_line(given), wanted, "{given:?}");
        }
    }

    #[test]
    fn a_text_keeps_its_lines() {
        let table = [
            ("一\r\n二\r三\u{2028}四", "一\n二\n三\n四"),
            (" a\tb\n\n c ", "a\tb\n\n c"),
            ("x\u{1b}[31my\u{202d}", "x[31my"),
            ("\n\n", ""),
        ];
        for (given, wanted) in table {
            assert_eq!(clean_text(given), wanted, "{given:?}");
        }
    }
}
