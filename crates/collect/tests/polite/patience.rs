//! Pace, pauses and repeats.

use super::origin::{Conduct, Origin, Seen, answer, config, get, hasty, heartbeat, ok, plan};
use async_trait::async_trait;
use collect::GuardedFetcher;
use ports::{FetchError, Fetched, Fetcher};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use tokio::time::advance;

const SECOND: Duration = Duration::from_secs(1);

/// Times between the requests that a server saw.
fn gaps(origin: &Origin) -> Vec<Duration> {
    let seen = origin.seen();
    seen.windows(2)
        .map(|pair| pair[1].at.duration_since(pair[0].at))
        .collect()
}

async fn at_the_same_time(fetcher: GuardedFetcher, origin: &Origin, fetches: usize, own: bool) {
    let fetcher = Arc::new(fetcher);
    let mut all = JoinSet::new();
    for number in 0..fetches {
        let mut plan = plan(origin.url(&format!("/{number}")));
        plan.allow_private = own;
        let fetcher = Arc::clone(&fetcher);
        all.spawn(async move { fetcher.fetch(&plan).await });
    }
    for result in all.join_all().await {
        assert!(matches!(result, Ok(Fetched::Body { .. })), "{result:?}");
    }
}

/// Answers pages only when two are there.
struct InPairs(Barrier);

#[async_trait]
impl Conduct for InPairs {
    async fn answer(&self, seen: &Seen) -> String {
        if seen.path != "/robots.txt" {
            self.0.wait().await;
            // Whoever else could come has time to.
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
        }
        ok("", "")
    }
}

