//! Instants as epoch milliseconds: they sort, bucket and compare alike in every store.

use serde::{Deserialize, Serialize};

/// Milliseconds in one hour.
pub const HOUR_MS: i64 = 3_600_000;

/// An instant, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// Hours from `earlier` to `self`; negative when `self` is the earlier one.
    pub fn hours_since(self, earlier: Self) -> f64 {
        (self.0 - earlier.0) as f64 / HOUR_MS as f64
    }
}

/// What became of the published time that a source claimed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimeNote {
    /// The source gave it, with its zone.
    Given,
    /// The source gave it without a zone; the desk's own zone was assumed.
    ZoneAssumed,
    /// The source gave none; the arrival time stands in.
    #[default]
    Missing,
    /// The source gave one that cannot be true; the arrival time stands in.
    Implausible,
    /// The source gave something that is no time; the arrival time stands in.
    Unreadable,
}

impl TimeNote {
    /// The one-letter form that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Given => "g",
            Self::ZoneAssumed => "z",
            Self::Missing => "m",
            Self::Implausible => "i",
            Self::Unreadable => "u",
        }
    }

    /// Reads the stored form; an unknown letter counts as missing.
    pub fn from_code(code: &str) -> Self {
        match code {
            "g" => Self::Given,
            "z" => Self::ZoneAssumed,
            "i" => Self::Implausible,
            "u" => Self::Unreadable,
            _ => Self::Missing,
        }
    }
}
