//! Orders of the hits.

use crate::shell::Shell;
use desk::SearchOrder;

/// One order of the hits.
#[derive(Debug, Clone)]
pub(super) struct ShownSort {
    pub(super) words: String,
    pub(super) address: String,
    pub(super) current: bool,
}

/// The orders with the words they are asked for by.
pub(super) const SORTS: &[(SearchOrder, &str)] = &[
    (SearchOrder::Relevance, ""),
    (SearchOrder::Newest, "newest"),
    (SearchOrder::Heat, "heat"),
];

pub(super) fn sort_of(order: SearchOrder) -> &'static str {
    let mut sorts = SORTS.iter();
    sorts
        .find(|(other, _)| *other == order)
        .map_or("", |(_, word)| word)
}

/// The address of a search in an order.
pub(super) fn sorted(order: SearchOrder, base: &str) -> String {
    match sort_of(order) {
        "" => base.to_owned(),
        word => format!("{base}&sort={word}"),
    }
}

pub(super) fn shown_sorts(current: SearchOrder, base: &str, shell: &Shell) -> Vec<ShownSort> {
    let words = |word: &str| match word {
        "" => shell.t("search.by_relevance").into_owned(),
        word => shell.t(&format!("search.by_{word}")).into_owned(),
    };
    (SORTS.iter())
        .map(|(order, word)| ShownSort {
            words: words(word),
            address: shell.to(&sorted(*order, base)),
            current: *order == current,
        })
        .collect()
}
