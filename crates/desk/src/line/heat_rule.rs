//! What voices do to an event's heat, by the settings that hold.

use crate::DeskError;
use analysis::heat::{NOTHING, add_voice, reading_voices};
use model::{EventHeat, EventId, EventRecord, HeatSettings, MemberFacts, Moment, RankReading};
use ports::Store;

/// The settings of heat with their number.
#[derive(Debug, Clone, Default)]
pub(crate) struct HeatRule {
    pub(crate) settings: HeatSettings,
    pub(crate) basis: i64,
}

impl HeatRule {
    pub(crate) async fn load(store: &dyn Store) -> Result<Self, DeskError> {
        let (settings, basis) = store.heat().await?;
        Ok(Self { settings, basis })
    }

    /// A voice of this weight.
    pub(crate) fn voice(&self, record: &mut EventRecord, at: Moment, weight: f64) {
        record.heat_log = add_voice(record.heat_log, at, weight, self.settings.heat_hours);
        record.pulse_log = add_voice(record.pulse_log, at, weight, self.settings.pulse_hours);
    }

    /// What a matter's place in one reading of a hot list adds.
    pub(crate) fn reading(&self, record: &mut EventRecord, reading: &RankReading) {
        let weight = self.settings.rank_hour * reading_voices(reading, &self.settings);
        self.voice(record, reading.at, weight);
    }

    /// What a member adds, with how it stood on hot lists.
    pub(crate) fn member(&self, record: &mut EventRecord, member: &MemberFacts) {
        let copy = member.copy_of.is_some();
        if self.settings.counts(member.flooded) {
            let weight = self.settings.weight(copy, member.kind, member.reach);
            self.voice(record, member.published_at, weight);
        }
        for reading in &member.readings {
            self.reading(record, reading);
        }
    }

    /// The heat of an event with these members, reckoned anew.
    pub(crate) fn of_members(&self, event: &mut EventRecord, members: &[MemberFacts]) {
        (event.heat_log, event.pulse_log) = (NOTHING, NOTHING);
        event.heat_basis = self.basis;
        for member in members {
            self.member(event, member);
        }
    }
}

/// What is kept of an event's heat.
pub(crate) fn heat_of(id: EventId, record: &EventRecord) -> EventHeat {
    EventHeat {
        id,
        heat_log: record.heat_log,
        pulse_log: record.pulse_log,
        heat_basis: record.heat_basis,
    }
}
