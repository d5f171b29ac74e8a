//! Digests: what was held back, once a day; on Mondays the week in numbers.

use super::watching::RuleWatch;
use super::words::{Tongue, level_words};
use crate::{Desk, DeskError};
use chrono::{Datelike as _, TimeZone as _, Weekday};
use model::{
    Alert, AlertState, ChannelId, HeldBack, Level, MessageId, MessageState, Moment, NewMessage,
    PersonId, Rule,
};
use ports::{AlertAsk, MessageAsk};
use std::collections::{BTreeMap, BTreeSet};

/// Alerts of one digest, and of a week that are counted.
const HELD_MAX: u64 = 200;
const WEEK_MAX: u64 = 5_000;
/// Held messages that one day's digests take up.
const GATHERED_MAX: u64 = 5_000;
const WEEK_MS: i64 = 7 * 86_400_000;

impl Desk {
    /// Once a day, at the hour the office chose: what was held back is told in one word a channel, and
    /// on Mondays what the week brought. Gives how many alerts were told.
    pub async fn send_digest(&self, watch: &mut RuleWatch) -> Result<usize, DeskError> {
        let now = self.clock.now();
        let (office, _) = self.store.office().await?;
        let today = analysis::day_number(now, self.time_zone);
        if self.hour_of(now) != office.alerts.digest_hour || watch.digest_on == Some(today) {
            return Ok(0);
        }
        watch.digest_on = Some(today);
        let rules = self.store.rules().await?;
        let tongue = Tongue::of(&office.language);
        let held = self.held_alerts().await?;
        let mut told: Vec<NewMessage> = Vec::new();
        if !held.is_empty() {
            let of = |rule: &&Rule| held.iter().any(|alert| alert.rule == rule.id);
            let channels: BTreeSet<ChannelId> = channels_of(rules.iter().filter(of)).collect();
            let all = channels.iter().copied();
            told.extend(all.map(|channel| digest(channel, &held, tongue, (now, today))));
            for (channel, routed) in self.held_by_route(&rules, &held).await? {
                if !channels.contains(&channel) {
                    told.push(digest(channel, &routed, tongue, (now, today)));
                }
            }
        }
        if office.alerts.weekly && self.is_monday(now) {
            let week = self.alerts_since(Moment(now.0 - WEEK_MS)).await?;
            let channels = channels_of(rules.iter().filter(|rule| rule.is_on()));
            told.extend(channels.map(|channel| summary(channel, &week, tongue, (now, today))));
        }
        let ids: Vec<model::AlertId> = held.iter().map(|alert| alert.id).collect();
        if !told.is_empty() {
            self.store.told(&ids, now, &told).await?;
        }
        self.gather(tongue, (now, today)).await?;
        self.bell.ring();
        Ok(ids.len())
    }

    /// What persons were not told since it was more than their number of a day: one word for each of
    /// them and channel.
    async fn gather(&self, tongue: Tongue, (now, today): (Moment, i64)) -> Result<(), DeskError> {
        let ask = MessageAsk {
            state: MessageState::Held,
            channel: None,
            before: None,
            limit: GATHERED_MAX,
        };
        let held = self.store.messages(&ask).await?;
        let mut of: BTreeMap<(ChannelId, Option<PersonId>), Vec<&str>> = BTreeMap::new();
        for message in held.iter().rev() {
            let whom = (message.said.channel, message.said.person);
            of.entry(whom).or_default().push(&message.said.title);
        }
        let digests: Vec<NewMessage> = of
            .into_iter()
            .map(|((channel, person), titles)| {
                let whom = person.map_or_else(String::new, |person| person.to_string());
                let title = match tongue {
                    Tongue::Chinese => format!("超出您当日上限的预警 {} 条", titles.len()),
                    Tongue::English => {
                        format!("{} alerts beyond your number of a day", titles.len())
                    }
                };
                let lines: Vec<String> = titles.into_iter().map(str::to_owned).collect();
                let key = format!("digest/{today}/{channel}/{whom}");
                NewMessage {
                    person,
                    ..word(key, channel, title, &lines, now)
                }
            })
            .collect();
        let ids: Vec<MessageId> = held.iter().map(|message| message.id).collect();
        Ok(self.store.gather_messages(&ids, &digests).await?)
    }

