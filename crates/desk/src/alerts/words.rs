//! Alerts in words: one sentence with its numbers, in the office's language.

use model::{Level, LevelReason, Measure, Why};

/// The language of words that leave the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    /// 简体中文.
    Chinese,
    /// English.
    English,
}

impl Tongue {
    /// By the tag of a language; Chinese where none is said.
    pub fn of(tag: &str) -> Self {
        if tag.starts_with("en") {
            Self::English
        } else {
            Self::Chinese
        }
    }
}

/// A level with its number and colour.
pub fn level_words(level: Level, tongue: Tongue) -> String {
    let colour = match (level, tongue) {
        (Level::Red, Tongue::Chinese) => "红色",
        (Level::Orange, Tongue::Chinese) => "橙色",
        (Level::Yellow, Tongue::Chinese) => "黄色",
        (Level::Blue, Tongue::Chinese) => "蓝色",
        (Level::Red, Tongue::English) => "red",
        (Level::Orange, Tongue::English) => "orange",
        (Level::Yellow, Tongue::English) => "yellow",
        (Level::Blue, Tongue::English) => "blue",
    };
    match tongue {
        Tongue::Chinese => format!("{}级 {colour}", level.roman()),
        Tongue::English => format!("level {} {colour}", level.roman()),
    }
}

/// Why an alert is told, in one sentence with its numbers.
pub fn why_sentence(why: &Why, tongue: Tongue) -> String {
    match tongue {
        Tongue::Chinese => chinese(why),
        Tongue::English => english(why),
    }
}

/// The same, with the start conditions its level follows from.
pub(super) fn with_reasons(why: &Why, reasons: &[LevelReason], tongue: Tongue) -> String {
    let mut told = why_sentence(why, tongue);
    for reason in reasons {
        if tongue == Tongue::English {
            told.push(' ');
        }
        told.push_str(&level_reason(*reason, tongue));
    }
    told
}

/// A start condition that was fulfilled, in one sentence with its numbers.
pub fn level_reason(reason: LevelReason, tongue: Tongue) -> String {
    let level = level_words(reason.condition.level, tongue);
    let (found, number) = (reason.found, reason.condition.number);
    match (tongue, reason.condition.measure) {
        (Tongue::Chinese, Measure::Voices) => {
            format!("文档与转载 {found} 篇，{level}的启动条件是 {number} 篇。")
        }
        (Tongue::Chinese, Measure::Sources) => {
            format!("{found} 个信源在说，{level}的启动条件是 {number} 个。")
        }
        (Tongue::Chinese, Measure::Heat) => {
            format!("热度 {found}，{level}的启动条件是 {number}。")
        }
        (Tongue::Chinese, Measure::Rise) => {
            format!("升势 {found} 倍，{level}的启动条件是 {number} 倍。")
        }
        (Tongue::Chinese, Measure::Rank) => {
            format!("热榜最高第 {found} 位，{level}的启动条件是前 {number} 位。")
        }
        (Tongue::English, Measure::Voices) => {
            format!("{found} documents and copies: {level} begins at {number}.")
        }
        (Tongue::English, Measure::Sources) => {
            format!("{found} sources: {level} begins at {number}.")
        }
        (Tongue::English, Measure::Heat) => format!("Heat {found}: {level} begins at {number}."),
        (Tongue::English, Measure::Rise) => {
            format!("Rising {found} times: {level} begins at {number}.")
        }
        (Tongue::English, Measure::Rank) => {
            format!("Number {found} on a hot list: {level} begins at number {number}.")
        }
    }
}

fn chinese(why: &Why) -> String {
    match why {
        Why::Matched { source } => format!("“{source}”有一篇符合规则的文档。"),
        Why::Spike {
            count,
            usual,
            yesterday,
            week_ago,
            chance,
        } => format!(
            "本小时 {count} 篇，这个时段平常 {usual:.1} 篇，昨天同一小时 {yesterday} 篇，上周同一小时 \
             {week_ago} 篇；无故出现的可能性为 {}。",
            share(*chance)
        ),
        Why::Rise { heat, rise, voices } => {
            format!("热度 {heat:.1}，升势 {rise:.1} 倍，文档与转载共 {voices} 篇。")
        }
        Why::HotList { list, rank } => format!("登上“{list}”第 {rank} 位。"),
        Why::NewPlace { place, .. } => format!("{place} 一周来首次出现这一类事项。"),
        Why::Flood {
            documents,
            voices,
            minutes,
        } => format!("{minutes} 分钟内 {documents} 篇几乎相同，至少 {voices} 个不同的发布者。"),
        Why::Unreached { alert } => {
            format!(
                "预警 {alert} 沿值班链条逐级告知，没有一个人可以联系到。请检查值班表和联系方式。"
            )
        }
        Why::Clock { .. } => chinese_clock(why),
        Why::Silent { count, mean } => {
            format!("信源当天只有 {count} 条，28 天平均每天 {mean:.1} 条。")
        }
        Why::Loud { count, mean } => {
            format!("信源当天多达 {count} 条，28 天平均每天 {mean:.1} 条。")
        }
    }
}

