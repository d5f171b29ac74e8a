//! Which things exist? Nouns, typed ids, rules that need nothing else, limits. Pure.
//!
//! Read in this order: an [`Item`] is one entry as a source gave it; a [`Document`] is an item
//! understood; a [`Placement`] says which event it belongs to and why; an [`EventRecord`] is the
//! event as it is kept; a [`Query`] is what somebody asks.
#![forbid(unsafe_code)]

mod alert;
mod answer;
mod audit;
mod case;
mod case_clock;
mod case_task;
mod case_timeline;
mod channel;
mod correction;
mod document;
mod event;
mod evidence;
mod flood;
mod heat;
mod hold;
mod ids;
mod item;
mod language;
mod lead;
mod level;
pub mod limits;
mod mail_preset;
mod mark;
mod message;
mod moment;
mod office;
mod people;
mod place;
mod placement;
mod playbook;
mod proposal;
mod query;
mod reading;
mod reading_correction;
mod retention;
mod role;
mod rule;
mod rules;
mod saved;
mod session;
mod shift;
mod source;
mod start_condition;
mod template;
mod topic;
mod visit;

pub use alert::{About, Alert, AlertState, HeldBack, Signal, Why};
pub use answer::{Answer, AnswerKind, AnswerState, AnswerVersion, SignOff, Verdict, Wording};
pub use audit::{AuditEntry, AuditSeal, Note, Who};
pub use case::{Case, CaseState, Closing, Instruction, Said, Step, StepFault};
pub use case_clock::{CaseSettings, Clock, ClockFrom, ClockKind, ClockState, clocks};
pub use case_task::{NewTask, Task, TaskState};
pub use case_timeline::{CaseEntry, CaseFile, EntryKind, NewEntry};
pub use channel::{Channel, ChannelKind, ChannelSettings, NewChannel};
pub use correction::{Correction, CorrectionRecord, MemberFacts};
pub use document::{Document, StoredDocument};
pub use event::{EventChange, EventHeat, EventRecord, Facet, Facets, HeatBucket, VolumeBucket};
pub use evidence::{EvidencePage, NewPage, NewTake, SealedFile, Take, TakeKind, WITHDRAWN_TITLE};
pub use flood::{Flood, FloodRecord};
pub use heat::{HeatFault, HeatSettings, KindHeat, Reach};
pub use hold::{CitedBy, Hold, HoldOn, NewHold};
pub use ids::{
    AlertId, AnswerId, AuditId, CaseId, ChannelId, CorrectionId, DocumentId, EventId, HoldId,
    LeadId, MessageId, PageId, PersonId, PlaybookId, ProposalId, ReadingCorrectionId, RouteId,
    RuleId, SavedSearchId, ShiftId, SourceId, SwapId, TakeId, TaskId, TopicId, UnitId, VisitId,
};
pub use item::{Item, ItemKey};
pub use language::Language;
pub use lead::{Lead, LeadState};
pub use level::Level;
pub use mail_preset::{MAIL_PRESETS, MailPreset};
pub use mark::DocumentMark;
pub use message::{Message, MessageState, NewMessage};
pub use moment::{HOUR_MS, Moment, TimeNote};
pub use office::{AlertSettings, MailSecurity, MailSettings, OfficeSettings, Retention};
pub use people::{Look, NewPerson, Person, PersonEdit, SecondStep, Unit};
pub use place::{Place, PlaceLevel};
pub use placement::{Act, Placement, Reason};
pub use playbook::{Playbook, PlaybookBody, PlaybookStep};
pub use proposal::{NewProposal, Proposal, ProposalRecord, ProposalState, StoryLink};
pub use query::{Closeness, HeatRange, Near, Part, Query, Span};
pub use reading::{Category, Reading, Tone};
pub use reading_correction::{ReadingCorrection, ReadingSide};
pub use retention::{
    DueCount, KEEP_DAYS_MAX, KEEP_GRACE_HOURS, KeepDays, KeepDue, KeepRule, KeepRules, KeepScope,
    PurgeDay, PurgedDocument, PurgedSum,
};
pub use role::{Role, Roles};
pub use rule::{Rule, Sensitivity, Watched};
pub use rules::{ArticleRules, ListRules, PathLanguage, SourceRules};
pub use saved::SavedSearch;
pub use session::{LinkPurpose, NewSession, OneTimeLink, Session, SessionHash};
pub use shift::{
    ChainStep, DutyPost, DutySettings, Handover, NewShift, NewSwap, Shift, Signature, Swap,
    SwapState, Whom,
};
pub use source::{Condition, NewSource, Owner, Source, SourceEdit, SourceKind, SourceState};
pub use start_condition::{
    LevelReason, Measure, START_CONDITIONS_MAX, StartCondition, usual_start_conditions,
};
pub use template::{TemplateFields, USUAL_TEMPLATE, fill_template, is_json_template};
pub use topic::{Route, RouteOf, Topic};
pub use visit::{
    Findings, Rank, RankAt, RankReading, SeenLink, SourceDay, SourceSums, Visit, VisitOutcome,
};
