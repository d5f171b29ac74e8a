//! Channels made ready for sending: secrets are opened here, and live no longer than the sending.

use crate::people::tokens::from_hex;
use model::{Channel, ChannelKind, MailSettings, OfficeSettings};
use ports::{MailServer, OpenChannel, Vault};

/// Name of the desk where the office gave none.
pub(crate) const NAMELESS: &str = "采风 Caifeng";

/// What mail and pages call the office.
pub(crate) fn office_name(office: &OfficeSettings) -> String {
    if office.name.is_empty() {
        NAMELESS.to_owned()
    } else {
        office.name.clone()
    }
}

/// Opens a secret that was sealed under the vault's key; what is not there is empty.
fn unsealed(vault: &dyn Vault, sealed: &str) -> Result<String, String> {
    if sealed.is_empty() {
        return Ok(String::new());
    }
    let wrong = "its secret cannot be opened; write it into the form anew";
    let bytes = from_hex(sealed).ok_or_else(|| wrong.to_owned())?;
    let opened = vault.unseal(&bytes);
    let opened = opened.map_err(|error| format!("{wrong} ({error})"))?;
    String::from_utf8(opened).map_err(|_| wrong.to_owned())
}

/// A mail server with its password; none where the settings name none.
pub(crate) fn open_mail(
    vault: &dyn Vault,
    mail: &MailSettings,
    from_name: String,
) -> Result<Option<MailServer>, String> {
    if mail.server.is_empty() {
        return Ok(None);
    }
    let login = if mail.login.is_empty() {
        None
    } else {
        Some((mail.login.clone(), unsealed(vault, &mail.sealed_password)?))
    };
    Ok(Some(MailServer {
        host: mail.server.clone(),
        port: mail.port,
        security: mail.security,
        login,
        from: mail.from.clone(),
        from_name,
    }))
}

/// A channel with its secrets in the clear.
pub(crate) fn open_channel(
    vault: &dyn Vault,
    office: &OfficeSettings,
    channel: &Channel,
) -> Result<OpenChannel, String> {
    let settings = &channel.said.settings;
    let mail = if channel.said.kind == ChannelKind::Mail {
        let own = open_mail(vault, &settings.mail, office_name(office))?;
        match own {
            Some(own) => Some(own),
            None => open_mail(vault, &office.mail, office_name(office))?,
        }
    } else {
        None
    };
    Ok(OpenChannel {
        name: channel.said.name.clone(),
        kind: channel.said.kind,
        address: unsealed(vault, &settings.sealed_address)?,
        secret: unsealed(vault, &settings.sealed_secret)?,
        mail,
        template: settings.template.clone(),
        allow_private: settings.allow_private,
    })
}