#[tokio::test]
async fn fifty_fetches_from_one_host_go_two_by_two() {
    let origin = Origin::new(InPairs(Barrier::new(2))).await;
    at_the_same_time(hasty(), &origin, 50, false).await;
    let most = origin.seen().iter().map(|seen| seen.at_once).max();
    assert_eq!((origin.seen().len(), most), (51, Some(2)));
    assert_eq!(origin.count("/robots.txt"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_public_host_is_asked_once_a_second_and_one_of_ours_at_once() {
    heartbeat();
    let public = Origin::with_robots("").await;
    at_the_same_time(GuardedFetcher::new(config()).unwrap(), &public, 10, false).await;
    assert!(
        gaps(&public)
            .iter()
            .all(|gap| *gap + SECOND / 100 >= SECOND)
    );
    assert_eq!(gaps(&public).len(), 10);
    let ours = Origin::with_robots("").await;
    at_the_same_time(GuardedFetcher::new(config()).unwrap(), &ours, 10, true).await;
    assert!(gaps(&ours).iter().sum::<Duration>() < SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_crawl_delay_spaces_requests() {
    heartbeat();
    let origin = Origin::with_robots("User-agent: *\nCrawl-delay: 3").await;
    at_the_same_time(hasty(), &origin, 5, false).await;
    let gaps = gaps(&origin);
    assert_eq!(gaps.len(), 5);
    // The recorder's clock starts when a request arrives, a few steps after it left.
    assert!(
        gaps.iter().all(|gap| *gap + SECOND / 100 >= SECOND * 3),
        "{gaps:?}"
    );
    assert!(origin.seen().iter().all(|seen| seen.at_once == 1));
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_turn_is_not_held_against_the_request() {
    heartbeat();
    let origin = Origin::with_robots("User-agent: *\nCrawl-delay: 50").await;
    let mut config = config();
    config.total_timeout = SECOND * 5;
    let fetcher = GuardedFetcher::new(config).unwrap();
    assert!(get(&fetcher, &origin, "/a").await.is_ok());
    assert!(get(&fetcher, &origin, "/b").await.is_ok());
    assert!(gaps(&origin).iter().all(|gap| *gap > SECOND * 49));
}

#[tokio::test(start_paused = true)]
async fn a_queue_that_is_too_long_is_told() {
    heartbeat();
    let origin = Origin::with_robots("User-agent: *\nCrawl-delay: 50").await;
    let mut config = config();
    config.queue_max = SECOND * 20;
    let fetcher = GuardedFetcher::new(config).unwrap();
    let result = get(&fetcher, &origin, "/a").await;
    assert!(matches!(result, Err(FetchError::Busy { status: 0, .. })));
    assert_eq!(origin.paths(), ["/robots.txt"]);
}

/// Serves robots.txt, refuses `/a` so many times in this way, then serves it.
async fn refusing(times: usize, status: &'static str, headers: &'static str) -> Origin {
    Origin::new(move |seen: &Seen| match seen.path.as_str() {
        "/a" if seen.nth < times => answer(status, headers, ""),
        _ => ok("", ""),
    })
    .await
}

fn busy(result: Result<Fetched, FetchError>) -> (u16, u64) {
    match result {
        Err(FetchError::Busy {
            status, seconds, ..
        }) => (status, seconds),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_named_pause_is_kept() {
    for (status, headers, code) in [
        ("429 Slow", "Retry-After: 120\r\n", 429),
        ("503 Later", "Retry-After: 120\r\n", 503),
        (
            "503 Later",
            "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:51:37 GMT\r\n",
            503,
        ),
    ] {
        let (origin, fetcher) = (refusing(1, status, headers).await, hasty());
        assert_eq!(busy(get(&fetcher, &origin, "/a").await), (code, 120));
        assert_eq!(busy(get(&fetcher, &origin, "/a").await), (code, 120));
        advance(SECOND * 119).await;
        assert_eq!(busy(get(&fetcher, &origin, "/b").await).0, code);
        assert_eq!(origin.paths(), ["/robots.txt", "/a"]);
        advance(SECOND).await;
        assert!(get(&fetcher, &origin, "/a").await.is_ok());
    }
}

#[tokio::test(start_paused = true)]
async fn unnamed_pauses_grow_until_a_success() {
    let (origin, fetcher) = (refusing(8, "429 Slow", "").await, hasty());
    for (nth, minutes) in [1, 2, 4, 8, 16, 32, 60, 60].into_iter().enumerate() {
        assert_eq!(
            busy(get(&fetcher, &origin, "/a").await),
            (429, minutes * 60)
        );
        advance(SECOND * (minutes as u32 * 60 - 1)).await;
        assert_eq!(busy(get(&fetcher, &origin, "/a").await), (429, 1));
        assert_eq!(origin.count("/a"), nth + 1);
        advance(SECOND).await;
    }
    assert!(get(&fetcher, &origin, "/a").await.is_ok());
}

#[tokio::test]
async fn a_site_that_refuses_its_robots_txt_is_left_alone() {
    let origin = Origin::new(|_: &Seen| answer("429 Slow", "Retry-After: 30\r\n", "")).await;
    let fetcher = hasty();
    for _ in 0..3 {
        assert_eq!(busy(get(&fetcher, &origin, "/a").await), (429, 30));
    }
    assert_eq!(origin.paths(), ["/robots.txt"]);
}

#[tokio::test]
async fn every_repeat_is_conditional() {
    let since = "Sun, 06 Nov 1994 08:49:37 GMT";
    let origin = Origin::new(move |seen: &Seen| {
        if seen.head.contains("if-none-match: \"v1\"\r\n") {
            return "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".to_owned();
        }
        ok("", &format!("ETag: \"v1\"\r\nLast-Modified: {since}\r\n"))
    })
    .await;
    let fetcher = hasty();
    let Ok(Fetched::Body {
        etag,
        last_modified,
        ..
    }) = get(&fetcher, &origin, "/a").await
    else {
        panic!()
    };
    let mut again = plan(origin.url("/a"));
    (again.etag, again.last_modified) = (etag, last_modified);
    for _ in 0..3 {
        assert_eq!(fetcher.fetch(&again).await, Ok(Fetched::Unchanged));
    }
    let seen = origin.seen();
    let repeats: Vec<&Seen> = seen.iter().filter(|seen| seen.nth > 0).collect();
    let condition = format!("if-modified-since: {}\r\n", since.to_ascii_lowercase());
    assert_eq!(repeats.len(), 3);
    assert!(repeats.iter().all(|seen| seen.head.contains(&condition)));
}
