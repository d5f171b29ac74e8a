//! Slack: an incoming webhook. One message a second; text of 4,000 characters, of which `&`, `<` and
//! `>` are escaped. <https://api.slack.com/messaging/webhooks>

use crate::post::{JSON, Outgoing, address};
use crate::say::in_one_text;
use ports::{OpenChannel, SendFailure, Word};
use serde_json::json;

/// Characters of a text as it is sent.
const TEXT_CHARS_MAX: usize = 4_000;

/// What a character costs once it is escaped.
fn cost(c: char) -> usize {
    match c {
        '&' => 5,
        '<' | '>' => 4,
        _ => 1,
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}

pub(crate) fn part(
    channel: &OpenChannel,
    word: &Word,
) -> Result<(Option<Outgoing>, u32), SendFailure> {
    let part = match in_one_text(word, TEXT_CHARS_MAX, cost) {
        Ok(part) => part,
        Err(of) => return Ok((None, of)),
    };
    let outgoing = Outgoing {
        url: address(&channel.address)?.into(),
        body: json!({ "text": escaped(&part.text) }).to_string(),
        content_type: JSON,
        ..Outgoing::default()
    };
    Ok((Some(outgoing), part.of))
}
