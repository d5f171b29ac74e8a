//! Which things exist? Nouns, typed ids, rules that need nothing else, limits. Pure.
//!
//! Read in this order: an [`Item`] is one entry as a source gave it; a [`Document`] is an item
//! understood; a [`Placement`] says which event it belongs to and why; an [`EventRecord`] is the
//! event as it is kept; a [`Query`] is what somebody asks.
#![forbid(unsafe_code)]

mod audit;
mod correction;
mod document;
mod event;
mod flood;
mod heat;
mod hold;
mod ids;
mod item;
mod language;
mod level;
pub mod limits;
mod mark;
mod message;
mod moment;
mod office;
mod people;
mod place;
mod placement;
mod proposal;
mod query;
mod reading;
mod reading_correction;
mod retention;
mod role;
mod rules;
mod saved;
mod session;
mod source;
mod visit;

pub use audit::{AuditEntry, AuditSeal, Note, Who};
pub use correction::{Correction, CorrectionRecord, MemberFacts};
pub use document::{Document, StoredDocument};
pub use event::{EventChange, EventHeat, EventRecord, Facet, Facets, HeatBucket, VolumeBucket};
pub use flood::{Flood, FloodRecord};
pub use heat::{HeatFault, HeatSettings, KindHeat, Reach};
pub use hold::{CitedBy, Hold, HoldOn, NewHold};
pub use ids::{
    AlertId, AnswerId, AuditId, CaseId, ChannelId, CorrectionId, DocumentId, EventId, HoldId,
    LeadId, MessageId, PersonId, ProposalId, ReadingCorrectionId, RuleId, SavedSearchId, ShiftId,
    SourceId, TaskId, TopicId, UnitId, VisitId,
};
pub use item::{Item, ItemKey};
pub use language::Language;
pub use level::Level;
pub use mark::DocumentMark;
pub use message::NewMessage;
pub use moment::{HOUR_MS, Moment, TimeNote};
pub use office::{MailSecurity, MailSettings, OfficeSettings, Retention};
pub use people::{Look, NewPerson, Person, PersonEdit, SecondStep, Unit};
pub use place::{Place, PlaceLevel};
pub use placement::{Act, Placement, Reason};
pub use proposal::{NewProposal, Proposal, ProposalRecord, ProposalState, StoryLink};
pub use query::{Closeness, HeatRange, Near, Part, Query, Span};
pub use reading::{Category, Reading, Tone};
pub use reading_correction::{ReadingCorrection, ReadingSide};
pub use retention::{
    DueCount, KEEP_DAYS_MAX, KEEP_GRACE_HOURS, KeepDays, KeepDue, KeepRule, KeepRules, KeepScope,
    PurgeDay, PurgedDocument, PurgedSum,
};
pub use role::{Role, Roles};
pub use rules::{ArticleRules, ListRules, PathLanguage, SourceRules};
pub use saved::SavedSearch;
pub use session::{LinkPurpose, NewSession, OneTimeLink, Session, SessionHash};
pub use source::{Condition, NewSource, Owner, Source, SourceEdit, SourceKind, SourceState};
pub use visit::{
    Findings, Rank, RankAt, RankReading, SeenLink, SourceDay, SourceSums, Visit, VisitOutcome,
};
