//! What stands on a page beside its text, known by its element, its names and its links.

use super::page::{Page, Part};
use super::words;

/// Elements that never hold the text.
const BESIDE: &[&str] = &["nav", "footer", "aside", "button", "form", "menu", "dialog"];
/// Roles that never hold the text.
const ROLES: &[&str] = &[
    "navigation",
    "banner",
    "complementary",
    "contentinfo",
    "dialog",
    "alertdialog",
    "menu",
    "search",
    "menubar",
    "alert",
    "toolbar",
    "tooltip",
];

/// Drops what stands beside the text.
pub(super) fn prune(page: &mut Page<'_>) {
    let all = page.parts.first().map_or(0, |part| part.prose);
    for at in 1..page.parts.len() {
        let part = &page.parts[at];
        if part.element.is_some() && !part.dropped && is_beside(part, all) {
            page.parts[at].dropped = true;
        }
    }
    page.measure();
}

fn is_beside(part: &Part<'_>, all: usize) -> bool {
    if matches!(part.name(), "body" | "html" | "main" | "article") {
        return false;
    }
    if is_hidden(part) {
        return true;
    }
    if BESIDE.contains(&part.name()) {
        // Old pages put everything into one form.
        return part.name() != "form" || part.prose * 3 < all;
    }
    if part.attr("role").is_some_and(|role| ROLES.contains(&role)) {
        return true;
    }
    if part.prose > all * 3 / 4 || !words::is_beside(&part.names) || words::holds_text(&part.names)
    {
        return false;
    }
    if words::is_comment(&part.names) {
        return true;
    }
    let share = if words::may_hold_text(&part.names) {
        8
    } else {
        3
    };
    part.prose * share < all || part.prose == 0
}

fn is_hidden(part: &Part<'_>) -> bool {
    part.attr("hidden").is_some()
        || part.attr("style").is_some_and(|style| {
            let style = style.replace(' ', "").to_ascii_lowercase();
            style.contains("display:none")
        })
}

/// Drops lists of links inside the text's element.
pub(super) fn prune_lists(page: &mut Page<'_>, chosen: usize) {
    let whole = page.parts.get(chosen).map_or(0, |part| part.size);
    for at in page.inside(chosen).skip(1) {
        let part = &page.parts[at];
        let list = matches!(part.name(), "ul" | "ol" | "dl");
        let block = matches!(part.name(), "div" | "section" | "table");
        let lead = part.link_density();
        if !part.dropped
            && part.size * 4 < whole
            && ((list && lead > 0.75 && page.links(at) > 1)
                || (block && part.prose == 0 && lead > 0.6 && page.links(at) > 1))
        {
            page.parts[at].dropped = true;
        }
    }
    page.measure();
}
