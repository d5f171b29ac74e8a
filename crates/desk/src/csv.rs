//! Cells of tables for spreadsheets: quoted, and never taken for a formula.

/// One cell. What a spreadsheet would reckon (OWASP: CSV injection) is given a quote before it.
pub fn cell(text: &str) -> String {
    let reckoned = text
        .chars()
        .find(|letter| !letter.is_whitespace())
        .is_some_and(|first| matches!(first, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'))
        || text.starts_with(['\t', '\r', '\n']);
    let quote = if reckoned { "'" } else { "" };
    format!("\"{quote}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_taken_for_a_formula() {
        for (text, expected) in [
            ("路面塌陷", "\"路面塌陷\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
            ("=1+1", "\"'=1+1\""),
            (" @SUM(A1)", "\"' @SUM(A1)\""),
            ("＝cmd", "\"'＝cmd\""),
            ("\t=1", "\"'\t=1\""),
            ("", "\"\""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
