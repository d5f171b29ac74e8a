//! Rules, alerts and their budget on a desk with a line, an outbox and a clock of its own.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

mod alerts {
    pub(crate) mod bench;
    mod chain;
    mod clocks;
    mod kinds;
    mod rest;
    mod routing;
    mod telling;
}
