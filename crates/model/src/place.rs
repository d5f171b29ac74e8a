//! Places: Chinese administrative divisions down to the county, and what a desk adds below it.

use serde::{Deserialize, Serialize};

/// How far down a division lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PlaceLevel {
    /// Province, autonomous region, municipality, special administrative region.
    Province,
    /// Prefecture-level city, prefecture, league.
    City,
    /// County, district, county-level city, banner.
    County,
    /// Town, township, subdistrict: only those that a desk adds itself.
    Town,
}

/// Codes from here on have nine digits: a county's six and three of GB/T 10114.
const TOWNS_FROM: u32 = 100_000_000;

/// One division, by its six-digit code of GB/T 2260, or by nine digits below the county.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Place(pub u32);

impl Place {
    /// The level that the code's trailing zeros say.
    pub fn level(self) -> PlaceLevel {
        if self.0 >= TOWNS_FROM {
            PlaceLevel::Town
        } else if self.0.is_multiple_of(10_000) {
            PlaceLevel::Province
        } else if self.0.is_multiple_of(100) {
            PlaceLevel::City
        } else {
            PlaceLevel::County
        }
    }

    /// The county of a town; anything else is itself.
    fn county_or_above(self) -> Self {
        match self.level() {
            PlaceLevel::Town => Self(self.0 / 1_000),
            _ => self,
        }
    }

    /// Itself and all that include it, from below.
    pub fn with_above(self) -> Vec<Self> {
        let county = self.county_or_above();
        let city = Self(county.0 / 100 * 100);
        let province = Self(county.0 / 10_000 * 10_000);
        let mut places = vec![self, county, city, province];
        places.dedup();
        places
    }

    /// Whether `self` is `other` or lies above it: a city includes its counties.
    pub fn includes(self, other: Self) -> bool {
        let unit = match self.level() {
            PlaceLevel::Province => 10_000,
            PlaceLevel::City => 100,
            PlaceLevel::County => 1,
            PlaceLevel::Town => return self == other,
        };
        let other = other.county_or_above();
        self.0 / unit == other.0 / unit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_includes_its_counties_and_nothing_else() {
        assert!(Place(130_600).includes(Place(130_681)));
        assert!(Place(130_000).includes(Place(130_681)));
        assert!(!Place(130_681).includes(Place(130_600)));
        assert!(!Place(130_600).includes(Place(131_081)));
        assert_eq!(Place(130_681).level(), PlaceLevel::County);
        let town = Place(130_681_103);
        assert_eq!(town.level(), PlaceLevel::Town);
        let all = [130_681_103, 130_681, 130_600, 130_000].map(Place);
        assert_eq!(town.with_above(), all);
        assert!(all.iter().all(|above| above.includes(town)));
        assert_eq!(Place(130_000).with_above(), [Place(130_000)]);
        assert!(!town.includes(Place(130_681)));
        assert!(!Place(130_682).includes(town) && !Place(130_681_104).includes(town));
    }
}
