//! A webhook: a template with the fields of the word, signed over the bytes that are sent.

use crate::post::{JSON, Outgoing, address};
use crate::say;
use crate::sign::{hex, hmac};
use model::{Level, TemplateFields, fill_template, is_json_template};
use ports::{OpenChannel, SendFailure, Word};

const TEXT: &str = "text/plain; charset=utf-8";

pub(crate) fn part(
    channel: &OpenChannel,
    word: &Word,
) -> Result<(Option<Outgoing>, u32), SendFailure> {
    if word.parts_sent > 0 {
        return Ok((None, 1));
    }
    let fields = TemplateFields {
        title: &word.title,
        content: &word.text,
        level: word.level.map_or("", Level::word),
        link: word.link.as_deref().unwrap_or(""),
        key: &word.key,
    };
    let body = fill_template(&channel.template, &fields);
    let json = channel.template.trim().is_empty() || is_json_template(&channel.template);
    let mut headers = vec![
        ("x-caifeng-event-type", word.event_type.clone()),
        ("idempotency-key", say::key(word, 1, 1)),
    ];
    if !channel.secret.is_empty() {
        let signature = hex(&hmac(channel.secret.as_bytes(), body.as_bytes()));
        headers.push(("x-caifeng-signature", signature));
    }
    let outgoing = Outgoing {
        url: address(&channel.address)?.into(),
        headers,
        body,
        content_type: if json { JSON } else { TEXT },
    };
    Ok((Some(outgoing), 1))
}
