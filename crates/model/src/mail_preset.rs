//! Mail services that offices use, so that nobody has to look their servers up.

use crate::MailSecurity;

/// Where a mail service is handed mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailPreset {
    /// Its word: the name people know it by.
    pub word: &'static str,
    /// The server.
    pub server: &'static str,
    /// Its port.
    pub port: u16,
    /// How it is spoken to.
    pub security: MailSecurity,
    /// Whether it wants an authorisation code (授权码), made on its own pages, and not the password.
    pub wants_code: bool,
}

const fn tls(word: &'static str, server: &'static str, wants_code: bool) -> MailPreset {
    MailPreset {
        word,
        server,
        port: 465,
        security: MailSecurity::Tls,
        wants_code,
    }
}

/// All of them.
pub const MAIL_PRESETS: &[MailPreset] = &[
    tls("qq", "smtp.qq.com", true),
    tls("163", "smtp.163.com", true),
    tls("126", "smtp.126.com", true),
    tls("sina", "smtp.sina.com", true),
    tls("sohu", "smtp.sohu.com", true),
    tls("189", "smtp.189.cn", false),
    tls("aliyun", "smtp.aliyun.com", false),
];

impl MailPreset {
    /// By its word.
    pub fn of(word: &str) -> Option<&'static Self> {
        MAIL_PRESETS.iter().find(|preset| preset.word == word)
    }
}
