//! A receiver on this machine that remembers what it was sent and answers as it was told.

#![allow(dead_code, reason = "each test takes what it needs")]

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use deliver::Messenger;
use hmac::{Hmac, KeyInit, Mac};
use model::{ChannelKind, Level, Moment};
use ports::{AddressPolicy, OpenChannel, Word};
use serde_json::Value;
use sha2::Sha256;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use testkit::FakeClock;
use tokio::net::TcpListener;

/// 2026-03-02 14:05 in Shanghai.
pub(crate) const NOW: i64 = 1_772_431_500_000;

/// One request as it came in.
#[derive(Debug, Clone)]
pub(crate) struct Got {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Got {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The query, decoded.
    pub(crate) fn query(&self, name: &str) -> String {
        let url = url::Url::parse(&format!("http://x{}", self.uri)).unwrap();
        let found = url.query_pairs().find(|(key, _)| key == name);
        found.map_or(String::new(), |(_, value)| value.into_owned())
    }
}

type Answer = (u16, Vec<(&'static str, &'static str)>, String);

#[derive(Clone, Default)]
struct Shared {
    got: Arc<Mutex<Vec<Got>>>,
    answer: Arc<Mutex<Option<Answer>>>,
    silent: Arc<Mutex<bool>>,
}

/// The receiver.
pub(crate) struct Receiver {
    shared: Shared,
    pub(crate) base: String,
}

async fn take(
    State(shared): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let silent = *shared.silent.lock().unwrap();
    if silent {
        std::future::pending::<()>().await;
    }
    let got = Got {
        method,
        uri,
        headers,
        body: body.to_vec(),
    };
    shared.got.lock().unwrap().push(got);
    let (status, headers, body) = shared.answer.lock().unwrap().clone().unwrap_or_default();
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut response = (status, body).into_response();
    for (name, value) in headers {
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let shared = Shared::default();
        let router = Router::new().fallback(take).with_state(shared.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { shared, base }
    }

    /// Answers so from now on.
    pub(crate) fn answer(&self, status: u16, headers: &[(&'static str, &'static str)], body: &str) {
        let answer = (status, headers.to_vec(), body.to_owned());
        *self.shared.answer.lock().unwrap() = Some(answer);
    }

    /// Takes connections and never answers.
    pub(crate) fn fall_silent(&self) {
        *self.shared.silent.lock().unwrap() = true;
    }

    pub(crate) fn got(&self) -> Vec<Got> {
        self.shared.got.lock().unwrap().clone()
    }

    pub(crate) fn channel(&self, kind: ChannelKind, path: &str, secret: &str) -> OpenChannel {
        OpenChannel {
            name: "值班群".to_owned(),
            kind,
            address: format!("{}{path}", self.base),
            secret: secret.to_owned(),
            mail: None,
            template: String::new(),
            allow_private: true,
        }
    }
}

/// No address at all, so that every one needs a channel that allows it.
pub(crate) struct Nothing;

impl AddressPolicy for Nothing {
    fn allows(&self, _: IpAddr) -> bool {
        false
    }
}

pub(crate) fn messenger() -> Messenger {
    let clock = Arc::new(FakeClock::at(Moment(NOW)));
    let messenger = Messenger::new(clock, Arc::new(Nothing)).unwrap();
    messenger.with_patience(Duration::from_millis(800))
}

pub(crate) fn word(text: &str) -> Word {
    Word {
        key: "alert-12-群".replace('群', "n1"),
        event_type: "alerts".to_owned(),
        level: Some(Level::Orange),
        title: "东街\"停水\" <一小时>".to_owned(),
        text: text.to_owned(),
        link: Some("https://desk.qinglan.example/alerts/a12".to_owned()),
        to: Vec::new(),
        phone: None,
        language: "zh-CN".to_owned(),
        at: Moment(NOW),
        parts_sent: 0,
    }
}

/// Reckoned here anew, as the vendors' pages describe it.
pub(crate) fn hmac_sha256(key: &str, message: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}
