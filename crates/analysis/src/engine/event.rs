//! One open event: the summed terms of its documents, and some of its members.

use super::evidence::Newcomer;
use super::sparse::{Change, Sum, Vector};
use super::weights::LISTED_MAX;
use crate::bulletins::Bulletin;
use crate::dated::Day;
use model::{DocumentId, EventId, Moment, Place};
use serde::{Deserialize, Serialize};

/// Terms kept of an event: its heaviest; half as many more before it is cut back.
pub(crate) const TERMS_MAX: usize = 192;
/// The same of its headlines, and of its headlines and first sentences.
const TITLE_TERMS_MAX: usize = 48;
const HEAD_TERMS_MAX: usize = 96;
/// Members remembered one by one: the first, and the latest.
const MEMBERS_MAX: usize = 4;
/// Places and days kept of an event.
const PLACES_MAX: usize = 16;
const DAYS_MAX: usize = 8;

/// A document of an event, remembered by its heaviest terms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Member {
    pub(crate) document: DocumentId,
    pub(crate) top: Vector,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct OpenEvent {
    pub(crate) id: EventId,
    pub(crate) first_at: Moment,
    pub(crate) last_at: Moment,
    /// Documents in it that are no copies.
    pub(crate) documents: u32,
    /// The last document that spoke of it, a copy or not.
    pub(crate) last_document: DocumentId,
    pub(crate) all: Sum,
    pub(crate) title: Sum,
    pub(crate) head: Sum,
    pub(crate) places: Vec<Place>,
    pub(crate) days: Vec<Day>,
    /// The market session that its first document reports.
    pub(crate) session: Option<Bulletin>,
    pub(crate) members: Vec<Member>,
}

impl OpenEvent {
    pub(crate) fn new(id: EventId, at: Moment) -> Self {
        Self {
            id,
            first_at: at,
            last_at: at,
            documents: 0,
            last_document: DocumentId(id.0),
            all: Sum::default(),
            title: Sum::default(),
            head: Sum::default(),
            places: Vec::new(),
            days: Vec::new(),
            session: None,
            members: Vec::new(),
        }
    }

    /// Terms by which it can be found: of one document its heaviest, of several any.
    pub(crate) fn found_by(&self) -> Vec<u32> {
        let keys = |pairs: &[(u32, f32)]| pairs.iter().map(|(key, _)| *key).collect();
        if self.documents == 1 {
            keys(&self.all.terms.heaviest(LISTED_MAX))
        } else {
            keys(&self.all.terms.0)
        }
    }

    /// What is compared besides the sum of all terms.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Vector> {
        let members = self.members.iter().map(|member| &member.top);
        [&self.title.terms, &self.head.terms]
            .into_iter()
            .chain(members)
    }

    /// Takes a document in. What that changed is told from the second one on.
    pub(crate) fn add(&mut self, new: &Newcomer) -> Change {
        let document = new.weighted;
        let change = if self.documents == 0 {
            self.session = new.session;
            self.all.add(&document.all, 1.0, TERMS_MAX);
            Change::default()
        } else {
            self.all.change(&document.all, 1.0, TERMS_MAX)
        };
        self.title.add(&document.title, 1.0, TITLE_TERMS_MAX);
        self.head.add(&document.head, 1.0, HEAD_TERMS_MAX);
        self.documents += 1;
        self.last_document = DocumentId(new.number);
        self.first_at = self.first_at.min(new.at);
        self.last_at = self.last_at.max(new.at);
        merge_into(&mut self.places, new.places, PLACES_MAX);
        merge_into(&mut self.days, new.days, DAYS_MAX);
        if self.members.len() == MEMBERS_MAX {
            self.members.remove(1);
        }
        self.members.push(Member {
            document: DocumentId(new.number),
            top: document.top.clone(),
        });
        change
    }

    /// Lets a document go, as if its terms had never been added.
    pub(crate) fn take_out(&mut self, new: &Newcomer) -> Change {
        let document = new.weighted;
        let change = self.all.change(&document.all, -1.0, TERMS_MAX);
        self.title.add(&document.title, -1.0, TITLE_TERMS_MAX);
        self.head.add(&document.head, -1.0, HEAD_TERMS_MAX);
        self.documents = self.documents.saturating_sub(1);
        self.members
            .retain(|member| member.document.0 != new.number);
        change
    }

    /// Takes another event in, as a person or an accepted proposal says.
    pub(crate) fn absorb(&mut self, other: &Self) -> Change {
        let change = self.all.change(&other.all.terms, 1.0, TERMS_MAX);
        self.title.add(&other.title.terms, 1.0, TITLE_TERMS_MAX);
        self.head.add(&other.head.terms, 1.0, HEAD_TERMS_MAX);
        self.documents += other.documents;
        self.last_document = self.last_document.max(other.last_document);
        self.first_at = self.first_at.min(other.first_at);
        self.last_at = self.last_at.max(other.last_at);
        merge_into(&mut self.places, &other.places, PLACES_MAX);
        merge_into(&mut self.days, &other.days, DAYS_MAX);
        self.members.extend(other.members.iter().cloned());
        self.members.sort_by_key(|member| member.document);
        while self.members.len() > MEMBERS_MAX {
            self.members.remove(1);
        }
        change
    }
}

fn merge_into<T: PartialEq + Copy>(all: &mut Vec<T>, more: &[T], most: usize) {
    for one in more {
        if !all.contains(one) {
            if all.len() == most {
                all.remove(0);
            }
            all.push(*one);
        }
    }
}
