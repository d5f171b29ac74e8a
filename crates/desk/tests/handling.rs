//! What follows from one act: a published answer moves its case, the clock brings an exercise's inputs,
//! the reach is what can be counted by hand, a calendar is taken back whole.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

mod handling {
    mod calendar;
    mod drill;
    mod office;
    mod published;
    mod reach;
}
