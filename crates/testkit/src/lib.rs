//! TestDesk, fake web, clock, ids, conformance suites (dev only).
#![forbid(unsafe_code)]
