//! *Now*: what is big, what rises, what is new since somebody last looked.

use crate::now_ask::{NowAsk, Since};
use crate::{Desk, DeskError, EventCard};
use model::{
    DocumentId, EventId, EventRecord, HOUR_MS, Language, Moment, Place, SourceId, SourceKind,
};
use ports::{Counts, EventAsk, EventOrder};
use std::collections::{BTreeMap, HashMap};

/// Events looked at to find the fastest rising ones, and what the filters offer.
const RISE_CANDIDATES: u64 = 300;
/// Heat an event needs to be called rising: one lone voice is no rise.
const RISING_HEAT_MIN: f64 = 1.2;
/// Hours after which the newest document is the present that is shown.
const LIVE_HOURS_MAX: i64 = 24;
/// Hours that are new to somebody who never looked.
const NEW_HOURS: i64 = 24;
/// New events are counted up to here.
pub const NEW_EVENTS_COUNTED_MAX: u64 = 10_000;
/// Bars of an event's small line.
pub const SPARK_BARS: usize = 24;
/// Choices that a filter offers.
const CHOICES_MAX: usize = 20;

/// What is new since somebody last looked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct News {
    /// The last document that had arrived then.
    pub since: DocumentId,
    /// When that was.
    pub since_at: Option<Moment>,
    /// Documents that arrived later.
    pub documents: i64,
    /// Events that were opened later, at most [`NEW_EVENTS_COUNTED_MAX`].
    pub events: i64,
}

/// What the filters offer, with how many of the events at hand have it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NowChoices {
    /// Places with their names.
    pub places: Vec<(Place, String, usize)>,
    /// Kinds of sources.
    pub kinds: Vec<(SourceKind, usize)>,
    /// Sources with their names.
    pub sources: Vec<(SourceId, String, usize)>,
    /// Languages.
    pub languages: Vec<(Language, usize)>,
}

/// The first page: events by heat and by rise, and the new ones.
#[derive(Debug, Clone, PartialEq)]
pub struct NowBoard {
    /// The instant heat and rise are reckoned at.
    pub as_of: Moment,
    /// Whether that is the present. It is not where everything kept is older than a day: then it
    /// is the time of the newest document, so that an imported stream can be looked at.
    pub live: bool,
    /// Hottest first.
    pub by_heat: Vec<EventCard>,
    /// Fastest rising first; only events with at least two documents or copies.
    pub by_rise: Vec<EventCard>,
    /// Opened since somebody last looked, the last one first.
    pub fresh: Vec<EventCard>,
    /// How much is new.
    pub news: News,
    /// What the filters offer.
    pub choices: NowChoices,
    /// How many proposals are open, counted up to [`crate::PROPOSALS_COUNTED_MAX`].
    pub proposals: i64,
    /// How much is kept in all.
    pub counts: Counts,
    /// What is shown is no older than this revision.
    pub revision: i64,
    /// The last document that had arrived.
    pub last_document: DocumentId,
}

impl Desk {
    /// What is big, what rises and what is new.
    pub async fn now_board(&self, ask: &NowAsk) -> Result<NowBoard, DeskError> {
        // Read first: what changes meanwhile is told again rather than never.
        let (revision, reckoning) = tokio::try_join!(self.revision(), self.reckoning())?;
        let as_of = reckoning.as_of;
        let last_document = self.store.last_document().await?;
        let news = self.news(ask.since, last_document).await?;
        let of = |order, limit| ask.events(order, as_of, limit);
        let opened = EventAsk {
            opened_after: news.since,
            ..of(EventOrder::Opened, ask.limit)
        };
        let ((hottest, spoken_of), opened) = tokio::try_join!(self.spoken_of(ask, as_of), async {
            Ok(self.store.find_events(&opened).await?)
        },)?;
        let cards = |records: &[EventRecord]| -> Vec<EventCard> {
            records
                .iter()
                .map(|record| self.card_of(record, &reckoning))
                .collect()
        };
        let mut board = NowBoard {
            as_of,
            live: reckoning.live,
            by_heat: cards(&hottest),
            by_rise: rising(cards(&spoken_of), ask.limit),
            fresh: cards(&opened),
            news,
            choices: self.choices(ask, as_of, &spoken_of).await?,
            proposals: self.open_proposal_count().await?,
            counts: self.store.counts().await?,
            revision,
            last_document,
        };
        self.draw_sparks(&mut board, ask.window_hours).await?;
        Ok(board)
    }

    /// A number that grows with every change of events.
    pub async fn revision(&self) -> Result<i64, DeskError> {
        Ok(self.store.revision().await?)
    }

    /// The instant things are reckoned at: now, or the newest document where all is older.
    pub(crate) async fn as_of(&self) -> Result<(Moment, bool), DeskError> {
        let now = self.clock.now();
        Ok(match self.store.newest_published().await? {
            Some(newest) if newest.0 < now.0 - LIVE_HOURS_MAX * HOUR_MS => (newest, false),
            _ => (now, true),
        })
    }

    async fn news(&self, since: Since, last: DocumentId) -> Result<News, DeskError> {
        let (since, at) = match since {
            Since::Document(document) => (document, None),
            Since::At(at) => (self.store.arrived_by(at).await?, Some(at)),
            Since::Yesterday => {
                let at = Moment(self.clock.now().0 - NEW_HOURS * HOUR_MS);
                (self.store.arrived_by(at).await?, Some(at))
            }
        };
        let since = DocumentId(since.0.clamp(0, last.0));
        let at = match at {
            Some(at) => Some(at),
            None => (self.store.documents(&[since]).await?.first())
                .map(|stored| stored.document.arrived_at),
        };
        let opened = self
            .store
            .events_opened_after(since, NEW_EVENTS_COUNTED_MAX)
            .await?;
        Ok(News {
            since,
            since_at: at,
            documents: last.0 - since.0,
            events: opened,
        })
    }

