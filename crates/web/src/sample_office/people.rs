//! Sample people, units, sessions, entries and settings.

use crate::sample::{Amount, NOW};
use desk::{Actor, ChainCheck, CodeOffer, DeskError, Directory, HeatBook, OpenLink, SignedIn};
use model::{
    AuditEntry, AuditId, AuditSeal, HOUR_MS, HeatSettings, LinkPurpose, MailSettings, Moment, Note,
    OfficeSettings, Person, PersonId, Reach, Role, Roles, SecondStep, Session, Unit, UnitId, Who,
};

const NAMES: &[(&str, &str)] = &[
    ("王芳", "wang.fang"),
    ("李娜", "li.na"),
    ("赵建国", "zhao.jianguo"),
    ("欧阳婷婷", "ouyang"),
    ("Ellen Marsh", "e.marsh"),
    ("<b>陈</b>明", "chen.ming"),
];
const UNITS: &[(&str, Option<i64>)] = &[
    ("青岚县舆情办", None),
    ("城关镇", Some(1)),
    ("城关二小", Some(2)),
    ("县水利局", Some(1)),
    ("县人民医院", None),
];
/// The token of the sample's session; words of roles behind it narrow what it may do.
pub(super) const TOKEN: &str = "sample";

/// Somebody with these roles, signed in.
pub(super) fn signed(roles: Roles, half: bool) -> SignedIn {
    let person = Person { roles, ..one(0) };
    SignedIn {
        actor: Actor::of(&person, "192.0.2.7"),
        session: Session { half, ..session(0) },
        person,
        token: TOKEN.to_owned(),
    }
}

pub(super) fn all() -> Roles {
    Role::ALL.into_iter().collect()
}

pub(crate) fn one(index: usize) -> Person {
    let (name, login) = NAMES
        .get(index % NAMES.len())
        .copied()
        .unwrap_or(("王芳", "wang.fang"));
    let roles: Roles = Role::ALL
        .into_iter()
        .enumerate()
        .filter(|(at, _)| at % 7 == index % 7 || at % 5 == index % 4)
        .map(|(_, role)| role)
        .collect();
    let number = index as i64 + 1;
    Person {
        id: PersonId(number),
        login: if index < NAMES.len() {
            login.to_owned()
        } else {
            format!("{login}{number}")
        },
        name: name.to_owned(),
        unit: (index % 4 != 3).then_some(UnitId(1 + number % 5)),
        roles,
        mail: format!("{login}@qinglan.example"),
        phone: "0000-5550123".to_owned(),
        language: None,
        disabled: index % 9 == 8,
        has_password: index % 6 != 5,
        second_step: if index.is_multiple_of(3) {
            SecondStep::Code
        } else {
            SecondStep::None
        },
        added_at: Moment(NOW.0 - 900 * HOUR_MS),
        signed_in_at: (index % 6 != 5).then_some(Moment(NOW.0 - number * HOUR_MS)),
        look: None,
        toured: true,
        version: 1,
    }
}

/// People of a demonstration, with their unit.
pub(super) fn anybody(count: usize) -> Vec<(Person, Option<String>)> {
    let roles = Role::ALL.into_iter().take(count).enumerate();
    roles
        .map(|(index, role)| {
            let person = Person {
                roles: Roles::NONE.with(role),
                ..one(index)
            };
            (person, Some("青岚县舆情办".to_owned()))
        })
        .collect()
}

pub(super) fn session(index: usize) -> Session {
    let agents = [
        "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/605.1",
    ];
    Session {
        id: index as i64 + 1,
        person: PersonId(1),
        form_token: "0123456789abcdef".to_owned(),
        half: false,
        began_at: Moment(NOW.0 - (index as i64 + 3) * HOUR_MS),
        used_at: Moment(NOW.0 - index as i64 * HOUR_MS),
        ends_at: Moment(NOW.0 + 300 * HOUR_MS),
        address: "192.0.2.7".to_owned(),
        agent: agents[index % 2].to_owned(),
    }
}

pub(super) fn units(amount: Amount) -> Vec<(Unit, usize)> {
    let depth = |index: usize| [0, 1, 2, 1, 0][index % 5];
    UNITS
        .iter()
        .enumerate()
        .take(amount.count())
        .map(|(index, (name, parent))| {
            let unit = Unit {
                id: UnitId(index as i64 + 1),
                parent: parent.map(UnitId),
                name: (*name).to_owned(),
                version: 1,
            };
            (unit, depth(index))
        })
        .collect()
}

pub(crate) fn people(amount: Amount) -> Directory {
    Directory {
        units: units(amount),
        people: (0..amount.count()).map(one).collect(),
    }
}

pub(super) fn entry(index: usize) -> AuditEntry {
    let acts = [
        ("event.seen", "e5", ""),
        ("search.asked", "", "路面塌陷 -招标 date:2026-03"),
        ("person.changed", "p3", "roles: leader → leader auditor"),
        ("session.failed", "", "password"),
        ("source.changed", "s4", "暂停 <script>alert(1)</script>"),
        ("refused", "/audit", "read_audit"),
    ];
    let (act, object, details) = acts[index % acts.len()];
    let number = 4_000 - index as i64;
    let somebody = one(index % 5);
    let note = Note {
        at: Moment(NOW.0 - index as i64 * 400_000),
        who: Who {
            person: (index % 6 != 3).then_some(somebody.id),
            name: somebody.login,
            address: "192.0.2.7".to_owned(),
        },
        act: act.to_owned(),
        object: object.to_owned(),
        details: details.to_owned(),
    };
    AuditEntry {
        id: AuditId(number),
        hash: AuditEntry::hash_of("", AuditId(number), &note),
        note,
    }
}

pub(super) fn office(amount: Amount) -> OfficeSettings {
    if amount == Amount::Empty {
        return OfficeSettings::default();
    }
    OfficeSettings {
        name: "青岚县舆情办".to_owned(),
        time_zone: "Asia/Shanghai".to_owned(),
        language: "zh-CN".to_owned(),
        mail: MailSettings {
            server: "smtp.qinglan.example".to_owned(),
            from: "desk@qinglan.example".to_owned(),
            sealed_password: "00".to_owned(),
            ..MailSettings::default()
        },
        ..OfficeSettings::default()
    }
}

/// How heat is counted: as it comes, or changed a moment ago.
pub(super) fn heat(amount: Amount) -> HeatBook {
    let mut settings = HeatSettings::default();
    if amount == Amount::Many {
        settings.copy = 0.35;
        settings.reaches.insert(Reach::Nation, 2.5);
    }
    HeatBook {
        settings,
        basis: 3,
        stale: if amount == Amount::Many { 1_240 } else { 0 },
    }
}

pub(super) fn check() -> ChainCheck {
    ChainCheck {
        entries: 4_000,
        seal: Some(AuditSeal {
            id: AuditId(4_000),
            hash: "9f2c".repeat(16),
        }),
        broken: None,
    }
}

pub(super) fn offer() -> CodeOffer {
    CodeOffer {
        secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".to_owned(),
        uri: "otpauth://totp/desk:wang.fang?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=desk"
            .to_owned(),
    }
}

pub(super) fn link() -> OpenLink {
    OpenLink {
        purpose: LinkPurpose::Invitation,
        person: one(1),
    }
}

pub(super) fn missing<T>(kind: &'static str, id: impl std::fmt::Display) -> Result<T, DeskError> {
    Err(DeskError::NotFound {
        kind,
        id: id.to_string(),
    })
}
