//! What is kept for a time and then forgotten: bytes as received, visits, links, places on hot
//! lists, pseudonyms, looks at events, sent messages; and which documents are due. Events and the record of use are
//! not among it.

use crate::DeskError;
use crate::line::Purged;
use model::{KeepDue, Moment, Retention};
use ports::{Passing, Store, Vault};

const DAY_MS: i64 = 86_400_000;
/// Days that pseudonyms are kept: each is made for one source and so many days, and serves only to
/// count.
pub(crate) const VOICE_DAYS: u32 = 30;
/// Days that somebody's look at a single event is remembered.
const LOOK_DAYS: u32 = 90;
/// Days that sent messages are listed; their keys are known as long.
const MESSAGE_DAYS: u32 = 180;
/// Rows forgotten in one transaction, so that nobody waits long for a turn.
const ROWS_A_TURN: u64 = 5_000;
/// Turns of one day; what is left goes the next day.
const TURNS_A_DAY: u32 = 200;

/// How many were forgotten.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Days of captures.
    pub capture_days: u64,
    /// Rows of everything else.
    pub rows: u64,
}

/// Forgets what the office's settings keep no longer. `today` is the number of the day.
pub async fn forget_old(
    store: &dyn Store,
    vault: &dyn Vault,
    today: i64,
    now: Moment,
) -> Result<Forgotten, DeskError> {
    let (settings, _) = store.office().await?;
    let Retention {
        captures,
        visits,
        ranks,
    } = settings.retention;
    let mut forgotten = Forgotten {
        capture_days: vault
            .forget_captures_before(today - i64::from(captures))
            .map_err(|error| DeskError::Invalid(error.to_string()))?,
        rows: 0,
    };
    for (what, days) in [
        (Passing::Visits, visits),
        (Passing::Links, visits),
        (Passing::Ranks, ranks),
        (Passing::Voices, VOICE_DAYS),
        (Passing::Looks, LOOK_DAYS),
        (Passing::Messages, MESSAGE_DAYS),
    ] {
        if days > 0 {
            let before = Moment(now.0 - i64::from(days) * DAY_MS);
            forgotten.rows += forget(store, what, before).await?;
        }
    }
    Ok(forgotten)
}

async fn forget(store: &dyn Store, what: Passing, before: Moment) -> Result<u64, DeskError> {
    let mut rows = 0;
    for _ in 0..TURNS_A_DAY {
        let gone = store.forget(what, before, ROWS_A_TURN).await?;
        rows += gone;
        if gone < ROWS_A_TURN {
            break;
        }
    }
    Ok(rows)
}

/// Which documents are due at a time, source by source.
pub(crate) async fn all_due(store: &dyn Store, now: Moment) -> Result<Vec<KeepDue>, DeskError> {
    let rules = store.keep_rules().await?;
    if rules.0.is_empty() {
        return Ok(Vec::new());
    }
    let sources = store.all_sources().await?;
    let due = sources
        .into_iter()
        .filter_map(|(source, kind)| rules.due(source, kind, now));
    Ok(due.collect())
}

/// A purge in the words of the record of use.
pub(crate) fn told(purged: &Purged) -> String {
    let mut words: Vec<String> = (purged.by_days.iter())
        .map(|(days, documents)| format!("{days} days: {documents} documents"))
        .collect();
    let (before, after) = (purged.before, purged.after);
    words.push(format!(
        "database: {} → {} bytes",
        before.database, after.database
    ));
    words.push(format!("index: {} → {} bytes", before.index, after.index));
    words.join("; ")
}
