//! What pages ask of the desk about rules and alerts.

use async_trait::async_trait;
use desk::{Actor, AlertAct, AlertAsk, AlertSheet, Desk, DeskError, RuleForm, RuleKept, RuleTrial};
use model::{Alert, AlertId, ChannelId, Moment, Rule, RuleId, StartCondition};

/// Questions about rules and alerts.
#[async_trait]
pub trait AlertQuestions: Send + Sync {
    /// Alerts, the last one first.
    async fn alerts(&self, ask: &AlertAsk) -> Result<Vec<Alert>, DeskError>;
    /// One alert with what it stands on.
    async fn alert_sheet(&self, id: AlertId) -> Result<AlertSheet, DeskError>;
    /// Does something about an alert.
    async fn decide_alert(
        &self,
        actor: &Actor,
        of: (AlertId, i64),
        act: &AlertAct,
    ) -> Result<Alert, DeskError>;
    /// All rules.
    async fn rules(&self, actor: &Actor) -> Result<Vec<Rule>, DeskError>;
    /// One rule.
    async fn rule(&self, actor: &Actor, id: RuleId) -> Result<Rule, DeskError>;
    /// Keeps a rule.
    async fn keep_rule(
        &self,
        actor: &Actor,
        of: Option<(RuleId, i64)>,
        form: &RuleForm,
    ) -> Result<RuleKept, DeskError>;
    /// Approves a rule that names a person.
    async fn approve_rule(&self, actor: &Actor, id: RuleId) -> Result<(), DeskError>;
    /// Removes a rule.
    async fn remove_rule(&self, actor: &Actor, id: RuleId) -> Result<(), DeskError>;
    /// Tries a rule on the past.
    async fn try_rule(&self, rule: &Rule, days: i64) -> Result<RuleTrial, DeskError>;
    /// Numbers and names of channels that word can be sent by.
    async fn channel_names(&self) -> Result<Vec<(ChannelId, String)>, DeskError>;
    /// Alerts that were told after then, the first one first.
    async fn alerts_told_after(&self, at: Moment) -> Result<Vec<Alert>, DeskError>;
    /// The start conditions of levels, with their version.
    async fn start_conditions(&self) -> Result<(Vec<StartCondition>, i64), DeskError>;
    /// Keeps another table of them.
    async fn change_start_conditions(
        &self,
        actor: &Actor,
        version: i64,
        conditions: &[StartCondition],
    ) -> Result<(), DeskError>;
}

#[async_trait]
impl AlertQuestions for Desk {
    async fn alerts(&self, ask: &AlertAsk) -> Result<Vec<Alert>, DeskError> {
        Desk::alerts(self, ask).await
    }

    async fn alert_sheet(&self, id: AlertId) -> Result<AlertSheet, DeskError> {
        Desk::alert_sheet(self, id).await
    }

    async fn decide_alert(
        &self,
        actor: &Actor,
        of: (AlertId, i64),
        act: &AlertAct,
    ) -> Result<Alert, DeskError> {
        Desk::decide_alert(self, actor, of, act).await
    }

    async fn rules(&self, actor: &Actor) -> Result<Vec<Rule>, DeskError> {
        Desk::rules(self, actor).await
    }

    async fn rule(&self, actor: &Actor, id: RuleId) -> Result<Rule, DeskError> {
        Desk::rule(self, actor, id).await
    }

    async fn keep_rule(
        &self,
        actor: &Actor,
        of: Option<(RuleId, i64)>,
        form: &RuleForm,
    ) -> Result<RuleKept, DeskError> {
        Desk::keep_rule(self, actor, of, form).await
    }

    async fn approve_rule(&self, actor: &Actor, id: RuleId) -> Result<(), DeskError> {
        Desk::approve_rule(self, actor, id).await
    }

    async fn remove_rule(&self, actor: &Actor, id: RuleId) -> Result<(), DeskError> {
        Desk::remove_rule(self, actor, id).await
    }

    async fn try_rule(&self, rule: &Rule, days: i64) -> Result<RuleTrial, DeskError> {
        Desk::try_rule(self, rule, days).await
    }

    async fn channel_names(&self) -> Result<Vec<(ChannelId, String)>, DeskError> {
        Desk::channel_names(self).await
    }

    async fn alerts_told_after(&self, at: Moment) -> Result<Vec<Alert>, DeskError> {
        Desk::alerts_told_after(self, at).await
    }

    async fn start_conditions(&self) -> Result<(Vec<StartCondition>, i64), DeskError> {
        Desk::start_conditions(self).await
    }

    async fn change_start_conditions(
        &self,
        actor: &Actor,
        version: i64,
        conditions: &[StartCondition],
    ) -> Result<(), DeskError> {
        Desk::change_start_conditions(self, actor, version, conditions).await
    }
}
