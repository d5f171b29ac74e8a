//! People, sessions, links, settings, and the record of use that goes with them.

use super::NOW;
use model::{
    AuditEntry, AuditId, DocumentId, LinkPurpose, Look, Moment, NewPerson, NewSession, Note,
    OfficeSettings, OneTimeLink, PersonEdit, PersonId, Role, Roles, SecondStep, SessionHash, Unit,
    Who, limits,
};
use ports::{AuditAsk, Failures, Secrets, Store, StoreError, UsedCode};

pub(super) fn note(act: &str, object: &str) -> Note {
    Note {
        at: Moment(NOW),
        who: Who {
            person: Some(PersonId(1)),
            name: "王芳".into(),
            address: "192.0.2.1".into(),
        },
        act: act.into(),
        object: object.into(),
        details: "引号 ' \" 和\n换行".into(),
    }
}

async fn add(store: &dyn Store, login: &str, roles: Roles) -> PersonId {
    let person = NewPerson {
        login: login.into(),
        name: format!("{login}的名字"),
        roles,
        mail: "a@qinglan.example".into(),
        ..NewPerson::default()
    };
    store
        .add_person(&person, &note("person.added", ""))
        .await
        .unwrap()
}

fn session(person: PersonId, token: &str, at: i64) -> NewSession {
    NewSession {
        hash: SessionHash(token.into()),
        person,
        form_token: format!("form-{token}"),
        half: false,
        at: Moment(at),
        ends_at: Moment(at + limits::SESSION_MAX_MS),
        address: "192.0.2.1".into(),
        agent: "Firefox".into(),
    }
}

async fn lives(store: &dyn Store, token: &str, now: i64) -> bool {
    let hash = SessionHash(token.into());
    store.session(&hash, Moment(now)).await.unwrap().is_some()
}

pub(crate) async fn units(store: &dyn Store) {
    let add = |name: &'static str, parent| async move {
        let note = note("unit.added", "");
        store.add_unit(name, parent, &note).await.unwrap()
    };
    let office = add("县政府", None).await;
    let town = add("城关镇", Some(office)).await;
    let school = add("城关小学", Some(town)).await;
    let names: Vec<String> = store
        .units()
        .await
        .unwrap()
        .into_iter()
        .map(|unit| unit.name)
        .collect();
    assert_eq!(names.len(), 3);
    let moved = |id, parent, version| Unit {
        id,
        parent,
        name: "改名".into(),
        version,
    };
    let changed = note("unit.changed", "u2");
    let under_itself = moved(office, Some(school), 1);
    let refused = store.change_unit(&under_itself, &changed).await;
    assert!(matches!(refused, Err(StoreError::Conflict { .. })));
    store
        .change_unit(&moved(school, Some(office), 1), &changed)
        .await
        .unwrap();
    let again = store
        .change_unit(&moved(school, Some(town), 1), &changed)
        .await;
    assert!(
        matches!(again, Err(StoreError::Conflict { .. })),
        "it changed meanwhile"
    );
    let removed = note("unit.removed", "u1");
    let full = store.remove_unit(office, &removed).await;
    assert!(matches!(full, Err(StoreError::Conflict { .. })));
    store.remove_unit(town, &removed).await.unwrap();
    assert_eq!(store.units().await.unwrap().len(), 2);
    assert!(
        store.add_unit("x", Some(town), &removed).await.is_err(),
        "nothing stands under what is removed"
    );
}

pub(crate) async fn records(store: &dyn Store) {
    let id = add(store, "li.na", Roles::NONE.with(Role::Analyst)).await;
    let person = store.person(id).await.unwrap().unwrap();
    assert_eq!(person.login, "li.na");
    assert_eq!(person.roles, Roles::NONE.with(Role::Analyst));
    assert!(!person.has_password && person.second_step == SecondStep::None);
    assert_eq!(
        store.person_by_login("li.na").await.unwrap(),
        Some(person.clone())
    );
    assert_eq!(store.person_by_login("LI.NA").await.unwrap(), None);
    assert_eq!(store.person(PersonId(99)).await.unwrap(), None);
    let twice = NewPerson {
        login: "li.na".into(),
        ..NewPerson::default()
    };
    let refused = store.add_person(&twice, &note("person.added", "")).await;
    assert!(matches!(refused, Err(StoreError::Conflict { .. })));

    store
        .begin_session(&session(id, "one", NOW), None, None)
        .await
        .unwrap();
    let mut edit = PersonEdit::of(&person);
    edit.name = "李娜".into();
    let changed = note("person.changed", "p1");
    store.change_person(id, 1, &edit, &changed).await.unwrap();
    assert!(lives(store, "one", NOW).await, "a new name ends no session");
    let late = store.change_person(id, 1, &edit, &changed).await;
    assert!(matches!(late, Err(StoreError::Conflict { .. })));
    edit.roles = edit.roles.with(Role::Auditor);
    store.change_person(id, 2, &edit, &changed).await.unwrap();
    assert!(!lives(store, "one", NOW).await, "another role does");
    store.choose_language(id, Some("en")).await.unwrap();
    let look = Look {
        since: DocumentId(3),
        last: DocumentId(9),
        at: Moment(NOW + 5),
    };
    store.looked(id, &look).await.unwrap();
    let person = store.person(id).await.unwrap().unwrap();
    assert_eq!((person.name.as_str(), person.version), ("李娜", 3));
    assert_eq!(person.language.as_deref(), Some("en"));
    assert_eq!(person.look, Some(look));
    assert!(!person.toured);
    store.toured(id, Moment(NOW + 6)).await.unwrap();
    let person = store.person(id).await.unwrap().unwrap();
    assert!(person.toured);
    assert_eq!(person.version, 3, "it is no change of the record");
}

