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
/// Questions of one tree: it has four leaves.
const QUESTIONS: usize = 3;

/// A tree, laid out so that all its questions are asked at once: which of them are answered
/// with yes says which leaf is reached.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Tree {
    /// Which numbers are asked for.
    numbers: [u8; QUESTIONS],
    /// Whether they are above these.
    bounds: [f32; QUESTIONS],
    /// The value of the leaf for each set of answers.
    leaves: [f32; 1 << QUESTIONS],
}

/// How sure, 0 to 1.
pub(crate) fn combine(numbers: &Evidence) -> f32 {
    static ONE: OnceLock<Vec<Tree>> = OnceLock::new();
    let trees = ONE.get_or_init(|| read(TABLE));
    let sum: f32 = trees.iter().map(|tree| leaf(tree, numbers)).sum();
    1.0 / (1.0 + (-sum).exp())
}

fn leaf(tree: &Tree, numbers: &Evidence) -> f32 {
    let mut answers = 0;
    for (place, (number, bound)) in tree.numbers.iter().zip(tree.bounds).enumerate() {
        let number = numbers.get(usize::from(*number)).copied().unwrap_or(0.0);
        answers |= usize::from(number > bound) << place;
    }
    tree.leaves[answers]
}

/// One line of the table: which number is asked, or a leaf.
struct Node {
    number: i32,
    /// The bound it is compared with; of a leaf, its value.
    bound: f32,
    /// Next where it is not above the bound, and where it is.
    next: [usize; 2],
}

/// Lines of a root's node, or of a node: number, bound, next, next.
fn read(table: &str) -> Vec<Tree> {
    let (mut roots, mut nodes): (Vec<usize>, Vec<Node>) = (Vec::new(), Vec::new());
    for line in table.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields.as_slice() {
            ["root", node] => roots.extend(node.parse::<usize>()),
            [number, bound, low, high] => nodes.push(Node {
                number: number.parse().unwrap_or(LEAF),
                bound: bound.parse().unwrap_or(0.0),
                next: [low.parse().unwrap_or(0), high.parse().unwrap_or(0)],
            }),
            _ => {}
        }
    }
    roots.iter().map(|root| lay_out(&nodes, *root)).collect()
}

fn lay_out(nodes: &[Node], root: usize) -> Tree {
    let mut asked: Vec<usize> = Vec::new();
    let mut open = vec![root];
    while let Some(at) = open.pop() {
        if let Some(node) = nodes.get(at).filter(|node| node.number != LEAF) {
            asked.push(at);
            open.extend(node.next);
        }
    }
    let mut tree = Tree::default();
    for (place, at) in asked.iter().take(QUESTIONS).enumerate() {
        tree.numbers[place] = u8::try_from(nodes[*at].number).unwrap_or(0);
        tree.bounds[place] = nodes[*at].bound;
    }
    for (answers, value) in tree.leaves.iter_mut().enumerate() {
        let mut at = root;
        while let Some(place) = asked.iter().position(|other| *other == at) {
            at = nodes[at].next[answers >> place & 1];
        }
        *value = nodes.get(at).map_or(0.0, |node| node.bound);
    }
    tree
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        let trees = read(TABLE);
        assert!(trees.len() > 20);
        for tree in &trees {
            assert!(
                tree.leaves
                    .iter()
                    .chain(&tree.bounds)
                    .all(|it| it.is_finite())
            );
            assert!(
                tree.numbers
                    .iter()
                    .all(|it| usize::from(*it) < super::super::EVIDENCE)
            );
            assert!(
                tree.leaves
                    .iter()
                    .any(|leaf| leaf.total_cmp(&tree.leaves[0]).is_ne())
            );
        }
    }

    #[test]
    fn a_tree_laid_out_says_what_its_nodes_say() {
        let table = "root\t0\n0\t0.5\t1\t2\n-1\t-3\t0\t0\n1\t0.2\t3\t4\n-1\t1\t0\t0\n2\t0.9\t5\t6\n-1\t2\t0\t0\n-1\t4\t0\t0";
        let [tree] = read(table)[..] else {
            panic!("one tree")
        };
        for (a, b, c, value) in [
            (0.5, 1.0, 1.0, -3.0),
            (0.6, 0.2, 1.0, 1.0),
            (0.6, 0.3, 0.9, 2.0),
            (0.6, 0.3, 1.0, 4.0),
        ] {
            let mut numbers = Evidence::default();
            (numbers[0], numbers[1], numbers[2]) = (a, b, c);
            assert!((leaf(&tree, &numbers) - value).abs() < 1e-6, "{numbers:?}");
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
