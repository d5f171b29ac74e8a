//! Recurring reports of one pattern: what a market did in a session. The text of one day is like
//! that of every other, so what is told apart by its words elsewhere is told apart by its day here.

use crate::dated::Day;
use model::{HOUR_MS, Moment};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// Markets with the words of a headline that name them, most telling first.
static MARKETS: &[(&str, &[&str])] = &[
    (
        "us",
        &[
            "美股",
            "道指",
            "纳指",
            "标普",
            "中概股",
            "wall street",
            "dow jones",
            "nasdaq",
            "s&p 500",
        ],
    ),
    ("hk", &["港股", "恒指", "恒生", "恒科"]),
    (
        "cn",
        &[
            "a股",
            "沪指",
            "深成指",
            "创业板指",
            "上证",
            "科创50",
            "两市",
            "北证50",
        ],
    ),
];

/// Words of a headline that say a session is reported.
static MOVES: &[&str] = &[
    "涨", "跌", "低开", "高开", "开盘", "收盘", "收评", "午评", "早评", "走弱", "走强", "走高",
    "走低", "翻红", "飘绿", "震荡", "盘中", "午后", "早盘", "尾盘", "爆发", "上攻", "崩了", "新低",
    "新高", "拉升", "跳水", "涨跌", "stocks", "shares", "rally", "slump", "close", "open",
];

/// The session a headline reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulletin {
    /// Hash of the market's name.
    pub market: u32,
    /// The day of the session.
    pub day: Day,
}

impl Bulletin {
    /// The key of a term that all reports of this session share, and no other text.
    pub(crate) fn key(self) -> u32 {
        (u64::from(self.market) ^ (self.day.0 as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))
            .wrapping_mul(0xff51_afd7_ed55_8ccd)
            .rotate_right(32) as u32
    }

    /// The session that a folded headline reports, if it does.
    pub(crate) fn of(title: &str, days: &[Day], published: Moment) -> Option<Self> {
        let (name, _) = MARKETS
            .iter()
            .find(|(_, words)| words.iter().any(|word| title.contains(word)))?;
        if !MOVES.iter().any(|word| title.contains(word)) {
            return None;
        }
        // New York's session ends while the next day has begun in China.
        let day = if *name == "us" {
            Day::of(Moment(published.0.saturating_sub(13 * HOUR_MS)))
        } else {
            let today = Day::of(published);
            days.iter()
                .copied()
                .find(|day| (today.0 - day.0).abs() <= 1)
                .unwrap_or(today)
        };
        Some(Self {
            market: xxh3_64(name.as_bytes()) as u32,
            day,
        })
    }
}
