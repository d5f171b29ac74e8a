//! Roles: what somebody's work is. What each may do stands in one table, `desk::policy`.

use serde::{Deserialize, Serialize};

/// A role. One person may have several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 管理员: people, units, settings.
    Administrator,
    /// 值班员: sees what rises, acknowledges, assesses.
    DutyOfficer,
    /// 分析员: events, search over years, sources.
    Analyst,
    /// 信息员: brings what a town, department or school knows.
    InformationOfficer,
    /// 编辑: reviews, improves, sends up.
    Editor,
    /// 领导: reads, instructs.
    Leader,
    /// 审计员: reads who did what.
    Auditor,
}

impl Role {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 7] = [
        Self::Administrator,
        Self::DutyOfficer,
        Self::Analyst,
        Self::InformationOfficer,
        Self::Editor,
        Self::Leader,
        Self::Auditor,
    ];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::DutyOfficer => "duty_officer",
            Self::Analyst => "analyst",
            Self::InformationOfficer => "information_officer",
            Self::Editor => "editor",
            Self::Leader => "leader",
            Self::Auditor => "auditor",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    fn bit(self) -> u16 {
        1 << (self as u16)
    }
}

/// The roles of one person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Roles(u16);

impl Roles {
    /// No role: may sign in, and see nothing but the own account.
    pub const NONE: Self = Self(0);

    /// Whether this is one of them.
    pub fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// The same and this one.
    #[must_use]
    pub fn with(self, role: Role) -> Self {
        Self(self.0 | role.bit())
    }

    /// Each of them, in the order they are shown.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The stored form: words parted by blanks.
    pub fn words(self) -> String {
        let words: Vec<&str> = self.iter().map(Role::word).collect();
        words.join(" ")
    }

    /// Reads the stored form; words that are no roles are left out.
    pub fn from_words(words: &str) -> Self {
        words
            .split_whitespace()
            .filter_map(Role::from_word)
            .collect()
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        roles.into_iter().fold(Self::NONE, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_form_reads_back() {
        let roles: Roles = [Role::Leader, Role::Analyst].into_iter().collect();
        assert_eq!(roles.words(), "analyst leader");
        assert_eq!(Roles::from_words("leader  analyst king"), roles);
        assert!(roles.has(Role::Leader) && !roles.has(Role::Auditor));
        assert!(Roles::from_words("").is_empty());
        for role in Role::ALL {
            assert_eq!(Role::from_word(role.word()), Some(role));
        }
    }
}
