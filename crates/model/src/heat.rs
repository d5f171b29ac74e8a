//! How heat is counted, as data: what a voice weighs, and how long it counts.

use crate::SourceKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How far a source is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// In a town, a county, a city.
    Local,
    /// In a province, or among the people of one trade.
    Region,
    /// In the whole country and beyond.
    Nation,
}

impl Reach {
    /// All of them, the nearest first.
    pub const ALL: [Self; 3] = [Self::Local, Self::Region, Self::Nation];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Region => "region",
            Self::Nation => "nation",
        }
    }

    /// Reads the stored word; nothing means that nobody said.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reach| reach.word() == word)
    }
}

/// What voices from one kind of source weigh.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KindHeat {
    /// Times this.
    pub weight: f64,
    /// How far such a source is heard where nobody said.
    pub reach: Reach,
}

impl Default for KindHeat {
    fn default() -> Self {
        Self {
            weight: 1.0,
            reach: Reach::Region,
        }
    }
}

/// What voices weigh and how long they count. A voice weighs what its sort (document or copy), the
/// kind of its source and the reach of its source weigh, multiplied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HeatSettings {
    /// A document that is no copy.
    pub document: f64,
    /// A copy.
    pub copy: f64,
    /// By kind of source; a kind that is not named weighs 1.
    pub kinds: BTreeMap<SourceKind, KindHeat>,
    /// By reach of the source; one that is not named weighs 1.
    pub reaches: BTreeMap<Reach, f64>,
    /// Voices that an hour at a place of a hot list counts, times log₂((places + 1) / place).
    pub rank_hour: f64,
    /// Hours for which one reading of a hot list stands at most.
    pub rank_hours_max: f64,
    /// Whether a copy-paste flood counts as one voice: its first document.
    pub leave_out_floods: bool,
    /// Hours after which a voice counts half in heat.
    pub heat_hours: f64,
    /// Hours after which a voice counts half in what is being said right now.
    pub pulse_hours: f64,
}

impl Default for HeatSettings {
    fn default() -> Self {
        let of_kind = |kind: SourceKind| {
            let reach = if kind == SourceKind::HotList {
                Reach::Nation
            } else {
                Reach::Region
            };
            let heat = KindHeat { reach, weight: 1.0 };
            (kind, heat)
        };
        Self {
            document: 1.0,
            copy: 1.0,
            kinds: SourceKind::ALL.into_iter().map(of_kind).collect(),
            reaches: BTreeMap::from([
                (Reach::Local, 0.5),
                (Reach::Region, 1.0),
                (Reach::Nation, 2.0),
            ]),
            rank_hour: 0.5,
            rank_hours_max: 3.0,
            leave_out_floods: false,
            heat_hours: 24.0,
            pulse_hours: 3.0,
        }
    }
}

/// What is wrong with settings of heat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeatFault {
    /// A weight is no number from 0 to `WEIGHT_MAX`.
    Weight,
    /// Documents weigh nothing.
    Document,
    /// The half-life of heat is not from an hour to `HEAT_HOURS_MAX`.
    HeatHours,
    /// The half-life of the pulse is not from a quarter of an hour to half that of heat.
    PulseHours,
    /// The longest time of a reading is not from a quarter of an hour to a day.
    RankHours,
}

impl HeatSettings {
    /// What a weight may be at most: more would drown every other voice.
    pub const WEIGHT_MAX: f64 = 100.0;
    /// Shortest half-life of anything, in hours: volume is counted in quarters of an hour.
    pub const HOURS_MIN: f64 = 0.25;
    /// Longest half-life of heat, in hours: a month.
    pub const HEAT_HOURS_MAX: f64 = 720.0;
    /// Longest time for which one reading of a hot list can stand, in hours.
    pub const RANK_HOURS_MAX: f64 = 24.0;
    /// Half-lives after which a voice counts for nothing: less than one part in a million is left.
    pub const FORGOTTEN_AFTER: f64 = 20.0;

    /// How far a source is heard: as somebody said, or as its kind usually is.
    pub fn reach(&self, kind: Option<SourceKind>, said: Option<Reach>) -> Reach {
        said.unwrap_or_else(|| self.of_kind(kind).reach)
    }

