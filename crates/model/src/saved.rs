//! Saved searches: a question with a name, whose answers can be followed by a secret address.

use crate::{Moment, PersonId, SavedSearchId};

/// A saved search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    /// Its number.
    pub id: SavedSearchId,
    /// What people call it.
    pub name: String,
    /// The question, as written.
    pub query: String,
    /// Who saved it.
    pub made_by: PersonId,
    /// Their name when they did.
    pub made_by_name: String,
    /// When.
    pub made_at: Moment,
    /// Where the question is a person's name: the public office that person holds. A private
    /// person is not searched for.
    pub office_held: Option<String>,
    /// Who approved that, and when.
    pub approved: Option<(String, Moment)>,
}

impl SavedSearch {
    /// Whether somebody has to approve it before it is answered.
    pub fn waits(&self) -> bool {
        self.office_held.is_some() && self.approved.is_none()
    }
}
