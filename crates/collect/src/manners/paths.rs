//! One spelling for the paths of rules and of addresses, so that they can be compared byte by
//! byte (RFC 9309, 2.2.2 and 2.2.3).

/// Whose path it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Of a rule, where `*` and a last `$` mean something.
    Rule,
    /// Of an address, where they are themselves.
    Address,
}

/// Unreserved characters are written plainly, what may not stand in an address as `%XX`. Behind
/// the `?` the separators of addresses separate nothing, so there `%2F` is the same as `/`.
pub(crate) fn normal(path: &[u8], side: Side) -> String {
    let mut out = String::with_capacity(path.len());
    let mut in_query = false;
    let mut rest = path;
    while let Some((&byte, behind)) = rest.split_first() {
        if let Some((code, behind)) = escaped(rest) {
            rest = behind;
            if unreserved(code) || in_query && separator(code) {
                out.push(char::from(code));
            } else {
                escape(&mut out, code);
            }
            continue;
        }
        rest = behind;
        in_query |= byte == b'?';
        let meant = match byte {
            b'*' => side == Side::Rule,
            b'$' => side == Side::Rule && behind.is_empty(),
            _ => plain(byte),
        };
        if meant {
            out.push(char::from(byte));
        } else {
            escape(&mut out, byte);
        }
    }
    out
}

/// A `%XX` at the beginning, and what is behind it.
fn escaped(rest: &[u8]) -> Option<(u8, &[u8])> {
    let [b'%', high, low, behind @ ..] = rest else {
        return None;
    };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let code = digit(*high)? * 16 + digit(*low)?;
    Some((code as u8, behind))
}

fn escape(out: &mut String, byte: u8) {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or('0');
    out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
}

fn unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

fn separator(byte: u8) -> bool {
    matches!(byte, b':' | b'/' | b'?' | b'#' | b'[' | b']' | b'@')
}

/// What stands for itself in both; a lone `%` is left as it is.
fn plain(byte: u8) -> bool {
    unreserved(byte)
        || separator(byte)
        || matches!(
            byte,
            b'%' | b'!' | b'&' | b'\'' | b'(' | b')' | b'+' | b',' | b';' | b'='
        )
}

#[cfg(test)]
mod tests;
