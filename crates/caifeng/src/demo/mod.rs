//! The demonstration: a fictional county with its sites, and a fortnight that happens there.
//!
//! `content/` holds what is written; `write` makes posts of it by a seed, `calendar` lays them on
//! the days up to now and lets the rest happen; `sites` serves them over HTTP on this machine.
//! Everything after that is the ordinary path: ordinary sources, visits, and line.

mod calendar;
mod chance;
mod content;
mod daily_life;
mod handling;
mod history;
mod library;
mod live;
mod office;
mod outlet;
mod phrase;
mod post;
mod prepare;
mod repost;
mod sites;
mod state;
mod story;
mod topics;
mod voice;
mod world;
mod write;

pub(crate) use calendar::Run;
pub(crate) use content::Content;
pub(crate) use handling::{Watching, handle};
pub(crate) use history::batches as history;
pub(crate) use live::Live;
pub(crate) use office::people;
pub(crate) use outlet::Outlet;
pub(crate) use prepare::{base, directory, ids, listen as listen_sites, sources};
pub(crate) use sites::Site;
pub(crate) use state::State;
pub(crate) use topics::topics;
pub(crate) use world::World;

#[cfg(test)]
mod tests;
