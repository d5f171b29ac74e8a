//! Whether tags close what they opened, in one outermost element that is a feed's.

use super::fields::is_root;
use super::scan::{Fault, Tag};

/// Elements open inside one another that are followed.
const DEPTH_MAX: usize = 1_000;

/// The elements that are open, until the first fault.
#[derive(Debug, Default)]
pub(super) struct Nesting<'a> {
    open: Vec<&'a str>,
    seen_root: bool,
    /// The first thing that is not as XML asks.
    pub(super) fault: Option<Fault>,
}

impl<'a> Nesting<'a> {
    /// Takes an opening tag and tells how deep its element is, as long as that is known.
    pub(super) fn open(&mut self, tag: &Tag<'a>, at: usize) -> Option<usize> {
        if self.fault.is_some() {
            return None;
        }
        let depth = self.open.len();
        if self.open.is_empty() {
            if self.seen_root || !is_root(&tag.names().1) {
                self.fault = Some(("an outermost element that is no feed's", at));
            }
            self.seen_root = true;
        }
        if !tag.is_empty {
            self.open.push(tag.name);
        }
        if self.open.len() > DEPTH_MAX {
            self.fault = Some(("elements nested too deeply", at));
        }
        Some(depth)
    }

    pub(super) fn close(&mut self, tag: &Tag<'a>, at: usize) {
        if self.fault.is_none() && self.open.pop() != Some(tag.name) {
            self.fault = Some(("mismatched tag", at));
        }
    }

    /// The fault, if there is one at the latest now that the text ends.
    pub(super) fn end(self, at: usize) -> Option<Fault> {
        let unclosed = (!self.open.is_empty()).then_some(("an element without an end", at));
        self.fault.or(unclosed)
    }
}
