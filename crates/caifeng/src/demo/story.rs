//! Telling a story: its beats become posts of outlets, of many voices, and of those who repeat.

use super::calendar::{DAY_MS, read_span};
use super::chance::Chance;
use super::content::{Beat, Content, Story};
use super::outlet::Outlet;
use super::phrase::Phrases;
use super::post::Draft;
use super::repost::carry_on;
use super::voice::{Chorus, Pool, company, nearly};
use super::write::{moment, outlet};
use anyhow::{Context, Result, bail};
use model::HOUR_MS;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Sentences of a voice where a beat does not say.
const TAKE: (usize, usize) = (1, 3);
/// How long the first thread stands alone.
const FIRST_ALONE_MS: i64 = 4 * 60_000;
/// How often a post in a story has its own beginning as its headline.
const OWN_HEADLINES: f64 = 0.2;
/// How often a post in a story carries a hashtag on the square.
const TAGGED: f64 = 0.94;
/// Minutes between outlets that publish the same text.
const BETWEEN_OUTLETS: (usize, usize) = (4, 38);

/// Tells a story.
pub(super) fn tell(
    content: &Content,
    story: &Story,
    seed: u64,
    drafts: &mut Vec<Draft>,
) -> Result<()> {
    let mut anchors = BTreeMap::new();
    for (name, at) in &story.anchors {
        anchors.insert(name.clone(), moment(at)?);
    }
    let mut teller = Teller {
        content,
        label: story.id.as_str().into(),
        subject: &story.subject,
        anchors: Arc::new(anchors),
        chance: Chance::of(seed, &story.id),
        drafts,
    };
    for beat in &story.beat {
        let begin = moment(&beat.at)?;
        if beat.near {
            teller.flood(beat, begin)?;
        } else if beat.open.is_empty() {
            teller.outlets(beat, begin)?;
        } else {
            teller.voices(beat, begin)?;
        }
    }
    Ok(())
}

struct Teller<'a> {
    content: &'a Content,
    label: Arc<str>,
    subject: &'a [String],
    anchors: Arc<BTreeMap<String, i64>>,
    chance: Chance,
    drafts: &'a mut Vec<Draft>,
}

