//! Mail against a real SMTP server (aiosmtpd): TLS, STARTTLS and in the clear, one recipient a message.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

mod receiver;

use deliver::Messenger;
use model::{ChannelKind, MailSecurity, Moment};
use ports::{Again, Courier, MailServer, OpenChannel, SentParts, Word};
use receiver::{NOW, Nothing, word};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use testkit::FakeClock;

/// A Python with aiosmtpd, where the test command names one.
#[expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "the test command says where it is"
)]
fn python() -> Option<PathBuf> {
    let named = std::env::var_os("CAIFENG_TEST_SMTP_PYTHON").filter(|named| !named.is_empty());
    if named.is_none() {
        println!("SKIPPED: mail: CAIFENG_TEST_SMTP_PYTHON names no Python with aiosmtpd");
    }
    named.map(PathBuf::from)
}

/// A certificate of this machine that signs itself.
fn certificate(folder: &Path) -> (PathBuf, PathBuf) {
    let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
        ])
        .args(["-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout"])
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .stderr(Stdio::null())
        .status();
    assert!(made.unwrap().success());
    (certificate, key)
}

struct Server {
    child: Child,
    said: BufReader<ChildStdout>,
    port: u16,
    pem: Vec<u8>,
    _folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(python: &Path, mode: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (certificate, key) = certificate(folder.path());
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/smtp.py");
        let mut child = Command::new(python)
            .arg(script)
            .arg(mode)
            .args([&certificate, &key])
            .env("PYTHONIOENCODING", "utf-8")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut port = String::new();
        said.read_line(&mut port).unwrap();
        Self {
            child,
            said,
            port: port.trim().parse().unwrap(),
            pem: std::fs::read(certificate).unwrap(),
            _folder: folder,
        }
    }

    /// The next mail it took.
    fn mail(&mut self) -> Value {
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    fn channel(&self, security: MailSecurity, password: &str) -> OpenChannel {
        OpenChannel {
            name: "邮件".to_owned(),
            kind: ChannelKind::Mail,
            address: String::new(),
            secret: String::new(),
            mail: Some(MailServer {
                host: "localhost".to_owned(),
                port: self.port,
                security,
                login: Some(("zhiban".to_owned(), password.to_owned())),
                from: "desk@qinglan.example".to_owned(),
                from_name: "青岚县舆情办".to_owned(),
            }),
            template: String::new(),
            allow_private: false,
        }
    }

    fn messenger(&self) -> Messenger {
        let clock = Arc::new(FakeClock::at(Moment(NOW)));
        let messenger = Messenger::new(clock, Arc::new(Nothing)).unwrap();
        let messenger = messenger.with_patience(Duration::from_secs(10));
        messenger.with_mail_root(self.pem.clone())
    }
}

fn to(addresses: &[&str], parts_sent: u32) -> Word {
    Word {
        to: addresses.iter().map(|to| (*to).to_owned()).collect(),
        parts_sent,
        ..word("抢修中")
    }
}

/// The header of a mail, unfolded.
fn header(mail: &Value, name: &str) -> String {
    let data = mail["data"].as_str().unwrap().replace("\r\n ", " ");
    let found = data
        .lines()
        .find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned));
    found.unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_recipient_gets_a_mail_of_their_own() {
    let Some(python) = python() else { return };
    for (mode, security) in [
        ("tls", MailSecurity::Tls),
        ("starttls", MailSecurity::StartTls),
        ("clear", MailSecurity::Clear),
    ] {
        let mut server = Server::start(&python, mode);
        let (channel, messenger) = (server.channel(security, "授权码"), server.messenger());
        let both = ["a@qinglan.example", "b@qinglan.example"];
        for (sent, one) in (0..).zip(both) {
            let parts = messenger.send(&channel, &to(&both, sent)).await.unwrap();
            assert_eq!(
                parts,
                SentParts {
                    sent: sent + 1,
                    of: 2
                },
                "{mode}"
            );
            let mail = server.mail();
            assert_eq!(mail["to"], serde_json::json!([one]), "{mode}");
            assert_eq!(header(&mail, "To"), one);
            assert_eq!(mail["tls"], security != MailSecurity::Clear, "{mode}");
            assert_eq!(mail["login"], "zhiban");
            assert_eq!(mail["from"], "desk@qinglan.example");
            let other = both.iter().find(|other| **other != one).unwrap();
            assert!(
                !mail["data"].as_str().unwrap().contains(other),
                "{mode}: nobody sees the others"
            );
        }
        // Sent again, it is the same mail.
        messenger.send(&channel, &to(&both, 1)).await.unwrap();
        let again = server.mail();
        messenger.send(&channel, &to(&both, 0)).await.unwrap();
        let other = server.mail();
        assert!(header(&again, "Message-ID").ends_with("@qinglan.example>"));
        assert_ne!(header(&again, "Message-ID"), header(&other, "Message-ID"));
        messenger.send(&channel, &to(&both, 1)).await.unwrap();
        assert_eq!(
            header(&again, "Message-ID"),
            header(&server.mail(), "Message-ID")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_says_decides_whether_to_try_again() {
    let Some(python) = python() else { return };
    let server = Server::start(&python, "starttls");
    let messenger = server.messenger();
    let right = server.channel(MailSecurity::StartTls, "授权码");
    for (one, again) in [
        ("full@x.example", Again::Later),
        ("gone@x.example", Again::Never),
    ] {
        let failure = messenger.send(&right, &to(&[one], 0)).await.unwrap_err();
        assert_eq!(failure.again, again, "{}", failure.why);
    }
    let wrong = server.channel(MailSecurity::StartTls, "geheim");
    let failure = messenger
        .send(&wrong, &to(&["a@x.example"], 0))
        .await
        .unwrap_err();
    assert_eq!(failure.again, Again::Never, "{}", failure.why);
    assert!(!failure.why.contains("geheim"));
    let nobody = messenger.send(&right, &to(&[], 0)).await.unwrap_err();
    assert_eq!(nobody.again, Again::Never);
    // A server with a certificate nobody vouches for is not spoken to.
    let clock = Arc::new(FakeClock::at(Moment(NOW)));
    let strict = Messenger::new(clock, Arc::new(Nothing)).unwrap();
    let failure = strict
        .send(&right, &to(&["a@x.example"], 0))
        .await
        .unwrap_err();
    assert_eq!(failure.again, Again::Later, "{}", failure.why);
}
