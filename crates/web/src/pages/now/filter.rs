//! The filters of *Now*: they live in the address.

use crate::pages::sources::kind_word;
use crate::shell::Shell;
use crate::words::clip;
use desk::{NowAsk, NowBoard, Since};
use model::{DocumentId, EventId, Language, Moment, Place, SourceId, SourceKind};
use serde::Deserialize;
use std::fmt::Write as _;

/// Characters of a text that events are chosen by.
const TEXT_CHARS_MAX: usize = 100;
/// Characters of a choice.
const CHOICE_CHARS: usize = 24;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    pub(crate) lang: Option<String>,
    window: String,
    place: String,
    kind: String,
    source: String,
    written: String,
    voices: String,
    text: String,
    /// A document (`d12`), or a time as RFC 3339.
    pub(crate) since: String,
    /// For the stream of changes: what the page shows already.
    pub(crate) revision: Option<i64>,
    /// For the stream of changes: only this event.
    event: String,
}

impl Asked {
    /// What the desk is asked; what cannot be understood is not asked for.
    pub(crate) fn ask(&self, limit: u64) -> NowAsk {
        let open = NowAsk::open(limit);
        let window = self.window.parse().ok();
        NowAsk {
            window_hours: window
                .filter(|window| NowAsk::WINDOWS.contains(window))
                .unwrap_or(open.window_hours),
            place: self.place.parse().ok().map(Place),
            kind: SourceKind::from_word(&self.kind),
            source: SourceId::parse(&self.source),
            language: Language::ALL
                .into_iter()
                .find(|language| language.tag() == self.written),
            voices_min: self.voices.parse().unwrap_or(1).max(1),
            text: self.text.trim().chars().take(TEXT_CHARS_MAX).collect(),
            since: since(&self.since),
            limit,
        }
    }

    /// The one event that is asked for.
    pub(crate) fn event(&self) -> Option<EventId> {
        EventId::parse(&self.event)
    }
}

fn since(text: &str) -> Since {
    if let Some(document) = text.strip_prefix('d').and_then(|_| DocumentId::parse(text)) {
        return Since::Document(document);
    }
    chrono::DateTime::parse_from_rfc3339(text).map_or(Since::Yesterday, |at| {
        Since::At(Moment(at.timestamp_millis()))
    })
}

/// The filters as an address; what is as usual is left out.
pub(crate) fn query_of(ask: &NowAsk) -> String {
    let mut query = String::new();
    let open = NowAsk::open(ask.limit);
    let mut push = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let joiner = if query.is_empty() { "" } else { "&" };
            write!(query, "{joiner}{key}={}", crate::show::encode(&value))
                .expect("writing to a string cannot fail");
        }
    };
    push(
        "window",
        (ask.window_hours != open.window_hours).then(|| ask.window_hours.to_string()),
    );
    push("place", ask.place.map(|place| place.0.to_string()));
    push("kind", ask.kind.map(|kind| kind.word().to_owned()));
    push("source", ask.source.map(|source| source.to_string()));
    push("written", ask.language.map(|tag| tag.tag().to_owned()));
    push(
        "voices",
        (ask.voices_min > 1).then(|| ask.voices_min.to_string()),
    );
    push("text", Some(ask.text.clone()));
    query
}

/// A choice of a filter.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) word: String,
    pub(crate) chosen: bool,
}

/// A list to choose from.
#[derive(Debug, Clone)]
pub(crate) struct Choices {
    pub(crate) name: &'static str,
    pub(crate) word: String,
    pub(crate) offered: Vec<Choice>,
}

/// What is chosen, with the address without it.
#[derive(Debug, Clone)]
pub(crate) struct Chosen {
    pub(crate) word: String,
    pub(crate) without: String,
}

/// The filters as they are shown.
#[derive(Debug, Clone)]
pub(crate) struct ShownFilter {
    pub(crate) windows: Vec<Choice>,
    pub(crate) lists: Vec<Choices>,
    pub(crate) voices: i64,
    pub(crate) text: String,
    pub(crate) chosen: Vec<Chosen>,
}

