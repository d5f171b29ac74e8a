//! Go and look. Conditional GET, limits, private-address guard.
#![forbid(unsafe_code)]
