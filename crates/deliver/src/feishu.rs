//! 飞书: the robot of a group, signed in the body. A body of at most 20 KB, 100 messages a minute.
//! <https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot>

use crate::answer::Codes;
use crate::post::{JSON, Outgoing, address};
use crate::say::{in_one_text, json_bytes};
use crate::sign::{base64, hmac};
use ports::{OpenChannel, SendFailure, Word};
use serde_json::json;

/// Bytes of the text in a body that may have 20 KB.
const TEXT_BYTES_MAX: usize = 19_000;

const CODES: Codes = Codes {
    // Older answers say StatusCode.
    code: &["code", "StatusCode"],
    words: "msg",
    too_much: &[9499, 11232],
    // Signature does not match or is too old; address not allowed; keyword missing; no such robot.
    never: &[19021, 19022, 19024, 19001, 19002, 19007],
};

pub(crate) fn judge(body: &str) -> Result<(), SendFailure> {
    CODES.judge(body)
}

pub(crate) fn part(
    channel: &OpenChannel,
    word: &Word,
) -> Result<(Option<Outgoing>, u32), SendFailure> {
    let part = match in_one_text(word, TEXT_BYTES_MAX, json_bytes) {
        Ok(part) => part,
        Err(of) => return Ok((None, of)),
    };
    let mut body = json!({ "msg_type": "text", "content": { "text": part.text } });
    if !channel.secret.is_empty() {
        let at = (word.at.0 / 1_000).to_string();
        // The text that is signed is the key; what is signed under it is empty.
        let key = format!("{at}\n{}", channel.secret);
        body["sign"] = json!(base64(&hmac(key.as_bytes(), b"")));
        body["timestamp"] = json!(at);
    }
    let outgoing = Outgoing {
        url: address(&channel.address)?.into(),
        body: body.to_string(),
        content_type: JSON,
        ..Outgoing::default()
    };
    Ok((Some(outgoing), part.of))
}
