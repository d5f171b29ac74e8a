//! Evidence, from a page that is attached to a key that is destroyed.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

mod evidence {
    mod office;

    mod ending;
    mod opening;
    mod taking;
    mod withdrawn;
}
