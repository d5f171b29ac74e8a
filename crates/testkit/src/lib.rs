//! TestDesk, fake web, clock, disk, conformance suites (dev only).
#![forbid(unsafe_code)]

mod fake_courier;
mod fake_evidence;
mod fakes;
pub mod store_suite;
mod test_desk;

pub use fake_courier::FakeCourier;
pub use fake_evidence::FakePhotographer;
pub use fakes::{FakeClock, FakeWeb, MemoryDisk, MemoryVault, NoMeter, Seeded};
pub use test_desk::{TestDesk, feed};

/// What an authenticator with this secret (Base32) shows at this instant: RFC 6238, six digits.
pub fn authenticator_code(secret: &str, at_ms: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).expect("the desk writes Base32");
    let totp = totp_rs::Builder::new()
        .with_secret(secret)
        .build()
        .expect("the secret has the length that is asked for");
    totp.generate((at_ms / 1_000) as u64).to_string()
}
