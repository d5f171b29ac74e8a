//! Rules at work: what came since the last look, against all rules; what was seen becomes alerts in
//! one transaction with how far they looked, so that a stop in between loses and doubles nothing.

use super::routing::FiledRoute;
use super::seen::{Filed, view};
use crate::cover::title_of;
use crate::{Desk, DeskError};
use analysis::fold::fold;
use model::{
    About, DocumentId, EventId, EventRecord, Moment, Route, Rule, Signal, SourceKind,
    StoredDocument, Topic, Watched, Why,
};
use ports::WatchMark;
use std::collections::{BTreeSet, HashMap};

/// Documents and events of one look.
const LOOK_MAX: u64 = 500;
/// Documents published longer ago than this are history: nobody is woken for them.
const HISTORY_AFTER_MS: i64 = 3 * 86_400_000;
/// How often what goes by the clock is looked at: spikes, floods, sources.
const BY_CLOCK_EVERY_MS: i64 = 60_000;

/// What rules at work remember between two looks. All of it can be made anew.
#[derive(Debug, Default)]
pub struct RuleWatch {
    all: Option<(Vec<Rule>, Vec<Topic>, Vec<Route>)>,
    filed: Option<Filed>,
    /// Routes made ready, as the rules are.
    pub(super) routes: Vec<FiledRoute>,
    mark: Option<WatchMark>,
    by_clock_at: Option<Moment>,
    pub(super) clocks_at: Option<Moment>,
    pub(super) sources_on: Option<i64>,
    /// Floods that were told, by head and first post.
    pub(super) floods_told: BTreeSet<(DocumentId, DocumentId)>,
    pub(super) digest_on: Option<i64>,
}

impl RuleWatch {
    pub(super) fn filed(&self) -> Option<&Filed> {
        self.filed.as_ref()
    }
}

impl Desk {
    /// Looks once at what is new. Gives whether there is more to look at.
    pub async fn watch_rules(&self, watch: &mut RuleWatch) -> Result<bool, DeskError> {
        self.refile(watch).await?;
        let Some(mark) = self.looked_to(watch).await? else {
            return Ok(false);
        };
        let mut documents = self.store.documents_after(mark.document, LOOK_MAX).await?;
        let last = documents.last().map(|stored| stored.document.id);
        let full = documents.len() == LOOK_MAX as usize;
        documents.retain(|stored| stored.withdrawn.is_none());
        let mut signals = self.of_documents(watch, &documents).await?;
        let changed = (self.store)
            .events_changed_after(mark.revision, LOOK_MAX)
            .await?;
        let revision = changed.last().map_or(mark.revision, |(at, _)| *at);
        signals.extend(self.of_events(watch, &changed).await?);
        if self.is_due(watch) {
            signals.extend(self.by_clock(watch).await?);
        }
        let next = WatchMark {
            document: last.unwrap_or(mark.document).max(mark.document),
            revision,
        };
        if !signals.is_empty() || next != mark {
            self.raise(watch, signals, next).await?;
            watch.mark = Some(next);
        }
        Ok(full || changed.len() == LOOK_MAX as usize)
    }

    /// Files the rules anew where any changed, or a topic, or a route.
    async fn refile(&self, watch: &mut RuleWatch) -> Result<(), DeskError> {
        let (rules, topics) = (self.store.rules().await?, self.store.topics().await?);
        let all = (rules, topics, self.store.routes().await?);
        if watch.all.as_ref() != Some(&all) {
            watch.filed = Some(self.file(all.0.clone()).await?);
            watch.routes = self.file_routes(&all.2).await?;
            watch.all = Some(all);
            watch.by_clock_at = None;
        }
        Ok(())
    }

    /// How far rules looked. At the very first they look from now on.
    async fn looked_to(&self, watch: &mut RuleWatch) -> Result<Option<WatchMark>, DeskError> {
        if watch.mark.is_none() {
            watch.mark = self.store.watch_mark().await?;
        }
        if watch.mark.is_none() {
            let now = WatchMark {
                document: self.store.last_document().await?,
                revision: self.store.revision().await?,
            };
            self.store.raise(&[], now).await?;
            watch.mark = Some(now);
        }
        Ok(watch.mark)
    }

