//! Rules that watch while the history comes in, day by day; and what was done about their alerts.

use super::stage::{MINUTE_MS, Stage};
use crate::house::House;
use anyhow::{Result, bail};
use desk::{AlertAct, DeskError, RuleForm, RuleKept, RuleWatch};
use model::{Alert, AlertState, Level, Moment, Watched};
use ports::{AlertAsk, SearchIndex};
use std::sync::Arc;

/// Looks at one time at most; a look takes hundreds of documents.
const LOOKS_MAX: usize = 1_000;
/// Minutes within which an alert is still the business of whoever is on duty now.
const FRESH_MINUTES: i64 = 40 * 60;

/// What the county's office watches for: name, what, question, level, minutes of rest.
const RULES: [(&str, Watched, &str, Level, i64); 3] = [
    (
        "汛情险情",
        Watched::Query,
        "洪水 OR 溃坝",
        Level::Orange,
        360,
    ),
    ("校园安全传言", Watched::Query, "抢孩子", Level::Yellow, 720),
    ("复制粘贴刷屏", Watched::Flood, "", Level::Blue, 720),
];

/// Rules at work.
#[derive(Debug)]
pub(crate) struct Watching {
    stage: Stage,
    rules: RuleWatch,
}

impl Watching {
    /// Makes the rules, before there is anything to look at.
    pub(crate) async fn begin(
        house: &House,
        index: Arc<dyn SearchIndex>,
        now: Moment,
    ) -> Result<Self> {
        let stage = Stage::set(house, index, now).await?;
        let analyst = stage.actor("analyst")?;
        stage.at(Moment(now.0 - 30 * 1_440 * MINUTE_MS));
        if stage.desk.rules(&analyst).await?.is_empty() {
            for (name, watched, query, level, rest) in RULES {
                let form = RuleForm {
                    name: name.to_owned(),
                    watched,
                    query: query.to_owned(),
                    level,
                    cool_down_minutes: rest,
                    ..RuleForm::default()
                };
                let kept = stage.desk.keep_rule(&analyst, None, &form).await?;
                let RuleKept::Kept { .. } = kept else {
                    bail!("the rule {name} cannot be kept: {kept:?}");
                };
            }
        }
        let mut watching = Self {
            stage,
            rules: RuleWatch::default(),
        };
        watching
            .look(Moment(now.0 - 30 * 1_440 * MINUTE_MS))
            .await?;
        Ok(watching)
    }

    /// Looks at all that came, as of this moment.
    pub(crate) async fn look(&mut self, at: Moment) -> Result<(), DeskError> {
        self.stage.at(at);
        for _ in 0..LOOKS_MAX {
            if !self.stage.desk.watch_rules(&mut self.rules).await? {
                break;
            }
        }
        Ok(())
    }
}

/// What was long ago is closed; of what is fresh the last one waits, the others are somebody's.
pub(super) async fn settle(stage: &Stage) -> Result<()> {
    let ask = AlertAsk {
        state: Some(AlertState::Open),
        limit: 100,
        ..AlertAsk::default()
    };
    let fresh_from = stage.now.0 - FRESH_MINUTES * MINUTE_MS;
    let open = stage.desk.alerts(&ask).await?;
    let is_fresh = |alert: &Alert| alert.last_at.0 >= fresh_from;
    let waits = open
        .iter()
        .find(|alert| is_fresh(alert))
        .map(|alert| alert.id);
    for alert in open.iter().filter(|alert| Some(alert.id) != waits) {
        let act = if is_fresh(alert) {
            AlertAct::Assess {
                level: alert.level.unwrap_or(Level::Orange),
                assessment: "已与主管单位核实，正在处置单上办理。".to_owned(),
            }
        } else {
            AlertAct::Close {
                assessment: "已核实并转相关单位办理，公开答复见回应页。".to_owned(),
            }
        };
        stage.at(Moment(alert.last_at.0 + 9 * MINUTE_MS));
        let officer = stage.actor("duty")?;
        let of = (alert.id, alert.version);
        stage.desk.decide_alert(&officer, of, &act).await?;
    }
    Ok(())
}