impl Teller<'_> {
    /// Outlets publish one text, and others carry it on.
    fn outlets(&mut self, beat: &Beat, begin: i64) -> Result<()> {
        let mut phrases = Phrases::new(&mut self.chance, &self.content.places);
        let title = phrases.chance().one(&beat.title).cloned();
        let title = phrases.write(&title.context("a beat has no headline")?);
        let paragraphs: Vec<String> = beat.text.iter().map(|one| phrases.write(one)).collect();
        if paragraphs.is_empty() {
            bail!("{title:?} has neither a text nor voices");
        }
        let mut script = begin;
        let mut first = None;
        for by in &beat.by {
            let (outlet, _) = outlet(by)?;
            let draft = self.draft(outlet, script, title.clone());
            first.get_or_insert_with(|| Draft {
                paragraphs: paragraphs.clone(),
                ..draft.clone()
            });
            self.drafts.push(Draft {
                paragraphs: in_house_style(outlet, &paragraphs),
                ..draft
            });
            script += self.minutes(BETWEEN_OUTLETS);
        }
        if let Some(first) = first {
            carry_on(
                &first,
                beat.repost,
                self.content,
                &mut self.chance,
                self.drafts,
            );
        }
        Ok(())
    }

    /// Many voices speak of it.
    fn voices(&mut self, beat: &Beat, begin: i64) -> Result<()> {
        let pool = Pool {
            title: &beat.title,
            open: &beat.open,
            say: &beat.say,
            ask: &beat.ask,
            tags: &beat.tags,
            subject: self.subject,
            take: beat.take.unwrap_or(TAKE),
            own_headlines: OWN_HEADLINES,
            tagged: TAGGED,
        };
        let mut chorus = Chorus::new(pool, &self.content.speech);
        let over = span(beat)?;
        for by in &beat.by {
            let (outlet, count) = outlet(by)?;
            if !outlet.is_public() {
                bail!("{by:?} is no board: many voices speak on boards only");
            }
            for number in 0..count {
                // A thread with a headline comes first.
                let is_first = number == 0 && !outlet.is_untitled();
                let script = if is_first {
                    begin
                } else {
                    self.moment_of_a_voice(begin, over) + FIRST_ALONE_MS
                };
                self.voice(outlet, script, beat, &mut chorus);
            }
        }
        Ok(())
    }

    fn voice(&mut self, outlet: Outlet, script: i64, beat: &Beat, chorus: &mut Chorus<'_>) {
        let mut phrases = Phrases::new(&mut self.chance, &self.content.places);
        let (title, paragraphs) = chorus.post(outlet, &mut phrases);
        let (nick, replies) = company(outlet, &beat.ask, &self.content.speech, &mut phrases);
        self.drafts.push(Draft {
            paragraphs,
            nick,
            replies,
            ..self.draft(outlet, script, title)
        });
    }

    /// Many voices post nearly the same text within a short time.
    fn flood(&mut self, beat: &Beat, begin: i64) -> Result<()> {
        let over = span(beat)?;
        let text = beat.text.concat();
        for by in &beat.by {
            let (outlet, count) = outlet(by)?;
            for _ in 0..count {
                let script = begin + (over as f64 * self.chance.share()) as i64;
                let speech = &self.content.speech;
                let mut phrases = Phrases::new(&mut self.chance, &self.content.places);
                let written = phrases.write(&text);
                let mut again = nearly(&written, speech, phrases.chance());
                let (nick, replies) = company(outlet, &[], speech, &mut phrases);
                let mut title = phrases
                    .chance()
                    .one(&beat.title)
                    .cloned()
                    .unwrap_or_default();
                if outlet.is_untitled() {
                    title = String::new();
                    let tag = phrases
                        .chance()
                        .one(&beat.tags)
                        .cloned()
                        .unwrap_or_default();
                    again = format!("{again} #{tag}#");
                }
                self.drafts.push(Draft {
                    paragraphs: vec![again],
                    nick,
                    replies,
                    ..self.draft(outlet, script, title)
                });
            }
        }
        Ok(())
    }

    fn draft(&self, outlet: Outlet, script: i64, title: String) -> Draft {
        Draft {
            anchors: Arc::clone(&self.anchors),
            label: Arc::clone(&self.label),
            ..Draft::plain(outlet, script, "", title)
        }
    }

    fn minutes(&mut self, (least, most): (usize, usize)) -> i64 {
        self.chance.between(least, most) as i64 * 60_000
    }

    /// Most speak early; those who would speak in a night that is not the happening's own sleep
    /// first.
    fn moment_of_a_voice(&mut self, begin: i64, over: i64) -> i64 {
        let script = begin + (over as f64 * self.chance.share().powf(1.5)) as i64;
        let hour = script.rem_euclid(DAY_MS) / HOUR_MS;
        let asleep = over >= 10 * HOUR_MS && (1..6).contains(&hour);
        if asleep && self.chance.happens(0.85) {
            let morning = script - script.rem_euclid(DAY_MS) + 6 * HOUR_MS;
            return morning + self.minutes((20, 200));
        }
        script
    }
}

fn span(beat: &Beat) -> Result<i64> {
    let over = beat.over.as_deref().unwrap_or_default();
    read_span(over)
        .with_context(|| format!("{over:?} is no span for many voices; write one like \"5h\""))
}

/// How an outlet begins what it prints.
fn in_house_style(outlet: Outlet, paragraphs: &[String]) -> Vec<String> {
    let dateline = match outlet {
        Outlet::Daily => "本报讯　",
        Outlet::Evening => "本报青岚专讯　",
        _ => "",
    };
    let mut printed = paragraphs.to_vec();
    if let Some(first) = printed.first_mut() {
        first.insert_str(0, dateline);
    }
    printed
}
