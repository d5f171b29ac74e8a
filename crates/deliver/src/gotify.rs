//! Gotify: an application of a server of one's own. <https://gotify.net/docs/pushmsg>

use crate::post::{JSON, Outgoing, address};
use crate::say::{bytes, title_apart};
use model::Level;
use ports::{OpenChannel, SendFailure, Word};
use serde_json::json;

/// Bytes of a message. The server names no bound; this is what a telephone shows.
const TEXT_BYTES_MAX: usize = 16_384;

pub(crate) fn part(
    channel: &OpenChannel,
    word: &Word,
) -> Result<(Option<Outgoing>, u32), SendFailure> {
    let part = match title_apart(word, TEXT_BYTES_MAX, bytes) {
        Ok(part) => part,
        Err(of) => return Ok((None, of)),
    };
    let mut url = address(&channel.address)?;
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().push("message");
    }
    let priority = match word.level {
        Some(Level::Red) => 10,
        Some(Level::Orange) => 8,
        Some(Level::Yellow) | None => 5,
        Some(Level::Blue) => 3,
    };
    // A message without words is refused.
    let text = if part.text.is_empty() {
        &part.title
    } else {
        &part.text
    };
    let mut body = json!({ "title": part.title, "message": text, "priority": priority });
    if let Some(link) = &word.link {
        body["extras"] = json!({ "client::notification": { "click": { "url": link } } });
    }
    let outgoing = Outgoing {
        url: url.into(),
        headers: vec![("x-gotify-key", channel.secret.clone())],
        body: body.to_string(),
        content_type: JSON,
    };
    Ok((Some(outgoing), part.of))
}
