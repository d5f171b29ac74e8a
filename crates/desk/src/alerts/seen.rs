//! Documents against the rules: all questions at once, by one automaton.

use crate::{Desk, DeskError};
use analysis::query::{View, Watch, matches};
use model::{Query, Rule, SourceKind, StoredDocument, Watched};
use std::collections::HashMap;

/// Rules made ready for a stream.
#[derive(Debug)]
pub(crate) struct Filed {
    /// All rules that are on, as they were read.
    pub(crate) rules: Vec<Rule>,
    /// Their questions; none where one cannot be understood any more.
    pub(crate) queries: Vec<Option<Query>>,
    watch: Watch,
    /// For each query of the automaton the place of its rule.
    of: Vec<usize>,
}

impl Filed {
    /// Which rules that look at documents a document answers.
    pub(crate) fn answered(&self, view: &View<'_>) -> Vec<usize> {
        let found = self.watch.matching(view).into_iter();
        found
            .filter_map(|number| self.of.get(number as usize).copied())
            .collect()
    }

    /// Whether a headline alone answers a rule.
    pub(crate) fn title_answers(&self, place: usize, title: &str) -> bool {
        let Some(Some(query)) = self.queries.get(place) else {
            return false;
        };
        let folded = format!("{}\n", analysis::fold::fold(title));
        let view = View {
            folded: &folded,
            title,
            kind: SourceKind::HotList,
            ..View::default()
        };
        matches(query, &view)
    }
}

/// Whether a headline alone, of whatever source, answers a question.
pub(super) fn title_answers(query: &Query, title: &str) -> bool {
    let folded = format!("{}\n", analysis::fold::fold(title));
    let view = View {
        folded: &folded,
        title,
        ..View::default()
    };
    matches(query, &view)
}

/// Whether documents one by one decide a rule of this kind.
fn looks_at_documents(watched: Watched) -> bool {
    matches!(watched, Watched::Query | Watched::Rise | Watched::NewPlace)
}

impl Desk {
    /// Makes rules ready. A question that asks for what only the store knows is exchanged now, and
    /// again whenever rules are filed.
    pub(crate) async fn file(&self, all: Vec<Rule>) -> Result<Filed, DeskError> {
        let rules: Vec<Rule> = all.into_iter().filter(Rule::is_on).collect();
        let (mut queries, mut watched, mut of) = (Vec::new(), Vec::new(), Vec::new());
        for (place, rule) in rules.iter().enumerate() {
            let query = self.rule_query(rule).await?;
            if let Some(query) = &query
                && looks_at_documents(rule.watched)
            {
                watched.push(query.clone());
                of.push(place);
            }
            queries.push(query);
        }
        let watch = Watch::new(watched).map_err(|error| DeskError::Broken {
            act: "file the rules",
            why: error.to_string(),
        })?;
        Ok(Filed {
            rules,
            queries,
            watch,
            of,
        })
    }

    /// A rule's question with that of its topic; an empty one is answered by everything.
    pub(crate) async fn rule_query(&self, rule: &Rule) -> Result<Option<Query>, DeskError> {
        let mut parts: Vec<Query> = Vec::new();
        parts.extend(rule.topic.map(|id| Query::Topic(id.to_string())));
        if !rule.query.trim().is_empty() {
            let Ok(query) = self.check_query(&rule.query) else {
                tracing::warn!(rule = %rule.id, "its question cannot be understood; the rule rests");
                return Ok(None);
            };
            parts.push(query);
        }
        let query = match parts.len() {
            0 => return Ok(Some(Query::All)),
            1 => parts.remove(0),
            _ => Query::And(parts),
        };
        match self.resolve(query).await? {
            Ok(found) => Ok(Some(found.query)),
            Err(wrong) => {
                tracing::warn!(rule = %rule.id, why = wrong.message, "it cannot be asked now; the rule rests");
                Ok(None)
            }
        }
    }

    /// Kinds and owners of sources, for questions that ask for them.
    pub(crate) async fn known_sources(
        &self,
    ) -> Result<HashMap<model::SourceId, (SourceKind, model::Owner)>, DeskError> {
        let sources = self.store.sources().await?.into_iter();
        Ok(sources
            .map(|source| (source.id, (source.kind, source.owner)))
            .collect())
    }
}

/// What a question looks at in a document that is kept.
pub(crate) fn view<'a>(
    stored: &'a StoredDocument,
    folded: &'a str,
    source: Option<&(SourceKind, model::Owner)>,
) -> View<'a> {
    let document = &stored.document;
    let (kind, owner) = source
        .copied()
        .unwrap_or((SourceKind::File, model::Owner::Unsaid));
    View {
        id: document.id,
        folded,
        title: &document.title,
        text: &document.text,
        url: document.url.as_deref(),
        source: &stored.source_name,
        kind,
        owner,
        language: document.language,
        places: &document.places,
        category: document.reading.category,
        tone: document.reading.tone,
        published_at: document.published_at,
        event: Some(stored.placement.event),
        heat: None,
    }
}
