//! Where tags and document types end, in whatever state their quotes are.

/// Where a tag ends, and whether it ends in `>`. An angle bracket within it means that it was never
/// closed, or that a quote was not.
pub(super) fn tag_end(text: &str) -> (usize, bool) {
    let mut quote = None;
    let mut first_close = None;
    let mut after_equals = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match (byte, quote) {
            (b'<', _) => return (first_close.unwrap_or(at), false),
            (b'>', None) => return (at + 1, true),
            (b'>', Some(_)) => first_close = first_close.or(Some(at + 1)),
            (b'"' | b'\'', None) if after_equals => quote = Some(byte),
            (_, Some(open)) if open == byte => quote = None,
            _ => {}
        }
        after_equals = byte == b'=' || (after_equals && byte.is_ascii_whitespace());
    }
    (first_close.unwrap_or(text.len()), false)
}

/// Where a document type ends: behind its declarations if it has any.
pub(super) fn doctype_end(text: &str) -> usize {
    let close = text.find('>').map_or(text.len(), |end| end + 1);
    let Some(open) = text.find('[').filter(|open| *open < close) else {
        return close;
    };
    let mut quote = None;
    let mut ended = false;
    for (at, byte) in text.bytes().enumerate().skip(open) {
        match (byte, quote) {
            (b'>', None) if ended => return at + 1,
            (b']', None) => ended = true,
            (b'"' | b'\'', None) if !ended => quote = Some(byte),
            (_, Some(open)) if open == byte => quote = None,
            _ => {}
        }
    }
    close
}
