//! Signals become alerts: one a matter, told within the budget, with the words that leave the house.

use super::budget::{Budget, Telling};
use super::routing::Router;
use super::watching::RuleWatch;
use super::words::{Tongue, level_words, with_reasons};
use crate::{Desk, DeskError};
use chrono::{TimeZone as _, Timelike as _};
use model::{
    About, Alert, AlertSettings, Channel, ChannelId, Level, LevelReason, Moment, NewMessage, Rule,
    Signal,
};
use ports::{Raised, WatchMark};
use std::collections::{BTreeMap, BTreeSet};

/// Signals of one matter that are kept of one look; the others are counted.
const KEPT_A_LOOK: usize = 20;
/// Signals of one alert beyond which none is kept any more.
const KEPT_OF_ALERT: i64 = 500;

/// What leaves the house for an alert, before it has its number.
pub(super) struct Word<'a> {
    pub(super) title: &'a str,
    pub(super) sentence: String,
    pub(super) level: Level,
    pub(super) rules: String,
    pub(super) tongue: Tongue,
}

impl Desk {
    /// Writes down what was seen, and whom it is told.
    pub(super) async fn raise(
        &self,
        watch: &RuleWatch,
        signals: Vec<Signal>,
        mark: WatchMark,
    ) -> Result<(), DeskError> {
        let of = by_matter(signals);
        let about: Vec<About> = of.keys().copied().collect();
        let known = self.store.alerts_of(&about).await?;
        let rules = watch.filed().map_or(&[][..], |filed| &filed.rules);
        let channels = self.store.channels().await?;
        let router = self.router(&watch.routes, &channels).await?;
        let (office, _) = self.store.office().await?;
        let tongue = Tongue::of(&office.language);
        let proposed = self.proposed(&about, &office.alerts.conditions).await?;
        let mut told_today = self.told_today().await?;
        let mut raised = Vec::with_capacity(of.len());
        for (about, signals) in of {
            let alert = known.iter().find(|alert| alert.about == about);
            let budget = self.budget(&office.alerts, told_today);
            let level = about.event().and_then(|event| proposed.get(&event));
            let Some(group) = grouped(&budget, alert, rules, (&signals, level)) else {
                continue;
            };
            let word = (tongue, budget.now);
            let messages = self.messages_now(&router, &group, &signals, word).await?;
            told_today += i64::from(group.telling == Telling::Now);
            let full = alert.is_some_and(|alert| alert.signals >= KEPT_OF_ALERT);
            let room = if full { 0 } else { KEPT_A_LOOK };
            let kept = (signals, room);
            raised.push(written_down(group, about, kept, messages, budget.now));
        }
        self.store.raise(&raised, mark).await?;
        self.bell.ring();
        Ok(())
    }

    /// The words that leave the house now, by the rules' channels and by routes.
    async fn messages_now(
        &self,
        router: &Router<'_>,
        group: &Group<'_>,
        signals: &[Signal],
        word: (Tongue, Moment),
    ) -> Result<Vec<NewMessage>, DeskError> {
        if group.telling != Telling::Now {
            return Ok(Vec::new());
        }
        let routed = self.routed(router, &group.of, signals).await?;
        Ok(words(group, router, &routed, word))
    }

    pub(super) fn budget<'a>(&self, settings: &'a AlertSettings, told_today: i64) -> Budget<'a> {
        let now = self.clock.now();
        Budget {
            settings,
            hour: self.hour_of(now),
            told_today,
            now,
        }
    }

    /// The hour of the day at the desk.
    pub(super) fn hour_of(&self, at: Moment) -> u32 {
        let local = self.time_zone.timestamp_millis_opt(at.0).single();
        local.map_or(12, |local| local.hour())
    }

    async fn told_today(&self) -> Result<i64, DeskError> {
        Ok(self.store.told_since(self.day_begins()).await?)
    }

    /// When the desk's present day began.
    pub(super) fn day_begins(&self) -> Moment {
        let now = self.clock.now();
        let today = analysis::day_number(now, self.time_zone);
        // The first instant of the day lies at most 26 hours back, whatever the clocks do.
        let mut from = Moment(now.0 - now.0.rem_euclid(3_600_000));
        while analysis::day_number(Moment(from.0 - 3_600_000), self.time_zone) == today {
            from = Moment(from.0 - 3_600_000);
        }
        from
    }
}

fn by_matter(signals: Vec<Signal>) -> BTreeMap<About, Vec<Signal>> {
    let mut of: BTreeMap<About, Vec<Signal>> = BTreeMap::new();
    for signal in signals {
        of.entry(signal.about).or_default().push(signal);
    }
    of
}

/// The signal that is told: the gravest, at the level that start conditions propose where that is graver
/// still.
fn gravest(
    signals: &[Signal],
    level: Option<&(Level, Vec<LevelReason>)>,
) -> Option<(Signal, Vec<LevelReason>)> {
    let gravest = signals.iter().min_by_key(|signal| signal.level)?.clone();
    Some(match level {
        Some((level, why)) if *level < gravest.level => {
            let level = *level;
            (Signal { level, ..gravest }, why.clone())
        }
        _ => (gravest, Vec::new()),
    })
}

