//! `caifeng events why`: why a document is where it is, and which event came second.

use crate::house::House;
use crate::{Ended, output};
use anyhow::{Result, bail};
use model::{Act, DocumentId, ItemKey, Placement, Reason};
use serde_json::json;

/// Tells of one document, named by the id its file gave it or by its number.
pub(super) async fn tell(house: &House, name: &str, as_json: bool) -> Result<Ended> {
    let known = house.store.known(&[ItemKey::of_file(name)]).await?;
    let mut id = known.first().map(|known| known.id);
    if id.is_none() {
        id = name.trim_start_matches('d').parse().ok().map(DocumentId);
    }
    let stored = match id {
        Some(id) => house.store.documents(&[id]).await?.into_iter().next(),
        None => None,
    };
    let Some(stored) = stored else {
        bail!("no document {name:?} is kept; `caifeng search` shows ids");
    };
    let placement = &stored.placement;
    // Of a post that its author withdrew no word is told.
    let told = |reason: &&Reason| {
        stored.withdrawn.is_none() || !matches!(reason, Reason::SharedWords { .. })
    };
    let reasons: Vec<&Reason> = placement.reasons.iter().filter(told).collect();
    if as_json {
        output::json(&json!({
            "id": stored.public_id(), "event": placement.event.to_string(),
            "act": act_of(placement), "reuses": placement.reuses.map(|id| id.to_string()),
            "reasons": reasons,
        }))?;
        return Ok(Ended::Done);
    }
    output::line(&format!(
        "{} {} {}",
        stored.public_id(),
        act_of(placement),
        placement.event
    ))?;
    for reason in reasons {
        output::line(&format!("  {}", in_words(reason)))?;
    }
    Ok(Ended::Done)
}

fn act_of(placement: &Placement) -> String {
    match placement.act {
        Act::CopyOf(head) => format!("is a copy of {head} in"),
        Act::Join => "joined".to_owned(),
        Act::Open => "opened".to_owned(),
    }
}

fn in_words(reason: &Reason) -> String {
    match reason {
        Reason::SameText => "the same text, letter for letter".to_owned(),
        Reason::SharedPassages { percent } => {
            format!("{percent} % of its passages stand in the other text")
        }
        Reason::Similarity { percent, needed } => {
            format!("it belongs there with {percent} % ({needed} % needed)")
        }
        Reason::SharedWords { words } => {
            format!("words in common: {}", output::printable(&words.join(", ")))
        }
        Reason::SharedPlaces { places } => {
            let names: Vec<&str> = places
                .iter()
                .filter_map(|place| analysis::place_name(*place))
                .collect();
            format!("places in common: {}", names.join(", "))
        }
        Reason::HoursApart { hours } => format!("{hours} hours after the event's last document"),
        Reason::RunnerUp { event, percent } => format!("runner-up {event}, {percent} %"),
        Reason::NothingClose => "no open event was close enough".to_owned(),
        Reason::NoText => "there is no text to compare".to_owned(),
    }
}

/// The numbers of a decision in one line, without words of the text.
pub(super) fn in_short(reasons: &[Reason]) -> String {
    let told: Vec<String> = reasons
        .iter()
        .filter_map(|reason| match reason {
            Reason::Similarity { percent, .. } => Some(format!("{percent} % sure")),
            Reason::RunnerUp { event, percent } => Some(format!("runner-up {event} {percent} %")),
            Reason::SharedPassages { percent } => Some(format!("{percent} % of passages shared")),
            Reason::HoursApart { hours } => Some(format!("{hours} h apart")),
            Reason::SameText => Some("same text".to_owned()),
            Reason::NothingClose => Some("nothing close".to_owned()),
            Reason::NoText => Some("no text".to_owned()),
            Reason::SharedWords { .. } | Reason::SharedPlaces { .. } => None,
        })
        .collect();
    told.join(", ")
}
