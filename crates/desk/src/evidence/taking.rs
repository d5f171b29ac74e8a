//! Looking at pages: the first time, then again and again while the case is open, less often while
//! nothing changes. A take is kept where the page says something else than before.

use super::seeing::{Seen, says_the_same};
use crate::actor::Actor;
use crate::cases::{entry, not_found};
use crate::{Act, Desk, DeskError};
use model::{
    CaseState, EntryKind, EvidencePage, HOUR_MS, Moment, NewEntry, NewTake, Note, PageId, Take,
    TakeKind,
};
use ports::{PageLook, ShotError, ShotPlan};

/// Pages that are looked at in one turn.
const LOOKS_A_TURN: u64 = 4;
/// How long nobody else looks at a page that somebody began to look at.
const CLAIM_MS: i64 = 10 * 60_000;
/// The first wait; doubled while nothing changes.
const WAIT_MIN_MS: i64 = HOUR_MS;
/// The longest wait.
const WAIT_MAX_MS: i64 = 24 * HOUR_MS;
/// The wait after a page was found gone for the first time: sites have weak moments.
const GONE_WAIT_MS: i64 = 15 * 60_000;
/// Takes of one page at most: what changes with every look is no evidence.
const TAKES_MAX: usize = 100;
/// Letters of what went wrong.
const PROBLEM_CHARS_MAX: usize = 500;

impl Desk {
    /// Looks at some pages that are due; gives how many there were.
    pub async fn watch_evidence(&self) -> Result<usize, DeskError> {
        let due = self.store.pages_due(self.clock.now(), LOOKS_A_TURN);
        let mut looked = 0;
        for page in due.await? {
            looked += 1;
            self.look_at_page(&Actor::desk(), page).await?;
        }
        Ok(looked)
    }

    /// Looks at a page now; gives its takes.
    pub async fn take_page(&self, actor: &Actor, id: PageId) -> Result<Vec<Take>, DeskError> {
        actor.must(Act::HandleCases)?;
        let page = self.page_or_missing(id).await?;
        let case = self.case_or_missing(page.case).await?;
        if case.state == CaseState::Closed {
            return Err(DeskError::refused(
                "evidence.closed",
                "the case is closed; open it again to take pages",
            ));
        }
        if !self.look_at_page(actor, page).await? {
            return Err(DeskError::refused(
                "evidence.busy",
                "somebody is looking at this page just now",
            ));
        }
        let page = self.page_or_missing(id).await?;
        if !page.problem.is_empty() {
            return Err(DeskError::Invalid(page.problem));
        }
        Ok(self.store.takes(id).await?)
    }

    /// Looks at a page unless somebody else does. What goes wrong stands at the page.
    async fn look_at_page(&self, actor: &Actor, page: EvidencePage) -> Result<bool, DeskError> {
        let now = self.clock.now();
        if !self
            .store
            .claim_page(&page, Moment(now.0 + CLAIM_MS))
            .await?
        {
            return Ok(false);
        }
        let look = match self.look_now(actor, &page, now).await {
            Ok(look) => look,
            Err(error) => nothing_new(later(page.clone(), now, false, cut(&error.to_string()))),
        };
        let urls: Vec<&str> = (look.takes.iter())
            .map(|(take, _)| take.final_url.as_str())
            .collect();
        let note = actor.note(now, "evidence.taken", page.id.to_string(), urls.join(" "));
        match self
            .store
            .keep_look(&look, &note)
            .await
            .map_err(DeskError::from)
        {
            // The case was closed and its evidence destroyed meanwhile.
            Err(error) if error.is_conflict() => return Ok(true),
            kept => kept.map(|_| ())?,
        }
        if look.page.problem.is_empty() {
            self.tell_gone(&look.page, now).await?;
        }
        Ok(true)
    }

    async fn look_now(
        &self,
        actor: &Actor,
        page: &EvidencePage,
        now: Moment,
    ) -> Result<PageLook, DeskError> {
        let before = self.store.takes(page.id).await?;
        if before.len() >= TAKES_MAX {
            let problem = format!("the page changed {TAKES_MAX} times and is not taken again");
            return Ok(nothing_new(later(page.clone(), now, false, problem)));
        }
        let (mut takes, mut last) = (Vec::new(), self.last_said(&before).await?);
        if before.is_empty()
            && let Some(first) = self.first_seen_page(page).await?
        {
            last = first
                .bytes
                .is_some()
                .then(|| (first.gone, first.text.clone()));
            takes.push(self.first_take(actor, page, first, now).await?);
        }
        match self.see_page(page).await {
            Ok(seen) => {
                let changed = last.is_none_or(|(was_gone, said)| {
                    was_gone != seen.gone || (!seen.gone && !says_the_same(&said, &seen.text))
                });
                self.look_of(actor, page, takes, (seen, changed), now).await
            }
            Err(error) => Ok(PageLook {
                page: later(page.clone(), now, false, cut(&error.to_string())),
                takes,
                entries: Vec::new(),
            }),
        }
    }

    /// The page at first sight. Of a text that was kept nobody knows how the page said it: the first
    /// visit is kept whatever it finds.
    async fn first_take(
        &self,
        actor: &Actor,
        page: &EvidencePage,
        first: Seen,
        now: Moment,
    ) -> Result<(NewTake, NewEntry), DeskError> {
        let kind = if first.bytes.is_some() {
            TakeKind::Capture
        } else {
            TakeKind::Kept
        };
        let no_shot = Err("not_then".to_owned());
        let take = self.put_away(page.case, first, kind, no_shot).await?;
        Ok(told(actor, now, take))
    }

