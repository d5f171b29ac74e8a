//! Which headline of many speaks for all: the one that shares most with the others.

use crate::fold::{fold, is_letter};
use std::collections::HashSet;

/// Headlines that are compared; each with each, so not too many.
const COMPARED_MAX: usize = 60;

/// The headline that has most pairs of characters in common with the others, each counted by its
/// weight; the first among equals. Nothing where there is none.
pub fn central_headline<'a>(headlines: &[(&'a str, i64)]) -> Option<&'a str> {
    let pairs: Vec<HashSet<(char, char)>> = headlines
        .iter()
        .take(COMPARED_MAX)
        .map(|(title, _)| pairs_of(title))
        .collect();
    let mut best: Option<(f64, &str)> = None;
    for (own, (title, _)) in pairs.iter().zip(headlines) {
        let score: f64 = (pairs.iter().zip(headlines))
            .map(|(other, (_, weight))| alike(own, other) * *weight as f64)
            .sum();
        if best.is_none_or(|(most, _)| score > most + 1e-9) {
            best = Some((score, title));
        }
    }
    best.map(|(_, title)| title)
}

fn pairs_of(title: &str) -> HashSet<(char, char)> {
    let folded = fold(title);
    let letters: Vec<char> = folded.chars().filter(|c| is_letter(*c)).collect();
    letters
        .iter()
        .zip(letters.iter().skip(1))
        .map(|(first, second)| (*first, *second))
        .collect()
}

/// Share of pairs in common (Dice), from 0 to 1.
fn alike(one: &HashSet<(char, char)>, other: &HashSet<(char, char)>) -> f64 {
    let all = one.len() + other.len();
    if all == 0 {
        return 0.0;
    }
    2.0 * one.intersection(other).count() as f64 / all as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_in_the_middle_speaks_for_all() {
        let titles = [
            ("突发！这条街出事了", 1),
            ("青岚县北门外大街路面塌陷", 1),
            ("北门外大街路面塌陷，暂无人员伤亡", 1),
            ("北门外大街塌陷处已回填", 1),
        ];
        assert_eq!(central_headline(&titles), Some("青岚县北门外大街路面塌陷"));
        assert_eq!(central_headline(&[]), None);
        assert_eq!(central_headline(&[("", 1)]), Some(""));
    }

    #[test]
    fn what_is_repeated_more_counts_more_and_the_first_wins_a_tie() {
        let titles = [("停水通知", 1), ("食堂豆角没煮熟", 9)];
        assert_eq!(central_headline(&titles), Some("食堂豆角没煮熟"));
        assert_eq!(central_headline(&[("a b", 1), ("c d", 1)]), Some("a b"));
    }
}