impl ShownFilter {
    pub(crate) fn new(ask: &NowAsk, board: &NowBoard, shell: &Shell) -> Self {
        let lists = lists(ask, board, shell);
        Self {
            windows: NowAsk::WINDOWS
                .into_iter()
                .map(|hours| Choice {
                    value: hours.to_string(),
                    word: shell.t(&format!("now.window.h{hours}")).into_owned(),
                    chosen: ask.window_hours == hours,
                })
                .collect(),
            voices: ask.voices_min,
            text: ask.text.clone(),
            chosen: chosen(ask, &lists, shell),
            lists,
        }
    }
}

fn lists(ask: &NowAsk, board: &NowBoard, shell: &Shell) -> Vec<Choices> {
    let choice = |value: String, word: &str, number: usize, chosen: bool| Choice {
        value,
        word: format!("{} ({number})", clip(word, CHOICE_CHARS)),
        chosen,
    };
    let offered = &board.choices;
    let list = |name: &'static str, choices: Vec<Choice>| Choices {
        name,
        word: shell.t(&format!("now.by.{name}")).into_owned(),
        offered: choices,
    };
    let places = offered.places.iter().map(|(place, name, number)| {
        let chosen = ask.place == Some(*place);
        choice(place.0.to_string(), name, *number, chosen)
    });
    let kinds = offered.kinds.iter().map(|(kind, number)| {
        let word = kind_word(shell, *kind);
        let chosen = ask.kind == Some(*kind);
        choice(kind.word().to_owned(), &word, *number, chosen)
    });
    let sources = offered.sources.iter().map(|(source, name, number)| {
        let chosen = ask.source == Some(*source);
        choice(source.to_string(), name, *number, chosen)
    });
    let languages = offered.languages.iter().map(|(language, number)| {
        let word = shell.t(&format!("language.{}", language.tag()));
        let chosen = ask.language == Some(*language);
        choice(language.tag().to_owned(), &word, *number, chosen)
    });
    vec![
        list("place", places.collect()),
        list("kind", kinds.collect()),
        list("source", sources.collect()),
        list("written", languages.collect()),
    ]
}

fn chosen(ask: &NowAsk, lists: &[Choices], shell: &Shell) -> Vec<Chosen> {
    let address = |ask: NowAsk| shell.to(&format!("/?{}", query_of(&ask)));
    let mut all: Vec<Chosen> = lists
        .iter()
        .filter_map(|list| {
            let choice = list.offered.iter().find(|choice| choice.chosen)?;
            let mut without = ask.clone();
            match list.name {
                "place" => without.place = None,
                "kind" => without.kind = None,
                "source" => without.source = None,
                _ => without.language = None,
            }
            Some(Chosen {
                word: choice.word.clone(),
                without: address(without),
            })
        })
        .collect();
    if ask.voices_min > 1 {
        all.push(Chosen {
            word: shell.n("now.at_least", ask.voices_min),
            without: address(NowAsk {
                voices_min: 1,
                ..ask.clone()
            }),
        });
    }
    if !ask.text.is_empty() {
        all.push(Chosen {
            word: ask.text.clone(),
            without: address(NowAsk {
                text: String::new(),
                ..ask.clone()
            }),
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::extract::Query;

    #[test]
    fn filters_live_in_the_address_and_come_back() {
        for query in [
            "",
            "window=24",
            "place=130681&kind=feed&source=s3&written=zh&voices=5&text=%E5%A1%8C%20a%26b",
        ] {
            let uri = format!("/?{query}").parse().unwrap();
            let Query(asked) = Query::<Asked>::try_from_uri(&uri).unwrap();
            assert_eq!(query_of(&asked.ask(9)), query);
        }
        let nonsense = "/?window=5&place=x&kind=y&source=&written=q&voices=-3&since=soon".parse();
        let Query(asked) = Query::<Asked>::try_from_uri(&nonsense.unwrap()).unwrap();
        assert_eq!(asked.ask(9), NowAsk::open(9));
    }

    #[test]
    fn since_is_a_document_or_a_time() {
        assert_eq!(since("d12"), Since::Document(DocumentId(12)));
        assert_eq!(since("1970-01-01T08:00:01+08:00"), Since::At(Moment(1_000)));
        assert_eq!(since("12"), Since::Yesterday);
    }
}
