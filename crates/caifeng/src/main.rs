//! Caifeng: a public-opinion desk in one binary.
#![forbid(unsafe_code)]
fn main() {}
