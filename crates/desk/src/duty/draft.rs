//! A hand-over note as it is drafted, from what there is. Pure.

use model::EventId;
use std::fmt::Write as _;

/// What a shift leaves behind. Alerts, cases and promises are told by whoever keeps them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HandoverFacts {
    /// Alerts that nobody has settled.
    pub alerts: Vec<String>,
    /// Cases that are open.
    pub cases: Vec<String>,
    /// What was promised to whom, and until when.
    pub promises: Vec<String>,
    /// Events that were hot during the shift: number, title, heat.
    pub events: Vec<(EventId, String, f64)>,
    /// Sources that say nothing, or less than usual.
    pub silent: Vec<String>,
}

/// Lines of each part; what is longer is found on its own page.
const LINES_MAX: usize = 15;
/// Letters of a title in a line.
const TITLE_CHARS_MAX: usize = 60;

struct Words {
    alerts: &'static str,
    cases: &'static str,
    promises: &'static str,
    events: &'static str,
    silent: &'static str,
    rest: &'static str,
    none: &'static str,
    heat: &'static str,
}

const CHINESE: Words = Words {
    alerts: "未了的预警",
    cases: "在办的处置单",
    promises: "答应过的事",
    events: "本班热度较高的事件",
    silent: "没有动静的信源",
    rest: "需要说明的其他事项",
    none: "无",
    heat: "热度",
};

const ENGLISH: Words = Words {
    alerts: "Open alerts",
    cases: "Open cases",
    promises: "Promises",
    events: "Events that were hot during this shift",
    silent: "Silent sources",
    rest: "Anything else",
    none: "none",
    heat: "heat",
};

/// The draft in Chinese or in English.
pub fn draft_handover(facts: &HandoverFacts, chinese: bool) -> String {
    let words = if chinese { &CHINESE } else { &ENGLISH };
    let events: Vec<String> = facts
        .events
        .iter()
        .map(|(id, title, heat)| {
            let title: String = title
                .chars()
                .filter(|c| !c.is_control())
                .take(TITLE_CHARS_MAX)
                .collect();
            format!("{id} {title} ({} {heat:.0})", words.heat)
        })
        .collect();
    let mut text = String::new();
    for (head, lines) in [
        (words.alerts, &facts.alerts),
        (words.cases, &facts.cases),
        (words.promises, &facts.promises),
        (words.events, &events),
        (words.silent, &facts.silent),
        (words.rest, &Vec::new()),
    ] {
        part(&mut text, head, lines, words.none);
    }
    text.trim_end().to_owned()
}

fn part(text: &mut String, head: &str, lines: &[String], none: &str) {
    let mut say = |line: &str| writeln!(text, "{line}").expect("writing to a string cannot fail");
    say(&format!("【{head}】"));
    if lines.is_empty() {
        say(&format!("- {none}"));
    }
    for line in lines.iter().take(LINES_MAX) {
        say(&format!("- {line}"));
    }
    if lines.len() > LINES_MAX {
        say(&format!("- … +{}", lines.len() - LINES_MAX));
    }
    say("");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_names_what_there_is_and_says_where_there_is_nothing() {
        let facts = HandoverFacts {
            events: vec![(EventId(7), "北门外大街路面塌陷".to_owned(), 41.6)],
            silent: (0..20).map(|number| format!("信源{number}")).collect(),
            ..HandoverFacts::default()
        };
        let text = draft_handover(&facts, true);
        assert!(text.contains("【未了的预警】\n- 无\n"), "{text}");
        assert!(text.contains("- e7 北门外大街路面塌陷 (热度 42)"), "{text}");
        assert!(text.contains("- … +5"), "{text}");
        assert!(draft_handover(&facts, false).contains("【Silent sources】"));
    }
}
