//! Daily life: what is said on any day and is no event.

use super::calendar::{DAY_MS, read_clock};
use super::chance::{Chance, Deck};
use super::content::{Bank, Content, Note};
use super::phrase::Phrases;
use super::post::Draft;
use super::repost::carry_on;
use super::voice::{Chorus, Pool, company};
use super::write::outlet;
use anyhow::{Context, Result, bail};
use model::HOUR_MS;

/// How often a post has its own beginning as its headline.
const OWN_HEADLINES: f64 = 0.75;
/// How often a post carries a hashtag on the square.
const TAGGED: f64 = 0.4;
/// Days of the fortnight.
const DAYS: usize = 14;
/// How busy the boards are in each hour of the day.
const BOARDS: [usize; 24] = [
    4, 2, 1, 1, 1, 2, 8, 20, 24, 24, 22, 22, 26, 20, 18, 18, 20, 24, 28, 32, 32, 30, 22, 12,
];
/// How busy offices and outlets are.
const OFFICES: [usize; 24] = [
    0, 0, 0, 0, 0, 0, 2, 8, 20, 24, 24, 18, 10, 8, 18, 22, 22, 18, 10, 6, 4, 2, 0, 0,
];

/// People talk on the boards.
pub(super) fn chat(
    content: &Content,
    bank: &Bank,
    seed: u64,
    drafts: &mut Vec<Draft>,
) -> Result<()> {
    let mut chance = Chance::of(seed, &bank.id);
    let pool = Pool {
        title: &bank.title,
        open: &bank.open,
        say: &bank.say,
        ask: &bank.ask,
        tags: &bank.tags,
        subject: &[],
        take: bank.take,
        own_headlines: OWN_HEADLINES,
        tagged: TAGGED,
    };
    let mut chorus = Chorus::new(pool, &content.speech);
    for by in &bank.by {
        let (outlet, count) = outlet(by)?;
        if !outlet.is_public() {
            bail!("{by:?} is no board: many voices speak on boards only");
        }
        for number in 0..count {
            let script = some_time(&BOARDS, &mut chance);
            let mut phrases = Phrases::new(&mut chance, &content.places);
            let (title, paragraphs) = chorus.post(outlet, &mut phrases);
            let (nick, replies) = company(outlet, &bank.ask, &content.speech, &mut phrases);
            let label = format!("noise/{}-{}-{number}", bank.id, outlet.word());
            drafts.push(Draft {
                paragraphs,
                nick,
                replies,
                ..Draft::plain(outlet, script, &label, title)
            });
        }
    }
    Ok(())
}

/// Outlets write their notes and bulletins.
pub(super) fn notes(
    content: &Content,
    note: &Note,
    number: usize,
    seed: u64,
    drafts: &mut Vec<Draft>,
) -> Result<()> {
    let part = format!("note {number}");
    let mut chance = Chance::of(seed, &part);
    let mut pairs = Deck::of(note.each.len());
    let clock = match &note.daily {
        Some(clock) => Some(read_clock(clock).context("a daily note has no hour like 07:10")?),
        None => None,
    };
    let times = if clock.is_some() { DAYS } else { note.times };
    for time in 0..times {
        let script = match clock {
            Some(clock) => time as i64 * DAY_MS + clock + chance.between(0, 9) as i64 * 60_000,
            None => some_time(&OFFICES, &mut chance),
        };
        let mut phrases = Phrases::new(&mut chance, &content.places);
        let (title, paragraphs) = written(note, &mut pairs, &mut phrases)?;
        let by = note.by.get(time % note.by.len().max(1));
        let (outlet, _) = outlet(by.map_or("", String::as_str))?;
        let label = format!("noise/{number}-{time}");
        let draft = Draft {
            paragraphs,
            ..Draft::plain(outlet, script, &label, title)
        };
        carry_on(&draft, note.repost, content, &mut chance, drafts);
        drafts.push(draft);
    }
    Ok(())
}

/// Headline and text of a note: a pair that was not used yet, or any headline with the text.
fn written(
    note: &Note,
    pairs: &mut Deck,
    phrases: &mut Phrases<'_>,
) -> Result<(String, Vec<String>)> {
    let pair = pairs.draw(phrases.chance());
    if let Some((title, text)) = pair.and_then(|card| note.each.get(card)) {
        return Ok((phrases.write(title), vec![phrases.write(text)]));
    }
    let title = phrases.chance().one(&note.title).cloned();
    let title = phrases.write(&title.context("a note has no headline")?);
    let texts = note.text.iter().map(|text| phrases.write(text));
    Ok((title, texts.collect()))
}

/// Some moment of the fortnight, by how busy the hours are.
fn some_time(hours: &[usize; 24], chance: &mut Chance) -> i64 {
    let day = chance.below(DAYS) as i64;
    let mut left = chance.below(hours.iter().sum());
    let mut hour = 0;
    for (number, busy) in hours.iter().enumerate() {
        if left < *busy {
            hour = number as i64;
            break;
        }
        left -= busy;
    }
    day * DAY_MS + hour * HOUR_MS + chance.below(HOUR_MS as usize) as i64
}
