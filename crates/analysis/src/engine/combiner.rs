//! From evidence to one number: how sure it is that a document belongs to an event.
//!
//! A sum of small trees, learned from labelled windows by `benches/learn_joins.py` (gradient
//! boosting after Friedman, "Greedy function approximation", 2001, each number bound to speak in
//! one direction). The trees stand in `data/joins.tsv`.

use super::evidence::Evidence;
use std::sync::OnceLock;

static TABLE: &str = include_str!("../../data/joins.tsv");
/// In the table, marks a leaf.
const LEAF: i32 = -1;

/// One node: which number is asked, or a leaf.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Node {
    number: i32,
    /// The bound it is compared with; of a leaf, its value.
    bound: f32,
    /// Next where it is not above the bound, and where it is.
    next: [u32; 2],
}

#[derive(Debug, Default)]
struct Trees {
    nodes: Vec<Node>,
    roots: Vec<u32>,
}

/// How sure, 0 to 1.
pub(crate) fn combine(numbers: &Evidence) -> f32 {
    static ONE: OnceLock<Trees> = OnceLock::new();
    let trees = ONE.get_or_init(|| read(TABLE));
    let sum: f32 = trees
        .roots
        .iter()
        .map(|root| leaf(trees, *root, numbers))
        .sum();
    1.0 / (1.0 + (-sum).exp())
}

fn leaf(trees: &Trees, root: u32, numbers: &Evidence) -> f32 {
    let mut at = root;
    while let Some(node) = trees.nodes.get(at as usize) {
        let Some(number) = usize::try_from(node.number)
            .ok()
            .and_then(|n| numbers.get(n))
        else {
            return node.bound;
        };
        at = node.next[usize::from(*number > node.bound)];
    }
    0.0
}

/// Lines of a root's node, or of a node: number, bound, next, next.
fn read(table: &str) -> Trees {
    let mut trees = Trees::default();
    for line in table.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields.as_slice() {
            ["root", node] => trees.roots.extend(node.parse::<u32>()),
            [number, bound, low, high] => trees.nodes.push(Node {
                number: number.parse().unwrap_or(LEAF),
                bound: bound.parse().unwrap_or(0.0),
                next: [low.parse().unwrap_or(0), high.parse().unwrap_or(0)],
            }),
            _ => {}
        }
    }
    trees
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        let trees = read(TABLE);
        assert!(trees.roots.len() > 20);
        for node in &trees.nodes {
            assert!(node.bound.is_finite());
            if node.number != LEAF {
                assert!((node.number as usize) < super::super::EVIDENCE);
                assert!(
                    node.next
                        .iter()
                        .all(|next| (*next as usize) < trees.nodes.len())
                );
            }
        }
    }

    #[test]
    fn more_in_common_is_never_less_sure() {
        let mut before = 0.0;
        for step in 0..=20 {
            let share = f32::from(step as u8) / 20.0;
            let numbers: Evidence = [
                share,
                share,
                share,
                share,
                share,
                share,
                1.0,
                1.0,
                0.0,
                1.0,
                0.0,
                0.1,
                0.1,
                share - 0.1,
            ];
            let sure = combine(&numbers);
            assert!(sure >= before, "{step}: {sure} < {before}");
            before = sure;
        }
        assert!(before > 0.9, "{before}");
    }
}
