//! Early warning: rules look at what comes in, what they see becomes alerts, alerts are told within a
//! budget, and people take them. `docs/specs/alerts.md` says how.

mod budget;
mod clocks;
mod deciding;
mod digest;
mod escalating;
mod kinds;
mod levels;
mod raising;
mod routing;
mod rules;
mod seen;
mod trying;
mod trying_rest;
mod watching;
mod words;

pub use deciding::{ALERTS_PER_PAGE, AlertAct, AlertSheet};
pub use rules::{RuleForm, RuleKept};
pub use trying::{RuleTrial, TRIAL_DAYS_MAX};
pub use watching::RuleWatch;
pub use words::{Tongue, level_reason, level_words, why_sentence};
