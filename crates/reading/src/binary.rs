//! Bytes that are no text at all: files that pages link to.

/// How known files begin.
const BEGINNINGS: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a packed file or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"ID3", "a recording"),
    (b"OggS", "a recording"),
    (b"\x1f\x8b", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"\x7fELF", "a program"),
];
/// Characters that are looked at.
const LOOKED_AT: usize = 2_000;
/// One in so many characters that no text has: more is no text.
const ODD_ONE_IN: usize = 20;

/// What a file is, where its first bytes say so.
pub(crate) fn file_kind(bytes: &[u8]) -> Option<&'static str> {
    let begins = |(beginning, _): &&(&[u8], &str)| bytes.starts_with(beginning);
    let known = BEGINNINGS.iter().find(begins);
    known.map(|(_, kind)| *kind).or_else(|| {
        let film = bytes.get(4..8) == Some(b"ftyp".as_slice());
        film.then_some("a picture or a film")
    })
}

/// Whether what was decoded cannot be text: too many characters that no text has.
pub(crate) fn is_noise(text: &str) -> bool {
    let (mut all, mut odd) = (0, 0);
    for c in text.chars().take(LOOKED_AT) {
        all += 1;
        odd += usize::from((c.is_control() && !c.is_whitespace()) || c == '\u{fffd}');
    }
    odd * ODD_ONE_IN > all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_from_text() {
        assert_eq!(file_kind(b"%PDF-1.7\n%\xe2\xe3"), Some("a PDF file"));
        assert_eq!(
            file_kind(b"\0\0\0\x18ftypheic"),
            Some("a picture or a film")
        );
        for text in ["", "<html>", "雨", "PK", "%PDF"] {
            assert_eq!(file_kind(text.as_bytes()), None, "{text}");
        }
        assert!(is_noise("\0\u{1}\u{2}abc"));
        let page = format!("<p>{}</p>\u{fffd}", "昨夜大雨，路面塌陷。\r\n\t".repeat(9));
        assert!(!is_noise(&page) && !is_noise(""));
    }
}
