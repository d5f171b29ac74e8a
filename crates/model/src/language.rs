//! The language a document is written in.

use serde::{Deserialize, Serialize};

/// What the desk tells apart: Chinese, English, another named language, or too little text.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum Language {
    /// Chinese, simplified or traditional.
    Chinese,
    /// English.
    English,
    /// Japanese: kana decide.
    Japanese,
    /// Korean: hangul decides.
    Korean,
    /// Some other language.
    Other,
    /// Too little text to tell.
    #[default]
    Unknown,
}

impl Language {
    /// All of them, those that are told apart first.
    pub const ALL: [Self; 6] = [
        Self::Chinese,
        Self::English,
        Self::Japanese,
        Self::Korean,
        Self::Other,
        Self::Unknown,
    ];

    /// BCP 47 tag that is stored and shown.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::English => "en",
            Self::Japanese => "ja",
            Self::Korean => "ko",
            Self::Other => "mul",
            Self::Unknown => "und",
        }
    }

    /// Reads the stored tag; an unknown one is `Unknown`.
    pub fn from_tag(tag: &str) -> Self {
        match tag {
            "zh" => Self::Chinese,
            "en" => Self::English,
            "ja" => Self::Japanese,
            "ko" => Self::Korean,
            "mul" => Self::Other,
            _ => Self::Unknown,
        }
    }
}
