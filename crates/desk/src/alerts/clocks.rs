//! Clocks of cases: whoever handles one is warned when the last quarter of its time begins, and when it
//! is over.

use super::raising::{Word, messages};
use super::watching::RuleWatch;
use super::words::{Tongue, why_sentence};
use crate::{Desk, DeskError};
use model::{
    About, Case, CaseState, Channel, ChannelId, ChannelKind, Clock, ClockState, Level, Moment,
    NewMessage, RuleId, Signal, Why, clocks,
};
use ports::{AlertAsk, CaseAsk, Raised};
use std::collections::BTreeSet;

/// How often clocks are looked at.
const EVERY_MS: i64 = 60_000;
/// Open cases looked at, alerts of one case, signals of one alert.
const CASES_MAX: u64 = 500;
const ALERTS_MAX: u64 = 20;
const SIGNALS_MAX: u64 = 500;

impl Desk {
    /// Once a minute: clocks of open cases that nobody was warned of. Exercises warn nobody. Gives how
    /// many warnings there were.
    pub async fn warn_of_clocks(&self, watch: &mut RuleWatch) -> Result<usize, DeskError> {
        let now = self.clock.now();
        let waits = |at: Moment| (now.0 - at.0).abs() < EVERY_MS;
        if watch.clocks_at.is_some_and(waits) {
            return Ok(0);
        }
        watch.clocks_at = Some(now);
        let ask = CaseAsk {
            states: (CaseState::ALL.into_iter())
                .filter(|state| *state != CaseState::Closed)
                .collect(),
            exercise: Some(false),
            limit: CASES_MAX,
            ..CaseAsk::default()
        };
        let (settings, _) = self.store.case_settings().await?;
        let mut warned = 0;
        for case in self.store.cases(&ask).await? {
            let due = clocks(&case, &settings, now).into_iter();
            let due = due.filter_map(|clock| why(&case, &clock, settings.hours(clock.kind)));
            warned += self.warn_of(&case, due.collect(), now).await?;
        }
        Ok(warned)
    }

    /// Raises what was not raised before, in one alert of the case.
    async fn warn_of(&self, case: &Case, due: Vec<Why>, now: Moment) -> Result<usize, DeskError> {
        if due.is_empty() {
            return Ok(0);
        }
        let about = About::Case(case.id);
        let known = self.signals_about(about).await?;
        let new: Vec<Why> = due.into_iter().filter(|why| !known.contains(why)).collect();
        // Of several the one whose time is over comes first.
        let Some(first) = new.iter().max_by_key(|why| is_late(why)).cloned() else {
            return Ok(0);
        };
        let (office, _) = self.store.office().await?;
        let tongue = Tongue::of(&office.language);
        let mut raised = raised(case, first, tongue, now);
        raised.signals = i64::try_from(new.len()).unwrap_or(i64::MAX);
        raised.kept = new.iter().map(|why| signal(&raised, why.clone())).collect();
        let channels = self.store.channels().await?;
        raised.messages = words(case, &raised, &channels, tongue);
        let mark = self.store.watch_mark().await?.unwrap_or_default();
        self.store.raise(&[raised], mark).await?;
        self.bell.ring();
        Ok(new.len())
    }

    async fn signals_about(&self, about: About) -> Result<Vec<Why>, DeskError> {
        let ask = AlertAsk {
            about: Some(about),
            limit: ALERTS_MAX,
            ..AlertAsk::default()
        };
        let mut known = Vec::new();
        for alert in self.store.alerts(&ask).await? {
            let signals = self.store.signals(alert.id, SIGNALS_MAX).await?;
            known.extend(signals.into_iter().map(|signal| signal.why));
        }
        Ok(known)
    }
}

/// Why a clock warns; none while it does not.
fn why(case: &Case, clock: &Clock, hours: i64) -> Option<Why> {
    let late = match clock.state {
        ClockState::Warned => false,
        ClockState::Late => true,
        _ => return None,
    };
    Some(Why::Clock {
        case: case.id.to_string(),
        clock: clock.kind.word().to_owned(),
        from: clock.from.word().to_owned(),
        hours,
        due: clock.due,
        late,
    })
}

fn is_late(why: &Why) -> bool {
    matches!(why, Why::Clock { late: true, .. })
}

/// A clock that is over is graver than one that is not yet, and neither is less grave than its case.
fn raised(case: &Case, why: Why, tongue: Tongue, at: Moment) -> Raised {
    let least = if is_late(&why) {
        Level::Orange
    } else {
        Level::Yellow
    };
    let rule_name = match tongue {
        Tongue::Chinese => "回应时限",
        Tongue::English => "response clock",
    };
    Raised {
        about: About::Case(case.id),
        title: case.title.clone(),
        rule: RuleId(0),
        rule_name: rule_name.to_owned(),
        why,
        level: case.level.map_or(least, |level| level.min(least)),
        level_why: Vec::new(),
        at,
        signals: 0,
        kept: Vec::new(),
        told: true,
        held: None,
        messages: Vec::new(),
    }
}

fn signal(raised: &Raised, why: Why) -> Signal {
    Signal {
        rule: raised.rule,
        rule_name: raised.rule_name.clone(),
        about: raised.about,
        document: None,
        at: raised.at,
        why,
        level: raised.level,
        title: raised.title.clone(),
    }
}

/// Whoever looks after the case hears by mail; channels that take word of its unit take this.
fn words(case: &Case, raised: &Raised, channels: &[Channel], tongue: Tongue) -> Vec<NewMessage> {
    let word = Word {
        title: &raised.title,
        sentence: why_sentence(&raised.why, tongue),
        level: raised.level,
        rules: raised.rule_name.clone(),
        tongue,
    };
    let text = format!("{}\n{}", word.title, word.sentence);
    let there = || channels.iter().filter(|one| one.removed_at.is_none());
    let by: BTreeSet<ChannelId> = there()
        .filter(|one| one.said.takes(&text, case.lead_unit))
        .map(|one| one.id)
        .collect();
    let mails: BTreeSet<ChannelId> = there()
        .filter(|one| one.said.kind == ChannelKind::Mail)
        .map(|one| one.id)
        .collect();
    let mut all = messages(&word, &by, "alert/{alert}", raised.at);
    if let Some(owner) = case.owner {
        let key = format!("alert/{{alert}}/{owner}");
        let theirs = messages(&word, &mails, &key, raised.at).into_iter();
        all.extend(theirs.map(|message| NewMessage {
            person: Some(owner),
            ..message
        }));
    }
    all
}
