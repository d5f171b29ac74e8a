//! Numbers that a text gives, with what they count.

use crate::fold::{fold, is_han};

/// Letters of a unit of Chinese characters.
const HAN_UNIT: usize = 2;

/// A number as it is compared and as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) shown: String,
}

/// The numbers of a text that count something, folded: `3人`, `1.2万元`, `12 people`, `35%`. Days
/// and times of the day are left out.
pub(crate) fn figures(text: &str) -> Vec<Figure> {
    let folded = fold(text);
    let chars: Vec<char> = folded.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let inside = at > 0
            && chars
                .get(at - 1)
                .is_some_and(|c| c.is_ascii_alphanumeric() || *c == '-');
        if !chars.get(at).is_some_and(char::is_ascii_digit) || inside {
            at += 1;
            continue;
        }
        let end = number_end(&chars, at);
        if let Some(unit) = unit(&chars, end) {
            let number: String = chars.get(at..end).unwrap_or_default().iter().collect();
            found.push(Figure {
                shown: format!("{}{unit}", number.replace(',', "")),
            });
        }
        at = end;
    }
    found
}

fn number_end(chars: &[char], from: usize) -> usize {
    let mut end = from;
    while let Some(c) = chars.get(end) {
        let digit_after = chars.get(end + 1).is_some_and(char::is_ascii_digit);
        if c.is_ascii_digit() || (matches!(c, '.' | ',') && digit_after) {
            end += 1;
        } else {
            break;
        }
    }
    end
}

/// What a number counts; none for days, times and bare numbers.
fn unit(chars: &[char], from: usize) -> Option<String> {
    let rest = chars.get(from..)?;
    let first = *rest.first()?;
    if first == '%' {
        return Some("%".to_owned());
    }
    if is_han(first) {
        let minutes = rest.get(1).is_some_and(|next| matches!(next, '钟' | '间'));
        let calendar = matches!(first, '年' | '月' | '日' | '号' | '时' | '点' | '分' | '秒');
        if calendar && !minutes {
            return None;
        }
        let big = matches!(first, '万' | '亿' | '千' | '百');
        let most = if big { HAN_UNIT + 1 } else { HAN_UNIT };
        let mut unit: String = rest.iter().take_while(|c| is_han(**c)).take(most).collect();
        if !big && !minutes {
            unit = unit.chars().take(1).collect();
        } else if big {
            unit = unit.chars().take(2).collect();
        }
        return Some(unit);
    }
    let word: String = rest
        .iter()
        .skip(usize::from(first == ' '))
        .take_while(|c| c.is_ascii_lowercase())
        .collect();
    let telling = word.len() > 1
        && !crate::stopwords::is_stop_word(&word)
        && !matches!(word.as_str(), "am" | "pm");
    telling.then(|| format!(" {word}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_count_something_are_taken() {
        let told = |text: &str| -> Vec<String> {
            figures(text).into_iter().map(|one| one.shown).collect()
        };
        assert_eq!(
            told("3月2日14时05分，13名学生送医，花费1.2万元，占35%，停水30分钟"),
            ["13名", "1.2万元", "35%", "30分钟"]
        );
        assert_eq!(
            told("On 2 March 2026 some 1,200 people and 3 boats at 5 pm, A4-12"),
            ["1200 people", "3 boats"]
        );
        assert!(told("").is_empty());
    }
}
