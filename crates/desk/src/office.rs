//! Settings of the office.

use crate::actor::{Actor, SignedIn};
use crate::opening::{office_name, open_mail};
use crate::{Act, Bell, Desk, DeskError};
use chrono_tz::Tz;
use model::{MailSettings, OfficeSettings, limits};
use ports::{Courier, Mail, MailServer};
use std::sync::{Arc, PoisonError};

/// Days that the longest retention lasts.
const RETENTION_DAYS_MAX: u32 = 36_500;

/// Settings as people write them: the password only where it is to change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfficeForm {
    /// All but the password.
    pub settings: OfficeSettings,
    /// The mail server's password, where a new one is given.
    pub mail_password: Option<String>,
}

impl Desk {
    /// The settings with their version.
    pub async fn office(&self) -> Result<(OfficeSettings, i64), DeskError> {
        Ok(self.store.office().await?)
    }

    /// The office's name, as authenticators and pages show it.
    pub async fn office_name(&self) -> Result<String, DeskError> {
        let (settings, _) = self.store.office().await?;
        Ok(office_name(&settings))
    }

    /// Keeps settings that were at `version` when they were read.
    pub async fn change_office(
        &self,
        actor: &Actor,
        version: i64,
        form: &OfficeForm,
    ) -> Result<(), DeskError> {
        actor.must(Act::ChangeSettings)?;
        let (before, _) = self.store.office().await?;
        check_alerts(&form.settings.alerts)?;
        let mut settings = self.checked(&before, form)?;
        // They are changed on a page of their own.
        settings
            .alerts
            .conditions
            .clone_from(&before.alerts.conditions);
        let (heat, _) = self.store.heat().await?;
        crate::heat::must_last(settings.retention.ranks, &heat)?;
        let note = actor.note(
            self.clock.now(),
            "settings.changed",
            "",
            differences(&before, &settings),
        );
        self.store.change_office(&settings, version, &note).await?;
        self.settle(&settings);
        Ok(())
    }

    /// The same desk with a courier.
    #[must_use]
    pub fn with_courier(mut self, courier: Arc<dyn Courier>) -> Self {
        self.courier = Some(courier);
        self
    }

    /// The same desk with the bell of whoever sends what waits.
    #[must_use]
    pub fn with_bell(mut self, bell: Bell) -> Self {
        self.bell = bell;
        self
    }

    /// Takes the kept settings into use; done at every start and after every change.
    pub async fn load_office(&self) -> Result<(), DeskError> {
        let (settings, _) = self.store.office().await?;
        self.settle(&settings);
        Ok(())
    }

    fn settle(&self, settings: &OfficeSettings) {
        let mut now = self
            .office_now
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        now.language.clone_from(&settings.language);
        now.time_zone = settings.time_zone.parse().ok();
    }

    /// Tag of the language of pages for those who did not choose one.
    pub fn office_language(&self) -> Option<String> {
        let now = self
            .office_now
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        (!now.language.is_empty()).then(|| now.language.clone())
    }

    /// The zone in which days begin and times are shown.
    pub fn time_zone(&self) -> Tz {
        let now = self
            .office_now
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        now.time_zone.unwrap_or(self.time_zone)
    }

    /// Sends a mail by the settings kept to whoever asks; gives the address.
    pub async fn try_mail(&self, signed: &SignedIn) -> Result<String, DeskError> {
        signed.actor.must(Act::ChangeSettings)?;
        let (settings, _) = self.store.office().await?;
        if signed.person.mail.is_empty() {
            return Err(DeskError::refused(
                "mail.nobody",
                "there is no mail address in your own record",
            ));
        }
        let server = self.mail_server(&settings)?;
        let mail = Mail {
            to: signed.person.mail.clone(),
            subject: format!("{} · 试发 Test", server.from_name),
            text: "这是一封试发邮件，收到即说明邮件设置正确。\n\nThis is a test; it arrived, so the mail settings are right.\n"
                .to_owned(),
        };
        let courier = self.courier.as_ref().ok_or_else(no_mail)?;
        courier
            .send_mail(&server, &mail)
            .await
            .map_err(|error| DeskError::Invalid(error.to_string()))?;
        let note = signed
            .actor
            .note(self.clock.now(), "mail.tried", "", mail.to.as_str());
        self.store.note(&[note]).await?;
        Ok(mail.to)
    }

