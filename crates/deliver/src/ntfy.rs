//! ntfy: a topic of a server, by JSON, so that titles may be Chinese. Messages of 4,096 bytes.
//! <https://docs.ntfy.sh/publish/#publish-as-json>

use crate::post::{JSON, Outgoing, address, never};
use crate::say::{bytes, title_apart};
use model::Level;
use ports::{OpenChannel, SendFailure, Word};
use serde_json::json;
use url::Url;

/// Bytes of a message; a longer one would become an attachment.
const TEXT_BYTES_MAX: usize = 4_096;

/// The address is the topic's; JSON goes to what stands before it.
fn server_and_topic(written: &str) -> Result<(Url, String), SendFailure> {
    let mut url = address(written)?;
    let topic = url.path_segments().and_then(Iterator::last);
    let topic = topic.filter(|topic| !topic.is_empty()).map(str::to_owned);
    let topic = topic.ok_or_else(|| never("the address names no topic".to_owned()))?;
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop();
    }
    Ok((url, topic))
}

pub(crate) fn part(
    channel: &OpenChannel,
    word: &Word,
) -> Result<(Option<Outgoing>, u32), SendFailure> {
    let part = match title_apart(word, TEXT_BYTES_MAX, bytes) {
        Ok(part) => part,
        Err(of) => return Ok((None, of)),
    };
    let (url, topic) = server_and_topic(&channel.address)?;
    let priority = match word.level {
        Some(Level::Red) => 5,
        Some(Level::Orange) => 4,
        Some(Level::Yellow) | None => 3,
        Some(Level::Blue) => 2,
    };
    let mut body = json!({
        "topic": topic, "title": part.title, "message": part.text, "priority": priority,
    });
    if let Some(level) = word.level {
        body["tags"] = json!([level.word()]);
    }
    if let Some(link) = &word.link {
        body["click"] = json!(link);
    }
    let mut headers = Vec::new();
    if !channel.secret.is_empty() {
        headers.push(("authorization", format!("Bearer {}", channel.secret)));
    }
    let outgoing = Outgoing {
        url: url.into(),
        headers,
        body: body.to_string(),
        content_type: JSON,
    };
    Ok((Some(outgoing), part.of))
}
