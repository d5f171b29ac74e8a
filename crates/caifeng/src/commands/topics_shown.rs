//! Topics and routes as the command line shows them.

use crate::output;
use anyhow::Result;
use chrono_tz::Tz;
use desk::{Actor, Desk, Tally, TopicShare, TopicSheet};
use model::Topic;
use serde_json::{Value, json};

fn topic_value(topic: &Topic) -> Value {
    json!({
        "id": topic.id.to_string(), "name": topic.name, "question": topic.question(), "query": topic.query,
        "places": topic.places, "sources": topic.sources,
        "languages": topic.languages.iter().map(|one| one.tag()).collect::<Vec<_>>(),
        "notes": topic.notes, "owner": topic.owner_name, "unit": topic.unit.map(|unit| unit.to_string()),
        "office_held": topic.office_held, "waits": topic.waits(), "archived": topic.archived_at.is_some(),
    })
}

pub(super) async fn list(desk: &Desk, as_json: bool) -> Result<()> {
    let topics = desk.topics(&Actor::command_line()).await?;
    if as_json {
        return output::json(&topics.iter().map(topic_value).collect::<Vec<_>>());
    }
    if topics.is_empty() {
        return output::line("no topics yet; `caifeng topics add NAME QUERY` makes one");
    }
    let rows = topics.iter().map(|topic| {
        let state = match (topic.archived_at.is_some(), topic.waits()) {
            (true, _) => "archived",
            (_, true) => "waits for approval",
            _ => "",
        };
        vec![
            topic.id.to_string(),
            output::printable(&topic.name),
            output::printable(&topic.question()),
            output::printable(&topic.owner_name),
            state.to_owned(),
        ]
    });
    output::table(&["topic", "name", "question", "owner", ""], rows.collect())
}

pub(super) async fn routes(desk: &Desk, as_json: bool) -> Result<()> {
    let all = desk.routes(&Actor::command_line()).await?.into_iter();
    let all: Vec<_> = all.filter(|row| row.route.removed_at.is_none()).collect();
    if as_json {
        let shown = all.iter().map(|row| {
            json!({
                "id": row.route.id.to_string(), "of": row.route.of.word(), "name": row.of,
                "channel": row.route.channel.to_string(), "channel_name": row.channel,
                "words": row.route.words, "everyones": row.route.everyones,
            })
        });
        return output::json(&shown.collect::<Vec<_>>());
    }
    if all.is_empty() {
        return output::line(
            "no routes yet: alerts go by the channels of their rules only; `caifeng topics route TOPIC --channel n1` adds one",
        );
    }
    let rows = all.iter().map(|row| {
        let words = if row.route.everyones {
            format!("{} (alerts of others too)", row.route.words)
        } else {
            row.route.words.clone()
        };
        vec![
            row.route.id.to_string(),
            format!("{} {}", row.route.of.word(), output::printable(&row.of)),
            row.channel
                .as_deref()
                .map_or("gone".to_owned(), output::printable),
            output::printable(&words),
        ]
    });
    output::table(&["route", "alerts of", "channel", "words"], rows.collect())
}

fn tally(tally: &Tally) -> Value {
    json!({ "number": tally.number, "search": tally.search })
}

fn shares<T>(all: &[TopicShare<T>], name: impl Fn(&T) -> String) -> Vec<Value> {
    all.iter()
        .map(|one| {
            json!({ "what": name(&one.what), "now": tally(&one.now), "before": tally(&one.before) })
        })
        .collect()
}

pub(super) fn show(sheet: &TopicSheet, zone: Tz, as_json: bool) -> Result<()> {
    if as_json {
        return output::json(&sheet_value(sheet, zone));
    }
    let topic = &sheet.topic;
    output::line(&format!("{} {}", topic.id, output::printable(&topic.name)))?;
    output::line(&format!("  {}", output::printable(&topic.question())))?;
    if topic.waits() {
        return output::line(
            "  its question names a person and waits for approval: nothing is asked",
        );
    }
    if let Some(problem) = &sheet.problem {
        return output::line(&format!("  cannot be asked: {}", problem.message));
    }
    output::line(&format!(
        "{} documents in {}, {} in the period before{}",
        sheet.total.number,
        sheet.period.word(),
        sheet.before.number,
        if sheet.cut { "; there may be more" } else { "" }
    ))?;
    said(sheet)
}

/// Where, in which tone, about what, in which words.
fn said(sheet: &TopicSheet) -> Result<()> {
    table("source", &sheet.sources, Clone::clone)?;
    table("tone", &sheet.tones, |tone| tone.word().to_owned())?;
    for event in &sheet.events {
        let title = output::printable(&event.card.title);
        output::line(&format!(
            "  {} {title}: {} of it, heat {:.1}",
            event.card.id, event.documents.number, event.card.heat
        ))?;
    }
    let terms: Vec<String> = sheet
        .terms
        .iter()
        .map(|(term, _)| output::printable(term))
        .collect();
    if !terms.is_empty() {
        output::line(&format!("  terms: {}", terms.join(", ")))?;
    }
    output::line(&format!(
        "  {} rules, {} routes, {} alerts told here",
        sheet.rules.len(),
        sheet.routes.len(),
        sheet.alerts.len()
    ))
}

fn table<T>(what: &str, all: &[TopicShare<T>], name: impl Fn(&T) -> String) -> Result<()> {
    let rows: Vec<Vec<String>> = (all.iter())
        .map(|one| {
            vec![
                output::printable(&name(&one.what)),
                one.now.number.to_string(),
                one.before.number.to_string(),
            ]
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    output::table(&[what, "now", "before"], rows)
}

fn sheet_value(sheet: &TopicSheet, zone: Tz) -> Value {
    let bars = sheet.bars.iter().map(|bar| {
        json!({
            "from": output::time(bar.from, zone), "now": tally(&bar.now),
            "before_from": output::time(bar.before_from, zone), "before": tally(&bar.before),
        })
    });
    let events = sheet.events.iter().map(|event| {
        json!({
            "id": event.card.id.to_string(), "title": event.card.title, "heat": event.card.heat,
            "documents": tally(&event.documents),
        })
    });
    let terms = sheet
        .terms
        .iter()
        .map(|(term, number)| json!({ "term": term, "documents": number.as_ref().map(tally) }));
    json!({
        "topic": topic_value(&sheet.topic), "period": sheet.period.word(),
        "problem": sheet.problem.as_ref().map(|problem| &problem.message), "cut": sheet.cut,
        "total": tally(&sheet.total), "before": tally(&sheet.before), "volume": bars.collect::<Vec<_>>(),
        "sources": shares(&sheet.sources, Clone::clone),
        "tones": shares(&sheet.tones, |tone| tone.word().to_owned()),
        "events": events.collect::<Vec<_>>(), "terms": terms.collect::<Vec<_>>(),
        "newest": sheet.newest.iter().map(|hit| hit.document.to_string()).collect::<Vec<_>>(),
        "alerts": sheet.alerts.iter().map(|alert| alert.id.to_string()).collect::<Vec<_>>(),
        "rules": sheet.rules.iter().map(|rule| rule.id.to_string()).collect::<Vec<_>>(),
        "routes": sheet.routes.iter().map(|row| row.route.id.to_string()).collect::<Vec<_>>(),
    })
}
