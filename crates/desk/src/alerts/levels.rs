//! Levels proposed by start conditions: from which numbers on a matter is how grave, as data of the
//! office. A rule's own level holds where none of them is graver.

use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use model::{
    About, Category, EventId, EventRecord, HOUR_MS, Level, LevelReason, Measure, Moment,
    START_CONDITIONS_MAX, SourceKind, StartCondition,
};
use std::collections::HashMap;

/// Hot-list readings that count as now.
pub(super) const LISTED_WITHIN_MS: i64 = 2 * HOUR_MS;
/// Readings looked at for one event.
pub(super) const READINGS_MAX: u64 = 50;

/// What start conditions look at in one event.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    voices: i64,
    sources: i64,
    heat: i64,
    rise: i64,
    rank: Option<i64>,
    category: Option<Category>,
}

impl Found {
    fn of(&self, measure: Measure) -> Option<i64> {
        match measure {
            Measure::Voices => Some(self.voices),
            Measure::Sources => Some(self.sources),
            Measure::Heat => Some(self.heat),
            Measure::Rise => Some(self.rise),
            Measure::Rank => self.rank,
        }
    }

    /// The gravest level whose conditions are fulfilled, with those that are.
    fn level(&self, conditions: &[StartCondition]) -> Option<(Level, Vec<LevelReason>)> {
        let held: Vec<LevelReason> = conditions
            .iter()
            .filter(|one| one.category.is_none() || one.category == self.category)
            .filter_map(|one| {
                let found = self.of(one.measure)?;
                let condition = *one;
                let holds = one.measure.holds(found, one.number);
                holds.then_some(LevelReason { condition, found })
            })
            .collect();
        let level = held.iter().map(|reason| reason.condition.level).min()?;
        let of = held
            .into_iter()
            .filter(|reason| reason.condition.level == level);
        Some((level, of.collect()))
    }
}

/// What each event is proposed at.
pub(super) type Proposed = HashMap<EventId, (Level, Vec<LevelReason>)>;

impl Desk {
    /// The levels that start conditions propose for these matters, as their events stand now.
    pub(super) async fn proposed(
        &self,
        about: &[About],
        conditions: &[StartCondition],
    ) -> Result<Proposed, DeskError> {
        let ids: Vec<EventId> = about.iter().filter_map(|one| one.event()).collect();
        let mut proposed = Proposed::new();
        if ids.is_empty() || conditions.is_empty() {
            return Ok(proposed);
        }
        let reckoning = self.reckoning().await?;
        let ranked = conditions.iter().any(|one| one.measure == Measure::Rank);
        let sorted = conditions.iter().any(|one| one.category.is_some());
        for event in self.store.events(&ids).await? {
            let listed = ranked && event.facets.kinds.contains(&SourceKind::HotList);
            let found = Found {
                voices: event.voices(),
                sources: event.facets.sources.len() as i64,
                heat: reckoning.heat(&event).floor() as i64,
                rise: reckoning.rise(&event).floor() as i64,
                rank: if listed {
                    self.best_rank(&event).await?
                } else {
                    None
                },
                category: if sorted {
                    self.mostly(&event).await?
                } else {
                    None
                },
            };
            if let Some(level) = found.level(conditions) {
                proposed.insert(event.id, level);
            }
        }
        Ok(proposed)
    }

    async fn best_rank(&self, event: &EventRecord) -> Result<Option<i64>, DeskError> {
        let from = Moment(self.clock.now().0 - LISTED_WITHIN_MS);
        let readings = self.store.event_readings(event.id, from, READINGS_MAX);
        let ranks = readings.await?.into_iter().map(|one| one.reading.rank);
        Ok(ranks.min())
    }

    /// The category most of its documents are of.
    async fn mostly(&self, event: &EventRecord) -> Result<Option<Category>, DeskError> {
        let counts = self.store.readings_of_event(event.id).await?;
        let of = |one: Category| counts.iter().filter(move |row| row.0 == one);
        let sum = |one: Category| of(one).map(|row| row.2).sum::<i64>();
        let best = Category::ALL.into_iter().max_by_key(|one| sum(*one));
        Ok(best.filter(|one| sum(*one) > 0))
    }

    /// The start conditions, with the version of the settings they stand in.
    pub async fn start_conditions(&self) -> Result<(Vec<StartCondition>, i64), DeskError> {
        let (office, version) = self.store.office().await?;
        Ok((office.alerts.conditions, version))
    }

    /// Keeps another table of start conditions, where the settings were at `version` when they were read.
    pub async fn change_start_conditions(
        &self,
        actor: &Actor,
        version: i64,
        conditions: &[StartCondition],
    ) -> Result<(), DeskError> {
        actor.must(Act::ChangeRules)?;
        if conditions.len() > START_CONDITIONS_MAX
            || conditions.iter().any(StartCondition::is_wrong)
        {
            return Err(DeskError::refused(
                "levels.wrong",
                "a start condition needs a whole number from 1 to 1,000,000,000; 100 conditions at most",
            ));
        }
        let (mut office, _) = self.store.office().await?;
        let details = differences(&office.alerts.conditions, conditions);
        if details.is_empty() {
            return Ok(());
        }
        office.alerts.conditions = conditions.to_vec();
        let note = actor.note(self.clock.now(), "levels.changed", "", details);
        Ok(self.store.change_office(&office, version, &note).await?)
    }
}

/// A condition in stored words: `red voices 500`, with its category where it has one.
fn told(one: &StartCondition) -> String {
    let category = one.category.map_or("", Category::word);
    let words = format!("{} {} {}", one.level.word(), one.measure.word(), one.number);
    format!("{words} {category}").trim_end().to_owned()
}

/// What is gone and what is new.
fn differences(before: &[StartCondition], after: &[StartCondition]) -> String {
    let gone = before.iter().filter(|one| !after.contains(one));
    let new = after.iter().filter(|one| !before.contains(one));
    let gone = gone.map(|one| format!("− {}", told(one)));
    let all: Vec<String> = gone
        .chain(new.map(|one| format!("+ {}", told(one))))
        .collect();
    all.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::usual_start_conditions;

    #[test]
    fn the_gravest_level_whose_condition_holds_is_proposed_with_its_reasons() {
        let usual = usual_start_conditions();
        let level = |found: Found| found.level(&usual).map(|(level, why)| (level, why.len()));
        assert_eq!(level(Found::default()), None);
        let some = Found {
            voices: 40,
            ..Found::default()
        };
        assert_eq!(level(some), Some((Level::Yellow, 1)));
        let hot = Found {
            voices: 200,
            heat: 120,
            ..Found::default()
        };
        assert_eq!(level(hot), Some((Level::Orange, 2)));
        let listed = Found {
            rank: Some(2),
            ..some
        };
        let (level, why) = listed.level(&usual).unwrap();
        assert_eq!((level, why[0].found), (Level::Red, 2));
        assert_eq!(why[0].condition.measure, Measure::Rank);
    }

    #[test]
    fn a_condition_with_a_category_looks_at_no_other() {
        let only = [StartCondition {
            level: Level::Red,
            measure: Measure::Voices,
            number: 5,
            category: Some(Category::FoodSafety),
        }];
        let of = |category| Found {
            voices: 9,
            category,
            ..Found::default()
        };
        assert!(of(None).level(&only).is_none());
        assert!(of(Some(Category::School)).level(&only).is_none());
        assert!(of(Some(Category::FoodSafety)).level(&only).is_some());
        assert_eq!(differences(&[], &only), "+ red voices 5 food_safety");
        assert_eq!(differences(&only, &[]), "− red voices 5 food_safety");
    }
}
