//! Rooms of a drawing: where names can stand beside dots without lying upon anything.

/// Space between a dot and its name.
const GAP: f64 = 4.0;

/// A room with its sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Room {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Room {
    /// The room of a dot.
    pub(super) fn around((x, y): (f64, f64), radius: f64) -> Self {
        Self {
            left: x - radius,
            top: y - radius,
            right: x + radius,
            bottom: y + radius,
        }
    }

    pub(super) fn middle(&self) -> (f64, f64) {
        (
            f64::midpoint(self.left, self.right),
            f64::midpoint(self.top, self.bottom),
        )
    }

    /// Whether all of it lies in a drawing of this size.
    pub(super) fn is_inside(&self, (width, height): (f64, f64)) -> bool {
        self.left >= 0.0 && self.top >= 0.0 && self.right <= width && self.bottom <= height
    }

    /// Whether both share something.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Rooms of a size to the right of this one, to its left, above and below.
    pub(super) fn beside(&self, wide: f64, tall: f64) -> [Self; 4] {
        let (x, y) = self.middle();
        let room = |left: f64, top: f64| Self {
            left,
            top,
            right: left + wide,
            bottom: top + tall,
        };
        [
            room(self.right + GAP, y - tall / 2.0),
            room(self.left - GAP - wide, y - tall / 2.0),
            room(x - wide / 2.0, self.top - GAP - tall),
            room(x - wide / 2.0, self.bottom + GAP),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_beside_dots_and_not_upon_them() {
        let dot = Room::around((100.0, 100.0), 10.0);
        for room in dot.beside(50.0, 16.0) {
            assert!(!room.meets(&dot) && !dot.meets(&room), "{room:?}");
            assert!((room.right - room.left - 50.0).abs() < 1e-9);
        }
        assert!(dot.meets(&Room::around((105.0, 105.0), 1.0)));
    }
}
