//! Mail by SMTP: one recipient a message, never in the clear unless the settings say so.

use crate::post::never;
use crate::say;
use crate::sign::name_of;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use model::MailSecurity;
use ports::{Again, Mail, MailServer, OpenChannel, SendFailure, SentParts, Word};
use std::time::Duration;

/// Sends a word to the next of its recipients.
pub(crate) async fn send_word(
    channel: &OpenChannel,
    word: &Word,
    patience: Duration,
    roots: &[Vec<u8>],
) -> Result<SentParts, SendFailure> {
    let of = word.to.len() as u32;
    if of == 0 {
        return Err(never("there is no mail address to send it to".to_owned()));
    }
    let Some(to) = word.to.get(word.parts_sent as usize) else {
        return Ok(SentParts { sent: of, of });
    };
    let server = channel.mail.as_ref();
    let server = server.ok_or_else(|| never("there is no mail server".to_owned()))?;
    let mut text = word.text.trim_end().to_owned();
    if let Some(link) = &word.link {
        text = format!("{text}\n\n{link}");
    }
    let mail = Mail {
        to: to.clone(),
        subject: say::title(word),
        text: text.trim_start().to_owned() + "\n",
    };
    // The same mail sent twice has the same number: mail programs show it once.
    let domain = server
        .from
        .rsplit_once('@')
        .map_or("caifeng", |(_, domain)| domain);
    let id = format!("<{}@{domain}>", name_of(&[&word.key, to]));
    send(server, &mail, Some(id), patience, roots).await?;
    let sent = word.parts_sent + 1;
    Ok(SentParts { sent, of })
}

pub(crate) async fn send(
    server: &MailServer,
    mail: &Mail,
    id: Option<String>,
    patience: Duration,
    roots: &[Vec<u8>],
) -> Result<(), SendFailure> {
    let message = message(server, mail, id).map_err(never)?;
    let transport = transport(server, patience, roots).map_err(never)?;
    let sending = transport.send(message);
    match tokio::time::timeout(patience, sending).await {
        Ok(sent) => sent.map(|_| ()).map_err(|error| judged(&error)),
        Err(_) => Err(SendFailure {
            why: format!("{} did not answer in time", server.host),
            again: Again::Later,
        }),
    }
}

/// 4xx is later, 5xx never, as RFC 5321 has it; what did not get there is later.
fn judged(error: &lettre::transport::smtp::Error) -> SendFailure {
    let again = if error.is_permanent() {
        Again::Never
    } else {
        Again::Later
    };
    let why = words(error);
    SendFailure { why, again }
}

fn message(server: &MailServer, mail: &Mail, id: Option<String>) -> Result<Message, String> {
    let mailbox = |address: &str, name: Option<String>| {
        address
            .parse()
            .map(|address| Mailbox::new(name, address))
            .map_err(|error| format!("{address} is no mail address: {error}"))
    };
    Message::builder()
        .from(mailbox(&server.from, Some(server.from_name.clone()))?)
        .to(mailbox(&mail.to, None)?)
        .subject(&mail.subject)
        .message_id(id)
        .header(ContentType::TEXT_PLAIN)
        .body(mail.text.clone())
        .map_err(|error| error.to_string())
}

fn transport(
    server: &MailServer,
    patience: Duration,
    roots: &[Vec<u8>],
) -> Result<AsyncSmtpTransport<Tokio1Executor>, String> {
    let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host);
    let tls = || tls(&server.host, roots).map_err(|error| error.to_string());
    let (builder, usual) = match server.security {
        MailSecurity::Tls => (builder.tls(Tls::Wrapper(tls()?)), 465),
        MailSecurity::StartTls => (builder.tls(Tls::Required(tls()?)), 587),
        MailSecurity::Clear => (builder.tls(Tls::None), 25),
    };
    let port = if server.port == 0 { usual } else { server.port };
    let mut builder = builder.port(port).timeout(Some(patience));
    if let Some((login, password)) = &server.login {
        builder = builder.credentials(Credentials::new(login.clone(), password.clone()));
    }
    Ok(builder.build())
}

fn tls(host: &str, roots: &[Vec<u8>]) -> Result<TlsParameters, lettre::transport::smtp::Error> {
    let mut builder = TlsParameters::builder(host.to_owned());
    for root in roots {
        builder = builder.add_root_certificate(Certificate::from_pem(root)?);
    }
    builder.build()
}

/// What the server or the way to it said, with what lies behind it.
fn words(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut behind = error.source();
    while let Some(error) = behind {
        let more = error.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        behind = error.source();
    }
    words
}