    /// What was held back, by the channels it is routed to: each hears of its own.
    async fn held_by_route(
        &self,
        rules: &[Rule],
        held: &[Alert],
    ) -> Result<BTreeMap<ChannelId, Vec<Alert>>, DeskError> {
        let mut by_channel: BTreeMap<ChannelId, Vec<Alert>> = BTreeMap::new();
        let routes = self.store.routes().await?;
        let (filed, channels) = (
            self.file_routes(&routes).await?,
            self.store.channels().await?,
        );
        if filed.is_empty() {
            return Ok(by_channel);
        }
        let router = self.router(&filed, &channels).await?;
        for alert in held {
            for channel in self.routed_later(&router, rules, alert.id).await? {
                by_channel.entry(channel).or_default().push(alert.clone());
            }
        }
        Ok(by_channel)
    }

    fn is_monday(&self, at: Moment) -> bool {
        let local = self.time_zone.timestamp_millis_opt(at.0).single();
        local.is_some_and(|local| local.weekday() == Weekday::Mon)
    }

    async fn held_alerts(&self) -> Result<Vec<Alert>, DeskError> {
        let ask = AlertAsk {
            held: true,
            limit: HELD_MAX,
            ..AlertAsk::default()
        };
        Ok(self.store.alerts(&ask).await?)
    }

    async fn alerts_since(&self, from: Moment) -> Result<Vec<Alert>, DeskError> {
        let ask = AlertAsk {
            limit: WEEK_MAX,
            ..AlertAsk::default()
        };
        let all = self.store.alerts(&ask).await?.into_iter();
        Ok(all.filter(|alert| alert.first_at >= from).collect())
    }
}

/// The channels of these rules, each once.
fn channels_of<'a>(rules: impl Iterator<Item = &'a Rule>) -> impl Iterator<Item = ChannelId> {
    let all: BTreeSet<ChannelId> = rules.flat_map(|rule| rule.channels.clone()).collect();
    all.into_iter()
}

/// The week in numbers: alerts by level, and how many are not closed.
fn summary(
    channel: ChannelId,
    week: &[Alert],
    tongue: Tongue,
    (now, today): (Moment, i64),
) -> NewMessage {
    let count = |level: Level| {
        let of = week.iter().filter(|alert| alert.counts_as() == level);
        format!("{} {}", level_words(level, tongue), of.count())
    };
    let open = week
        .iter()
        .filter(|alert| alert.state != AlertState::Closed);
    let left = open.count();
    let last = match tongue {
        Tongue::Chinese => format!("尚未办结 {left}"),
        Tongue::English => format!("not closed {left}"),
    };
    let title = match tongue {
        Tongue::Chinese => format!("过去七天预警 {} 条", week.len()),
        Tongue::English => format!("{} alerts in the last seven days", week.len()),
    };
    let lines: Vec<String> = Level::ALL.map(count).into_iter().chain([last]).collect();
    word(
        format!("week/{today}/{channel}"),
        channel,
        title,
        &lines,
        now,
    )
}

fn word(
    key: String,
    channel: ChannelId,
    title: String,
    lines: &[String],
    due_at: Moment,
) -> NewMessage {
    NewMessage {
        key,
        channel,
        person: None,
        level: None,
        title,
        text: lines.join("\n"),
        page: Some("/alerts".to_owned()),
        due_at,
        held: false,
    }
}

/// Held-back alerts in one word.
fn digest(
    channel: ChannelId,
    held: &[Alert],
    tongue: Tongue,
    (now, today): (Moment, i64),
) -> NewMessage {
    let lines: Vec<String> = held
        .iter()
        .map(|alert| {
            let why = match (alert.held, tongue) {
                (Some(HeldBack::Cap), Tongue::Chinese) => "超出当日上限",
                (_, Tongue::Chinese) => "静默时段",
                (Some(HeldBack::Cap), Tongue::English) => "beyond the day's number",
                (_, Tongue::English) => "quiet hours",
            };
            let level = level_words(alert.counts_as(), tongue);
            format!("{} {level} {}（{why}）", alert.id, alert.title)
        })
        .collect();
    let title = match tongue {
        Tongue::Chinese => format!("未即时告知的预警 {} 条", held.len()),
        Tongue::English => format!("{} alerts that were held back", held.len()),
    };
    word(
        format!("digest/{today}/{channel}"),
        channel,
        title,
        &lines,
        now,
    )
}
