//! Each kind of channel against a server that checks what it is sent as the vendor describes it.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

mod receiver;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::ChannelKind;
use ports::{Again, Courier, OpenChannel, SendFailure, SentParts, Word};
use receiver::{NOW, Receiver, hmac_sha256, messenger, word};

const OK: &str = r#"{"errcode":0,"errmsg":"ok","code":0,"msg":"success"}"#;

/// Sends all parts.
async fn send_whole(channel: &OpenChannel, word: &Word) -> u32 {
    let messenger = messenger();
    let mut word = word.clone();
    loop {
        let SentParts { sent, of } = messenger.send(channel, &word).await.unwrap();
        assert_eq!(sent, word.parts_sent + 1);
        if sent == of {
            return of;
        }
        word.parts_sent = sent;
    }
}

async fn fails(channel: &OpenChannel) -> SendFailure {
    messenger()
        .send(channel, &word("抢修中"))
        .await
        .unwrap_err()
}

fn long() -> String {
    let line = "北门外大街自来水管爆裂，抢修人员已到场，预计今晚恢复。\n";
    line.repeat(120)
}

/// The texts one after the other, without the marks, are the whole text.
fn unmarked(texts: &[String]) -> String {
    let of = texts.len();
    let each = (1..).zip(texts).map(|(number, text)| {
        let mark = format!("[第 {number}/{of} 批次]\n");
        text.strip_prefix(&mark)
            .unwrap_or_else(|| panic!("{text}"))
            .to_owned()
    });
    each.collect()
}

const WHOLE: &str =
    "【Ⅱ级橙色】东街\"停水\" <一小时>\n抢修中\nhttps://desk.qinglan.example/alerts/a12";

