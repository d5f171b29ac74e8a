use super::*;
use ports::DiskError;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

const MINUTE: Duration = Duration::from_mins(1);

/// One file that stays, and how often it was written.
#[derive(Default)]
struct OneFile {
    bytes: Mutex<Option<Vec<u8>>>,
    writes: AtomicUsize,
}

impl Disk for OneFile {
    fn read(&self, _: &str) -> Result<Option<Vec<u8>>, DiskError> {
        Ok(self.bytes.lock().unwrap().clone())
    }

    fn write_whole(&self, _: &str, bytes: &[u8]) -> Result<(), DiskError> {
        self.writes.fetch_add(1, Ordering::Relaxed);
        *self.bytes.lock().unwrap() = Some(bytes.to_vec());
        Ok(())
    }

    fn names(&self) -> Result<Vec<String>, DiskError> {
        Ok(Vec::new())
    }

    fn remove(&self, _: &str) -> Result<(), DiskError> {
        Ok(())
    }
}

#[derive(Default)]
struct Told(AtomicI64);

impl Clock for Told {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::Relaxed))
    }
}

#[tokio::test(start_paused = true)]
async fn what_hosts_asked_for_is_known_to_the_next_process() {
    let (disk, clock) = (Arc::new(OneFile::default()), Arc::new(Told::default()));
    let open = || Book::open(disk.clone(), clock.clone());
    let book = open();
    book.closed("a.example:443", MINUTE * 2, 429, 0);
    book.closed("b.example:80", MINUTE, 503, 3);
    book.rests("[::1]:8080", MINUTE / 2);
    book.closed("c.example:443", MINUTE, 429, 0);
    book.opened("c.example:443");
    assert_eq!(
        disk.writes.load(Ordering::Relaxed),
        1,
        "the first at once, the rest not one by one"
    );
    drop(book);
    clock.0.store(90_000, Ordering::Relaxed);
    let book = open();
    let (memory, now) = book.recall("a.example:443").unwrap();
    assert_eq!(
        (memory.closed_until, memory.status, now),
        (Moment(120_000), 429, Moment(90_000))
    );
    let (memory, _) = book.recall("b.example:80").unwrap();
    assert_eq!((memory.refusals, memory.closed_until), (3, Moment(60_000)));
    assert!(book.recall("[::1]:8080").is_none(), "its rest is over");
    assert!(book.recall("c.example:443").is_none(), "it gave something");
    clock.0.store(COUNTED_MS + 60_000, Ordering::Relaxed);
    assert!(open().recall("b.example:80").is_none(), "an hour later");
}

#[tokio::test(start_paused = true)]
async fn the_book_has_a_bound_and_any_file_is_a_book() {
    let (disk, clock) = (Arc::new(OneFile::default()), Arc::new(Told::default()));
    let book = Book::open(disk.clone(), clock.clone());
    for number in 0..HOSTS_MAX + 50 {
        book.closed(
            &number.to_string(),
            MINUTE + Duration::from_millis(number as u64),
            503,
            0,
        );
    }
    drop(book);
    let text = String::from_utf8(disk.read("").unwrap().unwrap()).unwrap();
    assert!(text.lines().count() <= HOSTS_MAX);
    assert!(!text.contains("\n7 "), "the shortest pause went first");
    for wrong in ["\0\u{1}", "a", "a b c d e", "a 1 99999999 0 0", "a 1 1 1 1"] {
        *disk.bytes.lock().unwrap() = Some(wrong.as_bytes().to_vec());
        clock.0.store(COUNTED_MS * 2, Ordering::Relaxed);
        assert!(
            Book::open(disk.clone(), clock.clone())
                .recall("a")
                .is_none()
        );
    }
}