pub(crate) async fn sessions(store: &dyn Store) {
    let id = add(store, "li.na", Roles::NONE).await;
    let other = add(store, "zhao", Roles::NONE).await;
    let began = note("session.began", "");
    store
        .begin_session(&session(id, "one", NOW), None, Some(&began))
        .await
        .unwrap();
    let hash = SessionHash("one".into());
    let (found, person) = store.session(&hash, Moment(NOW)).await.unwrap().unwrap();
    assert_eq!(found.form_token, "form-one");
    assert_eq!(person.signed_in_at, Some(Moment(NOW)));
    // A rotated token: the old one is dead.
    store
        .begin_session(&session(id, "two", NOW + 1), Some(&hash), None)
        .await
        .unwrap();
    assert!(!lives(store, "one", NOW + 1).await && lives(store, "two", NOW + 1).await);
    // Idle, used again, over.
    let idle = NOW + 1 + limits::SESSION_IDLE_MS;
    assert!(!lives(store, "two", idle).await);
    let listed = store.sessions(id, Moment(NOW + 2)).await.unwrap();
    store
        .use_session(listed[0].id, Moment(idle - 1))
        .await
        .unwrap();
    assert!(lives(store, "two", idle).await);
    assert!(!lives(store, "two", NOW + 1 + limits::SESSION_MAX_MS).await);
    // Nobody ends somebody else's session.
    let ended = note("session.ended", "");
    assert!(
        !store
            .end_session(other, listed[0].id, &ended)
            .await
            .unwrap()
    );
    assert!(store.end_session(id, listed[0].id, &ended).await.unwrap());
    assert!(!lives(store, "two", idle).await);
    // Whoever is disabled is out at once.
    store
        .begin_session(&session(id, "three", NOW), None, None)
        .await
        .unwrap();
    let person = store.person(id).await.unwrap().unwrap();
    let edit = PersonEdit {
        disabled: true,
        ..PersonEdit::of(&person)
    };
    store
        .change_person(id, person.version, &edit, &note("person.changed", "p1"))
        .await
        .unwrap();
    assert!(!lives(store, "three", NOW).await);
}

pub(crate) async fn secrets(store: &dyn Store) {
    let id = add(store, "li.na", Roles::NONE).await;
    assert_eq!(store.secrets(id).await.unwrap(), Secrets::default());
    let link = |token: &str, at: i64| OneTimeLink {
        hash: SessionHash(token.into()),
        person: id,
        purpose: LinkPurpose::Reset,
        at: Moment(at),
        ends_at: Moment(at + 10),
    };
    let made = note("person.link", "p1");
    store.make_link(&link("a", NOW), &made).await.unwrap();
    store.make_link(&link("b", NOW), &made).await.unwrap();
    let works = |token: &'static str, now: i64| async move {
        let hash = SessionHash(token.into());
        store.link(&hash, Moment(now)).await.unwrap().is_some()
    };
    assert!(!works("a", NOW).await, "only the newest works");
    assert!(works("b", NOW + 9).await && !works("b", NOW + 10).await);

    for token in ["one", "two"] {
        store
            .begin_session(&session(id, token, NOW), None, None)
            .await
            .unwrap();
    }
    let secrets = Secrets {
        password: Some("$argon2id$…".into()),
        code_secret: Some("00ff".into()),
        code_step: 7,
        recovery: vec!["h1".into(), "h2".into()],
    };
    let keep = SessionHash("two".into());
    let set = note("password.set", "p1");
    store
        .change_secrets(id, &secrets, Some(&keep), &set)
        .await
        .unwrap();
    assert_eq!(store.secrets(id).await.unwrap(), secrets);
    assert!(!lives(store, "one", NOW).await && lives(store, "two", NOW).await);
    assert!(!works("b", NOW).await, "a password uses its link up");
    let person = store.person(id).await.unwrap().unwrap();
    assert!(person.has_password && person.second_step == SecondStep::Code);

    let used = |code: UsedCode| async move { store.use_code(id, &code).await.unwrap() };
    assert!(!used(UsedCode::Step(7)).await, "no code counts twice");
    assert!(used(UsedCode::Step(8)).await);
    assert!(used(UsedCode::Recovery("h1".into())).await);
    assert!(!used(UsedCode::Recovery("h1".into())).await);

    let failures = Failures {
        count: 3,
        until: Moment(NOW),
    };
    store.keep_failures("li\n1", failures).await.unwrap();
    assert_eq!(store.failures("li\n1").await.unwrap(), failures);
    store
        .keep_failures("li\n1", Failures::default())
        .await
        .unwrap();
    assert_eq!(store.failures("li\n1").await.unwrap(), Failures::default());
}

