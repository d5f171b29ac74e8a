//! What happens next, and who may do it? The production line in [`line`], and one file per noun
//! of the office. Knows no SQL, no HTTP, no HTML.
#![forbid(unsafe_code)]

mod actor;
mod alerts;
mod analysis_ask;
mod answers;
mod cases;
mod channel_form;
mod channels;
mod compare;
mod correcting;
mod count_index;
mod count_marks;
mod cover;
pub mod csv;
mod discover;
mod documents;
mod drills;
mod duty;
mod error;
mod events;
mod evidence;
mod export;
mod floods;
mod gist;
mod hand;
mod health;
mod heat;
mod heat_parts;
mod holds;
mod hot_list;
mod index_work;
mod keeping;
mod last_hour;
mod leads;
pub mod line;
mod list_curves;
mod live;
mod making;
mod marked;
mod messages;
mod now;
mod now_ask;
mod office;
mod opening;
mod people;
mod pictures;
mod playbooks;
mod policy;
mod proposals;
mod readings;
mod record;
mod retention;
mod saved;
mod search_facets;
mod search_page;
mod search_resolve;
mod search_texts;
mod searches;
mod sending;
mod slices;
mod source_board;
mod source_sums;
mod sources;
mod spread;
mod standing;
mod steps;
mod subscriptions;
mod take_along;
mod topics;
mod user_words;
mod voices;
mod volume;
mod wall;
mod withdrawn;

pub use actor::{Actor, SignedIn};
pub use alerts::{
    ALERTS_PER_PAGE, AlertAct, AlertSheet, RuleForm, RuleKept, RuleTrial, RuleWatch,
    TRIAL_DAYS_MAX, Tongue, level_reason, level_words, why_sentence,
};
pub use analysis_ask::{
    AnalysisAsk, Boundaries, EventBand, ListCurves, ListMatter, Pictures, PlaceDot, Slice,
    SourceBand,
};
pub use answers::{ANSWERS_PER_PAGE, AnswerReach, AnswerSheet, PublicAnswer, SignForm};
pub use cases::{
    CaseBoard, CaseFigures, CaseForm, CaseRow, CaseSheet, CaseShow, OpenCase, OwnTask,
};
pub use channel_form::ChannelForm;
pub use channels::{ChannelBoard, ChannelRow};
pub use compare::{Beside, Comparison};
pub use discover::{Discovered, Proposal};
pub use documents::{DocumentList, DocumentSheet};
pub use drills::DrillInput;
pub use duty::{
    Clash, ClashKind, EscalationStep, Gap, HandoverFacts, HandoverSheet, ImportAct, ImportRow,
    MaySign, OnDuty, Reached, RosterBoard, RosterImport, Rotation, RotationAsk, RotationPlan,
    ShiftEdit, ShiftKept, SwapCard, day_shifts, draft_handover, local_moment,
};
pub use error::DeskError;
pub use events::{EventCard, EventList, EventSheet, Member, VolumeBar};
pub use evidence::{AttachForm, EvidenceDifference, EvidenceSheet, OpenedEvidence, PageRow, Piece};
pub use export::{EXPORT_ROWS_MAX, ExportForm, Exported};
pub use gist::{EventGist, EventNews, GistSentence, NewNumber};
pub use hand::{Brought, HAND_SOURCE, Taken};
pub use health::{Health, HealthState};
pub use heat::{HeatBook, STALE_COUNTED_MAX};
pub use heat_parts::{HeatDay, HeatPart, HeatParts, Said};
pub use holds::{HOLDS_PER_PAGE, HoldList};
pub use hot_list::{HotBoard, HotRow};
pub use index_work::{IndexProgress, IndexTask, IndexWork};
pub use keeping::{KeepBoard, KeepPreview, KeptFor, purge_plan};
pub use leads::{LEADS_PER_PAGE, LeadList, TellForm};
pub use live::Changes;
pub use messages::{Held, MESSAGES_PER_PAGE, MessageList, MessageRow};
pub use now::{NEW_EVENTS_COUNTED_MAX, News, NowBoard, NowChoices, SPARK_BARS};
pub use now_ask::{NowAsk, Since};
pub use office::OfficeForm;
pub use people::{
    Caller, CodeOffer, Directory, FirstLink, OpenLink, OwnSheet, PersonSheet, SignIn,
};
pub use playbooks::PlaybookForm;
pub use policy::{Act, may};
pub use proposals::{EventStory, PROPOSALS_COUNTED_MAX, ProposalCard, ProposalList};
pub use readings::EventReadings;
pub use record::{ChainCheck, row_of_notes, write_down};
pub use retention::{Forgotten, forget_old};
pub use saved::{FEED_HITS, Feed, SaveAsk, Saved};
pub use search_facets::{FACET_VALUES_MAX, SearchFacets};
pub use searches::{Fragment, QueryProblem, SearchAsk, SearchHit, SearchOrder, SearchResults};

