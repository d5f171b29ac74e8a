//! What one process was told holds for the next.

use super::origin::{Origin, Seen, answer, config, get, heartbeat, ok};
use collect::GuardedFetcher;
use model::Moment;
use ports::{Clock, Disk, DiskError, FetchError};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::{Instant, advance};

const SECOND: Duration = Duration::from_secs(1);

/// A disk that outlives the processes of a test.
#[derive(Default)]
struct Files(Mutex<BTreeMap<String, Vec<u8>>>);

impl Disk for Files {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, DiskError> {
        Ok(self.0.lock().unwrap().get(name).cloned())
    }

    fn write_whole(&self, name: &str, bytes: &[u8]) -> Result<(), DiskError> {
        self.0
            .lock()
            .unwrap()
            .insert(name.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn names(&self) -> Result<Vec<String>, DiskError> {
        Ok(self.0.lock().unwrap().keys().cloned().collect())
    }

    fn remove(&self, name: &str) -> Result<(), DiskError> {
        self.0.lock().unwrap().remove(name);
        Ok(())
    }
}

/// Goes with the paused clock of the test.
struct Going(Instant);

impl Clock for Going {
    fn now(&self) -> Moment {
        Moment(1_772_431_500_000 + self.0.elapsed().as_millis() as i64)
    }
}

/// Each call is a new process with the same memory.
fn processes() -> impl Fn() -> GuardedFetcher {
    let (disk, clock) = (Arc::new(Files::default()), Arc::new(Going(Instant::now())));
    move || {
        let mut config = config();
        config.pace = Duration::ZERO;
        config.clock = Some(clock.clone());
        config.memory = Some(disk.clone());
        GuardedFetcher::new(config).unwrap()
    }
}

#[tokio::test(start_paused = true)]
async fn a_pause_outlives_the_process() {
    heartbeat();
    let origin = Origin::new(|seen: &Seen| match seen.path.as_str() {
        "/robots.txt" => ok("", ""),
        _ if seen.nth == 0 => answer("429 Too Many Requests", "Retry-After: 600\r\n", ""),
        _ => ok("x", ""),
    })
    .await;
    let process = processes();
    assert!(get(&process(), &origin, "/a").await.is_err());
    let asked = origin.seen().len();
    advance(SECOND * 500).await;
    let told = get(&process(), &origin, "/a").await;
    let Err(FetchError::Busy {
        status, seconds, ..
    }) = told
    else {
        panic!("{told:?}");
    };
    assert!(status == 429 && (90..=100).contains(&seconds), "{seconds}");
    assert_eq!(
        origin.seen().len(),
        asked,
        "nothing is asked, robots.txt neither"
    );
    advance(SECOND * 101).await;
    assert!(get(&process(), &origin, "/a").await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn back_off_goes_on_where_it_was() {
    heartbeat();
    let origin = Origin::new(|seen: &Seen| match seen.path.as_str() {
        "/robots.txt" => ok("", ""),
        _ => answer("503 Service Unavailable", "", ""),
    })
    .await;
    let process = processes();
    let mut pauses = Vec::new();
    for _ in 0..4 {
        let Err(FetchError::Busy { seconds, .. }) = get(&process(), &origin, "/a").await else {
            panic!("it refuses");
        };
        pauses.push(seconds.div_ceil(60));
        advance(SECOND * u32::try_from(seconds + 1).unwrap()).await;
    }
    assert_eq!(pauses, [1, 2, 4, 8]);
}

#[tokio::test(start_paused = true)]
async fn a_crawl_delay_lasts_over_the_end_of_the_process() {
    heartbeat();
    let origin = Origin::with_robots("User-agent: *\nCrawl-delay: 20").await;
    let process = processes();
    for _ in 0..2 {
        assert!(get(&process(), &origin, "/a").await.is_ok());
    }
    let seen = origin.seen();
    assert_eq!(origin.paths(), ["/robots.txt", "/a", "/robots.txt", "/a"]);
    let gaps = seen.windows(2).map(|pair| pair[1].at - pair[0].at);
    for gap in gaps {
        assert!(gap + SECOND / 100 >= SECOND * 20, "{gap:?}");
    }
}