    /// Gives every card the volume of the window, with one question for all of them.
    async fn draw_sparks(&self, board: &mut NowBoard, window_hours: i64) -> Result<(), DeskError> {
        let step = (window_hours * HOUR_MS / SPARK_BARS as i64).max(1);
        // Ends with the step in which the present lies.
        let from = Moment((board.as_of.0 / step + 1 - SPARK_BARS as i64) * step);
        let lists = [&mut board.by_heat, &mut board.by_rise, &mut board.fresh];
        let mut ids: Vec<EventId> = (lists.iter())
            .flat_map(|list| list.iter().map(|card| card.id))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let mut sparks: HashMap<EventId, Vec<i64>> = HashMap::new();
        for (id, bucket) in self.store.event_volumes(&ids, from, step).await? {
            let bars = sparks.entry(id).or_insert_with(|| vec![0; SPARK_BARS]);
            let slot = usize::try_from((bucket.start.0 - from.0) / step).unwrap_or(0);
            if let Some(bar) = bars.get_mut(slot) {
                *bar += bucket.documents + bucket.copies;
            }
        }
        for card in lists.into_iter().flatten() {
            card.spark = sparks.get(&card.id).cloned().unwrap_or_default();
        }
        Ok(())
    }

    /// The hottest events, and those among which the fastest rising ones are found.
    async fn spoken_of(
        &self,
        ask: &NowAsk,
        as_of: Moment,
    ) -> Result<(Vec<EventRecord>, Vec<EventRecord>), DeskError> {
        let of = |order, limit| ask.events(order, as_of, limit);
        if ask.is_narrow() {
            // Looking for what is chosen costs more than ranking it: once is enough.
            let heat = of(EventOrder::Heat, RISE_CANDIDATES.max(ask.limit));
            let all = self.store.find_events(&heat).await?;
            let hottest = all.iter().take(ask.limit as usize).cloned().collect();
            return Ok((hottest, all));
        }
        let heat = of(EventOrder::Heat, ask.limit);
        let pulse = of(EventOrder::Pulse, RISE_CANDIDATES);
        let (heat, pulse) = (
            self.store.find_events(&heat),
            self.store.find_events(&pulse),
        );
        Ok(tokio::try_join!(heat, pulse)?)
    }

    /// What is chosen narrows the lists, not what else can be chosen.
    async fn whatever_is_chosen(
        &self,
        ask: &NowAsk,
        as_of: Moment,
        spoken_of: &[EventRecord],
    ) -> Result<Vec<EventRecord>, DeskError> {
        if !ask.is_narrow() {
            return Ok(spoken_of.to_vec());
        }
        let open = NowAsk {
            window_hours: ask.window_hours,
            ..NowAsk::open(0)
        };
        let events = open.events(EventOrder::Pulse, as_of, RISE_CANDIDATES);
        Ok(self.store.find_events(&events).await?)
    }

    async fn choices(
        &self,
        ask: &NowAsk,
        as_of: Moment,
        spoken_of: &[EventRecord],
    ) -> Result<NowChoices, DeskError> {
        let wide = self.whatever_is_chosen(ask, as_of, spoken_of).await?;
        let (mut places, mut kinds) = (BTreeMap::new(), BTreeMap::new());
        let (mut sources, mut languages) = (BTreeMap::new(), BTreeMap::new());
        for facets in wide.iter().map(|record| &record.facets) {
            count(&mut places, facets.places.iter().copied());
            count(&mut kinds, facets.kinds.iter().copied());
            count(&mut sources, facets.sources.iter().copied());
            count(&mut languages, facets.languages.iter().copied());
        }
        let names: HashMap<SourceId, String> = (self.store.sources().await?.into_iter())
            .map(|source| (source.id, source.name))
            .collect();
        Ok(NowChoices {
            places: most(places, ask.place)
                .into_iter()
                .filter_map(|(place, n)| Some((place, self.place_name(place)?, n)))
                .collect(),
            kinds: most(kinds, ask.kind),
            sources: most(sources, ask.source)
                .into_iter()
                .filter_map(|(source, n)| Some((source, names.get(&source)?.clone(), n)))
                .collect(),
            languages: most(languages, ask.language),
        })
    }
}

fn count<K: Ord>(counts: &mut BTreeMap<K, usize>, found: impl Iterator<Item = K>) {
    for key in found {
        *counts.entry(key).or_default() += 1;
    }
}

/// The most frequent, and what is chosen already.
fn most<K: Ord + Copy>(mut counts: BTreeMap<K, usize>, chosen: Option<K>) -> Vec<(K, usize)> {
    if let Some(chosen) = chosen {
        counts.entry(chosen).or_default();
    }
    let mut all: Vec<(K, usize)> = counts.into_iter().collect();
    all.sort_by_key(|(key, n)| (chosen != Some(*key), std::cmp::Reverse(*n)));
    all.truncate(CHOICES_MAX);
    all
}

/// Rise counts for more where more is said: three times as fast with ten voices before eight
/// times as fast with two.
fn rising(mut cards: Vec<EventCard>, limit: u64) -> Vec<EventCard> {
    let speed = |card: &EventCard| card.rise * card.heat.ln_1p();
    cards.retain(|card| card.documents + card.copies >= 2 && card.heat >= RISING_HEAT_MIN);
    cards.sort_by(|a, b| speed(b).total_cmp(&speed(a)).then(b.id.cmp(&a.id)));
    cards.truncate(limit as usize);
    cards
}
