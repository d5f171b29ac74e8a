//! What `caifeng train` learns from: texts with weak labels, sentences of our own, what people put
//! right. `docs/specs/readings.md` is the recipe in words.

mod tuning;
mod weak;

use analysis::fold::fold;
use analysis::reading::learn::Example;
use analysis::reading::own_examples;
use model::{Category, ReadingSide, Tone};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};
pub(crate) use tuning::Tuned;
pub(crate) use weak::Text;
use weak::{Label, category_of_crisis, category_of_topic, tone_of_topic};

/// A sentence of our own counts like so many others.
const OWN_WORTH: f32 = 6.0;
/// What a person put right counts like so many others.
const PUT_RIGHT_WORTH: f32 = 12.0;
/// Crises whose posts are kept for measuring, and those whose posts say what seeds are worth beside
/// a model: nothing is learned from them.
const HELD_OUT_CRISES: &[&str] = &[
    "2013_Queensland_floods",
    "2013_Australia_bushfire",
    "2013_Spain_train_crash",
    "2013_Boston_bombings",
    "2013_Singapore_haze",
    "2013_Glasgow_helicopter_crash",
    "2013_LA_airport_shootings",
    "2013_Bohol_earthquake",
    "2013_Alberta_floods",
    "2012_Colorado_wildfires",
    "2013_Savar_building_collapse",
    "2013_NY_train_crash",
    "2013_Typhoon_Yolanda",
    "2013_West_Texas_explosion",
];

/// What a model reads for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aspect {
    /// What the matter is about.
    Category,
    /// How the text takes it.
    Tone,
}

impl Aspect {
    /// How far classes are brought to count alike: 0 as they come, 1 all alike.
    fn balance(self) -> f32 {
        match self {
            Self::Category => 0.6,
            Self::Tone => 0.8,
        }
    }

    /// Its own word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Tone => "tone",
        }
    }

    /// The words of its classes.
    pub(crate) fn classes(self) -> Vec<String> {
        let words: Vec<&str> = match self {
            Self::Category => Category::ALL.iter().map(|one| one.word()).collect(),
            Self::Tone => Tone::ALL.iter().map(|one| one.word()).collect(),
        };
        words.into_iter().map(str::to_owned).collect()
    }
}

/// What a text is known by in lists of labels that hold no text: the beginning of its hash.
pub(crate) fn key_of(text: &str) -> String {
    let mut sum = sum_of(text.as_bytes());
    sum.truncate(16);
    sum
}

/// A SHA-256 in hex digits.
pub(crate) fn sum_of(bytes: &[u8]) -> String {
    let sum = Sha256::digest(bytes);
    sum.iter().fold(String::new(), |mut key, byte| {
        use std::fmt::Write as _;
        let _ = write!(key, "{byte:02x}");
        key
    })
}

/// Collects examples for one aspect.
pub(crate) struct School {
    aspect: Aspect,
    classes: Vec<String>,
    /// Keys of texts that are measured on.
    left_out: HashSet<String>,
    seen: HashSet<String>,
    pub(crate) examples: Vec<Example>,
    /// How many examples of each sort.
    pub(crate) sorts: BTreeMap<&'static str, usize>,
}

impl School {
    pub(crate) fn new(aspect: Aspect, left_out: HashSet<String>) -> Self {
        let mut school = Self {
            aspect,
            classes: aspect.classes(),
            left_out,
            seen: HashSet::new(),
            examples: Vec::new(),
            sorts: BTreeMap::new(),
        };
        for own in own_examples() {
            let class = match aspect {
                Aspect::Category => own.category,
                Aspect::Tone => own.tone,
            };
            let folded = fold(own.text);
            school.add("our own", "", &folded, (class, OWN_WORTH));
            school.add("our own", &folded, "", (class, OWN_WORTH));
        }
        school
    }

    fn add(&mut self, sort: &'static str, title: &str, body: &str, label: Label) {
        let Some(class) = self.classes.iter().position(|class| class == label.0) else {
            return;
        };
        *self.sorts.entry(sort).or_default() += 1;
        self.examples.push(Example::of(title, body, class, label.1));
    }