    /// What is kept of what was seen.
    async fn look_of(
        &self,
        actor: &Actor,
        page: &EvidencePage,
        mut takes: Vec<(NewTake, NewEntry)>,
        (seen, changed): (Seen, bool),
        now: Moment,
    ) -> Result<PageLook, DeskError> {
        let newly_gone = seen.gone && !page.gone;
        let gone = entry(actor, now, EntryKind::PageGone, "", &seen.final_url);
        let mut next = later(page.clone(), now, changed, String::new());
        next.gone = seen.gone;
        if newly_gone {
            next.wait_ms = GONE_WAIT_MS;
            next.due_at = Moment(now.0 + GONE_WAIT_MS);
        }
        if changed {
            let shot = self.shot_of(page, &seen).await;
            let take = self.put_away(page.case, seen, TakeKind::Visit, shot);
            takes.push(told(actor, now, take.await?));
        }
        Ok(PageLook {
            page: next,
            takes,
            entries: newly_gone.then_some(gone).into_iter().collect(),
        })
    }

    /// Whether the page was gone at the last take, and what it said.
    async fn last_said(&self, before: &[Take]) -> Result<Option<(bool, String)>, DeskError> {
        let Some(last) = before
            .last()
            .filter(|take| take.said.kind != TakeKind::Kept)
        else {
            return Ok(None);
        };
        let bytes = self.open_file(last.case, &last.said.text).await?;
        Ok(Some((
            last.said.gone,
            String::from_utf8_lossy(&bytes).into_owned(),
        )))
    }

    /// A picture of the page, or why there is none.
    async fn shot_of(&self, page: &EvidencePage, seen: &Seen) -> Result<Vec<u8>, String> {
        if seen.bytes.is_none() {
            return Err("gone".to_owned());
        }
        let plan = ShotPlan {
            url: seen.final_url.clone(),
            allow_private: page.allow_private,
        };
        let Some(photographer) = &self.photographer else {
            return Err(ShotError::NoBrowser.word().to_owned());
        };
        let shot = photographer.photograph(&plan).await;
        shot.map_err(|error| match &error {
            ShotError::Failed { why } => cut(&format!("{}: {why}", error.word())),
            _ => error.word().to_owned(),
        })
    }

    /// Outside the case a page that is gone shows as withdrawn, and one that is back no longer. What a
    /// person said of it stays.
    async fn tell_gone(&self, page: &EvidencePage, now: Moment) -> Result<(), DeskError> {
        if let Some(document) = page.document {
            let act = if page.gone {
                "document.withdrawn"
            } else {
                "document.restored"
            };
            let note = Note {
                object: document.to_string(),
                ..Actor::desk().note(now, act, "", page.url.clone())
            };
            (self.store)
                .mark_withdrawn(document, page.gone, false, &note)
                .await?;
        }
        Ok(())
    }

    /// One take, or that there is none.
    pub(super) async fn take_or_missing(&self, id: model::TakeId) -> Result<Take, DeskError> {
        let take = self.store.take(id).await?;
        take.ok_or_else(|| not_found("take", id))
    }
}

fn nothing_new(page: EvidencePage) -> PageLook {
    PageLook {
        page,
        takes: Vec::new(),
        entries: Vec::new(),
    }
}

/// A take with its entry: where from, what the site said, and the hash of the records.
fn told(actor: &Actor, now: Moment, take: NewTake) -> (NewTake, NewEntry) {
    let text = format!(
        "{}\nstatus\t\t{}\nsha256\t\t{}",
        take.final_url, take.status, take.warc.sha256
    );
    let entry = entry(actor, now, EntryKind::PageTaken, "", &text);
    (take, entry)
}

fn cut(words: &str) -> String {
    words.chars().take(PROBLEM_CHARS_MAX).collect()
}

/// The page after a look: sooner again where it changed, later where it did not or could not be seen.
fn later(mut page: EvidencePage, now: Moment, changed: bool, problem: String) -> EvidencePage {
    page.wait_ms = if changed || page.wait_ms == 0 {
        WAIT_MIN_MS
    } else {
        (page.wait_ms * 2).clamp(WAIT_MIN_MS, WAIT_MAX_MS)
    };
    page.due_at = Moment(now.0 + page.wait_ms);
    page.looked_at = Some(now);
    page.problem = problem;
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::CaseId;

    #[test]
    fn looks_come_less_often_while_nothing_changes() {
        let mut page = EvidencePage {
            id: PageId(1),
            case: CaseId(1),
            url: String::new(),
            document: None,
            allow_private: false,
            added: (String::new(), Moment(0)),
            watched: true,
            due_at: Moment(0),
            wait_ms: 0,
            problem: String::new(),
            looked_at: None,
            gone: false,
        };
        let mut hours = Vec::new();
        for changed in [true, false, false, false, false, false, false, true] {
            page = later(page, Moment(5), changed, String::new());
            hours.push((page.due_at.0 - 5) / HOUR_MS);
        }
        assert_eq!(hours, [1, 2, 4, 8, 16, 24, 24, 1]);
    }
}
