//! Ways by which word leaves the house.

use crate::{ChannelId, MailSettings, Moment, UnitId};
use serde::{Deserialize, Serialize};

/// What stands at the other end of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChannelKind {
    /// 企业微信: a robot of a group.
    Wecom,
    /// 钉钉: a robot of a group.
    Dingtalk,
    /// 飞书: a robot of a group.
    Feishu,
    /// Slack: an incoming webhook.
    Slack,
    /// ntfy: a topic.
    Ntfy,
    /// Gotify: an application of a server.
    Gotify,
    /// Mail, one recipient a message.
    Mail,
    /// Anything that takes a POST.
    Webhook,
}

impl ChannelKind {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 8] = [
        Self::Wecom,
        Self::Dingtalk,
        Self::Feishu,
        Self::Mail,
        Self::Webhook,
        Self::Ntfy,
        Self::Gotify,
        Self::Slack,
    ];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Wecom => "wecom",
            Self::Dingtalk => "dingtalk",
            Self::Feishu => "feishu",
            Self::Slack => "slack",
            Self::Ntfy => "ntfy",
            Self::Gotify => "gotify",
            Self::Mail => "mail",
            Self::Webhook => "webhook",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What stands before the key in the vendor's own address, where there is a vendor.
    pub fn vendor_address(self) -> Option<&'static str> {
        match self {
            Self::Wecom => Some("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key="),
            Self::Dingtalk => Some("https://oapi.dingtalk.com/robot/send?access_token="),
            Self::Feishu => Some("https://open.feishu.cn/open-apis/bot/v2/hook/"),
            Self::Slack => Some("https://hooks.slack.com/services/"),
            Self::Ntfy => Some("https://ntfy.sh/"),
            Self::Gotify | Self::Mail | Self::Webhook => None,
        }
    }

    /// The whole address of what was written: an address, or only the key of the vendor's.
    pub fn address_of(self, written: &str) -> Option<String> {
        let written = written.trim();
        if written.starts_with("https://") || written.starts_with("http://") {
            return Some(written.to_owned());
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_/.~%".contains(c);
        let vendor = self.vendor_address()?;
        (!written.is_empty() && written.chars().all(plain)).then(|| format!("{vendor}{written}"))
    }
}

/// Where a channel leads, and with what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChannelSettings {
    /// The address, sealed under the vault's key, in hexadecimal: whoever knows a robot's address can
    /// speak in its name.
    pub sealed_address: String,
    /// Its host, for people to tell one channel from another.
    pub site: String,
    /// What is signed or shown with: a robot's secret, a token; sealed.
    pub sealed_secret: String,
    /// Addresses mail goes to where it is for no one person.
    pub to: Vec<String>,
    /// A mail server of its own; the office's where it names none.
    pub mail: MailSettings,
    /// What a webhook is sent; nothing means all fields as JSON.
    pub template: String,
    /// Requests a minute; 0 means the usual number.
    pub per_minute: u32,
    /// Whether it may lead to a private address.
    pub allow_private: bool,
}

impl ChannelSettings {
    /// Requests a minute where the settings say nothing: what robots of groups are held to.
    pub const USUAL_PER_MINUTE: u32 = 20;
    /// The most that can be set.
    pub const PER_MINUTE_MAX: u32 = 6_000;

    /// Requests a minute.
    pub fn pace(&self) -> u32 {
        match self.per_minute {
            0 => Self::USUAL_PER_MINUTE,
            set => set.min(Self::PER_MINUTE_MAX),
        }
    }
}

/// A channel as somebody describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChannel {
    /// What people call it.
    pub name: String,
    /// What stands at its other end.
    pub kind: ChannelKind,
    /// Where it leads.
    pub settings: ChannelSettings,
    /// It takes word that holds one of these; none means all.
    pub words: Vec<String>,
    /// It takes word of this unit; none means of all.
    pub unit: Option<UnitId>,
}

impl NewChannel {
    /// Whether word with this text, of this unit, goes by the channel.
    pub fn takes(&self, text: &str, unit: Option<UnitId>) -> bool {
        let ours = self.unit.is_none() || self.unit == unit;
        if !ours || self.words.is_empty() {
            return ours;
        }
        let text = text.to_lowercase();
        let holds = |word: &String| text.contains(&word.to_lowercase());
        self.words.iter().any(holds)
    }
}

/// A channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Its number.
    pub id: ChannelId,
    /// What was said of it.
    pub said: NewChannel,
    /// Nothing is sent for now; word waits.
    pub paused: bool,
    /// When it was removed: it can be brought back, and word that waited waits on.
    pub removed_at: Option<Moment>,
    /// Grows with every change.
    pub version: i64,
    /// Who changed it last, by name.
    pub changed_by: String,
    /// When.
    pub changed_at: Moment,
    /// When the receiver last said yes.
    pub sent_at: Option<Moment>,
    /// When sending last failed.
    pub failed_at: Option<Moment>,
    /// With which words.
    pub last_error: String,
}

impl Channel {
    /// Whether anything is sent by it now.
    pub fn sends(&self) -> bool {
        !self.paused && self.removed_at.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channel(words: &[&str], unit: Option<i64>) -> NewChannel {
        NewChannel {
            name: String::new(),
            kind: ChannelKind::Webhook,
            settings: ChannelSettings::default(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            unit: unit.map(UnitId),
        }
    }

    #[test]
    fn word_is_routed_by_what_it_holds_and_whose_it_is() {
        assert!(channel(&[], None).takes("东街停水", None));
        assert!(channel(&["停水", "停电"], None).takes("东街停水", Some(UnitId(2))));
        assert!(!channel(&["停电"], None).takes("东街停水", None));
        assert!(channel(&["Flood"], None).takes("a FLOOD in town", None));
        assert!(channel(&[], Some(2)).takes("东街停水", Some(UnitId(2))));
        assert!(!channel(&[], Some(2)).takes("东街停水", Some(UnitId(3))));
        assert!(!channel(&[], Some(2)).takes("东街停水", None));
    }

    #[test]
    fn a_key_alone_stands_for_the_vendors_address() {
        let whole = ChannelKind::Wecom.address_of(" 693a-91f6 ");
        let expected = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a-91f6";
        assert_eq!(whole.as_deref(), Some(expected));
        let own = ChannelKind::Wecom.address_of("http://proxy.example/send?key=1");
        assert_eq!(own.as_deref(), Some("http://proxy.example/send?key=1"));
        assert_eq!(ChannelKind::Gotify.address_of("key"), None);
        assert_eq!(ChannelKind::Feishu.address_of("a b"), None);
        assert_eq!(ChannelKind::Feishu.address_of(""), None);
        for kind in ChannelKind::ALL {
            assert_eq!(ChannelKind::from_word(kind.word()), Some(kind));
        }
    }
}
