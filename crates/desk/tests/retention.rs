//! What the office keeps no longer.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use desk::{Forgotten, forget_old};
use model::{Note, OfficeSettings, Retention, SourceId, Who};
use ports::{Capture, Clock, Vault};
use testkit::{TestDesk, feed};

const DAY_MS: i64 = 86_400_000;
const FEED: &str = "https://news.qinglan.example/feed";

fn kept_for(test: &TestDesk, retention: Retention) {
    let note = Note {
        at: test.clock.now(),
        who: Who::command_line(),
        act: "settings.changed".into(),
        object: String::new(),
        details: String::new(),
    };
    test.runtime.block_on(async {
        let (before, version) = test.store().office().await.unwrap();
        let settings = OfficeSettings {
            retention,
            ..before
        };
        let changed = test.store().change_office(&settings, version, &note);
        changed.await.unwrap();
    });
}

fn forget(test: &TestDesk) -> Forgotten {
    let now = test.clock.now();
    let today = now.0 / DAY_MS;
    let forgetting = forget_old(&**test.store(), &*test.vault, today, now);
    test.runtime.block_on(forgetting).unwrap()
}

#[test]
fn old_captures_and_visits_go_when_the_office_says_so() {
    let test = TestDesk::new();
    let today = test.clock.now().0 / DAY_MS;
    for day in [today - 9, today - 2, today] {
        let capture = Capture {
            source: SourceId(1),
            at: test.clock.now(),
            url: FEED.into(),
            content_type: None,
            bytes: vec![1],
        };
        test.vault.keep_captures(day, &[capture]).unwrap();
    }
    assert_eq!(forget(&test), Forgotten::default(), "nothing is too old");

    kept_for(
        &test,
        Retention {
            captures: 7,
            visits: 0,
            ranks: 0,
        },
    );
    let gone = forget(&test);
    assert_eq!((gone.capture_days, gone.rows), (1, 0));
    assert_eq!(test.vault.capture_days().unwrap(), [today - 2, today]);
}

#[test]
fn visits_go_when_they_are_too_old_or_never() {
    let test = TestDesk::new();
    let source = model::NewSource::plain(
        model::SourceKind::Feed,
        "青岚日报",
        Some(FEED.into()),
        test.clock.now(),
    );
    let id = test.runtime.block_on(test.store().add_source(&source));
    let id = id.unwrap().id;
    let body = "<rss version=\"2.0\"><channel><title>青岚日报</title><item><guid>1</guid>\
                <title>路面塌陷</title><description>北门外大街路面塌陷。</description></item></channel></rss>";
    test.web.put(FEED, Ok(feed(FEED, body, "\"1\"")));
    test.collect().unwrap();
    let visits = || {
        let visits = test.runtime.block_on(test.store().visits(id, 10));
        visits.unwrap().len()
    };
    assert_eq!(visits(), 1);
    test.clock.forward_ms(3 * DAY_MS);
    for (days, left) in [(0, 1), (4, 1), (2, 0)] {
        kept_for(
            &test,
            Retention {
                captures: 30,
                visits: days,
                ranks: 0,
            },
        );
        forget(&test);
        assert_eq!(visits(), left, "kept for {days} days");
    }
}
