//! The county as it is written down: stories, daily life, voices, names, the hot list.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// A happening, told in beats.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Story {
    /// The label of its posts.
    pub(crate) id: String,
    /// What it is about, for people who look at labels.
    pub(crate) name: String,
    /// What people call it in headlines and hashtags.
    pub(super) subject: Vec<String>,
    /// Moments that texts speak of.
    #[serde(default)]
    pub(super) anchors: BTreeMap<String, String>,
    pub(super) beat: Vec<Beat>,
}

/// What several outlets or many voices say at one stage.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Beat {
    /// When: `d3 07:10` is ten past seven of the third day.
    pub(super) at: String,
    /// Over how long, for many voices: `5h`, `2d`.
    #[serde(default)]
    pub(super) over: Option<String>,
    /// Outlets, each with how many posts: `media`, `forum:8`.
    pub(super) by: Vec<String>,
    #[serde(default)]
    pub(super) title: Vec<String>,
    /// Paragraphs of a whole text; empty where voices speak.
    #[serde(default)]
    pub(super) text: Vec<String>,
    #[serde(default)]
    pub(super) open: Vec<String>,
    #[serde(default)]
    pub(super) say: Vec<String>,
    #[serde(default)]
    pub(super) ask: Vec<String>,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    /// How many sentences of `say` a voice takes: least and most.
    #[serde(default)]
    pub(super) take: Option<(usize, usize)>,
    /// How many others carry it on, with headlines of their own.
    #[serde(default)]
    pub(super) repost: usize,
    /// Whether many voices post nearly the same text.
    #[serde(default)]
    pub(super) near: bool,
}

/// Daily life in many voices: every post stands for itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bank {
    pub(super) id: String,
    pub(super) by: Vec<String>,
    pub(super) title: Vec<String>,
    pub(super) open: Vec<String>,
    pub(super) say: Vec<String>,
    pub(super) ask: Vec<String>,
    #[serde(default)]
    pub(super) tags: Vec<String>,
    pub(super) take: (usize, usize),
}

/// What an outlet writes on any day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Note {
    pub(super) by: Vec<String>,
    /// How often, each time with other choices.
    #[serde(default)]
    pub(super) times: usize,
    /// Every day at this hour instead.
    #[serde(default)]
    pub(super) daily: Option<String>,
    #[serde(default)]
    pub(super) title: Vec<String>,
    #[serde(default)]
    pub(super) text: Vec<String>,
    /// Headlines with their texts.
    #[serde(default)]
    pub(super) each: Vec<(String, String)>,
    #[serde(default)]
    pub(super) repost: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Noise {
    #[serde(default)]
    bank: Vec<Bank>,
    #[serde(default)]
    note: Vec<Note>,
}

/// Names of the county.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Places {
    pub(crate) province: String,
    pub(crate) city: String,
    pub(crate) county: String,
    pub(crate) town: Vec<String>,
    pub(crate) village: Vec<String>,
    pub(super) school: Vec<String>,
}

impl Places {
    /// The names behind a word in a phrase.
    pub(super) fn names(&self, word: &str) -> Option<&[String]> {
        match word {
            "town" => Some(&self.town),
            "village" => Some(&self.village),
            "school" => Some(&self.school),
            _ => None,
        }
    }
}

/// How people speak besides what they say.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Speech {
    pub(super) openers: Vec<String>,
    pub(super) closers: Vec<String>,
    /// Words for which some people use others.
    pub(super) habits: Vec<(String, String)>,
    pub(super) emoji: Vec<String>,
    pub(super) replies: Vec<String>,
    pub(super) replies_en: Vec<String>,
    pub(super) nicks: Vec<String>,
    pub(super) nicks_en: Vec<String>,
    pub(super) reposts: Reposts,
}

/// How texts change on their way.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reposts {
    pub(super) headlines: Vec<String>,
    pub(super) lead_ins: Vec<String>,
    pub(super) sources: Vec<String>,
    /// Words before what is carried on because it matters.
    pub(super) comments: Vec<String>,
    /// Words before what is carried on for no reason.
    pub(super) idle: Vec<String>,
}

/// A matter on the hot list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Topic {
    pub(super) story: String,
    pub(super) at: String,
    pub(super) title: String,
    /// Heat at its peak, in ten thousands.
    pub(super) peak: u32,
    /// Hours until it has left the list.
    pub(super) hours: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Topics {
    topics: Vec<Topic>,
}

/// Everything that is written down.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    pub(crate) stories: Vec<Story>,
    pub(super) banks: Vec<Bank>,
    pub(super) notes: Vec<Note>,
    pub(crate) places: Places,
    pub(super) speech: Speech,
    pub(super) topics: Vec<Topic>,
}

impl Content {
    /// Reads what is compiled in.
    pub(crate) fn read() -> Result<Self> {
        let mut content = Self {
            stories: Vec::new(),
            banks: Vec::new(),
            notes: Vec::new(),
            places: part("places.toml", include_str!("content/places.toml"))?,
            speech: part("voices.toml", include_str!("content/voices.toml"))?,
            topics: part::<Topics>("hot.toml", include_str!("content/hot.toml"))?.topics,
        };
        for (name, text) in super::library::STORIES {
            content.stories.push(part(name, text)?);
        }
        for (name, text) in super::library::NOISE {
            let noise: Noise = part(name, text)?;
            content.banks.extend(noise.bank);
            content.notes.extend(noise.note);
        }
        Ok(content)
    }
}

fn part<T: DeserializeOwned>(name: &str, text: &str) -> Result<T> {
    toml::from_str(text).with_context(|| format!("the demonstration's own {name} is broken"))
}
