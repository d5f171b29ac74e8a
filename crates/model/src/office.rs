//! Settings that people change on a page: kept in the store, one record.

use serde::{Deserialize, Serialize};

/// How a mail server is spoken to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailSecurity {
    /// Encrypted from the first byte, usually port 465.
    #[default]
    Tls,
    /// Encrypted after STARTTLS, usually port 587; never in the clear.
    StartTls,
    /// In the clear: only for a server on this machine or in this building.
    Clear,
}

/// Where mail is handed in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MailSettings {
    /// The server's name; nothing means that no mail is sent.
    pub server: String,
    /// Its port; 0 means the usual one.
    pub port: u16,
    /// How it is spoken to.
    pub security: MailSecurity,
    /// What the desk signs in with; nothing means that it does not.
    pub login: String,
    /// The password, sealed under the vault's key, in hexadecimal.
    pub sealed_password: String,
    /// The address mail comes from.
    pub from: String,
}

/// How long things are kept, in days; 0 means for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Retention {
    /// Captures: bytes as received.
    pub captures: u32,
    /// Visits of sources, and the links they followed.
    pub visits: u32,
    /// Places on hot lists.
    pub ranks: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            captures: crate::limits::CAPTURE_DAYS as u32,
            visits: 180,
            ranks: 800,
        }
    }
}

/// When and how much people are told of alerts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AlertSettings {
    /// Hour of the day at which quiet hours begin, by the desk's zone.
    pub quiet_from: u32,
    /// Hour at which they end; the same as `quiet_from` means that there are none.
    pub quiet_to: u32,
    /// This level and graver ones are told at any hour, however much was told that day.
    pub always: crate::Level,
    /// Alerts that are told in a day; the rest waits for the digest.
    pub daily_cap: i64,
    /// Alerts one person is told in a day; the rest waits for their digest.
    pub person_cap: i64,
    /// Hour at which what was held back is told.
    pub digest_hour: u32,
    /// Whether a summary of the week is sent with the digest of Monday.
    pub weekly: bool,
    /// From when on a matter is proposed at which level.
    pub conditions: Vec<crate::StartCondition>,
}

impl Default for AlertSettings {
    fn default() -> Self {
        Self {
            quiet_from: 22,
            quiet_to: 7,
            always: crate::Level::Orange,
            daily_cap: 60,
            person_cap: 30,
            digest_hour: 8,
            weekly: true,
            conditions: crate::usual_start_conditions(),
        }
    }
}

/// The settings of the office.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfficeSettings {
    /// The office's name, as shown; nothing means none yet.
    pub name: String,
    /// IANA name of the zone in which days begin; nothing means the one in `caifeng.toml`.
    pub time_zone: String,
    /// Tag of the language of pages for those who did not choose one; nothing means the browser's.
    pub language: String,
    /// How long things are kept.
    pub retention: Retention,
    /// Where mail is handed in.
    pub mail: MailSettings,
    /// When and how much people are told of alerts.
    pub alerts: AlertSettings,
}
