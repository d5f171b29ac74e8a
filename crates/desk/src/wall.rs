//! The wall screen: what a room should know, at a glance.

use crate::analysis_ask::{AnalysisAsk, Pictures};
use crate::cover::Covered;
use crate::steps::Period;
use crate::{Desk, DeskError, NowAsk, NowBoard, SourceAsk, Standing, Unusual};
use model::{Moment, SourceId, StoredDocument};
use ports::DocumentAsk;

/// Events in each list of the wall.
const EVENTS: u64 = 7;
/// Documents that came last.
const NEWEST: u64 = 7;
/// Silent sources that are named.
const SILENT_MAX: usize = 5;
/// Hours of the wall.
const HOURS: i64 = 24;

/// A source that says nothing, or less than usual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SilentSource {
    /// The source.
    pub id: SourceId,
    /// Its name.
    pub name: String,
    /// When it was last visited.
    pub visited_at: Option<Moment>,
    /// Whether it cannot be read.
    pub fails: bool,
}

/// What the wall shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Wall {
    /// The present, by the desk's clock.
    pub now: Moment,
    /// What rises and what is big.
    pub board: NowBoard,
    /// What was published in the last day, counted.
    pub day: Pictures,
    /// The same of a week, where a day names no place that can be drawn.
    pub week: Option<Pictures>,
    /// What arrived last.
    pub newest: Vec<StoredDocument>,
    /// Sources that are silent, those that fail first.
    pub silent: Vec<SilentSource>,
    /// How many there are.
    pub silent_in_all: usize,
    /// How many sources there are.
    pub sources: usize,
}

impl Desk {
    /// What the wall shows.
    pub async fn wall(&self) -> Result<Wall, DeskError> {
        let ask = NowAsk {
            window_hours: HOURS,
            ..NowAsk::open(EVENTS)
        };
        let board = self.now_board(&ask).await?;
        let of = |period| AnalysisAsk {
            query: String::new(),
            period,
        };
        let day = self.pictures(&of(Period::Hours(HOURS))).await?;
        let week = if day.places.iter().any(|dot| dot.at.is_some()) {
            None
        } else {
            Some(self.pictures(&of(Period::Week)).await?)
        };
        let newest = DocumentAsk {
            limit: NEWEST,
            ..DocumentAsk::default()
        };
        let mut silent = self.silent_sources().await?;
        let silent_in_all = silent.len();
        silent.truncate(SILENT_MAX);
        Ok(Wall {
            now: self.now(),
            day,
            week,
            newest: self.store.list_documents(&newest).await?.covered(),
            silent,
            silent_in_all,
            sources: board.counts.sources.try_into().unwrap_or(0),
            board,
        })
    }

    /// Sources that say nothing, or less than usual.
    pub(crate) async fn silent_sources(&self) -> Result<Vec<SilentSource>, DeskError> {
        let rows = self.source_rows(&SourceAsk::default()).await?;
        let mut silent: Vec<SilentSource> = (rows.iter())
            .filter_map(|row| {
                let standing = Standing::of(&row.source);
                let fails = matches!(standing, Standing::Error | Standing::Empty);
                let less = row.unusual == Some(Unusual::Low) && standing != Standing::Paused;
                (fails || less).then(|| SilentSource {
                    id: row.source.id,
                    name: row.source.name.clone(),
                    visited_at: row.source.state.visited_at,
                    fails,
                })
            })
            .collect();
        silent.sort_by_key(|one| (!one.fails, one.visited_at, one.id));
        Ok(silent)
    }
}
