//! One file a command.

pub(crate) mod backup;
pub(crate) mod bring;
pub(crate) mod collect;
pub(crate) mod doctor;
pub(crate) mod eval;
pub(crate) mod eval_bursts;
pub(crate) mod eval_copies;
pub(crate) mod eval_hot_list;
pub(crate) mod eval_joins;
pub(crate) mod eval_pages;
mod eval_report;
pub(crate) mod eval_words;
pub(crate) mod events;
pub(crate) mod extract;
mod gold;
pub(crate) mod import;
pub(crate) mod intake;
pub(crate) mod replay;
mod replay_bench;
pub(crate) mod reread;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod source;
mod why;
