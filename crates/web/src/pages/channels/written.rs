//! A channel as people write it.

use desk::ChannelForm;
use model::{Channel, ChannelKind, MailPreset, MailSecurity, MailSettings, UnitId};
use serde::Deserialize;

/// A channel as it is written into the form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Written {
    pub(super) version: i64,
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) address: String,
    pub(super) secret: String,
    pub(super) no_secret: String,
    pub(super) to: String,
    pub(super) preset: String,
    pub(super) server: String,
    pub(super) port: String,
    pub(super) security: String,
    pub(super) login: String,
    pub(super) password: String,
    pub(super) no_password: String,
    pub(super) from: String,
    pub(super) template: String,
    pub(super) per_minute: String,
    pub(super) allow_private: String,
    pub(super) words: String,
    pub(super) unit: String,
}

fn lines(text: &str) -> Vec<String> {
    let parts = text.split(['\n', ',', '，', ';', '；', '、']);
    parts
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

/// What is written, what is to be taken away, or nothing where it is to stay.
fn changed(written: &str, away: &str) -> Option<String> {
    if !away.is_empty() {
        return Some(String::new());
    }
    (!written.is_empty()).then(|| written.to_owned())
}

impl Written {
    pub(super) fn of(channel: &Channel) -> Self {
        let (said, settings) = (&channel.said, &channel.said.settings);
        let mail = &settings.mail;
        let number = |number: u32| {
            if number == 0 {
                String::new()
            } else {
                number.to_string()
            }
        };
        Self {
            version: channel.version,
            kind: said.kind.word().to_owned(),
            name: said.name.clone(),
            to: settings.to.join("\n"),
            server: mail.server.clone(),
            port: number(u32::from(mail.port)),
            security: security_word(mail.security).to_owned(),
            login: mail.login.clone(),
            from: mail.from.clone(),
            template: settings.template.clone(),
            per_minute: number(settings.per_minute),
            allow_private: if settings.allow_private { "1" } else { "" }.to_owned(),
            words: said.words.join("\n"),
            unit: said.unit.map_or(String::new(), |unit| unit.to_string()),
            ..Self::default()
        }
    }

    pub(super) fn kind(&self) -> ChannelKind {
        ChannelKind::from_word(&self.kind).unwrap_or(ChannelKind::Webhook)
    }

    /// What was typed as a secret is not sent back.
    pub(super) fn forget_secrets(&mut self) {
        self.secret.clear();
        self.password.clear();
    }

    fn mail(&self) -> MailSettings {
        let mut mail = MailSettings {
            server: self.server.clone(),
            port: self.port.trim().parse().unwrap_or(0),
            security: match self.security.as_str() {
                "start_tls" => MailSecurity::StartTls,
                "clear" => MailSecurity::Clear,
                _ => MailSecurity::Tls,
            },
            login: self.login.clone(),
            sealed_password: String::new(),
            from: self.from.clone(),
        };
        if let Some(preset) = MailPreset::of(&self.preset) {
            preset.server.clone_into(&mut mail.server);
            (mail.port, mail.security) = (preset.port, preset.security);
            if mail.login.is_empty() {
                mail.login.clone_from(&mail.from);
            }
        }
        mail
    }

    pub(super) fn form(&self) -> ChannelForm {
        ChannelForm {
            name: self.name.clone(),
            kind: self.kind(),
            address: changed(&self.address, ""),
            secret: changed(&self.secret, &self.no_secret),
            to: lines(&self.to),
            mail: self.mail(),
            mail_password: changed(&self.password, &self.no_password),
            template: self.template.clone(),
            per_minute: self.per_minute.trim().parse().unwrap_or(0),
            allow_private: !self.allow_private.is_empty(),
            words: lines(&self.words),
            unit: UnitId::parse(&self.unit),
        }
    }
}

fn security_word(security: MailSecurity) -> &'static str {
    match security {
        MailSecurity::Tls => "tls",
        MailSecurity::StartTls => "start_tls",
        MailSecurity::Clear => "clear",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_stay_change_or_go_and_presets_fill_the_server() {
        let written = Written {
            kind: "mail".to_owned(),
            preset: "qq".to_owned(),
            from: "zhiban@qq.example".to_owned(),
            to: "a@x.example，b@x.example\n".to_owned(),
            ..Written::default()
        };
        let form = written.form();
        assert_eq!((form.secret, form.mail_password), (None, None));
        assert_eq!(
            (form.mail.server.as_str(), form.mail.port),
            ("smtp.qq.com", 465)
        );
        assert_eq!(form.mail.login, "zhiban@qq.example");
        assert_eq!(form.to, ["a@x.example", "b@x.example"]);
        assert_eq!(changed("new", ""), Some("new".to_owned()));
        assert_eq!(changed("new", "1"), Some(String::new()));
    }
}
