//! What does this page say? Bytes to feed, plain text, charset, dates, canonical URL. Pure.
#![forbid(unsafe_code)]
