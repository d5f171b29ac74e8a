//! Where is it said? A parsed query to answers (tantivy).
#![forbid(unsafe_code)]