    /// What one voice from such a source weighs.
    pub fn weight(&self, copy: bool, kind: Option<SourceKind>, said: Option<Reach>) -> f64 {
        let sort = if copy { self.copy } else { self.document };
        let reach = self.reach(kind, said);
        sort * self.of_kind(kind).weight * self.reaches.get(&reach).copied().unwrap_or(1.0)
    }

    /// Whether a document counts: one of a flood, beyond its first, may be left out.
    pub fn counts(&self, flooded: bool) -> bool {
        !(flooded && self.leave_out_floods)
    }

    fn of_kind(&self, kind: Option<SourceKind>) -> KindHeat {
        let found = kind.and_then(|kind| self.kinds.get(&kind).copied());
        found.unwrap_or_default()
    }

    /// What is wrong, if anything is.
    pub fn fault(&self) -> Option<HeatFault> {
        let kinds = self.kinds.values().map(|kind| kind.weight);
        let weights = [self.document, self.copy, self.rank_hour].into_iter();
        let mut all = weights.chain(kinds).chain(self.reaches.values().copied());
        let hours = Self::HOURS_MIN;
        if !all.all(|weight| (0.0..=Self::WEIGHT_MAX).contains(&weight)) {
            Some(HeatFault::Weight)
        } else if self.document <= 0.0 {
            Some(HeatFault::Document)
        } else if !(1.0..=Self::HEAT_HOURS_MAX).contains(&self.heat_hours) {
            Some(HeatFault::HeatHours)
        } else if !(hours..=self.heat_hours / 2.0).contains(&self.pulse_hours) {
            Some(HeatFault::PulseHours)
        } else if !(hours..=Self::RANK_HOURS_MAX).contains(&self.rank_hours_max) {
            Some(HeatFault::RankHours)
        } else {
            None
        }
    }

    /// Days for which places on hot lists must be kept, so that heat can be reckoned anew.
    pub fn rank_days(&self) -> u32 {
        (Self::FORGOTTEN_AFTER * self.heat_hours / 24.0).ceil() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_weighs_what_its_parts_weigh_together() {
        let mut settings = HeatSettings {
            copy: 0.5,
            ..HeatSettings::default()
        };
        let feed = Some(SourceKind::Feed);
        settings.kinds.entry(SourceKind::Feed).or_default().weight = 3.0;
        for (copy, kind, said, expected) in [
            (false, feed, None, 3.0),
            (true, feed, None, 1.5),
            (false, feed, Some(Reach::Nation), 6.0),
            (true, feed, Some(Reach::Local), 0.75),
            (false, Some(SourceKind::HotList), None, 2.0),
            (false, Some(SourceKind::HotList), Some(Reach::Local), 0.5),
            (false, None, None, 1.0),
        ] {
            let weight = settings.weight(copy, kind, said);
            assert!(
                (weight - expected).abs() < 1e-12,
                "{copy} {kind:?} {said:?}"
            );
        }
    }

    #[test]
    fn faults_are_told_apart() {
        let plain = HeatSettings::default;
        assert_eq!(plain().fault(), None);
        let with = |change: fn(&mut HeatSettings)| {
            let mut settings = plain();
            change(&mut settings);
            settings.fault()
        };
        assert_eq!(with(|it| it.copy = -0.1), Some(HeatFault::Weight));
        assert_eq!(with(|it| it.copy = f64::NAN), Some(HeatFault::Weight));
        assert_eq!(with(|it| it.rank_hour = 101.0), Some(HeatFault::Weight));
        let infinite = |it: &mut HeatSettings| {
            it.reaches.insert(Reach::Nation, f64::INFINITY);
        };
        assert_eq!(with(infinite), Some(HeatFault::Weight));
        assert_eq!(with(|it| it.document = 0.0), Some(HeatFault::Document));
        assert_eq!(with(|it| it.copy = 0.0), None);
        assert_eq!(with(|it| it.heat_hours = 0.5), Some(HeatFault::HeatHours));
        assert_eq!(
            with(|it| it.pulse_hours = 13.0),
            Some(HeatFault::PulseHours)
        );
        assert_eq!(with(|it| it.pulse_hours = 0.0), Some(HeatFault::PulseHours));
        assert_eq!(
            with(|it| it.rank_hours_max = 48.0),
            Some(HeatFault::RankHours)
        );
    }
}
