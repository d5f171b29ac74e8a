//! Text that is too long for one message, cut into parts: after a line where that is possible, else
//! between two characters. Nothing is lost: the parts one after the other are the text.

/// Parts that a text is cut into at most, as a bound on what a wrong limit does.
const PARTS_MAX: usize = 999;

/// Cuts a text. `limit` is what one part may cost with its mark; `cost` is what a character costs;
/// `mark` names a part by its number and how many there are.
pub(crate) fn split(
    text: &str,
    limit: usize,
    cost: impl Fn(char) -> usize,
    mark: impl Fn(usize, usize) -> String,
) -> Vec<String> {
    let weigh = |text: &str| text.chars().map(&cost).sum::<usize>();
    if weigh(text) <= limit {
        return vec![text.to_owned()];
    }
    for most in [9, 99, PARTS_MAX] {
        // The longest mark there can be with so many parts.
        let room = limit.saturating_sub(weigh(&mark(most, most)));
        let parts = cut(text, room, &cost);
        if parts.len() <= most || most == PARTS_MAX {
            return parts;
        }
    }
    Vec::new()
}

fn cut(text: &str, room: usize, cost: impl Fn(char) -> usize) -> Vec<String> {
    let (mut parts, mut part, mut used) = (Vec::new(), String::new(), 0);
    for c in text.chars() {
        let more = cost(c);
        if used + more > room && !part.is_empty() {
            let kept = part.rfind('\n').map_or(part.len(), |at| at + 1);
            let rest = part.split_off(kept);
            parts.push(std::mem::replace(&mut part, rest));
            used = part.chars().map(&cost).sum();
            // A line that is longer than the room is cut where it is.
            if used + more > room && !part.is_empty() {
                parts.push(std::mem::take(&mut part));
                used = 0;
            }
        }
        part.push(c);
        used += more;
    }
    parts.push(part);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mark(number: usize, of: usize) -> String {
        format!("[第 {number}/{of} 批次]\n")
    }

    fn bytes(c: char) -> usize {
        c.len_utf8()
    }

    #[test]
    fn what_fits_is_one_part_and_lines_stay_whole_where_they_can() {
        assert_eq!(split("一\n二", 7, bytes, mark), ["一\n二"]);
        let text = format!(
            "{}\n{}\n{}",
            "一".repeat(20),
            "二".repeat(20),
            "三".repeat(20)
        );
        let parts = split(&text, 100, bytes, mark);
        let firsts: Vec<_> = parts.iter().map(|part| part.chars().next()).collect();
        assert_eq!(firsts, [Some('一'), Some('二'), Some('三')]);
        assert_eq!(split("", 10, bytes, mark), [""]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_part_is_too_long(
            text in "[a-z一-龥😀\n ]{0,3000}", limit in 60_usize..600,
        ) {
            let parts = split(&text, limit, bytes, mark);
            prop_assert_eq!(parts.concat(), text);
            let of = parts.len();
            for (number, part) in (1..).zip(&parts) {
                let whole = if of == 1 { part.clone() } else { mark(number, of) + part };
                prop_assert!(whole.len() <= limit, "{} of {}: {}", number, of, whole.len());
                prop_assert!(of == 1 || !part.is_empty());
            }
        }
    }
}