pub(crate) async fn office(store: &dyn Store) {
    assert_eq!(
        store.office().await.unwrap(),
        (OfficeSettings::default(), 0)
    );
    let settings = OfficeSettings {
        name: "青岚县舆情办".into(),
        time_zone: "Asia/Shanghai".into(),
        ..OfficeSettings::default()
    };
    let changed = note("settings.changed", "");
    store.change_office(&settings, 0, &changed).await.unwrap();
    for late in [0, 2] {
        let refused = store.change_office(&settings, late, &changed).await;
        assert!(
            matches!(refused, Err(StoreError::Conflict { .. })),
            "{late}"
        );
    }
    store.change_office(&settings, 1, &changed).await.unwrap();
    assert_eq!(store.office().await.unwrap(), (settings, 2));
}

pub(crate) async fn audit(store: &dyn Store) {
    assert_eq!(store.audit_seal().await.unwrap(), None);
    store.note(&[]).await.unwrap();
    let id = add(store, "li.na", Roles::NONE).await;
    let seen = Note {
        details: "nul\0 gone".into(),
        ..note("event.seen", "e5")
    };
    let desk = Note {
        at: Moment(NOW + 1_000),
        who: Who::desk(),
        ..note("search.asked", "")
    };
    store.note(&[seen, desk]).await.unwrap();
    let all = store.audit_after(AuditId(0), 10).await.unwrap();
    assert_eq!(all.len(), 3);
    assert_eq!(all[0].note.act, "person.added");
    assert_eq!(
        all[0].note.object,
        id.to_string(),
        "a change and its entry are one"
    );
    assert_eq!(all[1].note.details, "nul gone");
    let mut before = String::new();
    for entry in &all {
        assert_eq!(
            entry.hash,
            AuditEntry::hash_of(&before, entry.id, &entry.note),
            "the chain holds"
        );
        before.clone_from(&entry.hash);
    }
    let seal = store.audit_seal().await.unwrap().unwrap();
    assert_eq!((seal.id, seal.hash), (AuditId(3), before));

    let asked = |ask: AuditAsk| async move {
        let ask = AuditAsk { limit: 10, ..ask };
        let found = store.audit(&ask).await.unwrap();
        found.iter().map(|entry| entry.id.0).collect::<Vec<i64>>()
    };
    let ask = AuditAsk::default();
    assert_eq!(asked(ask.clone()).await, [3, 2, 1]);
    let person = Some(PersonId(1));
    assert_eq!(
        asked(AuditAsk {
            person,
            ..ask.clone()
        })
        .await,
        [2, 1]
    );
    let object = "e5".to_owned();
    assert_eq!(
        asked(AuditAsk {
            object,
            ..ask.clone()
        })
        .await,
        [2]
    );
    let act = "search.asked".to_owned();
    assert_eq!(asked(AuditAsk { act, ..ask.clone() }).await, [3]);
    let to = Some(Moment(NOW + 1));
    assert_eq!(asked(AuditAsk { to, ..ask.clone() }).await, [2, 1]);
    let from = to;
    assert_eq!(
        asked(AuditAsk {
            from,
            ..ask.clone()
        })
        .await,
        [3]
    );
    let before = Some(AuditId(2));
    assert_eq!(asked(AuditAsk { before, ..ask }).await, [1]);
    // What fails leaves no entry.
    let twice = NewPerson {
        login: "li.na".into(),
        ..NewPerson::default()
    };
    assert!(
        store
            .add_person(&twice, &note("person.added", ""))
            .await
            .is_err()
    );
    assert_eq!(store.audit_after(AuditId(0), 10).await.unwrap().len(), 3);
}
