//! Manners, seen by the servers that are visited.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

mod polite {
    mod crowd;
    mod memory;
    mod origin;
    mod patience;
    mod robots;
    mod walls;
}
