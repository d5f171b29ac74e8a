//! 企业微信: the robot of a group. Text of at most 2,048 bytes, 20 messages a minute.
//! <https://developer.work.weixin.qq.com/document/path/91770>

use crate::answer::Codes;
use crate::post::{JSON, Outgoing, address};
use crate::say::{bytes, in_one_text};
use ports::{OpenChannel, SendFailure, Word};
use serde_json::json;

/// Bytes of a text in UTF-8.
const TEXT_BYTES_MAX: usize = 2_048;

const CODES: Codes = Codes {
    code: &["errcode"],
    words: "errmsg",
    // Calls a minute; calls at the same time.
    too_much: &[45009, 45033],
    // No such key; robot removed or stopped; not a member; text empty or too long.
    never: &[93000, 93004, 93008, 40058, 44004, 45002],
};

pub(crate) fn judge(body: &str) -> Result<(), SendFailure> {
    CODES.judge(body)
}

pub(crate) fn part(
    channel: &OpenChannel,
    word: &Word,
) -> Result<(Option<Outgoing>, u32), SendFailure> {
    let part = match in_one_text(word, TEXT_BYTES_MAX, bytes) {
        Ok(part) => part,
        Err(of) => return Ok((None, of)),
    };
    let mut text = json!({ "content": part.text });
    if let Some(phone) = &word.phone {
        text["mentioned_mobile_list"] = json!([phone]);
    }
    let outgoing = Outgoing {
        url: address(&channel.address)?.into(),
        body: json!({ "msgtype": "text", "text": text }).to_string(),
        content_type: JSON,
        ..Outgoing::default()
    };
    Ok((Some(outgoing), part.of))
}
