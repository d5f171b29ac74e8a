use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn wish(gap: Duration) -> Wish {
    Wish {
        gap,
        alone: false,
        queue_max: Duration::from_mins(10),
    }
}

/// Starts so many fetches that each take so long, and tells when each began and how many were
/// under way with it.
async fn round(wish: Wish, fetches: usize, takes: Duration) -> Vec<(u64, usize)> {
    let (pace, seen) = (Arc::new(Pace::default()), Arc::new(Mutex::new(Vec::new())));
    let (began, under_way) = (Instant::now(), Arc::new(Semaphore::new(1_000)));
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..fetches {
        let (pace, seen, under_way) = (pace.clone(), seen.clone(), under_way.clone());
        all.spawn(async move {
            let turn = pace.turn(&url("https://a.example/"), wish).await;
            let _one = under_way.acquire().await.unwrap();
            let now = 1_000 - under_way.available_permits();
            locked(&seen).push((began.elapsed().as_millis() as u64, now));
            tokio::time::sleep(takes).await;
            drop(turn.unwrap());
        });
    }
    all.join_all().await;
    locked(&seen).clone()
}

#[tokio::test(start_paused = true)]
async fn a_host_is_asked_two_things_at_once_and_one_a_second() {
    let seen = round(wish(SECOND), 5, SECOND * 5).await;
    assert_eq!(
        seen,
        [(0, 1), (1_000, 2), (5_000, 2), (6_000, 2), (10_000, 2)]
    );
    let fast = round(wish(SECOND), 4, Duration::ZERO).await;
    let starts: Vec<u64> = fast.iter().map(|(start, _)| *start).collect();
    assert_eq!(starts, [0, 1_000, 2_000, 3_000]);
}

#[tokio::test(start_paused = true)]
async fn a_named_delay_leaves_one_at_a_time() {
    let alone = Wish {
        alone: true,
        ..wish(SECOND * 10)
    };
    let seen = round(alone, 4, SECOND * 12).await;
    assert_eq!(seen, [(0, 1), (12_000, 1), (24_000, 1), (36_000, 1)]);
    let seen = round(alone, 3, SECOND).await;
    assert_eq!(seen, [(0, 1), (10_000, 1), (20_000, 1)]);
}

#[tokio::test(start_paused = true)]
async fn without_a_gap_only_the_number_counts() {
    let seen = round(wish(Duration::ZERO), 50, SECOND).await;
    assert!(seen.iter().all(|(_, now)| *now <= 2), "{seen:?}");
    assert_eq!(seen.last().map(|(start, _)| *start), Some(24_000));
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_is_too_long_ends_with_words() {
    let (pace, home) = (Pace::default(), url("https://a.example/"));
    let short = Wish {
        queue_max: SECOND * 2,
        ..wish(SECOND * 3)
    };
    drop(pace.turn(&home, short).await.unwrap());
    let began = Instant::now();
    let too_soon = pace.turn(&home, short).await.unwrap_err();
    assert!(matches!(too_soon, FetchError::Busy { status: 0, .. }));
    assert_eq!(began.elapsed(), Duration::ZERO, "it need not wait to know");
    // Who gave up has not used a start: the next one comes three seconds after the first.
    let _held = pace.turn(&home, wish(SECOND * 3)).await.unwrap();
    assert_eq!(began.elapsed(), SECOND * 3);
    let alone = Wish {
        alone: true,
        ..short
    };
    assert!(pace.turn(&home, alone).await.is_err());
    assert_eq!(began.elapsed(), SECOND * 5);
}

#[tokio::test(start_paused = true)]
async fn who_waits_when_a_host_closes_does_not_ask() {
    let (pace, home) = (Arc::new(Pace::default()), url("https://a.example/"));
    let first = pace.turn(&home, wish(SECOND)).await.unwrap();
    let waiting = tokio::spawn({
        let (pace, home) = (pace.clone(), home.clone());
        async move { pace.turn(&home, wish(SECOND)).await.map(drop) }
    });
    tokio::task::yield_now().await;
    first.refused(&home, 429, Some(SECOND * 90));
    let refused = |seconds| {
        Err(FetchError::Busy {
            url: home.to_string(),
            status: 429,
            seconds,
        })
    };
    assert_eq!(waiting.await.unwrap(), refused(89));
    let again = pace.turn(&home, wish(SECOND)).await.map(drop);
    assert_eq!(again, refused(89));
    assert!(
        pace.turn(&url("https://a.example:8443/"), wish(SECOND))
            .await
            .is_ok()
    );
    drop(first);
    tokio::time::sleep(SECOND * 89).await;
    assert!(pace.turn(&home, wish(SECOND)).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn idle_hosts_are_forgotten_and_those_that_matter_are_not() {
    let pace = Pace::default();
    let home = url("https://closed.example/");
    let turn = pace.turn(&home, wish(SECOND)).await.unwrap();
    turn.refused(&home, 503, Some(Duration::from_hours(2)));
    drop(turn);
    for minute in 0..100 {
        for host in 0..100 {
            let one = url(&format!("https://h{minute}-{host}.example/"));
            drop(pace.turn(&one, wish(SECOND)).await.unwrap());
        }
        tokio::time::sleep(SECOND * 61).await;
    }
    assert!(pace.known() <= HOSTS_BEFORE_SWEEP, "{}", pace.known());
    assert!(matches!(
        pace.turn(&home, wish(SECOND)).await,
        Err(FetchError::Busy { status: 503, .. })
    ));
}