    fn is_due(&self, watch: &mut RuleWatch) -> bool {
        let now = self.clock.now();
        // A clock that went back waits no longer than one that went on.
        let due = watch
            .by_clock_at
            .is_none_or(|at| (now.0 - at.0).abs() >= BY_CLOCK_EVERY_MS);
        if due {
            watch.by_clock_at = Some(now);
        }
        due
    }

    async fn of_documents(
        &self,
        watch: &RuleWatch,
        documents: &[StoredDocument],
    ) -> Result<Vec<Signal>, DeskError> {
        let Some(filed) = watch.filed().filter(|filed| !filed.rules.is_empty()) else {
            return Ok(Vec::new());
        };
        let now = self.clock.now();
        let fresh: Vec<&StoredDocument> = documents
            .iter()
            .filter(|stored| now.0 - stored.document.published_at.0 < HISTORY_AFTER_MS)
            .collect();
        if fresh.is_empty() {
            return Ok(Vec::new());
        }
        let sources = self.known_sources().await?;
        let events = self.events_of(&fresh).await?;
        let mut signals = Vec::new();
        for stored in fresh {
            let document = &stored.document;
            let folded = format!("{}\n{}", fold(&document.title), fold(&document.text));
            let answered = filed.answered(&view(stored, &folded, sources.get(&document.source)));
            for rule in answered
                .into_iter()
                .filter_map(|place| filed.rules.get(place))
            {
                let event = events.get(&stored.placement.event);
                signals.extend(self.of_document(rule, stored, event).await?);
            }
        }
        Ok(signals)
    }

    async fn events_of(
        &self,
        documents: &[&StoredDocument],
    ) -> Result<HashMap<EventId, EventRecord>, DeskError> {
        let ids: BTreeSet<EventId> = documents
            .iter()
            .map(|stored| stored.placement.event)
            .collect();
        let ids: Vec<EventId> = ids.into_iter().collect();
        let events = self.store.events(&ids).await?.into_iter();
        Ok(events.map(|event| (event.id, event)).collect())
    }

    /// What a document that answers a rule says by its kind.
    async fn of_document(
        &self,
        rule: &Rule,
        stored: &StoredDocument,
        event: Option<&EventRecord>,
    ) -> Result<Option<Signal>, DeskError> {
        let why = match rule.watched {
            Watched::Query => Some(Why::Matched {
                source: stored.source_name.clone(),
            }),
            Watched::Rise => match event {
                Some(event) => self.rises(rule, event).await?,
                None => None,
            },
            Watched::NewPlace => self.new_at_place(stored)?,
            _ => None,
        };
        let title = event.map_or_else(|| stored.document.title.clone(), title_of);
        Ok(why.map(|why| Signal {
            document: Some(stored.document.id),
            ..self.signal(rule, About::Event(stored.placement.event), &title, why)
        }))
    }

    /// Hot lists on which events that changed stand now.
    async fn of_events(
        &self,
        watch: &RuleWatch,
        changed: &[(i64, EventRecord)],
    ) -> Result<Vec<Signal>, DeskError> {
        let mut signals = Vec::new();
        let Some(filed) = watch.filed() else {
            return Ok(signals);
        };
        let rules = filed.rules.iter().enumerate();
        let lists: Vec<(usize, &Rule)> = rules
            .filter(|(_, rule)| rule.watched == Watched::HotList)
            .collect();
        for (_, event) in changed {
            let listed = event.facets.kinds.contains(&SourceKind::HotList);
            for (place, rule) in lists.iter().filter(|_| listed) {
                if !event.withdrawn
                    && filed.title_answers(*place, &event.title)
                    && let Some(why) = self.on_list(rule, event).await?
                {
                    signals.push(self.signal(rule, About::Event(event.id), &event.title, why));
                }
            }
        }
        Ok(signals)
    }

    /// A signal of a rule, now.
    pub(super) fn signal(&self, rule: &Rule, about: About, title: &str, why: Why) -> Signal {
        Signal {
            rule: rule.id,
            rule_name: rule.name.clone(),
            about,
            document: None,
            at: self.clock.now(),
            why,
            level: rule.level,
            title: title.to_owned(),
        }
    }
}
