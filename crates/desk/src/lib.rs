//! What happens next, and who may do it? The production line in [`line`], and one file per noun
//! of the office. Knows no SQL, no HTTP, no HTML.
#![forbid(unsafe_code)]

mod actor;
mod analysis_ask;
mod compare;
mod correcting;
mod count_index;
mod count_marks;
mod cover;
pub mod csv;
mod discover;
mod documents;
mod error;
mod events;
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
pub mod line;
mod list_curves;
mod live;
mod marked;
mod now;
mod now_ask;
mod office;
mod people;
mod pictures;
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
mod slices;
mod source_board;
mod source_sums;
mod sources;
mod spread;
mod standing;
mod steps;
mod subscriptions;
mod take_along;
mod user_words;
mod voices;
mod volume;
mod wall;

pub use actor::{Actor, SignedIn};
pub use analysis_ask::{
    AnalysisAsk, Boundaries, EventBand, ListCurves, ListMatter, Pictures, PlaceDot, Slice,
    SourceBand,
};
pub use compare::{Beside, Comparison};
pub use discover::{Discovered, Proposal};
pub use documents::{DocumentList, DocumentSheet};
pub use error::DeskError;
pub use events::{EventCard, EventList, EventSheet, Member, VolumeBar};
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
pub use live::Changes;
pub use now::{NEW_EVENTS_COUNTED_MAX, News, NowBoard, NowChoices, SPARK_BARS};
pub use now_ask::{NowAsk, Since};
pub use office::OfficeForm;
pub use people::{
    Caller, CodeOffer, Directory, FirstLink, OpenLink, OwnSheet, PersonSheet, SignIn,
};
pub use policy::{Act, may};
pub use proposals::{EventStory, PROPOSALS_COUNTED_MAX, ProposalCard, ProposalList};
pub use readings::EventReadings;
pub use record::{ChainCheck, row_of_notes, write_down};
pub use retention::{Forgotten, forget_old};
pub use saved::{FEED_HITS, Feed, SaveAsk, Saved};
pub use search_facets::{FACET_VALUES_MAX, SearchFacets};
pub use searches::{Fragment, QueryProblem, SearchAsk, SearchHit, SearchOrder, SearchResults};

pub use slices::SliceList;
pub use source_board::{Cost, SOURCES_PER_PAGE, SourceAsk, SourceBoard, SourceRow, SourceSheet};
pub use sources::SourceForm;
pub use spread::{EventSpread, Outlet};
pub use standing::Standing;
pub use steps::{Period, Steps};
pub use subscriptions::{ImportedOpml, OpmlFrom, OpmlList};
pub use user_words::{DICTIONARY_FILE, WordBook, WordsChanged};
pub use voices::pseudonym;
pub use wall::{SilentSource, Wall};

pub use analysis::bursts::{FALSE_ALARMS_A_DAY, Judged};
pub use analysis::rhythm::HourRise;
pub use analysis::spread::{AtPlace, From as TakenFrom, Node, Speed, Way};
pub use analysis::user_words::{FaultyLine, WordFault};
use analysis::{Gazetteer, OwnPlace, SharedUnderstander, Understander};
pub use analysis::{Unusual, Usual, county_seats};
use chrono_tz::Tz;
use line::Handed;
use model::Place;
pub use ports::{
    AddedSource, AuditAsk, Counts, DocumentAsk, EditDone, EventAsk, EventOrder, Exchange, FetchLog,
    FirstSeen,
};
use ports::{Clock, Fetcher, Random, SearchIndex, Store, Typesetter, Vault};
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
    office_now: std::sync::RwLock<office::OfficeNow>,
    settled_sums: source_sums::SettledSums,
    own_places: BTreeMap<Place, String>,
    gazetteer: Gazetteer,
    own_points: BTreeMap<Place, (f64, f64)>,
    boundaries: Option<Arc<Boundaries>>,
    typesetter: Option<Arc<dyn Typesetter>>,
    understander: Option<SharedUnderstander>,
    dictionary: Option<user_words::OpenDictionary>,
    index_progress: IndexProgress,
    gists: gist::Gists,
    counted_max: usize,
    demonstration: bool,
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
            office_now: std::sync::RwLock::default(),
            settled_sums: source_sums::SettledSums::default(),
            own_places: BTreeMap::new(),
            gazetteer: Gazetteer::default(),
            own_points: BTreeMap::new(),
            boundaries: None,
            typesetter: None,
            understander: None,
            dictionary: None,
            index_progress: IndexProgress::default(),
            gists: gist::Gists::default(),
            counted_max: marked::COUNTED_MAX,
            demonstration: false,
        }
    }

    /// The same desk with an outbound client and a vault: it can check, discover and take pictures.
    #[must_use]
    pub fn with_world(mut self, fetcher: Arc<dyn Fetcher>, vault: Arc<dyn Vault>) -> Self {
        self.fetcher = Some(fetcher);
        self.vault = Some(vault);
        self
    }

    /// The same desk with a way to the line: it can take what people bring.
    #[must_use]
    pub fn with_hand(mut self, hand: tokio::sync::mpsc::Sender<Handed>) -> Self {
        self.hand = Some(hand);
        self
    }

    /// The same desk with the names of its own places.
    #[must_use]
    pub fn with_places(mut self, own: &[OwnPlace]) -> Self {
        let names = own.iter().map(|place| (place.place, place.name.clone()));
        self.own_places = names.collect();
        self.gazetteer = Gazetteer::new(None, own);
        let points = own
            .iter()
            .filter_map(|place| Some((place.place, place.at?)));
        self.own_points = points.collect();
        self
    }

    /// The same desk with lines for its maps, which the operator gave.
    #[must_use]
    pub fn with_boundaries(mut self, boundaries: Option<Boundaries>) -> Self {
        self.boundaries = boundaries.map(Arc::new);
        self
    }

    /// The same desk with what understands texts: it can tell which documents are similar.
    #[must_use]
    pub fn with_understander(mut self, understander: impl Into<SharedUnderstander>) -> Self {
        self.understander = Some(understander.into());
        self
    }

    /// What understands texts at present.
    pub(crate) fn understander(&self) -> Option<Arc<Understander>> {
        self.understander.as_ref().map(SharedUnderstander::now)
    }

    /// The same desk with a typesetter: its pictures can be taken along.
    #[must_use]
    pub fn with_typesetter(mut self, typesetter: Arc<dyn Typesetter>) -> Self {
        self.typesetter = Some(typesetter);
        self
    }

    /// The same desk, showing a fictional office whose people anybody may come in as.
    #[must_use]
    pub fn with_demonstration(mut self, demonstration: bool) -> Self {
        self.demonstration = demonstration;
        self
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
