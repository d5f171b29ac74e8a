//! The board of sources: how each is, what it gives against its own usual, what it costs.

use crate::source_sums::row_of_days;
use crate::{Desk, DeskError, HotBoard, Standing};
use analysis::{USUAL_DAYS, Unusual, Usual};
use model::{Owner, Source, SourceDay, SourceId, SourceKind, Visit};
use std::collections::{BTreeMap, HashMap};

/// Visits shown of one source.
const VISITS_SHOWN: u64 = 50;
/// Rows on one page of the board.
pub const SOURCES_PER_PAGE: usize = 100;

/// A source with what it gives.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceRow {
    /// The source.
    pub source: Source,
    /// New items of each of the last days, the present one last; only where it is shown.
    pub items: Vec<i64>,
    /// New items of yesterday and of today.
    pub latest: (i64, i64),
    /// The usual of the days before yesterday.
    pub usual: Option<Usual>,
    /// Whether yesterday, or today already, is unlike the usual.
    pub unusual: Option<Unusual>,
    /// Mean milliseconds from publication to arrival.
    pub delay_ms: Option<i64>,
    /// What it cost in these days.
    pub cost: Cost,
}

/// What a source cost over the days shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// Visits.
    pub visits: i64,
    /// Visits that failed.
    pub failures: i64,
    /// Requests.
    pub requests: i64,
    /// Bytes read.
    pub bytes: i64,
    /// Milliseconds spent waiting for answers.
    pub took_ms: i64,
}

/// Which sources are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceAsk {
    /// Part of the name or address.
    pub text: String,
    /// How they are.
    pub standing: Option<Standing>,
    /// What kind.
    pub kind: Option<SourceKind>,
    /// Folder, with those inside it.
    pub folder: Option<String>,
    /// Whose they are.
    pub owner: Option<Owner>,
    /// Only those whose days are unlike the usual.
    pub unusual: bool,
    /// Page, from 1.
    pub page: usize,
}

/// The board.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SourceBoard {
    /// One page of the sources asked for, by folder and name.
    pub rows: Vec<SourceRow>,
    /// How many were asked for.
    pub matching: usize,
    /// How many there are in all.
    pub all: usize,
    /// How many are how, over all.
    pub standings: Vec<(Standing, usize)>,
    /// How many are unlike their usual, over all.
    pub unusual: usize,
    /// Folders with the number of sources in each.
    pub folders: Vec<(String, usize)>,
    /// The page shown, from 1, and how many there are.
    pub page: usize,
    /// Pages in all.
    pub pages: usize,
}

/// One source with its visits.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceSheet {
    /// The source with what it gives.
    pub row: SourceRow,
    /// Its last visits that gave something or failed.
    pub visits: Vec<Visit>,
    /// The day that `row.items` ends with, counted from 1970-01-01.
    pub today: i64,
    /// How it stands, where it is a hot list.
    pub hot: Option<HotBoard>,
}

impl Desk {
    /// The board of sources.
    pub async fn source_board(&self, ask: &SourceAsk) -> Result<SourceBoard, DeskError> {
        let mut board = self.all_asked(ask).await?;
        board.page = ask.page.clamp(1, board.pages);
        board.rows = board
            .rows
            .into_iter()
            .skip((board.page - 1) * SOURCES_PER_PAGE)
            .take(SOURCES_PER_PAGE)
            .collect();
        let shown: Vec<SourceId> = board.rows.iter().map(|row| row.source.id).collect();
        let first = self.today() - USUAL_DAYS - 1;
        let mut places: HashMap<SourceId, &mut Vec<i64>> = HashMap::new();
        for row in &mut board.rows {
            row.items = vec![0; (USUAL_DAYS + 2) as usize];
            places.insert(row.source.id, &mut row.items);
        }
        for (id, day) in self.store.source_days(&shown, first).await? {
            let place = usize::try_from(day.day - first).ok();
            let items = places.get_mut(&id);
            if let Some(place) = items.and_then(|items| items.get_mut(place?)) {
                *place = day.items;
            }
        }
        Ok(board)
    }

    /// All sources asked for, on every page.
    pub async fn source_rows(&self, ask: &SourceAsk) -> Result<Vec<SourceRow>, DeskError> {
        Ok(self.all_asked(ask).await?.rows)
    }

    /// Ids of all sources asked for, on every page.
    pub async fn sources_matching(&self, ask: &SourceAsk) -> Result<Vec<SourceId>, DeskError> {
        let rows = self.source_rows(ask).await?;
        Ok(rows.iter().map(|row| row.source.id).collect())
    }

    /// The board with all rows on one page, without their days.
    async fn all_asked(&self, ask: &SourceAsk) -> Result<SourceBoard, DeskError> {
        let sources = self.store.sources().await?;
        let sums = self.sums().await?;
        let mut board = SourceBoard {
            all: sources.len(),
            ..SourceBoard::default()
        };
        let mut standings: BTreeMap<Standing, usize> = BTreeMap::new();
        let mut folders: BTreeMap<String, usize> = BTreeMap::new();
        for source in sources {
            *standings.entry(Standing::of(&source)).or_default() += 1;
            if !source.folder.is_empty() {
                *folders.entry(source.folder.clone()).or_default() += 1;
            }
            let row = sums.row(source);
            board.unusual += usize::from(row.unusual.is_some());
            if ask.takes(&row) {
                board.rows.push(row);
            }
        }
        board.rows.sort_by(|a, b| {
            let (a, b) = (&a.source, &b.source);
            (&a.folder, &a.name).cmp(&(&b.folder, &b.name))
        });
        board.standings = standings.into_iter().collect();
        board.folders = folders.into_iter().collect();
        board.matching = board.rows.len();
        board.pages = board.matching.div_ceil(SOURCES_PER_PAGE).max(1);
        Ok(board)
    }

    /// One source with its visits.
    pub async fn source_sheet(&self, id: SourceId) -> Result<SourceSheet, DeskError> {
        let source = self.source(id).await?;
        let today = self.today();
        let first = today - USUAL_DAYS - 1;
        let days = self.store.source_days(&[id], first).await?;
        let days: Vec<SourceDay> = days.into_iter().map(|(_, day)| day).collect();
        Ok(SourceSheet {
            hot: self.hot_board(id, source.kind).await?,
            row: row_of_days(source, &days, today),
            visits: self.store.visits(id, VISITS_SHOWN).await?,
            today,
        })
    }

    /// The present day in the desk's zone.
    pub(crate) fn today(&self) -> i64 {
        analysis::day_number(self.clock.now(), self.time_zone)
    }
}

impl SourceAsk {
    fn takes(&self, row: &SourceRow) -> bool {
        let source = &row.source;
        let text = self.text.to_lowercase();
        let in_folder = |folder: &String| {
            source.folder == *folder || source.folder.starts_with(&format!("{folder}/"))
        };
        (text.is_empty()
            || source.name.to_lowercase().contains(&text)
            || source
                .url
                .as_ref()
                .is_some_and(|url| url.to_lowercase().contains(&text)))
            && self
                .standing
                .is_none_or(|standing| Standing::of(source) == standing)
            && self.kind.is_none_or(|kind| source.kind == kind)
            && self.folder.as_ref().is_none_or(in_folder)
            && self.owner.is_none_or(|owner| source.owner == owner)
            && (!self.unusual || row.unusual.is_some())
    }
}
