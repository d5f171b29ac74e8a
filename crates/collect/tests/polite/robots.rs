//! robots.txt is asked for and obeyed.

use super::origin::{Origin, Seen, answer, config, get, hasty, heartbeat, ok, plan, redirect};
use collect::GuardedFetcher;
use ports::{FetchError, FetchLog, Fetched, Fetcher};
use std::time::Duration;
use tokio::time::advance;

const MINUTE: Duration = Duration::from_mins(1);

fn refused_by_robots(result: &Result<Fetched, FetchError>) -> bool {
    matches!(result, Err(FetchError::Robots { .. }))
}

#[tokio::test]
async fn a_disallowed_page_is_never_requested() {
    let origin = Origin::with_robots(
        "User-agent: *\nDisallow: /\n\nUser-agent: caifeng\nAllow: /feed\nDisallow: /feed/old\nDisallow: /*?s=",
    )
    .await;
    let fetcher = hasty();
    assert!(get(&fetcher, &origin, "/feed").await.is_ok());
    assert!(get(&fetcher, &origin, "/other").await.is_ok());
    for path in ["/feed/old", "/feed/%6Fld/1", "/other?s=1"] {
        let result = get(&fetcher, &origin, path).await;
        assert!(refused_by_robots(&result), "{path}: {result:?}");
    }
    let error = get(&fetcher, &origin, "/feed/old").await.unwrap_err();
    assert!(error.to_string().contains("Disallow: /feed/old"), "{error}");
    assert_eq!(origin.paths(), ["/robots.txt", "/feed", "/other"]);
}

#[tokio::test]
async fn what_is_missing_or_closed_forbids_nothing() {
    for status in ["404 Not Found", "410 Gone", "401 No", "403 No"] {
        let origin = Origin::new(move |seen: &Seen| match seen.path.as_str() {
            "/robots.txt" => answer(status, "", "User-agent: *\nDisallow: /"),
            _ => ok("<rss/>", ""),
        })
        .await;
        let fetcher = hasty();
        for _ in 0..2 {
            assert!(get(&fetcher, &origin, "/a").await.is_ok(), "{status}");
        }
        assert_eq!(origin.paths(), ["/robots.txt", "/a", "/a"]);
    }
}

