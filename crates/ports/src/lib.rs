//! What does the desk ask of the world? Traits and their plain structs only.
//!
//! Each method says whether it may be repeated, what order it keeps, and how it fails. Every
//! implementation passes the conformance suite of its port in `testkit`.
#![forbid(unsafe_code)]

mod alerts;
mod answers;
mod asks;
mod audit;
mod cases;
mod channels;
mod clock;
mod corrections;
mod counts;
mod courier;
mod disk;
mod duty;
mod evidence;
mod evidence_vault;
mod fetcher;
mod finding;
mod floods;
mod guard;
mod heat;
mod index;
mod meter;
mod people;
mod photographer;
mod proposals;
mod random;
mod readings;
mod retention;
mod saved;
mod sources;
mod spread;
mod store;
mod topics;
mod typesetter;
mod vault;
mod words_index;

pub use alerts::{AlertAsk, AlertStore, Raised, WatchMark};
pub use answers::{AnswerStore, LeadStore, PlaybookStore};
pub use asks::{DocumentAsk, DocumentPage, EventAsk, EventOrder, FirstSeen};
pub use audit::{AuditAsk, AuditStore};
pub use cases::{CaseAsk, CaseChange, CaseStore, Timeline};
pub use channels::{ChannelStore, FailedTry, MessageAsk, MessageCounts, OutboxStore};
pub use clock::Clock;
pub use corrections::{CorrectionStore, KeptCorrection};
pub use counts::Counts;
pub use courier::{
    Again, Courier, CourierError, Mail, MailServer, OpenChannel, SendFailure, SentParts, Word,
};
pub use disk::{Disk, DiskError};
pub use duty::{CalendarAct, DutyStore};
pub use evidence::{EvidenceStore, PageLook, WithdrawnStore};
pub use evidence_vault::EvidenceVault;
pub use fetcher::{Exchange, FetchError, FetchLog, FetchPlan, Fetched, Fetcher};
pub use finding::FindingStore;
pub use floods::{FloodStore, FloodsOf, FoldedPost};
pub use guard::AddressPolicy;
pub use heat::{HeatStore, ListReading};
pub use index::{FacetCounts, Hit, Hits, IndexEntry, IndexError, Order, SearchIndex};
pub use meter::Meter;
pub use people::{Failures, PeopleStore, Secrets, UsedCode};
pub use photographer::{Photographer, ShotError, ShotPlan};
pub use proposals::{ProposalStore, Story, StoryEvent};
pub use random::Random;
pub use readings::ReadingStore;
pub use retention::{DiskUse, HoldAsk, HoldStore, LeftOver, RetentionStore};
pub use saved::SavedStore;
pub use sources::{AddedSource, Attachment, EditDone, LINK_TRIES, Passing, SourceStore};
pub use spread::{EventStep, SpreadStore};
pub use store::{KeptBatch, Known, Store, StoreError};
pub use topics::TopicStore;
pub use typesetter::{TypesetError, Typesetter};
pub use vault::{Capture, CapturePage, Vault, VaultError};
pub use words_index::WordsIndex;
