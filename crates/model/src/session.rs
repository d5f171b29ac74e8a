//! Sessions and one-time links. What is kept is a hash: the database alone lets nobody in.

use crate::{Moment, PersonId};

/// SHA-256 of a token, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SessionHash(pub String);

/// A session that begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// Hash of its token.
    pub hash: SessionHash,
    /// Whose it is.
    pub person: PersonId,
    /// What forms of this session carry.
    pub form_token: String,
    /// Whether only the password was right so far.
    pub half: bool,
    /// When it begins.
    pub at: Moment,
    /// When it ends, whatever happens.
    pub ends_at: Moment,
    /// From which network address.
    pub address: String,
    /// With which program, as it names itself.
    pub agent: String,
}

/// A session as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Number, for ending it.
    pub id: i64,
    /// Whose it is.
    pub person: PersonId,
    /// What forms of this session carry.
    pub form_token: String,
    /// Whether only the password was right so far.
    pub half: bool,
    /// When it began.
    pub began_at: Moment,
    /// When it was last used, to within some minutes.
    pub used_at: Moment,
    /// When it ends, whatever happens.
    pub ends_at: Moment,
    /// From which network address it began.
    pub address: String,
    /// With which program.
    pub agent: String,
}

/// What a one-time link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// Somebody new sets a password.
    Invitation,
    /// Somebody who was there sets a new one.
    Reset,
}

impl LinkPurpose {
    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Self {
        if word == "reset" {
            Self::Reset
        } else {
            Self::Invitation
        }
    }
}

/// A link that works once, for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneTimeLink {
    /// Hash of its token.
    pub hash: SessionHash,
    /// For whom.
    pub person: PersonId,
    /// For what.
    pub purpose: LinkPurpose,
    /// When it was made.
    pub at: Moment,
    /// When it stops working.
    pub ends_at: Moment,
}
