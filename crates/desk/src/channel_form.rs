//! Channels as people write them, checked and sealed.

use crate::{Desk, DeskError};
use model::{
    ChannelKind, ChannelSettings, MailSettings, NewChannel, TemplateFields, UnitId, fill_template,
    is_json_template, limits,
};

/// A channel as it is written into the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelForm {
    /// What people call it.
    pub name: String,
    /// What stands at its other end.
    pub kind: ChannelKind,
    /// Its address or the vendor's key, where it is to change.
    pub address: Option<String>,
    /// Its secret or token, where it is to change; empty takes it away.
    pub secret: Option<String>,
    /// Addresses mail goes to.
    pub to: Vec<String>,
    /// A mail server of its own.
    pub mail: MailSettings,
    /// That server's password, where it is to change.
    pub mail_password: Option<String>,
    /// What a webhook is sent.
    pub template: String,
    /// Requests a minute; 0 means the usual number.
    pub per_minute: u32,
    /// Whether it may lead to a private address.
    pub allow_private: bool,
    /// Words by which it is chosen.
    pub words: Vec<String>,
    /// The unit it is for.
    pub unit: Option<UnitId>,
}

/// Texts of a list, cleaned, once each.
fn cleaned(texts: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts {
        let text = reading::clean_line(text);
        if !text.is_empty() && !kept.contains(&text) {
            kept.push(text);
        }
    }
    kept
}

/// The host of an address, for people to know it by.
fn site_of(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?;
    (!host.is_empty()).then(|| host.to_lowercase())
}

fn is_mail_address(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, domain)| {
        !name.is_empty() && !domain.is_empty() && !text.contains(char::is_whitespace)
    })
}

/// Whether a JSON template stays JSON whatever stands in its fields.
fn template_holds(template: &str) -> bool {
    let nasty = "\"}\\\n,";
    let fields = TemplateFields {
        title: nasty,
        content: nasty,
        level: "red",
        link: "https://desk.example/",
        key: "k",
    };
    let filled = fill_template(template, &fields);
    !is_json_template(template) || serde_json::from_str::<serde_json::Value>(&filled).is_ok()
}

impl Desk {
    /// A channel as it is kept, of what was written and what was kept before.
    pub(crate) fn checked_channel(
        &self,
        before: Option<&NewChannel>,
        form: &ChannelForm,
    ) -> Result<NewChannel, DeskError> {
        let name = reading::clean_line(&form.name);
        let name: String = name.chars().take(limits::NAME_CHARS_MAX).collect();
        if name.is_empty() {
            let words = "a channel needs a name";
            return Err(DeskError::refused("channel.name", words));
        }
        let words = cleaned(&form.words);
        if words.len() > limits::CHANNEL_WORDS_MAX {
            let words = "a channel has 100 words at most";
            return Err(DeskError::refused("channel.words", words));
        }
        let kept = before.map(|before| &before.settings);
        let mut settings = self.addressed(kept, form)?;
        settings.sealed_secret = self.sealed(
            form.secret.as_deref().map(str::trim),
            kept.map(|kept| kept.sealed_secret.as_str()),
        )?;
        if form.kind == ChannelKind::Gotify && settings.sealed_secret.is_empty() {
            let words = "Gotify wants the token of an application";
            return Err(DeskError::refused("channel.token", words));
        }
        if form.kind == ChannelKind::Mail {
            self.check_mail(kept, form, &mut settings)?;
        }
        settings.template = checked_template(form)?;
        settings.per_minute = form.per_minute.min(ChannelSettings::PER_MINUTE_MAX);
        settings.allow_private = form.allow_private;
        Ok(NewChannel {
            name,
            kind: form.kind,
            settings,
            words,
            unit: form.unit,
        })
    }

