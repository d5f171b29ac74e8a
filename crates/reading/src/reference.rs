//! Stable references for things that came without an id of their own.

use xxhash_rust::xxh3::xxh3_128;

/// A hexadecimal reference of some texts: the same for the same texts, on every machine, for ever.
pub(crate) fn reference_of(parts: &[&str]) -> String {
    // A separator that no cleaned text holds keeps ("ab", "c") and ("a", "bc") apart.
    format!("x{:032x}", xxh3_128(parts.join("\u{1f}").as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_never_changes() {
        assert_eq!(reference_of(&["标题", "正文"]), reference_of(&["标题", "正文"]));
        assert_ne!(reference_of(&["ab", "c"]), reference_of(&["a", "bc"]));
        assert_eq!(reference_of(&[]), "x99aa06d3014798d86001c324468d497f");
    }
}
