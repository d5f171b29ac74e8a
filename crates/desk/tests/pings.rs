//! Sites that say they have something new are visited at once, if they are one's own.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use desk::{Actor, SourceForm};
use model::{SourceId, SourceKind};
use ports::Fetcher;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use testkit::{TestDesk, feed};

const FEED: &str =
    "<rss version=\"2.0\"><channel><item><title>灯会开幕</title></item></channel></rss>";

fn add(desk: &TestDesk, url: &str, allow_private: bool) -> SourceId {
    desk.web.put(url, Ok(feed(url, FEED, "")));
    let form = SourceForm {
        allow_private,
        ..SourceForm::plain(SourceKind::Feed, url)
    };
    let added = desk
        .runtime
        .block_on(desk.desk().add_source(&Actor::command_line(), &form))
        .unwrap();
    added.source.id
}

fn asked(desk: &TestDesk, url: &str) -> usize {
    let asked = desk.web.asked();
    asked.iter().filter(|plan| plan.url == url).count()
}

#[test]
fn only_sites_of_ones_own_are_visited_sooner() {
    let (own_url, other_url) = ("http://127.0.0.1:7/rss", "https://www.qinglan.example/rss");
    let desk = TestDesk::new();
    let (own, other) = (add(&desk, own_url, true), add(&desk, other_url, false));
    desk.collect().unwrap();
    assert_eq!((asked(&desk, own_url), asked(&desk, other_url)), (1, 1));
    let (ping, pings) = tokio::sync::mpsc::channel(4);
    let (_nobody, hand) = tokio::sync::mpsc::channel(1);
    let stop = AtomicBool::new(false);
    let web: Arc<dyn Fetcher> = Arc::clone(&desk.web) as Arc<dyn Fetcher>;
    let (mut line, _) = desk.line().unwrap();
    line.hear_pings(pings);
    std::thread::scope(|scope| {
        scope.spawn(|| line.watch(&web, hand, |_| (), &stop).unwrap());
        // Heard in order: when the second is visited, the first was passed over.
        ping.blocking_send(other).unwrap();
        ping.blocking_send(own).unwrap();
        while asked(&desk, own_url) < 2 {
            std::thread::yield_now();
        }
        stop.store(true, Ordering::Relaxed);
    });
    assert_eq!((asked(&desk, own_url), asked(&desk, other_url)), (2, 1));
}
