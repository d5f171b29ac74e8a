//! Sources that wait to be visited, by host: hosts take turns, and none has more than its share.

use model::{Source, SourceId, limits};
use std::collections::{HashMap, HashSet, VecDeque};

/// The host part of an address, with its port: what one server answers for.
fn host_of(source: &Source) -> String {
    let url = source.url.as_deref().unwrap_or_default();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// Waiting sources.
#[derive(Default)]
pub(super) struct HostQueues {
    hosts: HashMap<String, Queue>,
    /// Hosts that may be asked now, in turn.
    ready: VecDeque<String>,
    /// Sources that wait or are being visited.
    present: HashSet<i64>,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Source>,
    under_way: usize,
    ready: bool,
}

impl HostQueues {
    /// Lets a source wait its turn, unless it waits or is visited already.
    pub(super) fn push(&mut self, source: Source) {
        if !self.present.insert(source.id.0) {
            return;
        }
        let host = host_of(&source);
        let queue = self.hosts.entry(host.clone()).or_default();
        queue.waiting.push_back(source);
        if !queue.ready && queue.under_way < limits::VISITS_PER_HOST_MAX {
            queue.ready = true;
            self.ready.push_back(host);
        }
    }

    /// The next source to visit, with its host.
    pub(super) fn next(&mut self) -> Option<(String, Source)> {
        let host = self.ready.pop_front()?;
        let queue = self.hosts.get_mut(&host)?;
        let source = queue.waiting.pop_front()?;
        queue.under_way += 1;
        queue.ready = !queue.waiting.is_empty() && queue.under_way < limits::VISITS_PER_HOST_MAX;
        if queue.ready {
            self.ready.push_back(host.clone());
        }
        Some((host, source))
    }

    /// Whether a source waits or is being visited.
    pub(super) fn holds(&self, id: SourceId) -> bool {
        self.present.contains(&id.0)
    }

    /// A visit has ended.
    pub(super) fn done(&mut self, host: &str, source: i64) {
        self.present.remove(&source);
        let Some(queue) = self.hosts.get_mut(host) else {
            return;
        };
        queue.under_way -= 1;
        if queue.waiting.is_empty() {
            if queue.under_way == 0 {
                self.hosts.remove(host);
            }
        } else if !queue.ready {
            queue.ready = true;
            self.ready.push_back(host.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Moment, Owner, SourceKind, SourceRules, SourceState};

    fn source(id: i64, url: &str) -> Source {
        Source {
            id: SourceId(id),
            kind: SourceKind::Feed,
            name: String::new(),
            url: Some(url.to_owned()),
            owner: Owner::Unsaid,
            reach: None,
            folder: String::new(),
            rules: SourceRules::default(),
            allow_private: false,
            paused: false,
            added_at: Moment(0),
            state: SourceState::default(),
        }
    }

    #[test]
    fn hosts_take_turns_and_none_has_more_than_two() {
        let mut queues = HostQueues::default();
        for id in 0..5 {
            queues.push(source(id, "https://a.example/feed"));
        }
        queues.push(source(9, "https://b.example/feed"));
        queues.push(source(9, "https://b.example/feed"));
        let taken: Vec<_> = std::iter::from_fn(|| queues.next())
            .map(|(host, source)| (host, source.id.0))
            .collect();
        let ids: Vec<_> = taken.iter().map(|(_, id)| *id).collect();
        assert_eq!(ids, [0, 9, 1], "two of a, one of b, in turn");
        queues.done("a.example", 0);
        assert_eq!(queues.next().map(|(_, source)| source.id.0), Some(2));
        assert!(queues.next().is_none());
        for (host, id) in [("a.example", 1), ("a.example", 2), ("b.example", 9)] {
            queues.done(host, id);
        }
        assert_eq!(std::iter::from_fn(|| queues.next()).count(), 2);
    }
}