#[tokio::test(start_paused = true)]
async fn where_robots_txt_fails_nothing_is_fetched_for_ten_minutes() {
    heartbeat();
    let origin = Origin::new(|seen: &Seen| match (seen.path.as_str(), seen.nth) {
        ("/robots.txt", 0) => answer("500 Oops", "", ""),
        _ => ok("", ""),
    })
    .await;
    let fetcher = hasty();
    for _ in 0..3 {
        let result = get(&fetcher, &origin, "/a").await;
        assert!(refused_by_robots(&result), "{result:?}");
        assert!(result.unwrap_err().to_string().contains("status 500"));
    }
    assert_eq!(origin.paths(), ["/robots.txt"]);
    advance(MINUTE * 10).await;
    assert!(get(&fetcher, &origin, "/a").await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_robots_txt_that_never_comes_counts_as_failed() {
    heartbeat();
    let silent = Origin::new(Silent).await;
    let fetcher = hasty();
    assert!(refused_by_robots(&get(&fetcher, &silent, "/a").await));
    assert!(refused_by_robots(&get(&fetcher, &silent, "/b").await));
    assert_eq!(silent.paths(), ["/robots.txt"]);
}

struct Silent;

#[async_trait::async_trait]
impl super::origin::Conduct for Silent {
    async fn answer(&self, _: &Seen) -> String {
        std::future::pending().await
    }
}

#[tokio::test(start_paused = true)]
async fn an_older_copy_serves_for_thirty_days() {
    heartbeat();
    let origin = Origin::new(|seen: &Seen| match (seen.path.as_str(), seen.nth) {
        ("/robots.txt", 0) => ok("User-agent: *\nDisallow: /no", ""),
        ("/robots.txt", _) => answer("502 Oops", "", ""),
        _ => ok("", ""),
    })
    .await;
    let fetcher = hasty();
    for _ in 0..30 {
        assert!(get(&fetcher, &origin, "/a").await.is_ok());
        assert!(refused_by_robots(&get(&fetcher, &origin, "/no").await));
        advance(MINUTE * 60 * 24).await;
    }
    assert_eq!(origin.count("/robots.txt"), 30);
    assert!(refused_by_robots(&get(&fetcher, &origin, "/a").await));
    assert_eq!((origin.count("/a"), origin.count("/no")), (30, 0));
}

#[tokio::test(start_paused = true)]
async fn copies_are_kept_a_day_or_as_long_as_the_site_says() {
    heartbeat();
    for (cache, minutes) in [
        ("", 24 * 60),
        ("Cache-Control: max-age=99999999\r\n", 24 * 60),
        ("Cache-Control: public, max-age=3600\r\n", 60),
        ("Cache-Control: max-age=1\r\n", 10),
        ("Cache-Control: no-store\r\n", 10),
    ] {
        let origin = Origin::new(move |_: &Seen| ok("", cache)).await;
        let fetcher = hasty();
        for asked in 1..=3 {
            assert!(get(&fetcher, &origin, "/a").await.is_ok());
            assert_eq!(origin.count("/robots.txt"), asked, "{cache}");
            advance(MINUTE * (minutes - 1)).await;
            assert!(get(&fetcher, &origin, "/a").await.is_ok());
            assert_eq!(origin.count("/robots.txt"), asked, "{cache}");
            advance(MINUTE).await;
        }
    }
}

#[tokio::test]
async fn five_redirects_of_robots_txt_are_followed() {
    let elsewhere = Origin::with_robots("User-agent: *\nDisallow: /no").await;
    let there = elsewhere.url("/robots.txt");
    for (hops, forbidden) in [(5, true), (6, false)] {
        let there = there.clone();
        let origin = Origin::new(move |seen: &Seen| match seen.path.as_str() {
            "/robots.txt" => redirect("/1"),
            "/no" => ok("", ""),
            path => match path.trim_start_matches('/').parse::<usize>() {
                Ok(hop) if hop + 1 < hops => redirect(&format!("/{}", hop + 1)),
                _ => redirect(&there),
            },
        })
        .await;
        let result = get(&hasty(), &origin, "/no").await;
        assert_eq!(refused_by_robots(&result), forbidden, "{hops}: {result:?}");
        assert_eq!(origin.count("/no"), usize::from(!forbidden));
    }
}

#[tokio::test]
async fn every_hop_asks_its_own_site() {
    let strict = Origin::with_robots("User-agent: *\nDisallow: /no").await;
    let there = strict.url("");
    let origin = Origin::new(move |seen: &Seen| match seen.path.as_str() {
        "/robots.txt" => ok("", ""),
        path => redirect(&format!("{there}{path}")),
    })
    .await;
    let fetcher = hasty();
    let result = get(&fetcher, &origin, "/no").await;
    assert!(refused_by_robots(&result), "{result:?}");
    assert_eq!(strict.paths(), ["/robots.txt"]);
    assert!(get(&fetcher, &origin, "/yes").await.is_ok());
    assert_eq!(strict.paths(), ["/robots.txt", "/yes"]);
}

#[tokio::test]
async fn without_robots_nobody_is_asked() {
    let origin = Origin::with_robots("User-agent: *\nDisallow: /").await;
    let mut config = config();
    config.robots = false;
    let fetcher = GuardedFetcher::new(config).unwrap();
    assert!(get(&fetcher, &origin, "/a").await.is_ok());
    assert_eq!(origin.paths(), ["/a"]);
}

#[tokio::test]
async fn the_log_tells_every_request() {
    let origin = Origin::new(|seen: &Seen| match seen.path.as_str() {
        "/robots.txt" => answer("404 No", "", ""),
        "/old" => redirect("/new"),
        _ => ok(
            "<rss/>",
            &format!("Set-Cookie: a=b\r\nX-Long: {}\r\n", "x".repeat(500)),
        ),
    })
    .await;
    let (fetcher, mut log) = (hasty(), FetchLog::default());
    let mut asked = plan(origin.url("/old"));
    asked.etag = Some("\"v1\"".to_owned());
    fetcher.fetch_logged(&asked, &mut log).await.unwrap();
    let told: Vec<(&str, u16)> = log
        .exchanges
        .iter()
        .map(|one| (one.url.as_str(), one.status))
        .collect();
    let urls = ["/robots.txt", "/old", "/new"].map(|path| origin.url(path));
    let [robots, old, new] = urls.each_ref().map(String::as_str);
    assert_eq!(told, [(robots, 404), (old, 302), (new, 200)]);
    let last = log.exchanges.last().unwrap();
    let header = |name: &str| last.got.iter().find(|(key, _)| key == name);
    assert_eq!(header("set-cookie"), None);
    assert_eq!(header("x-long").unwrap().1.len(), 200);
    let sent = |name: &str| last.sent.iter().any(|(key, _)| key == name);
    assert!(sent("user-agent") && sent("accept") && sent("if-none-match"));
}
