//! Answers as they are looked at: by those who work on them, and by everybody.

use super::AnswerSheet;
use crate::actor::Actor;
use crate::cases::not_found;
use crate::{Act, Desk, DeskError, SearchAsk, SearchOrder};
use chrono_tz::Tz;
use model::{Answer, AnswerId, AnswerKind, AnswerVersion, EventId, Moment};
use std::collections::BTreeSet;

/// An hour, the step in which what is said of an event is summed.
const STEP_MS: i64 = 3_600_000;
/// A minute, the finest time that sites tell.
const MINUTE_MS: i64 = 60_000;

/// How far an answer reaches beside how far its matter does, since it was published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswerReach {
    /// Documents and copies of each event of the case.
    pub matter: Vec<(EventId, i64)>,
    /// Documents since then that hold a headline which the answer has or had.
    pub quoting: i64,
    /// The search that finds those.
    pub query: String,
}

/// Answers on a page of the public list.
pub const ANSWERS_PER_PAGE: u64 = 20;

/// An answer as everybody reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicAnswer {
    /// Its number.
    pub id: AnswerId,
    /// What it is.
    pub kind: AnswerKind,
    /// What everybody could read of it, in order; there is at least one.
    pub versions: Vec<AnswerVersion>,
    /// The office's name.
    pub office: String,
}

impl PublicAnswer {
    /// What everybody reads now.
    pub fn latest(&self) -> Option<&AnswerVersion> {
        self.versions.last()
    }

    /// When it was published.
    pub fn published_at(&self) -> Moment {
        self.versions.first().map_or(Moment(0), |first| first.at)
    }

    /// When it changed last.
    pub fn changed_at(&self) -> Moment {
        self.latest().map_or(Moment(0), |last| last.at)
    }
}

impl Desk {
    /// An answer for those who work on it.
    pub async fn answer_sheet(
        &self,
        actor: &Actor,
        id: AnswerId,
    ) -> Result<AnswerSheet, DeskError> {
        actor.must(Act::SeeCases)?;
        let answer = self.store.answer(id).await?;
        let answer = answer.ok_or_else(|| not_found("answer", id))?;
        Ok(AnswerSheet {
            versions: self.store.answer_versions(id).await?,
            case_title: self.case_or_missing(answer.case).await?.title,
            answer,
        })
    }

    /// Answers that everybody may read, the last published first, and whether there are more.
    pub async fn public_answers(&self, page: u64) -> Result<(Vec<PublicAnswer>, bool), DeskError> {
        let offset = page.saturating_sub(1).min(10_000) * ANSWERS_PER_PAGE;
        let mut answers = self
            .store
            .public_answers(offset, ANSWERS_PER_PAGE + 1)
            .await?;
        let more = answers.len() as u64 > ANSWERS_PER_PAGE;
        answers.truncate(ANSWERS_PER_PAGE as usize);
        let mut public = Vec::new();
        for answer in answers {
            public.push(self.made_public(&answer).await?);
        }
        Ok((public, more))
    }

    /// One answer that everybody may read.
    pub async fn public_answer(&self, id: AnswerId) -> Result<PublicAnswer, DeskError> {
        let answer = self.store.answer(id).await?;
        let public = answer.filter(|answer| answer.state.is_public() && !answer.exercise);
        self.made_public(&public.ok_or_else(|| not_found("answer", id))?)
            .await
    }

    async fn made_public(&self, answer: &Answer) -> Result<PublicAnswer, DeskError> {
        Ok(PublicAnswer {
            id: answer.id,
            kind: answer.kind,
            versions: self.store.answer_versions(answer.id).await?,
            office: self.store.office().await?.0.name,
        })
    }

    /// How far a published answer reaches; none of one that was never published.
    pub async fn answer_reach(
        &self,
        actor: &Actor,
        id: AnswerId,
    ) -> Result<Option<AnswerReach>, DeskError> {
        actor.must(Act::SeeCases)?;
        let answer = self.store.answer(id).await?;
        let answer = answer.ok_or_else(|| not_found("answer", id))?;
        let Some(at) = answer.published_at else {
            return Ok(None);
        };
        // Sites tell minutes: what carries the answer in the minute of its publication counts.
        let since = Moment(at.0 - at.0.rem_euclid(MINUTE_MS));
        let events = self.case_or_missing(answer.case).await?.events;
        let volumes = self.store.event_volumes(&events, since, STEP_MS).await?;
        let said = |event: EventId| -> i64 {
            let of = volumes.iter().filter(|(id, _)| *id == event);
            of.map(|(_, step)| step.documents + step.copies).sum()
        };
        let matter = events.iter().map(|event| (*event, said(*event)));
        let versions = self.store.answer_versions(id).await?;
        let query = quoting(&answer, &versions, since, self.time_zone());
        let ask = SearchAsk {
            query: query.clone(),
            order: SearchOrder::Newest,
            page: 1,
            limit: 1,
            facets: false,
        };
        Ok(Some(AnswerReach {
            matter: matter.collect(),
            quoting: self.search(&ask).await?.total as i64,
            query,
        }))
    }
}

/// The search for whoever carries a headline that the answer has or had, from an instant on.
fn quoting(answer: &Answer, versions: &[AnswerVersion], since: Moment, zone: Tz) -> String {
    let titles = versions.iter().map(|version| &version.wording.title);
    let phrases: BTreeSet<String> = titles
        .chain([&answer.wording.title])
        .map(|title| format!("\"{}\"", title.replace(['"', '“', '”'], " ").trim()))
        .collect();
    let phrases: Vec<String> = phrases.into_iter().collect();
    let from = chrono::DateTime::from_timestamp_millis(since.0).unwrap_or_default();
    let from = from.with_timezone(&zone).format("%Y-%m-%dT%H:%M");
    format!("({}) date:{from}..", phrases.join(" OR "))
}
