//! How long documents are kept: the rules, what a change of them would purge, what went already.

use crate::actor::Actor;
use crate::retention::all_due;
use crate::{Act, Desk, DeskError};
use model::{
    DueCount, KEEP_DAYS_MAX, KeepDays, KeepDue, KeepRules, KeepScope, Moment, PurgeDay, SourceId,
    SourceKind,
};
use ports::Store;

/// Days and rows of the account of what was purged that are shown.
const PURGE_DAYS_SHOWN: u64 = 30;

/// A rule as people look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFor {
    /// Whose.
    pub scope: KeepScope,
    /// The name of the source, where it is one's.
    pub name: Option<String>,
    /// What is written down; none of a source is as its kind.
    pub days: KeepDays,
    /// What holds now, while a change waits.
    pub now: u32,
    /// From when on what is written down holds, where it does not yet.
    pub from: Option<Moment>,
}

/// How long documents are kept, and what went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeepBoard {
    /// By kind of source, all of them.
    pub kinds: Vec<KeptFor>,
    /// Sources with days of their own.
    pub sources: Vec<KeptFor>,
    /// What was purged lately, the last first.
    pub purged: Vec<PurgeDay>,
}

/// What comes of a change: how many documents are older than it says already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeepPreview {
    /// Whether anything is written down otherwise than before.
    pub changes: bool,
    /// Documents that go once it holds, that would not go without it.
    pub more: u64,
    /// Old enough too, and on hold.
    pub held: u64,
    /// From when on it holds.
    pub from: Moment,
}

impl Desk {
    /// The rules, and what went.
    pub async fn keep_board(&self, actor: &Actor) -> Result<KeepBoard, DeskError> {
        actor.must(Act::ChangeSettings)?;
        let rules = self.store.keep_rules().await?;
        let mut board = KeepBoard {
            kinds: Vec::new(),
            sources: Vec::new(),
            purged: self.store.purge_days(PURGE_DAYS_SHOWN).await?,
        };
        for kind in SourceKind::ALL {
            let scope = KeepScope::Kind(kind);
            board
                .kinds
                .push(self.kept_for(&rules, scope, SourceId(0), kind));
        }
        for rule in &rules.0 {
            if let (KeepScope::Source(id), Some(_)) = (rule.scope, rule.days)
                && let Some(source) = self.store.source(id).await?
            {
                let kept = self.kept_for(&rules, rule.scope, id, source.kind);
                board.sources.push(KeptFor {
                    name: Some(source.name),
                    ..kept
                });
            }
        }
        Ok(board)
    }

    /// How long the documents of a source are kept.
    pub async fn source_keeping(
        &self,
        id: SourceId,
        kind: SourceKind,
    ) -> Result<KeptFor, DeskError> {
        let rules = self.store.keep_rules().await?;
        Ok(self.kept_for(&rules, KeepScope::Source(id), id, kind))
    }

    fn kept_for(
        &self,
        rules: &KeepRules,
        scope: KeepScope,
        source: SourceId,
        kind: SourceKind,
    ) -> KeptFor {
        let now = self.clock.now();
        let holds = rules.days(source, kind, now);
        let waits = holds != rules.settled_days(source, kind);
        let settled = [KeepScope::Kind(kind), KeepScope::Source(source)]
            .into_iter()
            .filter_map(|scope| rules.of(scope))
            .map(model::KeepRule::settled_at)
            .filter(|at| *at > now)
            .max();
        KeptFor {
            scope,
            name: None,
            days: rules.written(scope),
            now: holds,
            from: settled.filter(|_| waits),
        }
    }

    /// What a change would purge. Nothing is changed.
    pub async fn preview_keeping(
        &self,
        actor: &Actor,
        changes: &[(KeepScope, KeepDays)],
    ) -> Result<KeepPreview, DeskError> {
        actor.must(Act::ChangeSettings)?;
        let (before, after) = self.changed_rules(changes).await?;
        self.preview(&before, &after).await
    }

