//! Where rules, signals and alerts are kept.

use crate::StoreError;
use async_trait::async_trait;
use model::{
    About, Alert, AlertId, AlertState, DocumentId, HeldBack, Level, LevelReason, Moment,
    NewMessage, Note, Rule, RuleId, Signal, TopicId, Why,
};

/// How far rules looked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WatchMark {
    /// The last document that was looked at.
    pub document: DocumentId,
    /// The last revision of events that was.
    pub revision: i64,
}

/// Signals of one matter, and what becomes of its alert.
#[derive(Debug, Clone, PartialEq)]
pub struct Raised {
    /// The matter.
    pub about: About,
    /// Its name.
    pub title: String,
    /// The rule that spoke first.
    pub rule: RuleId,
    /// Its name.
    pub rule_name: String,
    /// Why it is told.
    pub why: Why,
    /// The gravest level of the signals.
    pub level: Level,
    /// The start conditions that level follows from.
    pub level_why: Vec<LevelReason>,
    /// When it was seen.
    pub at: Moment,
    /// How many signals there were.
    pub signals: i64,
    /// Those that are kept.
    pub kept: Vec<Signal>,
    /// Whether people are told now.
    pub told: bool,
    /// Why they are not.
    pub held: Option<HeldBack>,
    /// The words that are sent; `{alert}` in a key or page stands for the alert's number.
    pub messages: Vec<NewMessage>,
}

/// Which alerts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AlertAsk {
    /// In this state.
    pub state: Option<AlertState>,
    /// Not told yet.
    pub held: bool,
    /// In which a rule of this topic spoke.
    pub topic: Option<TopicId>,
    /// With a number below this one.
    pub before: Option<AlertId>,
    /// Of this matter, closed ones too.
    pub about: Option<About>,
    /// At most so many.
    pub limit: u64,
}

/// Where rules, signals and alerts are kept.
#[async_trait]
pub trait AlertStore: Send + Sync {
    /// All rules that were not removed, by number.
    async fn rules(&self) -> Result<Vec<Rule>, StoreError>;
    /// Keeps a rule; one with number 0 is new. `Conflict` where its version is not this one any more.
    async fn keep_rule(&self, rule: &Rule, note: &Note) -> Result<RuleId, StoreError>;
    /// Removes a rule; what it saw stays.
    async fn remove_rule(&self, id: RuleId, at: Moment, note: &Note) -> Result<(), StoreError>;
    /// How far rules looked; none before they first did.
    async fn watch_mark(&self) -> Result<Option<WatchMark>, StoreError>;
    /// The alerts that are open or taken of these matters.
    async fn alerts_of(&self, about: &[About]) -> Result<Vec<Alert>, StoreError>;
    /// Writes down what was seen, with the words that leave the house for it and how far rules
    /// looked: all or nothing. Signals of a matter whose alert is not closed are added to it. Gives
    /// the numbers of the alerts in the order of the matters. May be repeated where nothing was seen.
    async fn raise(&self, raised: &[Raised], mark: WatchMark) -> Result<Vec<AlertId>, StoreError>;
    /// Alerts that were told after then, the first one first.
    async fn alerts_told_after(&self, at: Moment, limit: u64) -> Result<Vec<Alert>, StoreError>;
    /// How many alerts were told since then.
    async fn told_since(&self, from: Moment) -> Result<i64, StoreError>;
    /// Alerts, the last one first.
    async fn alerts(&self, ask: &AlertAsk) -> Result<Vec<Alert>, StoreError>;
    /// One alert.
    async fn alert(&self, id: AlertId) -> Result<Option<Alert>, StoreError>;
    /// Its signals, the last one first.
    async fn signals(&self, id: AlertId, limit: u64) -> Result<Vec<Signal>, StoreError>;
    /// Keeps what a person or the desk decided about an alert, with the words that leave the house for
    /// it. `Conflict` where its version is not this one any more.
    async fn change_alert(
        &self,
        alert: &Alert,
        messages: &[NewMessage],
        note: &Note,
    ) -> Result<(), StoreError>;
    /// Writes down that these were told, with the words that say so.
    async fn told(
        &self,
        alerts: &[AlertId],
        at: Moment,
        messages: &[NewMessage],
    ) -> Result<(), StoreError>;
}
