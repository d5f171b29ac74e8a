//! What does it mean? Words, fingerprints, copies, event placement, heat, the query grammar. Pure.
#![forbid(unsafe_code)]
