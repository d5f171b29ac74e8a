//! How heat is counted: read and changed by people, as data.

use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use model::{EventRecord, HeatFault, HeatSettings, Moment};

/// Events that wait to be reckoned anew are counted up to this.
pub const STALE_COUNTED_MAX: u64 = 100_000;

/// How heat is counted, and whether all of it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HeatBook {
    /// The settings.
    pub settings: HeatSettings,
    /// Their number; it grows with every change, and with every change of a source's reach.
    pub basis: i64,
    /// Events that are still to be reckoned anew, counted up to `STALE_COUNTED_MAX`.
    pub stale: i64,
}

/// What cards are reckoned by.
#[derive(Debug, Clone)]
pub(crate) struct Reckoning {
    pub(crate) as_of: Moment,
    /// Whether that is the present.
    pub(crate) live: bool,
    pub(crate) settings: HeatSettings,
    pub(crate) basis: i64,
}

impl Reckoning {
    pub(crate) fn heat(&self, record: &EventRecord) -> f64 {
        analysis::heat::heat_at(record.heat_log, self.as_of, self.settings.heat_hours)
    }

    pub(crate) fn rise(&self, record: &EventRecord) -> f64 {
        let (heat, pulse) = (record.heat_log, record.pulse_log);
        analysis::heat::rise_at(heat, pulse, self.as_of, &self.settings)
    }
}

impl Desk {
    /// The instant and the settings by which heat is reckoned.
    pub(crate) async fn reckoning(&self) -> Result<Reckoning, DeskError> {
        let (as_of, live) = self.as_of().await?;
        let (settings, basis) = self.store.heat().await?;
        Ok(Reckoning {
            as_of,
            live,
            settings,
            basis,
        })
    }

    /// How heat is counted.
    pub async fn heat_book(&self) -> Result<HeatBook, DeskError> {
        let (settings, basis) = self.store.heat().await?;
        Ok(HeatBook {
            settings,
            basis,
            stale: self.store.stale_count(STALE_COUNTED_MAX).await?,
        })
    }

    /// Counts heat in another way, where it was counted by `basis` when that was read. All events
    /// are reckoned anew by the line.
    pub async fn change_heat(
        &self,
        actor: &Actor,
        basis: i64,
        settings: &HeatSettings,
    ) -> Result<(), DeskError> {
        actor.must(Act::ChangeSettings)?;
        if let Some(fault) = settings.fault() {
            return Err(refusal(fault));
        }
        let (office, _) = self.store.office().await?;
        must_last(office.retention.ranks, settings)?;
        let (before, _) = self.store.heat().await?;
        let details = differences(&before, settings);
        if details.is_empty() {
            return Ok(());
        }
        let note = actor.note(self.clock.now(), "heat.changed", "", details);
        Ok(self.store.change_heat(settings, basis, &note).await?)
    }
}

/// Places on hot lists are kept for as long as they are seen in heat: what was forgotten could not
/// be reckoned anew.
pub(crate) fn must_last(rank_days: u32, settings: &HeatSettings) -> Result<(), DeskError> {
    let needed = settings.rank_days();
    if rank_days == 0 || rank_days >= needed {
        return Ok(());
    }
    Err(DeskError::refused(
        "heat.rank_days",
        format!(
            "with a half-life of {} hours, places on hot lists must be kept for {needed} days; they are kept for {rank_days}",
            settings.heat_hours
        ),
    ))
}

fn refusal(fault: HeatFault) -> DeskError {
    let (word, words) = match fault {
        HeatFault::Weight => ("heat.weight", "weights are numbers from 0 to 100"),
        HeatFault::Document => (
            "heat.document",
            "a document must weigh more than 0, or nothing has heat",
        ),
        HeatFault::HeatHours => (
            "heat.heat_hours",
            "the half-life of heat lasts from 1 to 720 hours",
        ),
        HeatFault::PulseHours => (
            "heat.pulse_hours",
            "the short half-life lasts from a quarter of an hour to half of the long one",
        ),
        HeatFault::RankHours => (
            "heat.rank_hours",
            "one reading of a hot list stands for a quarter of an hour to 24 hours at most",
        ),
    };
    DeskError::refused(word, words)
}

/// What changes, old and new.
fn differences(before: &HeatSettings, after: &HeatSettings) -> String {
    let changed: Vec<String> = told(before)
        .into_iter()
        .zip(told(after))
        .filter(|((_, old), (_, new))| old != new)
        .map(|((field, old), (_, new))| format!("{field}: {old} → {new}"))
        .collect();
    changed.join("; ")
}

fn told(settings: &HeatSettings) -> Vec<(String, String)> {
    let numbers = [
        ("document", settings.document),
        ("copy", settings.copy),
        ("rank_hour", settings.rank_hour),
        ("rank_hours_max", settings.rank_hours_max),
        ("heat_hours", settings.heat_hours),
        ("pulse_hours", settings.pulse_hours),
    ];
    let floods = (
        "leave_out_floods".to_owned(),
        settings.leave_out_floods.to_string(),
    );
    let mut all: Vec<(String, String)> = numbers
        .iter()
        .map(|(field, number)| ((*field).to_owned(), number.to_string()))
        .chain([floods])
        .collect();
    for kind in model::SourceKind::ALL {
        let heat = settings.kinds.get(&kind).copied().unwrap_or_default();
        let word = kind.word();
        all.push((word.to_owned(), heat.weight.to_string()));
        all.push((format!("{word}.reach"), heat.reach.word().to_owned()));
    }
    for reach in model::Reach::ALL {
        let weight = settings.reaches.get(&reach).copied().unwrap_or(1.0);
        all.push((reach.word().to_owned(), weight.to_string()));
    }
    all
}
