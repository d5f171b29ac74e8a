//! Look again: every so often the engine is asked what it would change now, and after every document
//! whether an event was linked to a story. When that is depends on the documents alone, not on
//! batches or stops: the same stream gives the same proposals.

use analysis::engine::Engine;
use model::{DocumentId, HOUR_MS, Moment, NewProposal, StoryLink};

/// Documents between two looks: a look costs about as much as placing what changed since, and an
/// event that changed a hundred times in between is looked at once.
const DOCUMENTS_A_LOOK: i64 = 1_000;

/// What the engine says beside its decisions; kept with the batch in which it was said.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) proposals: Vec<NewProposal>,
    pub(super) links: Vec<StoryLink>,
}

impl Said {
    /// A link to a story, made by a document that arrived then.
    pub(super) fn link(&mut self, link: &analysis::engine::StoryLink, arrived: Moment) {
        self.links.push(StoryLink {
            event: link.event,
            story: link.story,
            percent: link.percent,
            at: arrived,
        });
    }

    /// What the engine would change now.
    pub(super) fn look_again(&mut self, engine: &mut Engine, arrived: Moment) {
        let made = engine.look_again().into_iter().map(|proposal| NewProposal {
            proposal,
            made_at: arrived,
        });
        self.proposals.extend(made);
    }

    /// All of it, which leaves nothing.
    pub(super) fn take(&mut self) -> (Vec<NewProposal>, Vec<StoryLink>) {
        let Self { proposals, links } = std::mem::take(self);
        (proposals, links)
    }
}

/// When the engine looks again: after every so many documents, and with the first one that arrives
/// in another hour.
#[derive(Debug, Default)]
pub(super) struct Looks {
    hour: Option<i64>,
}

impl Looks {
    /// Goes on after a document that arrived then.
    pub(super) fn since(last: Option<Moment>) -> Self {
        Self {
            hour: last.map(hour),
        }
    }

    /// After each document whose decision was made before, copies too: what the engine says now.
    pub(super) fn after(
        &mut self,
        engine: &mut Engine,
        document: DocumentId,
        arrived: Moment,
        said: &mut Said,
    ) {
        for link in engine.take_links() {
            said.link(&link, arrived);
        }
        if self.is_due(document, arrived) {
            said.look_again(engine, arrived);
        }
    }

    /// Asked of each document in turn, copies too: whether the engine looks again after it.
    pub(super) fn is_due(&mut self, document: DocumentId, arrived: Moment) -> bool {
        let now = hour(arrived);
        let before = self.hour.replace(now);
        before.is_some_and(|before| before != now) || document.0 % DOCUMENTS_A_LOOK == 0
    }
}

fn hour(at: Moment) -> i64 {
    at.0.div_euclid(HOUR_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_told_by_documents_and_hours_alone() {
        let due = |looks: &mut Looks, document: i64, hours: i64| {
            looks.is_due(DocumentId(document), Moment(hours * HOUR_MS + document))
        };
        let mut looks = Looks::default();
        assert!(!due(&mut looks, 1, 5), "there is nothing to look at yet");
        assert!(!due(&mut looks, 2, 5));
        assert!(due(&mut looks, 3, 6), "the first one of another hour");
        assert!(!due(&mut looks, 4, 6));
        assert!(due(&mut looks, DOCUMENTS_A_LOOK, 6));
        let mut again = Looks::since(Some(Moment(5 * HOUR_MS + 2)));
        assert!(due(&mut again, 3, 6), "a stop in between changes nothing");
        assert!(!due(&mut again, 4, 6));
    }
}
