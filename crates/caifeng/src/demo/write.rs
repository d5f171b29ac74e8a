//! Writing the fortnight: every story, all of daily life, the hot list, as drafts.

use super::calendar::{DAY_MS, read_at};
use super::content::Content;
use super::outlet::Outlet;
use super::post::Draft;
use anyhow::{Context, Result, bail};

/// Days that are told.
const DAYS: i64 = 14;

/// All drafts of the fortnight, in the order of the script.
pub(super) fn write(content: &Content, seed: u64) -> Result<Vec<Draft>> {
    let mut drafts = Vec::new();
    for story in &content.stories {
        super::story::tell(content, story, seed, &mut drafts)
            .with_context(|| format!("the story {} cannot be told", story.id))?;
    }
    for bank in &content.banks {
        super::daily_life::chat(content, bank, seed, &mut drafts)
            .with_context(|| format!("the bank {} cannot be told", bank.id))?;
    }
    for (number, note) in content.notes.iter().enumerate() {
        super::daily_life::notes(content, note, number, seed, &mut drafts)
            .with_context(|| format!("note {number} cannot be told"))?;
    }
    for topic in &content.topics {
        let script = moment(&topic.at)?;
        drafts.push(Draft::plain(
            Outlet::Hot,
            script,
            &topic.story,
            topic.title.clone(),
        ));
    }
    drafts.retain(|draft| (0..DAYS * DAY_MS).contains(&draft.script));
    drafts.sort_by_key(|draft| draft.script);
    Ok(drafts)
}

/// Reads a moment of the script, or says how it is written.
pub(super) fn moment(text: &str) -> Result<i64> {
    read_at(text).with_context(|| format!("{text:?} is no moment; write one like \"d3 07:10\""))
}

/// Reads `forum:8`: which outlet, how many posts.
pub(super) fn outlet(text: &str) -> Result<(Outlet, usize)> {
    let (word, count) = text.split_once(':').unwrap_or((text, "1"));
    match (Outlet::from_word(word), count.parse()) {
        (Some(outlet), Ok(count)) => Ok((outlet, count)),
        _ => bail!("{text:?} names no outlet with a count; write it like \"forum:8\""),
    }
}
