//! A topic's page: how much is said, where, in which tone, about which events, in which words.

use super::routes::RouteRow;
use super::tallies::{Beside, Gathered, Tally, TopicEvent};
use super::window::{Stretch, TopicPeriod, Window};
use crate::actor::Actor;
use crate::{Act, Desk, DeskError, QueryProblem, SearchHit};
use model::{Alert, Moment, Rule, Tone, Topic};
use ports::AlertAsk;

/// Documents and alerts that are told.
const NEWEST: usize = 10;
const ALERTS: u64 = 8;

/// One step of the volume, with the step a period before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TopicBar {
    /// When it begins.
    pub from: Moment,
    /// When it ends.
    pub to: Moment,
    /// What is said in it.
    pub now: Tally,
    /// When the step before begins.
    pub before_from: Moment,
    /// What was said in that.
    pub before: Tally,
}

/// Everything on a topic's page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TopicSheet {
    /// The topic.
    pub topic: Topic,
    /// How far back.
    pub period: TopicPeriod,
    /// What is wrong with its question; then nothing was counted.
    pub problem: Option<QueryProblem>,
    /// Whether more may be found than was looked at.
    pub cut: bool,
    /// From when to when, and the same of the period before.
    pub spans: [(Moment, Moment); 2],
    /// Documents in the period.
    pub total: Tally,
    /// Documents in the one before.
    pub before: Tally,
    /// Step by step.
    pub bars: Vec<TopicBar>,
    /// Sources, those that say most first.
    pub sources: Vec<Beside<String>>,
    /// How many sources there are.
    pub sources_in_all: usize,
    /// Tones.
    pub tones: Vec<Beside<Tone>>,
    /// Events that are spoken of, the hottest first.
    pub events: Vec<TopicEvent>,
    /// The instant their heat is reckoned at.
    pub as_of: Moment,
    /// Phrases that tell most.
    pub terms: Vec<(String, Option<Tally>)>,
    /// The newest documents.
    pub newest: Vec<SearchHit>,
    /// The last alerts in which its rules spoke.
    pub alerts: Vec<Alert>,
    /// Rules that name it.
    pub rules: Vec<Rule>,
    /// Where its alerts also go.
    pub routes: Vec<RouteRow>,
}

impl Desk {
    /// A topic with all that is said of it.
    pub async fn topic_sheet(
        &self,
        actor: &Actor,
        name: &str,
        period: TopicPeriod,
    ) -> Result<TopicSheet, DeskError> {
        let topic = self.topic(actor, name).await?;
        let (as_of, _) = self.as_of().await?;
        let mut sheet = TopicSheet {
            period,
            as_of,
            ..self.of_topic(actor, &topic).await?
        };
        if topic.waits() {
            return Ok(sheet);
        }
        // An archived topic cannot be asked for by its name; its question can.
        let written = match topic.archived_at {
            None => format!("topic:{}", topic.id),
            Some(_) => format!("({})", topic.question()),
        };
        let query = match self.understood(&written).await? {
            Ok(resolved) => {
                sheet.cut = resolved.cut;
                resolved.query
            }
            Err(problem) => {
                sheet.problem = Some(problem);
                return Ok(sheet);
            }
        };
        let stretch = Stretch {
            query: &query,
            written: &written,
            zone: self.time_zone,
        };
        self.fill(&mut sheet, &stretch).await?;
        Ok(sheet)
    }

    /// What stands around the numbers: alerts, rules, routes.
    async fn of_topic(&self, actor: &Actor, topic: &Topic) -> Result<TopicSheet, DeskError> {
        let mut sheet = TopicSheet {
            topic: topic.clone(),
            ..TopicSheet::default()
        };
        if actor.may(Act::SeeAlerts) {
            let ask = AlertAsk {
                topic: Some(topic.id),
                limit: ALERTS,
                ..AlertAsk::default()
            };
            sheet.alerts = self.store.alerts(&ask).await?;
            let rules = self.store.rules().await?.into_iter();
            sheet.rules = rules.filter(|rule| rule.topic == Some(topic.id)).collect();
            let routes = self.routes(actor).await?.into_iter();
            let of = model::RouteOf::Topic(topic.id);
            sheet.routes = routes
                .filter(|row| row.route.of == of && row.route.removed_at.is_none())
                .collect();
        }
        Ok(sheet)
    }

    async fn fill(&self, sheet: &mut TopicSheet, stretch: &Stretch<'_>) -> Result<(), DeskError> {
        let window = Window::new(sheet.period, sheet.as_of, self.time_zone);
        let spans = [Window::span(&window.now), Window::span(&window.before)];
        let now = self.gathered(stretch, spans[0]).await?;
        let before = self.gathered(stretch, spans[1]).await?;
        let tally = |found: &Gathered, span| Tally {
            number: found.total as i64,
            search: stretch.search(span),
        };
        sheet.spans = spans;
        sheet.cut |= now.cut || before.cut;
        (sheet.total, sheet.before) = (tally(&now, spans[0]), tally(&before, spans[1]));
        sheet.bars = bars(stretch, &window, &now, &before);
        sheet.tones = tones(stretch, spans, &now, &before);
        sheet.sources_in_all = now.facets.sources.len();
        sheet.sources = self.source_shares(stretch, spans, [&now, &before]).await?;
        sheet.events = self.topic_events(stretch, spans[0], &now).await?;
        sheet.terms = self.topic_terms(stretch, spans[0], &now).await?;
        let newest: Vec<_> = now.ids.iter().take(NEWEST).copied().collect();
        sheet.newest = self.hits(stretch.query, &newest).await?;
        Ok(())
    }
}

/// Documents of each hour, put into the steps they lie in.
fn in_steps(edges: &[Moment], found: &Gathered) -> Vec<i64> {
    let mut counts = vec![0; edges.len().saturating_sub(1)];
    for (hour, count) in &found.facets.hours {
        let after = edges.partition_point(|edge| edge <= hour);
        if let Some(slot) = after.checked_sub(1).and_then(|step| counts.get_mut(step)) {
            *slot += *count as i64;
        }
    }
    counts
}

fn bars(
    stretch: &Stretch<'_>,
    window: &Window,
    now: &Gathered,
    before: &Gathered,
) -> Vec<TopicBar> {
    let sides = window.now.windows(2).zip(window.before.windows(2));
    let counts = in_steps(&window.now, now)
        .into_iter()
        .zip(in_steps(&window.before, before));
    sides
        .zip(counts)
        .filter_map(|((now, before), (number, was))| {
            let ([from, to], [before_from, before_to]) = (now, before) else {
                return None;
            };
            let tally = |number, span| Tally {
                number,
                search: stretch.search(span),
            };
            Some(TopicBar {
                from: *from,
                to: *to,
                now: tally(number, (*from, *to)),
                before_from: *before_from,
                before: tally(was, (*before_from, *before_to)),
            })
        })
        .collect()
}

fn tones(
    stretch: &Stretch<'_>,
    spans: [(Moment, Moment); 2],
    now: &Gathered,
    before: &Gathered,
) -> Vec<Beside<Tone>> {
    let side = |found: &Gathered, tone: Tone, span| {
        let count = found.facets.tones.iter().find(|(one, _)| *one == tone);
        Tally {
            number: count.map_or(0, |(_, count)| *count as i64),
            search: format!("{} tone:{}", stretch.search(span), tone.word()),
        }
    };
    Tone::ALL
        .into_iter()
        .map(|tone| Beside {
            what: tone,
            now: side(now, tone, spans[0]),
            before: side(before, tone, spans[1]),
        })
        .collect()
}