fn english(why: &Why) -> String {
    match why {
        Why::Matched { source } => format!("A document of {source} answers the rule."),
        Why::Spike {
            count,
            usual,
            yesterday,
            week_ago,
            chance,
        } => format!(
            "{count} documents this hour, where {usual:.1} are usual, {yesterday} came at this hour \
             yesterday and {week_ago} a week ago; the chance of as many without a reason is {}.",
            share(*chance)
        ),
        Why::Rise { heat, rise, voices } => {
            format!("Heat {heat:.1}, rising {rise:.1} times, {voices} documents and copies.")
        }
        Why::HotList { list, rank } => format!("Number {rank} on {list}."),
        Why::NewPlace { place, .. } => format!("The first such matter in {place} for a week."),
        Why::Flood {
            documents,
            voices,
            minutes,
        } => format!(
            "{documents} almost equal posts within {minutes} minutes, by at least {voices} voices."
        ),
        Why::Unreached { alert } => format!(
            "Alert {alert} went along the whole chain of duty and reached nobody; look at the roster and \
             at how people can be reached."
        ),
        Why::Clock { .. } => english_clock(why),
        Why::Silent { count, mean } => {
            format!("The source gave only {count} items that day; {mean:.1} a day are usual.")
        }
        Why::Loud { count, mean } => {
            format!("The source gave {count} items that day; {mean:.1} a day are usual.")
        }
    }
}

fn chinese_clock(why: &Why) -> String {
    let Why::Clock {
        case,
        clock,
        from,
        hours,
        late,
        ..
    } = why
    else {
        return String::new();
    };
    let clock = match clock.as_str() {
        "first_word" => "首次权威发声",
        "full_answer" => "首次完整回应",
        _ => "回复",
    };
    let from = match from.as_str() {
        "sight" => "首次看到",
        _ => "核实",
    };
    let state = if *late {
        "已超过"
    } else {
        "只剩最后四分之一"
    };
    format!("处置单 {case}：自{from}起 {hours} 小时的{clock}时限{state}。")
}

fn english_clock(why: &Why) -> String {
    let Why::Clock {
        case,
        clock,
        from,
        hours,
        late,
        ..
    } = why
    else {
        return String::new();
    };
    let clock = match clock.as_str() {
        "first_word" => "the first authoritative word",
        "full_answer" => "the first full answer",
        _ => "the reply",
    };
    let from = match from.as_str() {
        "sight" => "first sight",
        _ => "confirmation",
    };
    let state = if *late {
        "is overdue"
    } else {
        "has a quarter of its time left"
    };
    format!("Case {case}: {clock}, {hours} hours from {from}, {state}.")
}

/// A small share in words that people read at a glance.
fn share(chance: f64) -> String {
    if chance < 0.000_1 {
        "< 0.01 %".to_owned()
    } else {
        format!("{:.2} %", chance * 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spike_is_told_with_its_numbers() {
        let why = Why::Spike {
            count: 31,
            usual: 4.25,
            yesterday: 5,
            week_ago: 3,
            chance: 0.000_000_1,
        };
        let told = why_sentence(&why, Tongue::Chinese);
        for number in ["31", "4.2", "5 篇", "3 篇", "0.01 %"] {
            assert!(told.contains(number), "{told}");
        }
        assert!(why_sentence(&why, Tongue::English).contains("31 documents"));
        assert_eq!(level_words(Level::Orange, Tongue::Chinese), "II级 橙色");
        assert_eq!(Tongue::of("en-GB"), Tongue::English);
        assert_eq!(Tongue::of(""), Tongue::Chinese);
    }
}
