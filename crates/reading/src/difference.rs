//! What changed in a watched page, line by line.

use similar::{Algorithm, ChangeTag, TextDiff, TextDiffConfig};

/// Lines of each text that are compared; more makes comparing quadratic.
const LINES_MAX: usize = 5_000;
/// Characters of one line.
const LINE_CHARS_MAX: usize = 2_000;
/// Lines of a difference that are shown.
const SHOWN_LINES_MAX: usize = 400;
/// Characters beside the digits of a line that only counts or tells the clock.
const JITTER_WORDS_MAX: usize = 12;

/// Words of lines that count or tell the clock.
const COUNTED: [&str; 20] = [
    "浏览",
    "阅读",
    "点击",
    "访问",
    "在线",
    "次数",
    "人气",
    "现在时间",
    "当前时间",
    "今天是",
    "北京时间",
    "更新时间",
    "刷新",
    "星期",
    "views",
    "visitors",
    "online",
    "hits",
    "clicks",
    "time",
];

/// What two texts do not share.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Lines that only the new text has.
    pub added: Vec<String>,
    /// Lines that only the old text has.
    pub removed: Vec<String>,
    /// Both in their order, led by `+ ` and `− `; what is the same between them is `…`.
    pub text: String,
}

impl Difference {
    /// Whether the texts say the same.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty()
    }

    /// Whether only counters, clocks and blanks changed.
    pub fn is_jitter(&self) -> bool {
        let mut added: Vec<String> = self.added.iter().map(|line| without_digits(line)).collect();
        let mut removed: Vec<String> = self
            .removed
            .iter()
            .map(|line| without_digits(line))
            .collect();
        added.sort_unstable();
        removed.sort_unstable();
        let told = self.added.iter().chain(&self.removed);
        added == removed && told.clone().all(|line| is_jitter(line))
            || told.clone().next().is_none()
    }
}

/// Whether a line only counts or tells the clock: `浏览 1234 次`, `14:05:09`, `在线 56`. A line
/// with a number that says more is none.
pub fn is_jitter(line: &str) -> bool {
    let words = line.chars().filter(|c| c.is_alphabetic()).count();
    let digits = line.chars().filter(char::is_ascii_digit).count();
    if words == 0 {
        return true;
    }
    let lower = line.to_lowercase();
    digits > 0 && words <= JITTER_WORDS_MAX && COUNTED.iter().any(|word| lower.contains(word))
}

/// Letters only: lines that differ by their numbers and blanks become the same.
fn without_digits(line: &str) -> String {
    line.chars()
        .filter(|c| c.is_alphabetic() && !"一二三四五六日天".contains(*c))
        .collect()
}

/// Compares two texts line by line; blanks at the ends of lines and empty lines are ignored.
pub fn difference(old: &str, new: &str) -> Difference {
    let (old, old_cut) = lines(old);
    let (new, new_cut) = lines(new);
    let old: Vec<&str> = old.iter().map(String::as_str).collect();
    let new: Vec<&str> = new.iter().map(String::as_str).collect();
    let diff = comparison().diff_slices(&old, &new);
    let mut found = Difference::default();
    let mut shown: Vec<String> = Vec::new();
    for change in diff.iter_all_changes() {
        let line = change.value();
        let shown_line = match change.tag() {
            ChangeTag::Equal => "…".to_owned(),
            ChangeTag::Insert => {
                found.added.push(line.to_owned());
                format!("+ {line}")
            }
            ChangeTag::Delete => {
                found.removed.push(line.to_owned());
                format!("− {line}")
            }
        };
        if shown_line != "…" || shown.last().is_none_or(|last| last != "…") {
            shown.push(shown_line);
        }
    }
    if found.is_empty() {
        return found;
    }
    if shown.len() > SHOWN_LINES_MAX || old_cut || new_cut {
        shown.truncate(SHOWN_LINES_MAX);
        shown.push("…".to_owned());
        shown.dedup_by(|a, b| a == "…" && b == "…");
    }
    found.text = shown.join("\n");
    found
}

fn comparison() -> TextDiffConfig {
    let mut config = TextDiff::configure();
    config.algorithm(Algorithm::Patience);
    config
}

/// The lines that are compared, and whether some are left out.
fn lines(text: &str) -> (Vec<String>, bool) {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let taken = lines
        .by_ref()
        .take(LINES_MAX)
        .map(|line| line.chars().take(LINE_CHARS_MAX).collect())
        .collect();
    (taken, lines.next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_that_changed_are_told() {
        let old = "要闻\n路灯不亮\n井盖松动\n\n供水\n末行\n浏览 12 次";
        let new = "要闻\n路灯已修\n井盖松动\n供水 \n末行\n新增\n浏览 13 次";
        let found = difference(old, new);
        assert_eq!(found.added, ["路灯已修", "新增", "浏览 13 次"]);
        assert_eq!(found.removed, ["路灯不亮", "浏览 12 次"]);
        assert!(
            found.text.starts_with("…\n− 路灯不亮\n+ 路灯已修\n…\n"),
            "{}",
            found.text
        );
        assert!(!found.is_jitter());
        assert!(difference(old, old).is_empty() && difference(old, old).text.is_empty());
    }

    #[test]
    fn counters_and_clocks_are_jitter() {
        for (line, expected) in [
            ("浏览：1234 次", true),
            ("14:05:09", true),
            ("— 12 —", true),
            ("今天是2026年3月2日 星期一", true),
            ("Online: 17", true),
            ("死亡3人", false),
            ("水位 12.5 米", false),
            ("路灯", false),
        ] {
            assert_eq!(is_jitter(line), expected, "{line}");
        }
        assert!(difference("要闻\n浏览 12 次\n14:05", "要闻\n浏览 13 次\n14:06").is_jitter());
        assert!(!difference("要闻", "要闻\n雨").is_jitter());
        assert!(!difference("伤亡 3 人", "伤亡 4 人").is_jitter());
    }

    #[test]
    fn long_texts_are_bounded() {
        let many = |start: u32| {
            (start..start + 30_000)
                .map(|n| format!("行 {}", n * 7 % 9_973))
                .collect::<Vec<_>>()
                .join("\n")
        };
        let found = difference(&many(0), &many(5_000));
        assert!(found.text.lines().count() <= SHOWN_LINES_MAX + 1);
        assert!(found.added.len() <= LINES_MAX);
    }

    proptest! {
        #[test]
        fn any_two_texts_differ_or_not(old in "([abc雨1]{0,3}\n){0,12}", new in "([abc雨1]{0,3}\n){0,12}", any in "\\PC{0,40}") {
            let found = difference(&old, &new);
            prop_assert_eq!(found.is_empty(), lines(&old).0 == lines(&new).0);
            difference(&any, &new);
            is_jitter(&any);
        }
    }
}
