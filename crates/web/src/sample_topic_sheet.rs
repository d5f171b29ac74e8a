//! What the sample's topic's page shows.

use crate::sample::{Amount, NOW, card, hits};
use crate::sample_alerts::{alerts_of, rules_of};
use crate::sample_topics::{routes_of, topics_of};
use desk::{Tally, TopicBar, TopicEvent, TopicPeriod, TopicShare, TopicSheet};
use model::{HOUR_MS, Moment, Tone};

fn tally(number: i64, search: &str) -> Tally {
    Tally {
        number,
        search: format!("topic:t1 date:2026-02-24T00:00..2026-03-02T15:00 {search}")
            .trim_end()
            .to_owned(),
    }
}

fn share<T>(what: T, now: i64, before: i64, search: &str) -> TopicShare<T> {
    TopicShare {
        what,
        now: tally(now, search),
        before: tally(before, search),
    }
}

fn bars(period: TopicPeriod, some: bool) -> Vec<TopicBar> {
    let (steps, each) = match period {
        TopicPeriod::Day => (24, HOUR_MS),
        TopicPeriod::Week => (7, 24 * HOUR_MS),
        TopicPeriod::Month => (30, 24 * HOUR_MS),
    };
    let start = |back: i64| Moment(NOW.0 - back * each);
    (0..steps)
        .map(|step| {
            let (number, before) = if some {
                ((step * 37) % 91, (step * 17) % 53)
            } else {
                (0, 0)
            };
            TopicBar {
                from: start(steps - step),
                to: start(steps - step - 1),
                now: tally(number, ""),
                before_from: start(2 * steps - step),
                before: tally(before, ""),
            }
        })
        .collect()
}

pub(crate) fn sheet_of(amount: Amount, period: TopicPeriod) -> TopicSheet {
    let some = amount != Amount::Empty;
    let mut topics = topics_of(Amount::Many).into_iter();
    let topic = topics.nth(usize::from(amount == Amount::Many) * 2);
    let bars = bars(period, some);
    let sum = |of: fn(&TopicBar) -> i64| bars.iter().map(of).sum();
    let (total, before) = (sum(|bar| bar.now.number), sum(|bar| bar.before.number));
    let mut sheet = TopicSheet {
        topic: topic.unwrap_or_default(),
        period,
        spans: [(Moment(NOW.0 - HOUR_MS), NOW); 2],
        total: tally(total, ""),
        before: tally(before, ""),
        as_of: NOW,
        tones: Tone::ALL
            .into_iter()
            .map(|tone| share(tone, i64::from(some) * 12, 4, "tone:negative"))
            .collect(),
        bars,
        ..TopicSheet::default()
    };
    if some {
        fill(&mut sheet, amount);
    }
    sheet
}

fn fill(sheet: &mut TopicSheet, amount: Amount) {
    sheet.sources = vec![
        share("青岚日报 <b>粗体</b>".to_owned(), 120, 60, "source:日报"),
        share("青岚论坛".to_owned(), 31, 0, "source:论坛"),
    ];
    sheet.sources_in_all = 14;
    sheet.events = (0..if amount == Amount::One { 1 } else { 4 })
        .map(|index| TopicEvent {
            card: card(index),
            documents: tally(7, "event:e1"),
        })
        .collect();
    sheet.terms = vec![
        ("水库泄洪".to_owned(), Some(tally(88, "\"水库泄洪\""))),
        ("三个村 <i>".to_owned(), Some(tally(31, "\"三个村\""))),
        ("连夜转移".to_owned(), None),
    ];
    sheet.newest = hits(amount);
    sheet.alerts = alerts_of(amount);
    sheet.rules = rules_of(amount);
    sheet.routes = routes_of(amount);
    sheet.routes.retain(|row| row.route.removed_at.is_none());
}