/// Signals of one matter, looked at together.
struct Group<'a> {
    gravest: Signal,
    level_why: Vec<LevelReason>,
    /// The rules that spoke, the gravest first.
    of: Vec<&'a Rule>,
    telling: Telling,
}

/// Signals of one matter as one alert; none where there are none.
fn grouped<'a>(
    budget: &Budget<'_>,
    alert: Option<&Alert>,
    rules: &'a [Rule],
    (signals, level): (&[Signal], Option<&(Level, Vec<LevelReason>)>),
) -> Option<Group<'a>> {
    let (gravest, level_why) = gravest(signals, level)?;
    let spoke = |rule: &&Rule| signals.iter().any(|signal| signal.rule == rule.id);
    let mut of: Vec<&Rule> = rules.iter().filter(spoke).collect();
    of.sort_by_key(|rule| rule.level);
    let cool_down = of.iter().map(|rule| rule.cool_down_minutes).min();
    let telling = budget.decide(alert, gravest.level, cool_down.unwrap_or(0));
    Some(Group {
        gravest,
        level_why,
        of,
        telling,
    })
}

fn written_down(
    group: Group<'_>,
    about: About,
    (signals, room): (Vec<Signal>, usize),
    messages: Vec<NewMessage>,
    at: Moment,
) -> Raised {
    let gravest = group.gravest;
    Raised {
        about,
        title: gravest.title,
        rule: gravest.rule,
        rule_name: gravest.rule_name,
        why: gravest.why,
        level: gravest.level,
        level_why: group.level_why,
        at,
        signals: i64::try_from(signals.len()).unwrap_or(i64::MAX),
        told: group.telling == Telling::Now,
        held: match group.telling {
            Telling::Held(why) => Some(why),
            Telling::Now | Telling::Cooling => None,
        },
        messages,
        kept: signals.into_iter().take(room).collect(),
    }
}

/// What is sent for the gravest signal.
fn words(
    group: &Group<'_>,
    router: &Router<'_>,
    routed: &BTreeSet<ChannelId>,
    (tongue, now): (Tongue, Moment),
) -> Vec<NewMessage> {
    let (gravest, of) = (&group.gravest, &group.of);
    let names: Vec<&str> = of.iter().map(|rule| rule.name.as_str()).collect();
    let word = Word {
        title: &gravest.title,
        sentence: with_reasons(&gravest.why, &group.level_why, tongue),
        level: gravest.level,
        rules: names.join("、"),
        tongue,
    };
    let channels = by_which(router, of, routed, &word);
    // A graver level told in the same instant is another word.
    let key = format!("alert/{{alert}}/{}", word.level.word());
    messages(&word, &channels, &key, now)
}

/// The channels that take this word: those of the rules, those that wait for words it holds, and those
/// it is routed to. A routed channel is asked for its words only: whose word it is, the route says.
fn by_which(
    router: &Router<'_>,
    of: &[&Rule],
    routed: &BTreeSet<ChannelId>,
    word: &Word<'_>,
) -> BTreeSet<ChannelId> {
    let text = format!("{}\n{}", word.title, word.sentence);
    let units = router.units_of(of);
    let takes = |channel: &Channel| {
        channel.said.takes(&text, None)
            || (units.iter()).any(|unit| channel.said.takes(&text, Some(*unit)))
    };
    let named = |id: &ChannelId| of.iter().any(|rule| rule.channels.contains(id));
    let there = router
        .channels
        .iter()
        .filter(|one| one.removed_at.is_none());
    there
        .filter(|channel| {
            let asked = named(&channel.id) || !channel.said.words.is_empty();
            asked && takes(channel)
                || routed.contains(&channel.id) && channel.said.takes(&text, channel.said.unit)
        })
        .map(|channel| channel.id)
        .collect()
}

/// The same word by each channel. The key names the matter and the time it was told.
pub(super) fn messages(
    word: &Word<'_>,
    channels: &BTreeSet<ChannelId>,
    key: &str,
    now: Moment,
) -> Vec<NewMessage> {
    let of = |chinese: &str, english: &str| match word.tongue {
        Tongue::Chinese => chinese.to_owned(),
        Tongue::English => english.to_owned(),
    };
    let level = level_words(word.level, word.tongue);
    let (open, close, rule) = (of("【", "["), of("】", "] "), of("规则：", "Rule: "));
    channels
        .iter()
        .map(|channel| NewMessage {
            key: format!("{key}/{channel}/{}", now.0),
            channel: *channel,
            person: None,
            level: Some(word.level),
            title: format!("{open}{level}{close}{}", word.title),
            text: format!("{}\n{rule}{}", word.sentence, word.rules),
            page: Some("/alerts/{alert}".to_owned()),
            due_at: now,
            held: false,
        })
        .collect()
}