#[tokio::test]
async fn wecom_is_sent_text_of_2048_bytes_at_most_and_calls_by_telephone() {
    let receiver = Receiver::start().await;
    receiver.answer(200, &[], OK);
    let channel = receiver.channel(ChannelKind::Wecom, "/cgi-bin/webhook/send?key=693a", "");
    let called = Word {
        phone: Some("13800000000".to_owned()),
        ..word("抢修中")
    };
    assert_eq!(send_whole(&channel, &called).await, 1);
    let got = receiver.got().remove(0);
    assert_eq!(got.method, "POST");
    assert_eq!(got.uri.to_string(), "/cgi-bin/webhook/send?key=693a");
    assert!(got.header("content-type").starts_with("application/json"));
    let expected = serde_json::json!({
        "msgtype": "text",
        "text": { "content": WHOLE, "mentioned_mobile_list": ["13800000000"] },
    });
    assert_eq!(got.json(), expected);

    let of = send_whole(&channel, &word(&long())).await;
    let texts: Vec<String> = receiver.got()[1..]
        .iter()
        .map(|got| got.json()["text"]["content"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(texts.len(), of as usize);
    assert!(of > 4 && texts.iter().all(|text| text.len() <= 2_048));
    let whole = unmarked(&texts);
    assert!(whole.contains(long().trim_end()), "nothing is lost");
    assert!(texts.iter().all(|text| !text.contains('�')));
}

#[tokio::test]
async fn dingtalk_is_signed_in_the_address() {
    let receiver = Receiver::start().await;
    receiver.answer(200, &[], OK);
    let secret = "SEC0123456789abcdef";
    let channel = receiver.channel(
        ChannelKind::Dingtalk,
        "/robot/send?access_token=t0k",
        secret,
    );
    let called = Word {
        phone: Some("13800000000".to_owned()),
        ..word("抢修中")
    };
    send_whole(&channel, &called).await;
    let got = receiver.got().remove(0);
    assert_eq!(got.uri.path(), "/robot/send");
    assert_eq!(got.query("access_token"), "t0k");
    let at = got.query("timestamp");
    assert_eq!(at, NOW.to_string(), "milliseconds");
    let sign = STANDARD.encode(hmac_sha256(secret, &format!("{at}\n{secret}")));
    assert_eq!(got.query("sign"), sign);
    let query = got.uri.query().unwrap();
    assert!(
        !query.contains('+') && !query.ends_with("=="),
        "the signature is encoded: {query}"
    );
    assert_eq!(got.json()["msgtype"], "text");
    assert_eq!(got.json()["text"]["content"], WHOLE);
    assert_eq!(got.json()["at"]["atMobiles"][0], "13800000000");
    let unsigned = receiver.channel(ChannelKind::Dingtalk, "/robot/send?access_token=t0k", "");
    let of = send_whole(&unsigned, &word(&long().repeat(10))).await;
    assert!(of > 1);
    for got in &receiver.got()[1..] {
        assert!(got.body.len() <= 20_000, "{}", got.body.len());
        assert_eq!(got.query("sign"), "");
    }
}

#[tokio::test]
async fn feishu_is_signed_in_the_body() {
    let receiver = Receiver::start().await;
    receiver.answer(200, &[], OK);
    let channel = receiver.channel(ChannelKind::Feishu, "/open-apis/bot/v2/hook/5a5b", "geheim");
    send_whole(&channel, &word("抢修中")).await;
    let got = receiver.got().remove(0);
    assert_eq!(got.uri.to_string(), "/open-apis/bot/v2/hook/5a5b");
    let body = got.json();
    let at = (NOW / 1_000).to_string();
    assert_eq!(body["timestamp"], at.as_str(), "seconds");
    let sign = STANDARD.encode(hmac_sha256(&format!("{at}\ngeheim"), ""));
    assert_eq!(body["sign"], sign.as_str());
    assert_eq!(body["msg_type"], "text");
    assert_eq!(body["content"]["text"], WHOLE);
    let of = send_whole(&channel, &word(&long().repeat(10))).await;
    assert!(
        of > 1
            && receiver
                .got()
                .iter()
                .all(|got| got.body.len() <= 20 * 1_024)
    );
    receiver.answer(200, &[], r#"{"StatusCode":0,"StatusMessage":"success"}"#);
    send_whole(&channel, &word("抢修中")).await;
}

#[tokio::test]
async fn slack_is_sent_escaped_text() {
    let receiver = Receiver::start().await;
    receiver.answer(200, &[], "ok");
    let channel = receiver.channel(ChannelKind::Slack, "/services/T0/B0/x", "");
    send_whole(&channel, &word("a < b & c")).await;
    let got = receiver.got().remove(0);
    let text = got.json()["text"].as_str().unwrap().to_owned();
    assert!(
        text.contains("a &lt; b &amp; c") && text.contains("&lt;一小时&gt;"),
        "{text}"
    );
    let of = send_whole(&channel, &word(&"<&>".repeat(1_000))).await;
    assert!(of > 2);
    for got in receiver.got() {
        let text = got.json()["text"].as_str().unwrap().to_owned();
        assert!(text.chars().count() <= 4_000);
        let left = text
            .replace("&amp;", "")
            .replace("&lt;", "")
            .replace("&gt;", "");
        assert!(!left.contains('&'), "no escape is cut in two");
    }
}

#[tokio::test]
async fn ntfy_is_sent_json_with_topic_priority_and_link() {
    let receiver = Receiver::start().await;
    receiver.answer(200, &[], "{}");
    let channel = receiver.channel(ChannelKind::Ntfy, "/sub/qinglan", "tk_geheim");
    send_whole(&channel, &word("抢修中")).await;
    let got = receiver.got().remove(0);
    assert_eq!(got.uri.path().trim_end_matches('/'), "/sub");
    assert_eq!(got.header("authorization"), "Bearer tk_geheim");
    let expected = serde_json::json!({
        "topic": "qinglan", "title": "【Ⅱ级橙色】东街\"停水\" <一小时>", "message": "抢修中",
        "priority": 4, "tags": ["orange"], "click": "https://desk.qinglan.example/alerts/a12",
    });
    assert_eq!(got.json(), expected);
    let of = send_whole(&channel, &word(&long())).await;
    let got = receiver.got();
    let texts = got[1..]
        .iter()
        .map(|got| got.json()["message"].as_str().unwrap().to_owned());
    let texts: Vec<String> = texts.collect();
    assert!(of > 1 && texts.iter().all(|text| text.len() <= 4_096));
    assert_eq!(texts.concat(), long().trim_end());
    let title = got[1].json()["title"].as_str().unwrap().to_owned();
    assert!(
        title.starts_with(&format!("[第 1/{of} 批次] 【Ⅱ级橙色】")),
        "{title}"
    );
}

#[tokio::test]
async fn gotify_is_shown_a_token() {
    let receiver = Receiver::start().await;
    receiver.answer(200, &[], "{}");
    let channel = receiver.channel(ChannelKind::Gotify, "/gotify/", "AbC");
    send_whole(&channel, &word("抢修中")).await;
    let got = receiver.got().remove(0);
    assert_eq!(got.uri.to_string(), "/gotify/message");
    assert_eq!(got.header("x-gotify-key"), "AbC");
    assert_eq!(got.json()["message"], "抢修中");
    assert_eq!(got.json()["priority"], 8);
    let click = &got.json()["extras"]["client::notification"]["click"]["url"];
    assert_eq!(click, "https://desk.qinglan.example/alerts/a12");
}

#[tokio::test]
async fn a_webhook_is_sent_its_template_signed_over_the_bytes() {
    let receiver = Receiver::start().await;
    let mut channel = receiver.channel(ChannelKind::Webhook, "/hook?x=1", "geheim");
    send_whole(&channel, &word("一\n\"二\"")).await;
    channel.template = "{title}\n{content}".to_owned();
    send_whole(&channel, &word("{key}")).await;
    let got = receiver.got();
    let expected = serde_json::json!({
        "title": "东街\"停水\" <一小时>", "content": "一\n\"二\"", "level": "orange",
        "link": "https://desk.qinglan.example/alerts/a12", "key": "alert-12-n1",
    });
    assert_eq!(got[0].json(), expected);
    assert_eq!(got[1].body, "东街\"停水\" <一小时>\n{key}".as_bytes());
    assert!(got[1].header("content-type").starts_with("text/plain"));
    for got in got {
        let body = String::from_utf8(got.body.clone()).unwrap();
        let signature = hmac_sha256("geheim", &body);
        let hex = signature.iter().fold(String::new(), |mut hex, byte| {
            use std::fmt::Write as _;
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        assert_eq!(got.header("x-caifeng-signature"), hex);
        assert_eq!(got.header("x-caifeng-event-type"), "alerts");
        assert_eq!(got.header("idempotency-key"), "alert-12-n1");
        assert_eq!(got.uri.to_string(), "/hook?x=1");
    }
}

#[tokio::test]
async fn what_robots_say_decides_whether_to_try_again() {
    let receiver = Receiver::start().await;
    for (kind, body, again) in [
        (
            ChannelKind::Wecom,
            r#"{"errcode":45009,"errmsg":"api freq out of limit"}"#,
            Again::After(60),
        ),
        (
            ChannelKind::Wecom,
            r#"{"errcode":93000,"errmsg":"invalid webhook url"}"#,
            Again::Never,
        ),
        (
            ChannelKind::Wecom,
            r#"{"errcode":-1,"errmsg":"system busy"}"#,
            Again::Later,
        ),
        (
            ChannelKind::Dingtalk,
            r#"{"errcode":130101,"errmsg":"send too fast"}"#,
            Again::After(60),
        ),
        (
            ChannelKind::Dingtalk,
            r#"{"errcode":660026,"errmsg":"too fast"}"#,
            Again::After(60),
        ),
        (
            ChannelKind::Dingtalk,
            r#"{"errcode":310000,"errmsg":"sign not match"}"#,
            Again::Never,
        ),
        (
            ChannelKind::Feishu,
            r#"{"code":11232,"msg":"frequency limited"}"#,
            Again::After(60),
        ),
        (
            ChannelKind::Feishu,
            r#"{"code":9499,"msg":"too many request"}"#,
            Again::After(60),
        ),
        (
            ChannelKind::Feishu,
            r#"{"code":19021,"msg":"sign match fail"}"#,
            Again::Never,
        ),
        (ChannelKind::Feishu, "<html>gateway</html>", Again::Later),
    ] {
        receiver.answer(200, &[], body);
        let failure = fails(&receiver.channel(kind, "/r", "")).await;
        assert_eq!(failure.again, again, "{body}");
    }
    receiver.answer(429, &[("retry-after", "17")], "slow down");
    let failure = fails(&receiver.channel(ChannelKind::Webhook, "/r", "")).await;
    assert_eq!(failure.again, Again::After(17));
    assert!(
        failure.why.contains("429") && failure.why.contains("slow down"),
        "{}",
        failure.why
    );
}

#[tokio::test]
async fn who_is_slow_or_away_or_private_is_told_without_the_secret() {
    let receiver = Receiver::start().await;
    let slow = receiver.channel(ChannelKind::Wecom, "/send?key=geheim", "");
    let private = OpenChannel {
        allow_private: false,
        ..slow.clone()
    };
    let refused = fails(&private).await;
    assert_eq!(refused.again, Again::Never);
    assert!(refused.why.contains("127.0.0.1"), "{}", refused.why);
    let named = OpenChannel {
        address: slow.address.replace("127.0.0.1", "localhost"),
        ..private
    };
    let refused_name = fails(&named).await;
    assert_eq!(refused_name.again, Again::Never, "{}", refused_name.why);
    assert!(receiver.got().is_empty(), "nothing was dialled");
    receiver.fall_silent();
    let late = fails(&slow).await;
    assert_eq!(late.again, Again::Later);
    assert!(late.why.contains("in time"), "{}", late.why);
    let nobody = OpenChannel {
        address: "http://127.0.0.1:1/send?key=geheim".to_owned(),
        ..slow
    };
    let away = fails(&nobody).await;
    assert_eq!(away.again, Again::Later);
    for failure in [&refused, &refused_name, &late, &away] {
        assert!(!failure.why.contains("geheim"), "{}", failure.why);
    }
    assert!(!format!("{nobody:?}").contains("geheim"));
    // A robot that moved is not followed: its secret would travel along.
    let other = Receiver::start().await;
    other.answer(307, &[("location", "http://127.0.0.1:1/elsewhere")], "");
    let moved = fails(&other.channel(ChannelKind::Webhook, "/r", "")).await;
    assert_eq!(moved.again, Again::Never);
}
