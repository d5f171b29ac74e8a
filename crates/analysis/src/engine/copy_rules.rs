//! When a text is a copy of an older one.

use super::copies::Text;
use crate::sketch::Overlap;
use crate::understand::Features;

/// Resemblance from which a text is a copy: one letter in ten changed leaves as much.
const COPY_RESEMBLANCE: f32 = 0.3;
/// Share of one text's passages found in the other from which it is a copy, shortened or lengthened.
const COPY_CONTAINMENT: f32 = 0.7;
/// Share from which half of a text stands in another: a copy where both name the same.
const HALF_CONTAINMENT: f32 = 0.34;
/// Share of the shorter text's marks that the other must have for a copy in part.
const MARKS_SHARE: f32 = 0.5;
/// The same where both begin alike.
const MARKS_SHARE_BEGINNING: f32 = 0.3;
/// Marks below which they say nothing, and the share in common that is asked for then.
const MARKS_MIN: usize = 3;
const FEW_MARKS_CONTAINMENT: f32 = 0.5;
/// Resemblance of short texts from which they are copies: few passages are soon alike.
const SHORT_RESEMBLANCE: f32 = 0.45;
/// Share of the opening passages in common from which two texts begin alike.
const ALIKE_OPENING: f32 = 0.5;
/// Share of them from which they begin letter for letter alike.
const SAME_OPENING: f32 = 0.9;
/// What an alike beginning counts for.
const ALIKE_BEGINNING: f32 = 0.3;
/// What the same beginning counts for: more than all else.
const SAME_BEGINNING: f32 = 2.0;
/// Passages below which containment says nothing.
const CONTAINMENT_PASSAGES_MIN: usize = 8;
/// Passages below which half of a text cannot be told from chance.
const HALF_PASSAGES_MIN: usize = 20;
/// Passages below which resemblance says nothing.
const RESEMBLANCE_PASSAGES_MIN: usize = 6;
/// Resemblance from which little doubt is left.
const SURE_RESEMBLANCE: f32 = 0.6;
/// Resemblance at which different numbers no longer make two short texts different.
const SAME_DESPITE_NUMBERS: f32 = 0.97;

/// Whether it is: nearly the same, contained, or half of it, naming the same.
pub(super) fn is_copy(overlap: Overlap, new: &Features, old: &Text) -> bool {
    let share = overlap.first_in_second.max(overlap.second_in_first);
    let sure = overlap.resemblance >= SURE_RESEMBLANCE
        || share >= COPY_CONTAINMENT
        || openings_in_common(new, old) >= ALIKE_OPENING;
    if other_numbers(&new.numbers, &old.numbers, sure) && overlap.resemblance < SAME_DESPITE_NUMBERS
    {
        return false;
    }
    // The report of another session is never a copy, whatever its pattern.
    if new.bulletin.is_some() && old.session.is_some() && new.bulletin != old.session {
        return false;
    }
    let marked = names_the_same(new, old)
        || (few_marks(new, old) && (sure || share >= FEW_MARKS_CONTAINMENT));
    let short = overlap.compared < HALF_PASSAGES_MIN;
    let alike = if short {
        SHORT_RESEMBLANCE
    } else {
        COPY_RESEMBLANCE
    };
    (overlap.resemblance >= alike && overlap.compared >= RESEMBLANCE_PASSAGES_MIN && marked)
        || (share >= COPY_CONTAINMENT && overlap.compared >= CONTAINMENT_PASSAGES_MIN)
        || (share >= HALF_CONTAINMENT && !short && marked)
}

/// Whether two texts name the same persons, places and numbers; less is asked where both begin
/// alike, nothing where they begin letter for letter the same.
fn names_the_same(new: &Features, old: &Text) -> bool {
    let opening = openings_in_common(new, old);
    let needed = match opening {
        same if same >= SAME_OPENING => 0.0,
        alike if alike >= ALIKE_OPENING => MARKS_SHARE_BEGINNING,
        _ => MARKS_SHARE,
    };
    marks_in_common(&new.marks, &old.marks) >= needed
}

/// How close two copies are. A text that begins as another one does, letter for letter, is a copy of
/// that one, whatever it holds besides; unless it lies nearly whole in a third.
pub(super) fn closeness(overlap: Overlap, new: &Features, old: &Text) -> f32 {
    let share = overlap.first_in_second.max(overlap.second_in_first);
    let opening = openings_in_common(new, old);
    let close = f32::midpoint(share, overlap.resemblance) + opening * ALIKE_BEGINNING;
    if opening >= SAME_OPENING || overlap.first_in_second >= COPY_CONTAINMENT {
        close + SAME_BEGINNING
    } else {
        close
    }
}

/// Where hardly anything is named, names say nothing.
fn few_marks(new: &Features, old: &Text) -> bool {
    new.marks.len().min(old.marks.len()) < MARKS_MIN
}

fn openings_in_common(new: &Features, old: &Text) -> f32 {
    let common = new
        .opening
        .iter()
        .filter(|hash| old.opening.binary_search(hash).is_ok())
        .count();
    common as f32 / new.opening.len().max(1) as f32
}

/// Whether two short texts differ in their numbers, as bulletins of one pattern do: some of those
/// of the one with fewer are not in the other; where the rest leaves little doubt, most of them.
fn other_numbers(a: &[u32], b: &[u32], sure: bool) -> bool {
    let fewer = a.len().min(b.len());
    let common = a
        .iter()
        .filter(|number| b.binary_search(number).is_ok())
        .count();
    if sure {
        common * 3 < fewer
    } else {
        common < fewer
    }
}

/// Share of the marks of the text with fewer of them that the other has; none where there are none.
fn marks_in_common(a: &[u32], b: &[u32]) -> f32 {
    let fewer = a.len().min(b.len());
    if fewer == 0 {
        return 0.0;
    }
    let common = a
        .iter()
        .filter(|mark| b.binary_search(mark).is_ok())
        .count();
    common as f32 / fewer as f32
}
