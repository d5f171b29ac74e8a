//! The house rules, held by a test: doors, purity, sizes, words, licences.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

mod tidy {
    mod doors;
    mod licences;
    mod sizes;
    pub(crate) mod tree;
    mod words;
}