    /// The address: a new one, or the one that is kept.
    fn addressed(
        &self,
        kept: Option<&ChannelSettings>,
        form: &ChannelForm,
    ) -> Result<ChannelSettings, DeskError> {
        if form.kind == ChannelKind::Mail {
            return Ok(ChannelSettings::default());
        }
        let written = form.address.as_deref().map(str::trim);
        let Some(written) = written.filter(|written| !written.is_empty()) else {
            let kept = kept.filter(|kept| !kept.sealed_address.is_empty());
            let kept = kept.ok_or_else(|| {
                DeskError::refused("channel.address", "a channel needs an address")
            })?;
            return Ok(ChannelSettings {
                sealed_address: kept.sealed_address.clone(),
                site: kept.site.clone(),
                ..ChannelSettings::default()
            });
        };
        let whole = form.kind.address_of(written);
        let whole = whole.filter(|whole| whole.len() <= limits::URL_BYTES_MAX);
        let site = whole.as_deref().and_then(site_of);
        let Some((whole, site)) = whole.zip(site) else {
            let words = "an address begins with https:// or http://";
            return Err(DeskError::refused("channel.address", words));
        };
        Ok(ChannelSettings {
            sealed_address: self.seal(whole.as_bytes())?,
            site,
            ..ChannelSettings::default()
        })
    }

    /// A secret: a new one, none, or the one that is kept.
    fn sealed(&self, written: Option<&str>, kept: Option<&str>) -> Result<String, DeskError> {
        match written {
            Some("") => Ok(String::new()),
            Some(written) => self.seal(written.as_bytes()),
            None => Ok(kept.unwrap_or_default().to_owned()),
        }
    }

    fn check_mail(
        &self,
        kept: Option<&ChannelSettings>,
        form: &ChannelForm,
        settings: &mut ChannelSettings,
    ) -> Result<(), DeskError> {
        settings.to = cleaned(&form.to);
        if let Some(wrong) = settings.to.iter().find(|to| !is_mail_address(to)) {
            let words = format!("{wrong} is no mail address");
            return Err(DeskError::refused("channel.to", words));
        }
        if settings.to.len() > limits::CHANNEL_RECIPIENTS_MAX {
            let words = "a channel goes to 50 mail addresses at most";
            return Err(DeskError::refused("channel.many_to", words));
        }
        let mut mail = form.mail.clone();
        for text in [&mut mail.server, &mut mail.login, &mut mail.from] {
            *text = reading::clean_line(text);
        }
        if !mail.server.is_empty() && !is_mail_address(&mail.from) {
            let words = "mail needs an address it comes from";
            return Err(DeskError::refused("settings.from", words));
        }
        mail.sealed_password = self.sealed(
            form.mail_password.as_deref(),
            kept.map(|kept| kept.mail.sealed_password.as_str()),
        )?;
        settings.site.clone_from(&mail.server);
        settings.mail = mail;
        Ok(())
    }
}

fn checked_template(form: &ChannelForm) -> Result<String, DeskError> {
    if form.kind != ChannelKind::Webhook {
        return Ok(String::new());
    }
    let template = form.template.trim();
    if template.chars().count() > limits::TEMPLATE_CHARS_MAX || !template_holds(template) {
        let words = "the template begins like JSON and is none; fields stand between quotes";
        return Err(DeskError::refused("channel.template", words));
    }
    Ok(template.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_addresses_and_templates_are_told_from_what_is_none() {
        assert_eq!(
            site_of("https://u:p@Hook.example:8443/x?y").as_deref(),
            Some("hook.example:8443")
        );
        assert_eq!(site_of("https:///x"), None);
        assert!(is_mail_address("zhiban@qinglan.example"));
        for wrong in ["", "@a", "a@", "a b@c.example"] {
            assert!(!is_mail_address(wrong), "{wrong}");
        }
        assert!(template_holds(r#"{"msg": "{title}\n{content}"}"#));
        assert!(template_holds("{title}: {content}"));
        assert!(!template_holds(r#"{"msg": {title}}"#));
        assert!(!template_holds(r#"{"msg": "{title}""#));
        assert_eq!(
            cleaned(&[" 停水 ".into(), String::new(), "停水".into()]),
            ["停水"]
        );
    }
}
