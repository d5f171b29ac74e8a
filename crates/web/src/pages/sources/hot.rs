//! A hot list as it stood when it was last read.

use crate::rank_chart::{heat, lowest, rank_spark};
use crate::shell::Shell;
use crate::show::{Time, time};
use chrono_tz::Tz;
use desk::{HotBoard, HotRow};

/// The list.
#[derive(Debug, Clone)]
pub(crate) struct ShownHot {
    pub(crate) at: Time,
    pub(crate) rows: Vec<ShownHotRow>,
}

/// A matter on it.
#[derive(Debug, Clone)]
pub(crate) struct ShownHotRow {
    pub(crate) rank: i64,
    pub(crate) sign: &'static str,
    /// How far it moved, or that it is new.
    pub(crate) change: String,
    pub(crate) title: String,
    /// Its event.
    pub(crate) address: Option<String>,
    pub(crate) heat: String,
    pub(crate) best: i64,
    pub(crate) lines: Vec<String>,
    /// The curve in words.
    pub(crate) label: String,
}

pub(super) fn hot(board: &HotBoard, shell: &Shell, zone: Tz) -> ShownHot {
    // One ground for all rows, so that their curves can be compared.
    let ground = board.rows.iter().map(|row| lowest(&row.curve)).max();
    let ground = ground.unwrap_or_default();
    ShownHot {
        at: time(board.at, zone),
        rows: board
            .rows
            .iter()
            .map(|row| hot_row(row, board, ground, shell))
            .collect(),
    }
}

fn hot_row(row: &HotRow, board: &HotBoard, ground: i64, shell: &Shell) -> ShownHotRow {
    let (sign, change) = match row.before {
        None => ("＋", shell.t("rank.new").into_owned()),
        Some(before) if before > row.rank => ("↑", (before - row.rank).to_string()),
        Some(before) if before < row.rank => ("↓", (row.rank - before).to_string()),
        Some(_) => ("＝", String::new()),
    };
    let (first, last) = (row.curve.first(), row.curve.last());
    ShownHotRow {
        rank: row.rank,
        sign,
        change,
        title: row.title.clone(),
        address: row.kept.map(|(_, event)| format!("/events/{event}")),
        heat: heat(row.heat, shell),
        best: row.best,
        lines: rank_spark(&row.curve, board.at, HotBoard::HOURS, ground),
        label: first
            .zip(last)
            .map(|(first, last)| format!("{} → {}", first.rank, last.rank))
            .unwrap_or_default(),
    }
}