    /// Changes how long documents are kept. Where documents would go that are kept now, `confirmed`
    /// has to say that somebody saw how many.
    pub async fn change_keeping(
        &self,
        actor: &Actor,
        changes: &[(KeepScope, KeepDays)],
        confirmed: bool,
    ) -> Result<KeepPreview, DeskError> {
        actor.must(Act::ChangeSettings)?;
        let (before, after) = self.changed_rules(changes).await?;
        let preview = self.preview(&before, &after).await?;
        if !preview.changes {
            return Ok(preview);
        }
        if preview.more > 0 && !confirmed {
            return Err(DeskError::refused(
                "keeping.confirm",
                format!(
                    "{} documents are older than that and would be purged for good; say that you want it",
                    preview.more
                ),
            ));
        }
        let mut told = differences(&before, &after, changes);
        told.push(format!("documents older than that: {}", preview.more));
        let object = match changes {
            [(KeepScope::Source(id), _)] => id.to_string(),
            _ => String::new(),
        };
        let note = actor.note(self.clock.now(), "keeping.changed", object, told.join("; "));
        let touched = (changes.iter())
            .filter_map(|(scope, _)| after.of(*scope))
            .filter(|rule| before.written(rule.scope) != rule.days)
            .copied()
            .collect::<Vec<_>>();
        self.store.change_keep_rules(&touched, &note).await?;
        Ok(preview)
    }

    /// The rules before and after.
    async fn changed_rules(
        &self,
        changes: &[(KeepScope, KeepDays)],
    ) -> Result<(KeepRules, KeepRules), DeskError> {
        let before = self.store.keep_rules().await?;
        let mut after = before.clone();
        for (scope, days) in changes {
            if days.is_some_and(|days| days > KEEP_DAYS_MAX) {
                return Err(DeskError::refused(
                    "settings.days",
                    "days of retention go up to 36,500",
                ));
            }
            if let KeepScope::Source(id) = scope
                && self.store.source(*id).await?.is_none()
            {
                return Err(DeskError::NotFound {
                    kind: "source",
                    id: id.to_string(),
                });
            }
            if before.written(*scope) != *days {
                after = after.changed(*scope, *days, self.clock.now());
            }
        }
        Ok((before, after))
    }

    async fn preview(
        &self,
        before: &KeepRules,
        after: &KeepRules,
    ) -> Result<KeepPreview, DeskError> {
        let mut preview = KeepPreview {
            changes: before != after,
            from: settled_at(after, self.clock.now()),
            ..KeepPreview::default()
        };
        if !preview.changes {
            return Ok(preview);
        }
        for (source, kind) in self.store.all_sources().await? {
            let then = preview.from;
            let due = after.due(source, kind, then);
            let due_anyway = before.due(source, kind, then);
            let Some(due) = due else { continue };
            if due_anyway.is_some_and(|anyway| anyway.before >= due.before) {
                continue;
            }
            let count = self.store.count_due(&due).await?;
            let anyway = match due_anyway {
                Some(anyway) => self.store.count_due(&anyway).await?,
                None => DueCount::default(),
            };
            preview.more += count.documents.saturating_sub(anyway.documents);
            preview.held += count.held.saturating_sub(anyway.held);
        }
        Ok(preview)
    }
}

/// When all changes under way hold alone.
fn settled_at(rules: &KeepRules, now: Moment) -> Moment {
    let settled = rules.0.iter().map(model::KeepRule::settled_at).max();
    settled.unwrap_or(now).max(now)
}

/// What changes, old and new.
fn differences(
    before: &KeepRules,
    after: &KeepRules,
    changes: &[(KeepScope, KeepDays)],
) -> Vec<String> {
    let told = |days: KeepDays| match days {
        None => "as its kind".to_owned(),
        Some(0) => "for ever".to_owned(),
        Some(days) => format!("{days} days"),
    };
    changes
        .iter()
        .map(|(scope, _)| (scope, before.written(*scope), after.written(*scope)))
        .filter(|(_, old, new)| old != new)
        .map(|(scope, old, new)| format!("{}: {} → {}", scope.word(), told(old), told(new)))
        .collect()
}

/// Documents that are due now, source by source, with how many of them: what a purge would do.
pub async fn purge_plan(
    store: &dyn Store,
    now: Moment,
) -> Result<Vec<(KeepDue, DueCount)>, DeskError> {
    let mut plan = Vec::new();
    for due in all_due(store, now).await? {
        let count = store.count_due(&due).await?;
        if count != DueCount::default() {
            plan.push((due, count));
        }
    }
    Ok(plan)
}
