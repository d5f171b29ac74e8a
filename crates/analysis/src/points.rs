//! Where divisions lie: the points of their seats, in degrees. For maps without boundaries.

use model::{Place, PlaceLevel};
use std::collections::BTreeMap;
use std::sync::OnceLock;

static TABLE: &str = include_str!("../generated/points.tsv");

/// Longitude and latitude of a division's seat. One that the table has no point of lies where the
/// division above it does; nothing where that has none either.
pub fn place_at(place: Place) -> Option<(f64, f64)> {
    let mut looked_up = Some(place);
    while let Some(place) = looked_up {
        if let Some(at) = points().get(&place) {
            return Some(*at);
        }
        looked_up = above(place);
    }
    None
}

/// The seats of all counties, for the ground of a map.
pub fn county_seats() -> impl Iterator<Item = (f64, f64)> {
    let counties = points()
        .iter()
        .filter(|(place, _)| place.level() == PlaceLevel::County);
    counties.map(|(_, at)| *at)
}

/// The division above one.
fn above(place: Place) -> Option<Place> {
    match place.level() {
        PlaceLevel::Town => Some(Place(place.0 / 1_000)),
        PlaceLevel::County => Some(Place(place.0 / 100 * 100)),
        PlaceLevel::City => Some(Place(place.0 / 10_000 * 10_000)),
        PlaceLevel::Province => None,
    }
}

fn points() -> &'static BTreeMap<Place, (f64, f64)> {
    static POINTS: OnceLock<BTreeMap<Place, (f64, f64)>> = OnceLock::new();
    POINTS.get_or_init(|| TABLE.lines().filter_map(row).collect())
}

fn row(line: &str) -> Option<(Place, (f64, f64))> {
    let mut cells = line.split('\t');
    let code = cells.next()?.parse().ok()?;
    let (east, north) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
    Some((Place(code), (east, north)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divisions_lie_where_they_do_or_where_what_is_above_them_does() {
        let (east, north) = place_at(Place(110_000)).unwrap();
        assert!((116.0..117.0).contains(&east) && (39.0..41.0).contains(&north));
        // The table has no point of this county-level city; its city has one.
        assert_eq!(place_at(Place(130_181)), place_at(Place(130_100)));
        assert_eq!(place_at(Place(130_681_103)), place_at(Place(130_681)));
        assert_eq!(place_at(Place(990_121)), None, "a place of a desk's own");
    }

    #[test]
    fn nearly_all_divisions_have_a_point_and_none_lies_abroad() {
        assert!(county_seats().count() > 2_500);
        for (east, north) in county_seats() {
            assert!((70.0..=140.0).contains(&east) && (3.0..=55.0).contains(&north));
        }
    }
}