    /// The mail server of the settings, with its password opened.
    pub(crate) fn mail_server(&self, settings: &OfficeSettings) -> Result<MailServer, DeskError> {
        let vault = self.vault.as_ref().ok_or_else(no_mail)?;
        open_mail(&**vault, &settings.mail, office_name(settings))
            .map_err(DeskError::Invalid)?
            .ok_or_else(no_mail)
    }

    fn checked(
        &self,
        before: &OfficeSettings,
        form: &OfficeForm,
    ) -> Result<OfficeSettings, DeskError> {
        let mut settings = form.settings.clone();
        settings.name = reading::clean_line(&settings.name)
            .chars()
            .take(limits::NAME_CHARS_MAX)
            .collect();
        let zone = settings.time_zone.trim().to_owned();
        if !zone.is_empty() && zone.parse::<Tz>().is_err() {
            return Err(DeskError::refused(
                "settings.zone",
                format!("{zone} is no time zone; write one like Asia/Shanghai"),
            ));
        }
        settings.time_zone = zone;
        let kept = &settings.retention;
        if [kept.captures, kept.visits, kept.ranks]
            .iter()
            .any(|days| *days > RETENTION_DAYS_MAX)
        {
            return Err(DeskError::refused(
                "settings.days",
                "days of retention go up to 36,500",
            ));
        }
        if kept.captures == 0 || kept.captures > limits::CAPTURE_DAYS as u32 {
            return Err(DeskError::refused(
                "settings.captures",
                format!(
                    "captures are kept from one to {} days",
                    limits::CAPTURE_DAYS
                ),
            ));
        }
        settings.mail = self.checked_mail(before, form)?;
        Ok(settings)
    }

    fn checked_mail(
        &self,
        before: &OfficeSettings,
        form: &OfficeForm,
    ) -> Result<MailSettings, DeskError> {
        let mut mail = form.settings.mail.clone();
        for text in [&mut mail.server, &mut mail.login, &mut mail.from] {
            *text = reading::clean_line(text);
        }
        if !mail.server.is_empty() && !mail.from.contains('@') {
            return Err(DeskError::refused(
                "settings.from",
                "mail needs an address it comes from",
            ));
        }
        mail.sealed_password = match &form.mail_password {
            Some(password) if password.is_empty() => String::new(),
            Some(password) => self.seal(password.as_bytes())?,
            None => before.mail.sealed_password.clone(),
        };
        Ok(mail)
    }
}

/// What holds now of the settings, for questions that cannot wait for the store.
#[derive(Debug, Default)]
pub(crate) struct OfficeNow {
    language: String,
    time_zone: Option<Tz>,
}

/// Refuses hours that are none and a number of alerts that says nothing.
fn check_alerts(alerts: &model::AlertSettings) -> Result<(), DeskError> {
    let hours = [alerts.quiet_from, alerts.quiet_to, alerts.digest_hour];
    let caps = [alerts.daily_cap, alerts.person_cap];
    let wrong_caps = caps.iter().any(|cap| !(1..=10_000).contains(cap));
    if hours.iter().any(|hour| *hour > 23) || wrong_caps {
        return Err(DeskError::refused(
            "settings.alerts",
            "hours are between 0 and 23, alerts of a day between 1 and 10,000",
        ));
    }
    Ok(())
}

fn no_mail() -> DeskError {
    DeskError::refused("mail.none", "there is no mail server in the settings yet")
}

/// What changes, old and new; never a password.
fn differences(before: &OfficeSettings, after: &OfficeSettings) -> String {
    let told = |settings: &OfficeSettings| {
        let (kept, mail) = (&settings.retention, &settings.mail);
        [
            ("name", settings.name.clone()),
            ("time_zone", settings.time_zone.clone()),
            ("language", settings.language.clone()),
            ("captures", kept.captures.to_string()),
            ("visits", kept.visits.to_string()),
            ("ranks", kept.ranks.to_string()),
            ("mail.server", mail.server.clone()),
            ("mail.port", mail.port.to_string()),
            ("mail.from", mail.from.clone()),
            ("mail.login", mail.login.clone()),
        ]
    };
    let mut changed: Vec<String> = told(before)
        .into_iter()
        .zip(told(after))
        .filter(|((_, old), (_, new))| old != new)
        .map(|((field, old), (_, new))| format!("{field}: {old} → {new}"))
        .collect();
    if before.mail.sealed_password != after.mail.sealed_password {
        changed.push("mail.password: changed".to_owned());
    }
    changed.join("; ")
}
