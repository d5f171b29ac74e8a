//! What a tone is toward: the office, company, school or service that a text names in the clause in
//! which its tone words stand. Where no tone word stands beside exactly one of these, nothing is said.

use super::seeds::Seeds;
use model::Tone;

/// Surer than this a tone has to be before it is said what it is toward.
const SURE_LEAST: f32 = 0.5;
/// Letters of a name before its ending that may belong to it.
const NAME_LETTERS_MAX: usize = 8;
/// Letters of a body that are looked at.
const BODY_LETTERS: usize = 200;

/// What names of offices and services end with; longer ones first where one ends another.
const ENDINGS: &[&str] = &[
    "教育局",
    "公安局",
    "住建局",
    "人社局",
    "医保局",
    "卫健委",
    "市监局",
    "城管局",
    "交通局",
    "水利局",
    "民政局",
    "自来水公司",
    "供电公司",
    "供水公司",
    "燃气公司",
    "公交公司",
    "物业公司",
    "开发商",
    "派出所",
    "交警队",
    "政务大厅",
    "办事大厅",
    "居委会",
    "街道办",
    "镇政府",
    "县政府",
    "市政府",
    "村委会",
    "信访局",
    "法院",
    "医院",
    "幼儿园",
    "小学",
    "中学",
    "高中",
    "大学",
    "学院",
    "学校",
    "食堂",
    "物业",
    "商家",
    "平台",
    "银行",
    "景区",
    "酒店",
    "超市",
    "商场",
    "餐厅",
    "饭店",
    "养老院",
    "工地",
    "公司",
    "热线",
    "12345",
    "客服",
    "城管",
    "公交",
    "地铁",
    "急诊",
    "小区",
    "健身房",
    "加油站",
    "快递",
    "电梯",
];
/// The same in English.
const ENGLISH: &[&str] = &[
    "city hall",
    "school",
    "hospital",
    "police",
    "company",
    "bank",
    "airline",
    "railway",
    "government",
    "factory",
    "hotel",
    "shop",
    "bus",
    "hotline",
    "canteen",
    "builder",
];

/// What a folded text's tone is toward, where that is sure.
pub(super) fn toward(title: &str, body: &str, tone: Tone, sure: f32) -> Option<String> {
    let class = match tone {
        Tone::Neutral => return None,
        Tone::Negative | Tone::Positive => tone.word(),
    };
    if sure < SURE_LEAST {
        return None;
    }
    let end = body.char_indices().nth(BODY_LETTERS);
    let body = end.and_then(|(end, _)| body.get(..end)).unwrap_or(body);
    let mut named: Option<&str> = None;
    for clause in clauses(title).chain(clauses(body)) {
        if !speaks(clause, class) {
            continue;
        }
        for name in names(clause) {
            match named {
                None => named = Some(name),
                Some(known) if known.contains(name) => {}
                Some(known) if name.contains(known) => named = Some(name),
                // Two of them: it would be a guess.
                Some(_) => return None,
            }
        }
    }
    named.map(str::to_owned)
}

fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '。', '!', '?', ';', ':', '、', '\n', '.'])
        .filter(|clause| !clause.trim().is_empty())
}

/// Whether words of this tone stand in a clause, and none of the opposite.
fn speaks(clause: &str, class: &str) -> bool {
    let seeds = Seeds::of_tones();
    let counts = seeds.count("", clause);
    let own = seeds.classes().iter().position(|known| *known == class);
    let others: u32 = (counts.iter().enumerate())
        .filter(|(at, _)| Some(*at) != own)
        .map(|(_, count)| count)
        .sum();
    own.is_some_and(|own| counts[own] > 0) && others == 0
}

/// Names of offices and services in a clause.
fn names(clause: &str) -> Vec<&str> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for ending in ENDINGS {
        for (at, _) in clause.match_indices(ending) {
            let end = at + ending.len();
            if !found.iter().any(|(from, to)| *from < end && at < *to) {
                found.push((at, end));
            }
        }
    }
    if found.is_empty() {
        let word = ENGLISH.iter().find(|word| has_word(clause, word));
        return word.map(|word| vec![*word]).unwrap_or_default();
    }
    found.sort_unstable();
    // 小学|食堂: what touches is one name.
    found.dedup_by(|next, before| {
        let touches = before.1 == next.0;
        if touches {
            before.1 = next.1;
        }
        touches
    });
    found
        .into_iter()
        .filter_map(|(from, to)| clause.get(begin_of(clause, from)..to))
        .collect()
}

fn has_word(clause: &str, word: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    clause.match_indices(word).any(|(at, _)| {
        let before = clause.get(..at).and_then(|text| text.chars().next_back());
        let after = clause
            .get(at + word.len()..)
            .and_then(|text| text.chars().next());
        edge(before) && edge(after)
    })
}

/// Where a name begins: at the division it is called after, if one stands shortly before.
fn begin_of(clause: &str, from: usize) -> usize {
    let before = clause.get(..from).unwrap_or_default();
    let near: Vec<(usize, char)> = before.char_indices().rev().take(NAME_LETTERS_MAX).collect();
    // 青岚县|第二|小学: a division's last letter, then ordinals; anything else is not its name.
    let mut begin = from;
    for (at, c) in near {
        match c {
            '第' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '县'
            | '市' | '区' | '镇' | '乡' | '省' => begin = at,
            _ => break,
        }
    }
    begin
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_that_stands_beside_the_words_is_named() {
        let of = |text: &str, tone| toward(text, "", tone, 0.9);
        assert_eq!(
            of("县第二小学食堂吃出蛆", Tone::Negative).as_deref(),
            Some("县第二小学食堂")
        );
        assert_eq!(
            of("物业公司拖欠电费被投诉", Tone::Negative).as_deref(),
            Some("物业公司")
        );
        assert_eq!(of("感谢县医院", Tone::Positive).as_deref(), Some("县医院"));
        assert_eq!(
            of("the hotline ignored us", Tone::Negative).as_deref(),
            Some("hotline")
        );
    }

    #[test]
    fn nothing_is_guessed() {
        let of = |text: &str, tone, sure| toward(text, "", tone, sure);
        assert_eq!(of("医院和学校都被投诉", Tone::Negative, 0.9), None, "two");
        assert_eq!(
            of("物业公司拖欠电费被投诉", Tone::Negative, 0.4),
            None,
            "unsure"
        );
        assert_eq!(of("物业公司发布通知", Tone::Neutral, 0.9), None, "no tone");
        assert_eq!(
            of("医院搬迁,天气可怕", Tone::Negative, 0.9),
            None,
            "no words beside"
        );
    }
}
