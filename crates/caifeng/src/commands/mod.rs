//! One file a command.

pub(crate) mod audit;
pub(crate) mod backup;
mod beside;
pub(crate) mod bring;
pub(crate) mod collect;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod eval;
pub(crate) mod eval_pages;
mod eval_report;
pub(crate) mod events;
pub(crate) mod extract;
pub(crate) mod import;
pub(crate) mod intake;
pub(crate) mod people;
pub(crate) mod replay;
pub(crate) mod reread;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod source;