    /// A line of a hot list: `title`, `desc`, `cat`.
    pub(crate) fn topic(&mut self, line: &[u8]) {
        let Ok(value) = serde_json::from_slice::<Value>(line) else {
            return;
        };
        let of = |field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default();
        let title = of("title");
        if self.left_out.contains(&key_of(title)) || !self.seen.insert(title.to_owned()) {
            return;
        }
        let text = Text {
            title: fold(title),
            body: fold(of("desc")),
        };
        let label = match self.aspect {
            Aspect::Category => category_of_topic(&text, of("cat")),
            Aspect::Tone => tone_of_topic(&text),
        };
        let Some((class, worth)) = label else {
            return;
        };
        self.add("titles", &text.title, "", (class, worth));
        // The same as a post: what it says without a title.
        self.add("titles as posts", "", &text.title, (class, worth * 0.5));
        if self.aspect == Aspect::Category && !text.body.is_empty() {
            let with_body = (class, worth * 0.5);
            self.add("titles with bodies", &text.title, &text.body, with_body);
        }
    }

    /// A line of posts about crises: `text`, `event`.
    pub(crate) fn post(&mut self, line: &[u8]) {
        let Ok(value) = serde_json::from_slice::<Value>(line) else {
            return;
        };
        let of = |field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default();
        let (crisis, said) = (of("event"), of("text"));
        let held_out = HELD_OUT_CRISES.contains(&crisis) || self.left_out.contains(of("id"));
        if held_out || !is_english(said) {
            return;
        }
        let text = fold(said);
        let label = match self.aspect {
            Aspect::Category => category_of_crisis(crisis),
            Aspect::Tone => tone_of_topic(&Text {
                title: text.clone(),
                body: String::new(),
            }),
        };
        if let Some(label) = label {
            self.add("posts", "", &text, label);
        }
    }

    /// A review that praises or complains.
    pub(crate) fn review(&mut self, text: &str, tone: Tone, worth: f32) {
        self.add("reviews", "", &fold(text), (tone.word(), worth));
    }

    /// What a person put right.
    pub(crate) fn put_right(&mut self, title: &str, body: &str, becomes: ReadingSide) {
        if becomes.aspect() == self.aspect.word() {
            let (title, body) = (fold(title), fold(body));
            self.add(
                "put right",
                &title,
                &body,
                (becomes.word(), PUT_RIGHT_WORTH),
            );
        }
    }

    /// Makes classes with many examples count less each, so that rare ones are learned too.
    fn balance(&mut self) {
        let mut totals = vec![0.0f32; self.classes.len()];
        for example in &self.examples {
            totals[example.class] += example.weight;
        }
        let most = totals.iter().fold(1.0f32, |most, total| most.max(*total));
        for example in &mut self.examples {
            let total = totals[example.class].max(1.0);
            // Between counting as they come and all classes alike.
            example.weight *= (most / total).powf(self.aspect.balance()).min(BALANCE_MOST);
        }
    }
}

/// Most that an example of a rare class counts for that.
const BALANCE_MOST: f32 = 12.0;

/// Whether a post is most likely English: no model for other languages is learned from it.
fn is_english(text: &str) -> bool {
    const COMMON: &[&str] = &[
        "the", "a", "of", "in", "to", "is", "for", "and", "i", "on", "at", "this", "my", "you",
    ];
    let lower = text.to_lowercase();
    let found = lower
        .split_whitespace()
        .filter(|word| COMMON.contains(word));
    found.collect::<HashSet<_>>().len() >= 2
}

#[cfg(test)]
mod tests {
    use super::sum_of;
    use flate2::read::ZlibDecoder;
    use std::io::Read;
    use std::path::Path;

    #[test]
    fn the_specification_names_the_models_that_are_shipped() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let card = std::fs::read_to_string(root.join("docs/specs/readings.md")).unwrap();
        for model in ["categories", "tones"] {
            let path = root.join(format!("crates/analysis/data/{model}.model"));
            let mut plain = Vec::new();
            let packed = std::fs::File::open(path).unwrap();
            ZlibDecoder::new(packed).read_to_end(&mut plain).unwrap();
            let sum = sum_of(&plain);
            assert!(
                card.contains(&sum),
                "docs/specs/readings.md lacks {sum} of {model}.model"
            );
        }
    }
}
