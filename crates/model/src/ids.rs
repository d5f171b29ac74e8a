//! Typed ids: an event's id cannot be passed where a document's is meant.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! typed_id {
    ($(#[$doc:meta])* $name:ident, $letter:literal) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($letter, "{}"), self.0)
            }
        }

        impl $name {
            /// Reads the shown form (`e12`) or the bare number (`12`).
            pub fn parse(text: &str) -> Option<Self> {
                text.strip_prefix($letter).unwrap_or(text).parse().ok().map(Self)
            }
        }
    };
}

typed_id!(
    /// Number of a document in order of arrival, from 1, without gaps.
    DocumentId, "d"
);
typed_id!(
    /// An event carries the number of the document that opened it.
    EventId, "e"
);
typed_id!(
    /// A saved search.
    SavedSearchId, "q"
);
typed_id!(
    /// A source as it is kept.
    SourceId, "s"
);
typed_id!(
    /// One reading of a source.
    VisitId, "v"
);
typed_id!(
    /// Somebody who may sign in.
    PersonId, "p"
);
typed_id!(
    /// A unit of the office.
    UnitId, "u"
);
typed_id!(
    /// One thing that a person put right.
    CorrectionId, "c"
);
typed_id!(
    /// One reading of a document that a person put right.
    ReadingCorrectionId, "r"
);
typed_id!(
    /// One thing that the desk would change.
    ProposalId, "q"
);
typed_id!(
    /// One hold on documents.
    HoldId, "h"
);
typed_id!(
    /// One entry of the record of use.
    AuditId, "a"
);

typed_id!(
    /// Where word is sent to.
    ChannelId, "n"
);
typed_id!(
    /// Word that is to leave the house.
    MessageId, "m"
);
typed_id!(
    /// What to watch.
    RuleId, "r"
);
typed_id!(
    /// What a person is told.
    AlertId, "a"
);
typed_id!(
    /// A saved question with an owner.
    TopicId, "t"
);
typed_id!(
    /// A way that alerts of a topic or a unit also go.
    RouteId, "o"
);
typed_id!(
    /// One turn of duty.
    ShiftId, "z"
);
typed_id!(
    /// A wish to swap a shift.
    SwapId, "y"
);
typed_id!(
    /// A matter being handled.
    CaseId, "k"
);
typed_id!(
    /// What one unit does in a case.
    TaskId, "j"
);
typed_id!(
    /// What the office says in public.
    AnswerId, "w"
);
typed_id!(
    /// What a citizen or volunteer tells.
    LeadId, "l"
);

typed_id!(
    /// The prepared way to handle a kind of matter.
    PlaybookId, "b"
);

typed_id!(
    /// A page that was attached to a case.
    PageId, "g"
);
typed_id!(
    /// A page as it was once.
    TakeId, "x"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_form_reads_back() {
        assert_eq!(EventId::parse(&EventId(7).to_string()), Some(EventId(7)));
        assert_eq!(EventId::parse("7"), Some(EventId(7)));
        assert_eq!(EventId::parse("d7"), None);
        assert_eq!(EventId::parse(""), None);
    }
}
