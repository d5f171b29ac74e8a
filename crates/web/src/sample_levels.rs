//! Sample start conditions of levels.

use crate::language::Language;
use crate::pages::levels::LevelsPage;
use crate::sample::Amount;
use askama::Template;
use model::{Level, LevelReason, StartCondition, usual_start_conditions};

pub(crate) fn level_why(level: Level) -> Vec<LevelReason> {
    let held = usual_start_conditions().into_iter();
    held.filter(|one| one.level == level)
        .map(|condition| LevelReason {
            found: condition.number,
            condition,
        })
        .collect()
}

pub(crate) fn conditions_of(amount: Amount) -> Vec<StartCondition> {
    let usual = usual_start_conditions();
    match amount {
        Amount::Empty => Vec::new(),
        Amount::One => usual.into_iter().take(1).collect(),
        Amount::Many => usual.repeat(5),
    }
}

/// The sample's page of levels.
pub(crate) fn pages(
    amount: Amount,
    language: Language,
) -> Result<Vec<(&'static str, String)>, askama::Error> {
    let page = LevelsPage::new(&conditions_of(amount), 1, None, language);
    Ok(vec![("levels", page.render()?)])
}
