//! Who may do what: one table, one question.

use model::{Role, Roles};

/// Something people do at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Act {
    /// Look at *Now*, events and documents.
    SeeEvents,
    /// Ask the index.
    Search,
    /// Take what was found out of the house.
    Export,
    /// Approve searches that name a person.
    ApproveNames,
    /// Move documents, merge, split and rename events.
    CorrectEvents,
    /// Say what a document is about and in which tone.
    CorrectReadings,
    /// Put documents on hold, so that they are not purged, and release them.
    HoldDocuments,
    /// Open numbers and addresses of persons that are masked, with a reason.
    OpenMasked,
    /// See sources and how they are.
    SeeSources,
    /// Add, change, check and remove sources.
    ChangeSources,
    /// Bring a link, a text, a picture.
    Bring,
    /// See who works in which unit.
    SeePeople,
    /// Invite, change and disable people; arrange units.
    ManagePeople,
    /// Read and export the record of use.
    ReadAudit,
    /// Change the settings of the office.
    ChangeSettings,
}

impl Act {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 15] = [
        Self::SeeEvents,
        Self::Search,
        Self::Export,
        Self::ApproveNames,
        Self::CorrectEvents,
        Self::CorrectReadings,
        Self::HoldDocuments,
        Self::OpenMasked,
        Self::SeeSources,
        Self::ChangeSources,
        Self::Bring,
        Self::SeePeople,
        Self::ManagePeople,
        Self::ReadAudit,
        Self::ChangeSettings,
    ];

    /// Its word in the catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::SeeEvents => "see_events",
            Self::Search => "search",
            Self::Export => "export",
            Self::ApproveNames => "approve_names",
            Self::CorrectEvents => "correct_events",
            Self::CorrectReadings => "correct_readings",
            Self::HoldDocuments => "hold_documents",
            Self::OpenMasked => "open_masked",
            Self::SeeSources => "see_sources",
            Self::ChangeSources => "change_sources",
            Self::Bring => "bring",
            Self::SeePeople => "see_people",
            Self::ManagePeople => "manage_people",
            Self::ReadAudit => "read_audit",
            Self::ChangeSettings => "change_settings",
        }
    }
}

/// Which roles may do it. Whoever arranges people and settings does not by that read content, and
/// only an auditor reads what the others did.
fn allowed(act: Act) -> &'static [Role] {
    use Role::{Administrator, Analyst, Auditor, DutyOfficer, Editor, InformationOfficer, Leader};
    match act {
        Act::SeeEvents | Act::Search => &[DutyOfficer, Analyst, Editor, Leader],
        Act::Export | Act::HoldDocuments => &[Analyst, Editor],
        Act::ApproveNames => &[Editor, Leader],
        Act::CorrectEvents | Act::CorrectReadings => &[DutyOfficer, Analyst, Editor],
        Act::OpenMasked => &[DutyOfficer, Analyst],
        Act::SeeSources => &[Administrator, DutyOfficer, Analyst, Editor],
        Act::ChangeSources => &[Administrator, Analyst],
        Act::Bring => &[DutyOfficer, Analyst, InformationOfficer, Editor],
        Act::SeePeople => &[Administrator, DutyOfficer, Analyst, Editor, Leader, Auditor],
        Act::ManagePeople | Act::ChangeSettings => &[Administrator],
        Act::ReadAudit => &[Auditor],
    }
}

/// Whether somebody with these roles may do this. The one place where that is decided.
pub fn may(roles: Roles, act: Act) -> bool {
    allowed(act).iter().any(|role| roles.has(*role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_is_somebodys_work_and_nobody_without_a_role_does_anything() {
        for act in Act::ALL {
            assert!(!allowed(act).is_empty(), "{act:?}");
            assert!(!may(Roles::NONE, act), "{act:?}");
        }
    }

    #[test]
    fn arranging_reading_and_checking_are_apart() {
        let only = |role: Role| Roles::NONE.with(role);
        assert!(!may(only(Role::Administrator), Act::SeeEvents));
        assert!(!may(only(Role::Administrator), Act::ReadAudit));
        assert!(!may(only(Role::Auditor), Act::SeeEvents));
        assert!(!may(only(Role::InformationOfficer), Act::Search));
        assert!(!may(only(Role::Leader), Act::OpenMasked));
        assert!(may(only(Role::Leader).with(Role::Auditor), Act::ReadAudit));
    }
}
