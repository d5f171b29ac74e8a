use super::*;
use model::RankReading;

const NOW: i64 = 1_772_431_500_000;

fn bucket(hours_ago: i64, copies: bool, reach: Option<Reach>, count: i64) -> HeatBucket {
    HeatBucket {
        start: Moment(NOW - hours_ago * HOUR_MS),
        kind: Some(SourceKind::Feed),
        reach,
        copies,
        flooded: false,
        count,
        after_ms: 0,
    }
}

#[test]
fn parts_and_days_add_up_alike() {
    let settings = HeatSettings::default();
    let buckets: Vec<HeatBucket> = (0..40)
        .map(|n| {
            let reach = [None, Some(Reach::Local), Some(Reach::Nation)][n as usize % 3];
            bucket(n * 7, n % 2 == 1, reach, 1 + n % 4)
        })
        .collect();
    let readings = [ListReading {
        source: SourceId(3),
        name: "热榜".to_owned(),
        reading: RankReading {
            at: Moment(NOW - 30 * HOUR_MS),
            rank: 1,
            places: 3,
            for_ms: HOUR_MS,
        },
    }];
    let zone = chrono_tz::Asia::Shanghai;
    let told = heat_parts(&buckets, &readings, &settings, Moment(NOW), zone);
    let days: f64 = told.days.iter().map(|day| day.heat).sum();
    let parts: f64 = told.parts.iter().map(|part| part.heat).sum();
    assert!((days - told.total).abs() < 1e-9 && (parts - told.total).abs() < 1e-9);
    assert_eq!(told.days.len(), HEAT_DAYS_SHOWN);
    assert!(told.days.last().unwrap().and_before);
    let voices: i64 = told.days.iter().map(|day| day.voices).sum();
    assert_eq!(voices, buckets.iter().map(|one| one.count).sum::<i64>());
    // Two sorts by three reaches, of which nobody said one and the kind's own is the same.
    assert_eq!(told.parts.len(), 2 * 3 + 1);
    let list = told.parts.iter().find(|part| part.hours > 0.0).unwrap();
    assert!(
        (list.amount - 2.0).abs() < 1e-12,
        "an hour at the top of three"
    );
    let left = (-30.0f64 / 24.0).exp2();
    assert!((list.heat - 0.5 * 2.0 * left).abs() < 1e-9);
    assert!(told.parts.is_sorted_by(|a, b| a.heat >= b.heat));
}

#[test]
fn nothing_has_no_parts() {
    let zone = chrono_tz::Asia::Shanghai;
    let told = heat_parts(&[], &[], &HeatSettings::default(), Moment(NOW), zone);
    assert!(told.parts.is_empty() && told.days.is_empty());
    assert!(told.total.abs() < f64::EPSILON);
}
