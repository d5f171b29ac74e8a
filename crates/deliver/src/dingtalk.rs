//! 钉钉: the robot of a group, signed in the address. 20 messages a minute, 20,000 bytes.
//! <https://open.dingtalk.com/document/orgapp/custom-robot-access>

use crate::answer::Codes;
use crate::post::{JSON, Outgoing, address};
use crate::say::{in_one_text, json_bytes};
use crate::sign::{base64, hmac};
use ports::{OpenChannel, SendFailure, Word};
use serde_json::json;

/// Bytes of the text in a body that may have 20,000.
const TEXT_BYTES_MAX: usize = 19_000;

const CODES: Codes = Codes {
    code: &["errcode"],
    words: "errmsg",
    // Too many messages a minute, by robot and by group.
    too_much: &[130_101, 660_026],
    // Keyword, signature or address not as agreed; no such token; wrong parameters.
    never: &[310_000, 300_001, 300_005, 400_102, 40035],
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
    let mut url = address(&channel.address)?;
    if !channel.secret.is_empty() {
        let at = word.at.0.to_string();
        let signed = format!("{at}\n{}", channel.secret);
        let sign = base64(&hmac(channel.secret.as_bytes(), signed.as_bytes()));
        url.query_pairs_mut()
            .append_pair("timestamp", &at)
            .append_pair("sign", &sign);
    }
    let mut body = json!({ "msgtype": "text", "text": { "content": part.text } });
    if let Some(phone) = &word.phone {
        body["at"] = json!({ "atMobiles": [phone], "isAtAll": false });
    }
    let outgoing = Outgoing {
        url: url.into(),
        body: body.to_string(),
        content_type: JSON,
        ..Outgoing::default()
    };
    Ok((Some(outgoing), part.of))
}
