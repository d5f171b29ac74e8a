//! `caifeng events gist`: keyphrases and a summary whose sentences name their documents.

use crate::{Ended, output};
use anyhow::Result;
use chrono_tz::Tz;
use desk::Desk;
use model::EventId;
use serde::Serialize;

#[derive(Serialize)]
struct ShownPhrase {
    phrase: String,
    documents: usize,
}

#[derive(Serialize)]
struct ShownSentence {
    sentence: String,
    document: String,
    source: String,
    published_at: String,
}

#[derive(Serialize)]
struct Shown {
    event: String,
    phrases: Vec<ShownPhrase>,
    summary: Vec<ShownSentence>,
    read: usize,
    of: usize,
}

pub(super) async fn tell(desk: &Desk, id: EventId, zone: Tz, as_json: bool) -> Result<Ended> {
    let gist = desk.event_gist(id).await?;
    if as_json {
        output::json(&Shown {
            event: id.to_string(),
            phrases: (gist.phrases.iter())
                .map(|(phrase, documents)| ShownPhrase {
                    phrase: phrase.clone(),
                    documents: *documents,
                })
                .collect(),
            summary: (gist.summary.iter())
                .map(|one| ShownSentence {
                    sentence: one.sentence.clone(),
                    document: one.document.to_string(),
                    source: one.source.clone(),
                    published_at: output::rfc3339(one.at, zone),
                })
                .collect(),
            read: gist.read,
            of: gist.of,
        })?;
        return Ok(Ended::Done);
    }
    let phrases: Vec<&str> = gist
        .phrases
        .iter()
        .map(|(phrase, _)| phrase.as_str())
        .collect();
    output::line(&output::printable(&phrases.join(" · ")))?;
    for one in &gist.summary {
        let said = format!(
            "{} {} {}  {}",
            output::time(one.at, zone),
            one.document,
            one.source,
            one.sentence
        );
        output::line(&output::printable(&said))?;
    }
    output::note(&format!("read: {} of {} documents", gist.read, gist.of));
    Ok(Ended::Done)
}
