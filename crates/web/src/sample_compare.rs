//! A sample comparison. All of it is fictional.

use crate::sample::Amount;
use crate::sample_pictures::{DAYS, pictures, places, sources};
use desk::{Beside, Comparison};
use model::HOUR_MS;

/// Two periods beside each other.
pub(crate) fn comparison(amount: Amount) -> Comparison {
    let many = amount == Amount::Many;
    let mut before = pictures(amount);
    for edge in &mut before.steps.edges {
        edge.0 -= DAYS * 24 * HOUR_MS;
    }
    before.volume.reverse();
    before.total /= 2;
    Comparison {
        one: pictures(amount),
        other: before,
        sources: (sources(amount).into_iter().take(6))
            .map(|band| Beside {
                what: band.id,
                name: band.name,
                one: band.counts.iter().sum(),
                other: band.id.0 * 17 % 90,
            })
            .collect(),
        places: (places(amount).into_iter().take(6))
            .map(|dot| Beside {
                what: dot.place,
                name: dot.name,
                one: dot.count,
                other: dot.count / 3,
            })
            .collect(),
        words: if many { words() } else { Vec::new() },
        read: (amount.count() * 13, amount.count() * 9),
    }
}

fn words() -> Vec<Beside<()>> {
    let words = [
        ("塌陷", 31, 0),
        ("围挡", 18, 2),
        ("<i>灯会</i>", 0, 26),
        ("停水", 3, 19),
    ];
    let beside = |(name, one, other): (&str, i64, i64)| Beside {
        what: (),
        name: name.to_owned(),
        one,
        other,
    };
    words.into_iter().map(beside).collect()
}
