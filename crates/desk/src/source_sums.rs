//! What sources gave over a month, added up: the usual of each, and whether a day is unlike it.

use crate::{Cost, Desk, DeskError, SourceRow};
use analysis::{USUAL_DAYS, Unusual, Usual};
use model::{Source, SourceDay, SourceId, SourceSums};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

type BySource = HashMap<SourceId, SourceSums>;

/// The sums of the days before yesterday, which change no more: added up once a day.
#[derive(Default)]
pub(crate) struct SettledSums(Mutex<Option<(i64, Arc<BySource>)>>);

/// The sums of all sources.
pub(crate) struct Sums {
    today: i64,
    before: Arc<BySource>,
    yesterday: BySource,
    today_so_far: BySource,
}

impl Desk {
    /// What all sources gave in the days of the board.
    pub(crate) async fn sums(&self) -> Result<Sums, DeskError> {
        let today = self.today();
        let of = async |from, to| -> Result<BySource, DeskError> {
            Ok(self
                .store
                .source_sums(from, to)
                .await?
                .into_iter()
                .collect())
        };
        let settled = self.settled_sums.get(today);
        let before = if let Some(before) = settled {
            before
        } else {
            let before = Arc::new(of(today - USUAL_DAYS - 1, today - 1).await?);
            self.settled_sums.set(today, &before);
            before
        };
        Ok(Sums {
            today,
            before,
            yesterday: of(today - 1, today).await?,
            today_so_far: of(today, today + 1).await?,
        })
    }
}

impl SettledSums {
    fn get(&self, today: i64) -> Option<Arc<BySource>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (day, sums) = kept.as_ref()?;
        (*day == today).then(|| Arc::clone(sums))
    }

    fn set(&self, today: i64, sums: &Arc<BySource>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((today, Arc::clone(sums)));
    }
}

impl Sums {
    /// A source with what it gives.
    pub(crate) fn row(&self, source: Source) -> SourceRow {
        let of = |sums: &BySource| sums.get(&source.id).copied();
        let parts = [
            of(&self.before),
            of(&self.yesterday),
            of(&self.today_so_far),
        ];
        row(source, &parts, self.today)
    }
}

/// A source by its days, oldest first.
pub(crate) fn row_of_days(source: Source, days: &[SourceDay], today: i64) -> SourceRow {
    let first = today - USUAL_DAYS - 1;
    let mut items = vec![0; (USUAL_DAYS + 2) as usize];
    let mut parts: [Option<SourceSums>; 3] = [None; 3];
    for day in days {
        let place = usize::try_from(day.day - first).ok();
        if let Some(place) = place.and_then(|place| items.get_mut(place)) {
            *place = day.items;
        }
        let [before, yesterday, today_so_far] = &mut parts;
        let part = match today - day.day {
            0 => today_so_far,
            1 => yesterday,
            _ => before,
        };
        add(part, day);
    }
    SourceRow {
        items,
        ..row(source, &parts, today)
    }
}

fn add(part: &mut Option<SourceSums>, day: &SourceDay) {
    let sums = part.get_or_insert(SourceSums {
        first_day: day.day,
        ..SourceSums::default()
    });
    sums.visits += day.visits;
    sums.failures += day.failures;
    sums.requests += day.requests;
    sums.bytes += day.bytes;
    sums.took_ms += day.took_ms;
    sums.items += day.items;
    sums.items_squared += day.items * day.items;
    sums.delayed += day.delayed;
    sums.delay_ms += day.delay_ms;
}

/// A source by the sums of the days before yesterday, of yesterday and of today. Days before it
/// was first visited are not held against it.
fn row(source: Source, parts: &[Option<SourceSums>; 3], today: i64) -> SourceRow {
    let mut cost = Cost::default();
    let (mut delayed, mut delay_ms) = (0, 0);
    for sums in parts.iter().flatten() {
        cost.visits += sums.visits;
        cost.failures += sums.failures;
        cost.requests += sums.requests;
        cost.bytes += sums.bytes;
        cost.took_ms += sums.took_ms;
        delayed += sums.delayed;
        delay_ms += sums.delay_ms;
    }
    let [before, yesterday, today_so_far] = parts;
    let items = |sums: &Option<SourceSums>| sums.as_ref().map_or(0, |sums| sums.items);
    let latest = (items(yesterday), items(today_so_far));
    let usual = before.as_ref().and_then(|sums| {
        let known = today - 1 - sums.first_day;
        Usual::of_sums(known, sums.items, sums.items_squared)
    });
    let unusual = usual.filter(|_| !source.paused).and_then(|usual| {
        let high = |unusual: &Unusual| *unusual == Unusual::High;
        usual
            .judge(latest.0)
            .or_else(|| usual.judge(latest.1).filter(high))
    });
    SourceRow {
        source,
        items: Vec::new(),
        latest,
        usual,
        unusual,
        delay_ms: (delayed > 0).then(|| delay_ms / delayed),
        cost,
    }
}
