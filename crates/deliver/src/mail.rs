//! Mail by SMTP: one recipient a message, never in the clear unless the settings say so.

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use model::MailSecurity;
use ports::{CourierError, Mail, MailServer};
use std::time::Duration;

/// How long a server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) async fn send(server: &MailServer, mail: &Mail) -> Result<(), CourierError> {
    let failed = |why: String| CourierError {
        act: "send mail",
        to: mail.to.clone(),
        why,
    };
    let message = message(server, mail).map_err(failed)?;
    let transport = transport(server).map_err(failed)?;
    transport
        .send(message)
        .await
        .map(|_| ())
        .map_err(|error| failed(words(&error)))
}

fn message(server: &MailServer, mail: &Mail) -> Result<Message, String> {
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
        .header(ContentType::TEXT_PLAIN)
        .body(mail.text.clone())
        .map_err(|error| error.to_string())
}

fn transport(server: &MailServer) -> Result<AsyncSmtpTransport<Tokio1Executor>, String> {
    let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host);
    let tls = || TlsParameters::new(server.host.clone()).map_err(|error| error.to_string());
    let (builder, usual) = match server.security {
        MailSecurity::Tls => (builder.tls(Tls::Wrapper(tls()?)), 465),
        MailSecurity::StartTls => (builder.tls(Tls::Required(tls()?)), 587),
        MailSecurity::Clear => (builder.tls(Tls::None), 25),
    };
    let port = if server.port == 0 { usual } else { server.port };
    let mut builder = builder.port(port).timeout(Some(PATIENCE));
    if let Some((login, password)) = &server.login {
        builder = builder.credentials(Credentials::new(login.clone(), password.clone()));
    }
    Ok(builder.build())
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
