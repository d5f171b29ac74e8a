//! Tokens: 256 random bits that a person holds; the desk keeps only their hash.

use model::SessionHash;
use ports::Random;
use sha2::{Digest, Sha256};

/// A new token, in hexadecimal.
pub(crate) fn token(random: &dyn Random) -> String {
    let bytes: Vec<u8> = (0..4).flat_map(|_| random.bits().to_be_bytes()).collect();
    hex(&bytes)
}

/// What is kept of a token.
pub(crate) fn hash(token: &str) -> SessionHash {
    SessionHash(hex(&Sha256::digest(token.as_bytes())))
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// Bytes from hexadecimal.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_reads_back() {
        assert_eq!(from_hex(&hex(&[0, 15, 255])), Some(vec![0, 15, 255]));
        assert_eq!(from_hex("0"), None);
        assert_eq!(from_hex("zz"), None);
        assert_eq!(hash("a").0.len(), 64);
    }
}
