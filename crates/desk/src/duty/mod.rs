//! Duty: who is on duty and when, and along which chain word goes.

mod arrange;
mod board;
mod calendar;
mod chain;
mod cover;
mod days;
mod draft;
mod handover;
mod import;
mod left;
mod rotation;
mod settings;
mod swaps;

pub use arrange::{ShiftEdit, ShiftKept};
pub use board::{OnDuty, Reached, RosterBoard, SwapCard};
pub use chain::EscalationStep;
pub use cover::{Clash, ClashKind, Gap};
pub use days::{day_shifts, local_moment};
pub use draft::{HandoverFacts, draft_handover};
pub use handover::{HandoverSheet, MaySign};
pub use import::{ImportAct, ImportRow, RosterImport};
pub use rotation::{Rotation, RotationAsk, RotationPlan};

/// Letters of the longest note of a shift, and of a reason for a swap.
const NOTE_CHARS_MAX: usize = 500;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// A text as long as it may be.
fn beginning(text: &str, most: usize) -> String {
    text.trim().chars().take(most).collect()
}