pub use sending::{Bell, Sending, SendingPorts};
pub use slices::SliceList;
pub use source_board::{Cost, SOURCES_PER_PAGE, SourceAsk, SourceBoard, SourceRow, SourceSheet};
pub use sources::SourceForm;
pub use spread::{EventSpread, Outlet};
pub use standing::Standing;
pub use steps::{Period, Steps};
pub use subscriptions::{ImportedOpml, OpmlFrom, OpmlList};
pub use topics::{
    RouteForm, RouteRow, Tally, TopicBar, TopicChoices, TopicEvent, TopicForm, TopicKept,
    TopicPeriod, TopicShare, TopicSheet,
};
pub use user_words::{DICTIONARY_FILE, WordBook, WordsChanged};
pub use voices::pseudonym;
pub use wall::{SilentSource, Wall};

pub use analysis::bursts::{FALSE_ALARMS_A_DAY, Judged};
pub use analysis::rhythm::HourRise;
pub use analysis::spread::{AtPlace, From as TakenFrom, Node, Speed, Way};
pub use analysis::user_words::{FaultyLine, WordFault};
use analysis::{Gazetteer, SharedUnderstander};
pub use analysis::{Unusual, Usual, county_seats};
use chrono_tz::Tz;
use line::Handed;
use model::Place;
pub use ports::{
    AddedSource, AlertAsk, AuditAsk, Counts, DocumentAsk, EditDone, EventAsk, EventOrder, Exchange,
    FetchLog, FirstSeen, MessageCounts,
};
use ports::{Clock, Fetcher, Photographer, Random, SearchIndex, Store, Typesetter, Vault};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The desk as the pages and the command line see it: it asks the store and the index, and decides.
pub struct Desk {
    store: Arc<dyn Store>,
    index: Arc<dyn SearchIndex>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    time_zone: Tz,
    fetcher: Option<Arc<dyn Fetcher>>,
    vault: Option<Arc<dyn Vault>>,
    hand: Option<tokio::sync::mpsc::Sender<Handed>>,
    notes: Option<record::Notes>,
    gate: people::Gate,
    courier: Option<Arc<dyn ports::Courier>>,
    bell: Bell,
    office_now: std::sync::RwLock<office::OfficeNow>,
    settled_sums: source_sums::SettledSums,
    own_places: BTreeMap<Place, String>,
    gazetteer: Gazetteer,
    own_points: BTreeMap<Place, (f64, f64)>,
    boundaries: Option<Arc<Boundaries>>,
    typesetter: Option<Arc<dyn Typesetter>>,
    photographer: Option<Arc<dyn Photographer>>,
    understander: Option<SharedUnderstander>,
    dictionary: Option<user_words::OpenDictionary>,
    index_progress: IndexProgress,
    gists: gist::Gists,
    counted_max: usize,
    demonstration: bool,
    tellers: leads::Tellers,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk")
            .field("time_zone", &self.time_zone)
            .finish_non_exhaustive()
    }
}

impl Desk {
    /// A desk over these ports. `time_zone` governs day edges everywhere.
    pub fn new(
        store: Arc<dyn Store>,
        index: Arc<dyn SearchIndex>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        time_zone: Tz,
    ) -> Self {
        Self {
            store,
            index,
            clock,
            random,
            time_zone,
            fetcher: None,
            vault: None,
            hand: None,
            notes: None,
            gate: people::Gate::default(),
            courier: None,
            bell: Bell::default(),
            office_now: std::sync::RwLock::default(),
            settled_sums: source_sums::SettledSums::default(),
            own_places: BTreeMap::new(),
            gazetteer: Gazetteer::default(),
            own_points: BTreeMap::new(),
            boundaries: None,
            typesetter: None,
            photographer: None,
            understander: None,
            dictionary: None,
            index_progress: IndexProgress::default(),
            gists: gist::Gists::default(),
            counted_max: marked::COUNTED_MAX,
            demonstration: false,
            tellers: leads::Tellers::default(),
        }
    }

    /// The name of a place: the desk's own comes first.
    pub(crate) fn place_name(&self, place: Place) -> Option<String> {
        let own = self.own_places.get(&place).cloned();
        own.or_else(|| analysis::place_name(place).map(str::to_owned))
    }

    /// The present, by the desk's clock.
    pub fn now(&self) -> model::Moment {
        self.clock.now()
    }

    /// A number under which a failure is written down and can be asked about.
    pub fn incident(&self) -> String {
        format!("{:08x}", self.random.bits() >> 32)
    }
}
