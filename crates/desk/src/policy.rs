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
    /// See cases, with their timelines and answers.
    SeeCases,
    /// Open cases and handle them; draft and review answers; look after leads.
    HandleCases,
    /// Open what is kept as evidence of cases, with a reason.
    OpenEvidence,
    /// Do what one's own unit is given to do.
    DoTasks,
    /// Close cases and open them again.
    CloseCases,
    /// Sign answers off and publish them.
    SignAnswers,
    /// Write playbooks.
    ChangePlaybooks,
    /// See sources and how they are.
    SeeSources,
    /// Add, change, check and remove sources.
    ChangeSources,
    /// Bring a link, a text, a picture.
    Bring,
    /// See who is on duty, and when.
    SeeDuty,
    /// Be on duty: take shifts, swap them, hand over.
    TakeDuty,
    /// Make the roster, decide about swaps, change the chain.
    ArrangeDuty,
    /// See who works in which unit.
    SeePeople,
    /// Invite, change and disable people; arrange units.
    ManagePeople,
    /// Read and export the record of use.
    ReadAudit,
    /// Change the settings of the office.
    ChangeSettings,
    /// Look at alerts and rules.
    SeeAlerts,
    /// Take, assess and close alerts.
    HandleAlerts,
    /// Make, change and remove rules.
    ChangeRules,
    /// See messages that wait or were given up, have them sent again, drop them.
    HandleMessages,
}

impl Act {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 29] = [
        Self::SeeEvents,
        Self::Search,
        Self::Export,
        Self::ApproveNames,
        Self::CorrectEvents,
        Self::CorrectReadings,
        Self::HoldDocuments,
        Self::OpenMasked,
        Self::SeeCases,
        Self::HandleCases,
        Self::OpenEvidence,
        Self::DoTasks,
        Self::CloseCases,
        Self::SignAnswers,
        Self::ChangePlaybooks,
        Self::SeeSources,
        Self::ChangeSources,
        Self::Bring,
        Self::SeeDuty,
        Self::TakeDuty,
        Self::ArrangeDuty,
        Self::SeePeople,
        Self::ManagePeople,
        Self::ReadAudit,
        Self::ChangeSettings,
        Self::SeeAlerts,
        Self::HandleAlerts,
        Self::ChangeRules,
        Self::HandleMessages,
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
            Self::SeeCases => "see_cases",
            Self::HandleCases => "handle_cases",
            Self::OpenEvidence => "open_evidence",
            Self::DoTasks => "do_tasks",
            Self::CloseCases => "close_cases",
            Self::SignAnswers => "sign_answers",
            Self::ChangePlaybooks => "change_playbooks",
            Self::SeeSources => "see_sources",
            Self::ChangeSources => "change_sources",
            Self::Bring => "bring",
            Self::SeeDuty => "see_duty",
            Self::TakeDuty => "take_duty",
            Self::ArrangeDuty => "arrange_duty",
            Self::SeePeople => "see_people",
            Self::ManagePeople => "manage_people",
            Self::ReadAudit => "read_audit",
            Self::ChangeSettings => "change_settings",
            Self::SeeAlerts => "see_alerts",
            Self::HandleAlerts => "handle_alerts",
            Self::ChangeRules => "change_rules",
            Self::HandleMessages => "handle_messages",
        }
    }
}

/// Which roles may do it. Whoever arranges people and settings does not by that read content, and
/// only an auditor reads what the others did.
fn allowed(act: Act) -> &'static [Role] {
    use Role::{Administrator, Analyst, Auditor, DutyOfficer, Editor, InformationOfficer, Leader};
    match act {
        Act::SeeEvents | Act::Search | Act::SeeAlerts | Act::TakeDuty | Act::SeeCases => {
            &[DutyOfficer, Analyst, Editor, Leader]
        }
        Act::Export | Act::HoldDocuments | Act::ChangePlaybooks | Act::ChangeRules => {
            &[Analyst, Editor]
        }
        Act::ApproveNames | Act::CloseCases | Act::SignAnswers => &[Editor, Leader],
        Act::CorrectEvents
        | Act::CorrectReadings
        | Act::HandleAlerts
        | Act::HandleMessages
        | Act::HandleCases
        | Act::OpenEvidence => &[DutyOfficer, Analyst, Editor],
        Act::OpenMasked => &[DutyOfficer, Analyst],
        Act::SeeSources => &[Administrator, DutyOfficer, Analyst, Editor],
        Act::ChangeSources => &[Administrator, Analyst],
        Act::Bring | Act::DoTasks => &[DutyOfficer, Analyst, InformationOfficer, Editor],
        // Whom to call is for everybody who works here.
        Act::SeeDuty => &Role::ALL,
        // The roster is about people, and about who answers for the desk; whoever only takes duty
        // does not also make it.
        Act::ArrangeDuty => &[Administrator, Editor, Leader],
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
