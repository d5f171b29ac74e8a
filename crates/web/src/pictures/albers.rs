//! Albers' equal-area conic projection of the sphere, with the standard parallels 25° and 47° north
//! that maps of China use: an area is as large as it is, wherever it lies (Snyder, “Map Projections:
//! A Working Manual”, USGS 1987, 14-1 to 14-6).

/// Radius of the sphere, in kilometres.
const EARTH_KM: f64 = 6_371.0;
/// The latitude at which the map's plane begins, in degrees.
const ORIGIN: f64 = 35.0;

/// Kilometres to the east and to the north of 35° north on the meridian `upright`, which stands
/// upright.
pub(super) fn project((longitude, latitude): (f64, f64), upright: f64) -> (f64, f64) {
    let (south, north) = (25.0_f64.to_radians(), 47.0_f64.to_radians());
    let n = f64::midpoint(south.sin(), north.sin());
    let c = south.cos().powi(2) + 2.0 * n * south.sin();
    let rho =
        |latitude: f64| EARTH_KM * (c - 2.0 * n * latitude.to_radians().sin()).max(0.0).sqrt() / n;
    let theta = n * (longitude - upright).to_radians();
    let (here, origin) = (rho(latitude), rho(ORIGIN));
    (here * theta.sin(), origin - here * theta.cos())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_lies_in_the_middle_and_areas_are_kept() {
        let (x, y) = project((105.0, 35.0), 105.0);
        assert!(x.abs() < 1e-9 && y.abs() < 1e-9);
        // A degree by a degree on the sphere, far apart: its area is kept.
        for (longitude, latitude) in [(80.0, 20.0_f64), (105.0, 35.0), (130.0, 50.0)] {
            let corner =
                |east: f64, north: f64| project((longitude + east, latitude + north), 105.0);
            let (a, b, c) = (corner(0.0, 0.0), corner(1.0, 0.0), corner(0.0, 1.0));
            let area = ((b.0 - a.0) * (c.1 - a.1) - (c.0 - a.0) * (b.1 - a.1)).abs();
            let bands = (latitude + 1.0).to_radians().sin() - latitude.to_radians().sin();
            let sphere = EARTH_KM.powi(2) * 1.0_f64.to_radians() * bands;
            assert!(
                (area / sphere - 1.0).abs() < 0.02,
                "{longitude} {latitude}: {area} {sphere}"
            );
        }
    }

    #[test]
    fn north_is_up_and_far_places_are_numbers() {
        assert!(project((105.0, 50.0), 105.0).1 > project((105.0, 20.0), 105.0).1);
        assert!(project((120.0, 35.0), 105.0).0 > project((90.0, 35.0), 105.0).0);
        for place in [(0.0, 90.0), (-180.0, -90.0), (180.0, 0.0)] {
            let (x, y) = project(place, 105.0);
            assert!(x.is_finite() && y.is_finite());
        }
    }
}
