//! TestDesk, fake web, clock, disk, conformance suites (dev only).
#![forbid(unsafe_code)]

mod fakes;
pub mod store_suite;
mod test_desk;

pub use fakes::{FakeClock, FakeWeb, Fixed, MemoryDisk, NoMeter};
pub use test_desk::{TestDesk, feed};
