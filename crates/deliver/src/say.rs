//! Word framed for people: level, title, text, link, and which part it is.

use crate::split::split;
use model::Level;
use ports::Word;

/// One part of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// Mark, level and title, for receivers that have a place for them.
    pub(crate) title: String,
    /// The rest, or everything.
    pub(crate) text: String,
    /// The key of this part.
    pub(crate) key: String,
    pub(crate) of: u32,
}

fn chinese(word: &Word) -> bool {
    word.language.is_empty() || word.language.starts_with("zh")
}

/// 【Ⅱ级橙色】, `[Level II, orange]`; nothing where there is no level.
fn level(word: &Word) -> String {
    let Some(level) = word.level else {
        return String::new();
    };
    if !chinese(word) {
        return format!("[Level {}, {}] ", level.roman(), level.word());
    }
    match level {
        Level::Red => "【Ⅰ级红色】",
        Level::Orange => "【Ⅱ级橙色】",
        Level::Yellow => "【Ⅲ级黄色】",
        Level::Blue => "【Ⅳ级蓝色】",
    }
    .to_owned()
}

/// Level and title in one line.
pub(crate) fn title(word: &Word) -> String {
    let line = word.title.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{}{line}", level(word))
}

fn mark(word: &Word, number: usize, of: usize) -> String {
    if chinese(word) {
        format!("[第 {number}/{of} 批次]")
    } else {
        format!("[part {number}/{of}]")
    }
}

/// Everything in one text: title, text, link, each on lines of their own.
fn whole(word: &Word) -> String {
    let mut whole = title(word);
    for more in [word.text.trim_end(), word.link.as_deref().unwrap_or("")] {
        if !more.is_empty() {
            whole.push('\n');
            whole.push_str(more);
        }
    }
    whole
}

/// The part that is to be sent next of a word that goes as one text; none where all were sent, then
/// with how many there are.
pub(crate) fn in_one_text(
    word: &Word,
    limit: usize,
    cost: impl Fn(char) -> usize,
) -> Result<Part, u32> {
    let marked = |number, of| format!("{}\n", mark(word, number, of));
    let parts = split(&whole(word), limit, cost, marked);
    next(word, &parts, |number, of, text| {
        if of == 1 {
            (String::new(), text.to_owned())
        } else {
            (String::new(), marked(number, of) + text)
        }
    })
}

/// The same of a word whose title has a place of its own: each part has it. The link is not in it.
pub(crate) fn title_apart(
    word: &Word,
    limit: usize,
    cost: impl Fn(char) -> usize,
) -> Result<Part, u32> {
    let parts = split(word.text.trim_end(), limit, cost, |_, _| String::new());
    next(word, &parts, |number, of, text| {
        let title = title(word);
        if of == 1 {
            (title, text.to_owned())
        } else {
            (
                format!("{} {title}", mark(word, number, of)),
                text.to_owned(),
            )
        }
    })
}

fn next(
    word: &Word,
    parts: &[String],
    frame: impl Fn(usize, usize, &str) -> (String, String),
) -> Result<Part, u32> {
    let of = parts.len() as u32;
    let number = word.parts_sent as usize + 1;
    let Some(text) = parts.get(number - 1) else {
        return Err(of);
    };
    let (title, text) = frame(number, parts.len(), text);
    Ok(Part {
        title,
        text,
        key: key(word, number as u32, of),
        of,
    })
}

/// The key of a part: that of the word where there is one part only.
pub(crate) fn key(word: &Word, number: u32, of: u32) -> String {
    if of == 1 {
        word.key.clone()
    } else {
        format!("{}-{number}of{of}", word.key)
    }
}

/// What a character costs in bytes.
pub(crate) fn bytes(c: char) -> usize {
    c.len_utf8()
}

/// What a character costs in bytes inside a JSON string.
pub(crate) fn json_bytes(c: char) -> usize {
    match c {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        c if c < ' ' => 6,
        c => c.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, language: &str, parts_sent: u32) -> Word {
        Word {
            key: "k".to_owned(),
            level: Some(Level::Orange),
            title: "东街\n停水".to_owned(),
            text: text.to_owned(),
            link: Some("https://desk.example/alerts/a1".to_owned()),
            language: language.to_owned(),
            parts_sent,
            ..Word::default()
        }
    }

    #[test]
    fn a_word_is_framed_in_the_language_of_the_office() {
        let part = in_one_text(&word("抢修中", "zh-CN", 0), 2_048, bytes);
        let part = part.expect("the first part is to be sent");
        let expected = "【Ⅱ级橙色】东街 停水\n抢修中\nhttps://desk.example/alerts/a1";
        assert_eq!((part.text.as_str(), part.of), (expected, 1));
        assert_eq!(part.key, "k");
        let part = title_apart(&word("crews are out", "en", 0), 2_048, bytes);
        let part = part.expect("the first part is to be sent");
        assert_eq!(part.title, "[Level II, orange] 东街 停水");
    }

    #[test]
    fn parts_are_numbered_and_end() {
        let long = "抢修中\n".repeat(100);
        let part = in_one_text(&word(&long, "", 1), 600, bytes).expect("there are more than two");
        assert!(part.text.starts_with("[第 2/"), "{}", part.text);
        assert_eq!(part.key, format!("k-2of{}", part.of));
        assert_eq!(
            in_one_text(&word(&long, "", part.of), 600, bytes),
            Err(part.of)
        );
        let part = title_apart(&word(&long, "en", 0), 600, bytes).expect("it is the first");
        assert!(
            part.title.starts_with("[part 1/2] [Level II"),
            "{}",
            part.title
        );
    }

    #[test]
    fn characters_cost_what_they_take_in_json() {
        let text = "a\"\\\n\t\u{1}停😀\u{8}\u{7f}";
        let cost: usize = text.chars().map(json_bytes).sum();
        assert_eq!(
            cost + 2,
            serde_json::to_string(text).map_or(0, |json| json.len())
        );
    }
}
