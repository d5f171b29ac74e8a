//! `caifeng events proposals`: what the desk would change, and nobody decided yet.

use crate::{Ended, output};
use anyhow::Result;
use chrono_tz::Tz;
use desk::{Desk, ProposalCard};
use model::Proposal;
use serde_json::{Value, json};

/// Lists open proposals, the last one first.
pub(super) async fn list(desk: &Desk, limit: u64, zone: Tz, as_json: bool) -> Result<Ended> {
    let found = desk.open_proposals(None, limit).await?;
    if as_json {
        let all = found.proposals.iter().map(|card| shown(card, zone));
        output::json(&all.collect::<Vec<Value>>())?;
        return Ok(Ended::Done);
    }
    if found.proposals.is_empty() {
        output::line("nothing waits for a decision")?;
        return Ok(Ended::Done);
    }
    let rows = found.proposals.iter().map(|card| row(card, zone)).collect();
    output::table(&["proposal", "made", "what", "why", "event"], rows)?;
    if found.more {
        output::note("there are more; see --limit");
    }
    Ok(Ended::Done)
}

fn row(card: &ProposalCard, zone: Tz) -> Vec<String> {
    let record = &card.record;
    let title = card.events.values().next().cloned().unwrap_or_default();
    vec![
        record.id.to_string(),
        output::time(record.made_at, zone),
        record.proposal.to_string(),
        why(&record.proposal),
        title,
    ]
}

fn why(proposal: &Proposal) -> String {
    match proposal {
        Proposal::Merge {
            percent,
            needed,
            hours,
            ..
        } => format!("{percent} % sure ({needed} % needed), {hours} h apart"),
        Proposal::Split { percent, .. } => {
            format!("at most {percent} % like any other document")
        }
    }
}

fn shown(card: &ProposalCard, zone: Tz) -> Value {
    let record = &card.record;
    let events = card.events.iter();
    let events = events.map(|(id, title)| json!({"event": id.to_string(), "title": title}));
    let documents = card.documents.iter();
    let documents = documents.map(|stored| {
        json!({"document": stored.document.id.to_string(), "title": stored.document.title})
    });
    let mut all = json!({
        "id": record.id.to_string(),
        "kind": record.proposal.word(),
        "made_at": output::rfc3339(record.made_at, zone),
        "events": events.collect::<Vec<Value>>(),
        "documents": documents.collect::<Vec<Value>>(),
    });
    match &record.proposal {
        Proposal::Merge {
            from,
            into,
            percent,
            needed,
            hours,
        } => {
            all["from"] = json!(from.to_string());
            all["into"] = json!(into.to_string());
            all["percent"] = json!(percent);
            all["needed"] = json!(needed);
            all["hours"] = json!(hours);
        }
        Proposal::Split { event, percent, .. } => {
            all["event"] = json!(event.to_string());
            all["percent"] = json!(percent);
        }
    }
    all
}
