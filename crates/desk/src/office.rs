//! Settings of the office.

use crate::actor::Actor;
use crate::{Act, Desk, DeskError};
use chrono_tz::Tz;
use model::{MailSettings, OfficeSettings, limits};

/// Name of the desk where the office gave none.
const NAMELESS: &str = "采风 Caifeng";
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
        Ok(if settings.name.is_empty() {
            NAMELESS.to_owned()
        } else {
            settings.name
        })
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
        let settings = self.checked(&before, form)?;
        let note = actor.note(
            self.clock.now(),
            "settings.changed",
            "",
            differences(&before, &settings),
        );
        Ok(self.store.change_office(&settings, version, &note).await?)
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

/// What changes, old and new; never a password.
fn differences(before: &OfficeSettings, after: &OfficeSettings) -> String {
    let pairs = [
        ("name", before.name.clone(), after.name.clone()),
        (
            "time_zone",
            before.time_zone.clone(),
            after.time_zone.clone(),
        ),
        ("language", before.language.clone(), after.language.clone()),
        (
            "captures",
            before.retention.captures.to_string(),
            after.retention.captures.to_string(),
        ),
        (
            "visits",
            before.retention.visits.to_string(),
            after.retention.visits.to_string(),
        ),
        (
            "ranks",
            before.retention.ranks.to_string(),
            after.retention.ranks.to_string(),
        ),
        (
            "mail.server",
            before.mail.server.clone(),
            after.mail.server.clone(),
        ),
        (
            "mail.from",
            before.mail.from.clone(),
            after.mail.from.clone(),
        ),
        (
            "mail.login",
            before.mail.login.clone(),
            after.mail.login.clone(),
        ),
    ];
    let mut changed: Vec<String> = pairs
        .into_iter()
        .filter(|(_, old, new)| old != new)
        .map(|(field, old, new)| format!("{field}: {old} → {new}"))
        .collect();
    if before.mail.sealed_password != after.mail.sealed_password {
        changed.push("mail.password: changed".to_owned());
    }
    changed.join("; ")
}
