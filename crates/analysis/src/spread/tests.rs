use super::*;
use proptest::prelude::*;

fn step(document: i64, outlet: i64, at: i64) -> Step {
    Step {
        document: DocumentId(document),
        outlet: SourceId(outlet),
        at: Moment(at),
        ..Step::default()
    }
}

fn copy(document: i64, outlet: i64, at: i64, of: i64) -> Step {
    Step {
        copy_of: Some(DocumentId(of)),
        ..step(document, outlet, at)
    }
}

/// Outlet, depth, and where it came from by which way.
type Shape = (i64, usize, Option<(i64, Way)>);

fn shape(spread: &Spread) -> Vec<Shape> {
    (spread.nodes.iter())
        .map(|node| {
            let from = node.from.map(|from| (from.outlet.0, from.way));
            (node.outlet.0, node.depth, from)
        })
        .collect()
}

#[test]
fn a_copy_hangs_under_the_earliest_it_repeats() {
    // The head arrived first here, and yet another outlet had it before.
    let told = spread(&[
        step(1, 1, 50),
        copy(2, 2, 10, 1),
        copy(3, 3, 90, 1),
        copy(4, 3, 95, 1),
        step(5, 4, 20),
    ]);
    assert_eq!(
        shape(&told),
        [
            (2, 0, None),
            (1, 1, Some((2, Way::Copy))),
            (3, 1, Some((2, Way::Copy))),
            (4, 0, None)
        ]
    );
    let third = &told.nodes[2];
    assert_eq!((third.documents, third.copies), (2, 2));
    assert_eq!(told.nodes[0].taken, 3, "everything that was taken from it");
}

#[test]
fn naming_and_passages_are_quotations() {
    let mut named = step(2, 2, 20);
    named.names = vec![SourceId(9), SourceId(1)];
    let mut reused = step(3, 3, 30);
    reused.reuses = Some(DocumentId(2));
    let mut silent = step(4, 4, 40);
    silent.names = vec![SourceId(9)];
    let told = spread(&[step(1, 1, 10), named, reused, silent]);
    assert_eq!(
        shape(&told),
        [
            (9, 0, None),
            (4, 1, Some((9, Way::Names))),
            (1, 0, None),
            (2, 1, Some((1, Way::Names))),
            (3, 2, Some((2, Way::Passages))),
        ]
    );
    assert_eq!(
        told.nodes[0].documents, 0,
        "named, and nothing of it is here"
    );
}

#[test]
fn places_come_in_the_order_they_were_spoken_of() {
    let at = |mut step: Step, places: &[u32]| {
        step.places = places.iter().copied().map(Place).collect();
        step
    };
    let told = spread(&[
        at(step(2, 1, 20), &[130_682, 130_681]),
        at(step(1, 1, 10), &[130_681]),
    ]);
    let places: Vec<_> = (told.places.iter())
        .map(|at| (at.place.0, at.first.0, at.document.0, at.documents))
        .collect();
    assert_eq!(places, [(130_681, 10, 1, 2), (130_682, 20, 2, 1)]);
}

#[test]
fn nothing_spreads_nowhere() {
    assert_eq!(spread(&[]), Spread::default());
}

proptest! {
    /// Whatever is said to come from where: every outlet is told once, after what it hangs under;
    /// all documents are counted; the order of the input does not matter.
    #[test]
    fn it_is_a_tree(
        said in prop::collection::vec(
            (1i64..8, 0i64..50, prop::option::of(1i64..30), prop::option::of(1i64..30), prop::collection::vec(1i64..10, 0..3)),
            0..30,
        )
    ) {
        let steps: Vec<Step> = (1i64..).zip(said).map(|(id, (outlet, at, copy_of, reuses, names))| Step {
            copy_of: copy_of.filter(|of| *of != id).map(DocumentId),
            reuses: reuses.map(DocumentId),
            names: names.into_iter().map(SourceId).collect(),
            ..step(id, outlet, at)
        }).collect();
        let told = spread(&steps);
        let mut outlets: Vec<i64> = told.nodes.iter().map(|node| node.outlet.0).collect();
        for (place, node) in told.nodes.iter().enumerate() {
            match node.from {
                None => prop_assert_eq!(node.depth, 0),
                Some(from) => {
                    let parent = told.nodes[..place].iter().find(|one| one.outlet == from.outlet);
                    prop_assert_eq!(parent.map(|one| one.depth + 1), Some(node.depth));
                }
            }
        }
        outlets.sort_unstable();
        let all = outlets.len();
        outlets.dedup();
        prop_assert_eq!(outlets.len(), all);
        let counted: usize = told.nodes.iter().map(|node| node.documents).sum();
        prop_assert_eq!(counted, steps.len());
        let mut turned = steps;
        turned.reverse();
        prop_assert_eq!(spread(&turned), told);
    }
}
