//! One file a command.

pub(crate) mod backup;
pub(crate) mod collect;
pub(crate) mod doctor;
pub(crate) mod eval;
mod eval_report;
pub(crate) mod events;
pub(crate) mod import;
pub(crate) mod intake;
pub(crate) mod replay;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod source;
