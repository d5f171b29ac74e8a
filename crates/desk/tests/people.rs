//! How people come in, what they may, and what is written down of it.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use desk::{Act, Actor, Caller, Desk, DeskError, SignIn, SignedIn, row_of_notes, write_down};
use model::{AuditSeal, LinkPurpose, NewPerson, PersonEdit, PersonId, Role, Roles, limits};
use std::sync::Arc;
use testkit::TestDesk;

const PASSWORD: &str = "河水涨了两米多深啊真的";

fn caller() -> Caller {
    Caller {
        address: "192.0.2.7".into(),
        agent: "Firefox".into(),
    }
}

struct Office {
    test: TestDesk,
    desk: Desk,
}

impl Office {
    fn new() -> Self {
        let test = TestDesk::new();
        let desk = test.desk();
        Self { test, desk }
    }

    fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.test.runtime.block_on(work)
    }

    fn signed(&self, token: &str) -> Option<SignedIn> {
        self.run(self.desk.signed_in(token, "192.0.2.7")).unwrap()
    }

    /// The first administrator, signed in.
    fn administrator(&self) -> SignedIn {
        let link = self.run(self.desk.first_link()).unwrap().unwrap();
        assert_eq!(link.login, "admin");
        let came = self.run(self.desk.set_password(&link.token, PASSWORD, &caller()));
        let SignIn::Whole(token) = came.unwrap() else {
            panic!("there is no second step yet");
        };
        self.signed(&token).unwrap()
    }

    /// Somebody with these roles, signed in with [`PASSWORD`].
    fn person(&self, by: &Actor, login: &str, roles: &[Role]) -> SignedIn {
        let new = NewPerson {
            login: login.into(),
            name: login.into(),
            roles: roles.iter().copied().collect(),
            ..NewPerson::default()
        };
        let (_, token) = self.run(self.desk.invite(by, &new)).unwrap();
        let came = self.run(self.desk.set_password(&token, PASSWORD, &caller()));
        let SignIn::Whole(token) = came.unwrap() else {
            panic!("there is no second step yet");
        };
        self.signed(&token).unwrap()
    }

    fn sign_in(&self, login: &str, password: &str) -> Result<SignIn, DeskError> {
        self.run(self.desk.sign_in(login, password, &caller()))
    }
}

fn word<T: std::fmt::Debug>(result: Result<T, DeskError>) -> &'static str {
    match result {
        Err(DeskError::Refused { word, .. }) => word,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn the_first_link_works_once_and_only_until_somebody_arranges() {
    let office = Office::new();
    let old = office.run(office.desk.first_link()).unwrap().unwrap();
    let link = office.run(office.desk.first_link()).unwrap().unwrap();
    assert_ne!(old.token, link.token);
    let opened = office.run(office.desk.open_link(&old.token));
    assert!(matches!(opened, Err(DeskError::NotFound { .. })));
    let opened = office.run(office.desk.open_link(&link.token)).unwrap();
    assert_eq!(opened.purpose, LinkPurpose::Invitation);
    let weak = office.run(office.desk.set_password(&link.token, "short", &caller()));
    assert_eq!(word(weak), "password.short");
    let good = office.run(office.desk.set_password(&link.token, PASSWORD, &caller()));
    assert!(matches!(good, Ok(SignIn::Whole(_))));
    let again = office.run(office.desk.set_password(&link.token, PASSWORD, &caller()));
    assert!(matches!(again, Err(DeskError::NotFound { .. })));
    assert_eq!(office.run(office.desk.first_link()).unwrap(), None);
}

#[test]
fn a_session_is_a_token_that_dies_here() {
    let office = Office::new();
    let admin = office.administrator();
    assert!(office.signed("nonsense").is_none());
    let Ok(SignIn::Whole(token)) = office.sign_in(" Admin ", PASSWORD) else {
        panic!("the password is right");
    };
    assert_ne!(token, admin.token);
    let signed = office.signed(&token).unwrap();
    assert_ne!(signed.session.form_token, admin.session.form_token);
    office.run(office.desk.sign_out(&signed)).unwrap();
    assert!(office.signed(&token).is_none(), "signed out is out");
    assert!(
        office.signed(&admin.token).is_some(),
        "the other one lives on"
    );
    // A new password: a new token here, and the end everywhere else.
    let Ok(SignIn::Whole(other)) = office.sign_in("admin", PASSWORD) else {
        panic!("the password is right");
    };
    let new = "雨停以后太阳出来了呢";
    let wrong = office.desk.change_password(&admin, "not this one", new);
    assert_eq!(word(office.run(wrong)), "own.password");
    let rotated = office
        .run(office.desk.change_password(&admin, PASSWORD, new))
        .unwrap();
    assert!(office.signed(&admin.token).is_none() && office.signed(&other).is_none());
    assert!(office.signed(&rotated).is_some());
    // Unused for half a day.
    office.test.clock.forward_ms(limits::SESSION_IDLE_MS);
    assert!(office.signed(&rotated).is_none());
}

#[test]
fn tries_cost_time_and_tell_nothing() {
    let office = Office::new();
    office.administrator();
    assert_eq!(word(office.sign_in("nobody", PASSWORD)), "sign_in.wrong");
    for _ in 0..5 {
        assert_eq!(word(office.sign_in("admin", "wrong")), "sign_in.wrong");
    }
    let waits = office.sign_in("admin", PASSWORD);
    assert!(
        matches!(waits, Err(DeskError::Wait { seconds: 5 })),
        "{waits:?}"
    );
    office.test.clock.forward_ms(5_000);
    assert!(office.sign_in("admin", PASSWORD).is_ok());
    // It begins anew after a success.
    assert_eq!(word(office.sign_in("admin", "wrong")), "sign_in.wrong");
    // Many tries at once are as many tries.
    let nowhere = Caller::default();
    let tries = (0..60).map(|_| office.desk.sign_in("zhao", "x", &nowhere));
    let results: Vec<_> = office.run(async {
        let mut results = Vec::new();
        for one in tries {
            results.push(one.await);
        }
        results
    });
    let looked_at = results
        .iter()
        .filter(|result| matches!(result, Err(DeskError::Refused { .. })))
        .count();
    assert_eq!(looked_at, 5, "the rest has to wait");
}

#[test]
fn an_authenticator_is_a_second_step_and_recovery_codes_count_once() {
    let office = Office::new();
    let admin = office.administrator();
    let offer = office.run(office.desk.offer_code(&admin)).unwrap();
    assert!(offer.uri.contains(&offer.secret));
    let now = || office.run(async { ports::Clock::now(&*office.test.clock).0 });
    let code = |at: i64| testkit::authenticator_code(&offer.secret, at);
    let wrong = office
        .desk
        .confirm_code(&admin, &offer.secret, "000000", PASSWORD);
    assert_eq!(word(office.run(wrong)), "sign_in.code");
    let first = code(now());
    let (_, recovery) = office
        .run(
            office
                .desk
                .confirm_code(&admin, &offer.secret, &first, PASSWORD),
        )
        .unwrap();
    assert_eq!(recovery.len(), 10);
    let Ok(SignIn::Half(half)) = office.sign_in("admin", PASSWORD) else {
        panic!("a code is wanted");
    };
    assert!(
        office.signed(&half).unwrap().session.half,
        "half a session is none"
    );
    let replay = office.run(office.desk.second_step(&half, &first, &caller()));
    assert_eq!(word(replay), "sign_in.code");
    office.test.clock.forward_ms(30_000);
    let token = office
        .run(office.desk.second_step(&half, &code(now()), &caller()))
        .unwrap();
    let signed = office.signed(&token).unwrap();
    assert!(!signed.session.half && office.signed(&half).is_none());
    let used = office.run(office.desk.second_step(&half, &recovery[0], &caller()));
    assert_eq!(word(used), "sign_in.over");
    let recover = |code: &str| {
        let Ok(SignIn::Half(half)) = office.sign_in("admin", PASSWORD) else {
            panic!("a code is wanted");
        };
        office.run(office.desk.second_step(&half, code, &caller()))
    };
    assert!(recover(&recovery[3].to_uppercase()).is_ok());
    assert_eq!(word(recover(&recovery[3])), "sign_in.code");
    let sheet = office.run(office.desk.own_sheet(&signed)).unwrap();
    assert_eq!(sheet.recovery_left, 9);
    office
        .run(office.desk.drop_code(&signed, PASSWORD))
        .unwrap();
    assert!(matches!(
        office.sign_in("admin", PASSWORD),
        Ok(SignIn::Whole(_))
    ));
}

#[test]
fn only_whoever_arranges_people_does() {
    let office = Office::new();
    let admin = office.administrator();
    let analyst = office.person(&admin.actor, "li.na", &[Role::Analyst]);
    let new = NewPerson {
        login: "x".into(),
        name: "x".into(),
        ..NewPerson::default()
    };
    let denied = office.run(office.desk.invite(&analyst.actor, &new));
    assert!(matches!(denied, Err(DeskError::Denied { .. })));
    let ask = desk::AuditAsk::default();
    let audit = office.desk.audit(&admin.actor, &ask);
    assert!(matches!(office.run(audit), Err(DeskError::Denied { .. })));
    assert!(analyst.actor.may(Act::Search) && !analyst.actor.may(Act::ReadAudit));
    assert_eq!(
        word(office.run(office.desk.invite(
            &admin.actor,
            &NewPerson {
                login: "LI.NA".into(),
                name: "another".into(),
                ..NewPerson::default()
            }
        ))),
        "person.taken"
    );
    // The last administrator stays one.
    let edit = PersonEdit {
        roles: Roles::NONE.with(Role::Leader),
        ..PersonEdit::of(&admin.person)
    };
    let last = office
        .desk
        .change_person(&admin.actor, admin.id(), admin.person.version, &edit);
    assert_eq!(word(office.run(last)), "person.last");
    // A changed role ends sessions; a disabled person is out and cannot be let in by a link.
    let edit = PersonEdit {
        disabled: true,
        ..PersonEdit::of(&analyst.person)
    };
    office
        .run(
            office
                .desk
                .change_person(&admin.actor, analyst.id(), 1, &edit),
        )
        .unwrap();
    assert!(office.signed(&analyst.token).is_none());
    assert_eq!(word(office.sign_in("li.na", PASSWORD)), "sign_in.wrong");
    let link = office.desk.make_link(&admin.actor, analyst.id());
    assert_eq!(word(office.run(link)), "link.disabled");
    let nobody = office.desk.make_link(&admin.actor, PersonId(99));
    assert!(matches!(
        office.run(nobody),
        Err(DeskError::NotFound { .. })
    ));
}

#[test]
fn two_who_change_one_record_do_not_overwrite_each_other() {
    let office = Office::new();
    let admin = office.administrator();
    let other = office.person(&admin.actor, "zhao", &[Role::Leader]);
    let edit = |name: &str| PersonEdit {
        name: name.into(),
        ..PersonEdit::of(&other.person)
    };
    let version = other.person.version;
    office
        .run(
            office
                .desk
                .change_person(&admin.actor, other.id(), version, &edit("先")),
        )
        .unwrap();
    let second = office
        .run(
            office
                .desk
                .change_person(&admin.actor, other.id(), version, &edit("后")),
        )
        .unwrap_err();
    assert!(second.is_conflict());
}

#[test]
fn what_is_done_and_seen_is_written_down_in_a_chain() {
    let office = Office::new();
    let admin = office.administrator();
    let (notes, row) = row_of_notes();
    let desk = office.test.desk().with_notes(notes);
    let store = Arc::clone(office.test.store());
    let writing = office.test.runtime.spawn(write_down(store, row));
    office.run(async {
        for number in 0..1_000 {
            desk.saw(&admin.actor, "event.seen", &format!("e{number}"), "")
                .await
                .unwrap();
        }
        drop(desk);
        writing.await.unwrap();
    });
    let check = office
        .run(office.desk.check_chain(&Actor::command_line(), None))
        .unwrap();
    assert_eq!(check.broken, None);
    assert_eq!(
        check.entries, 1_004,
        "added, link, password, session, 1,000"
    );
    let seal = check.seal.unwrap();
    let cut_off = AuditSeal {
        id: model::AuditId(seal.id.0 + 100),
        ..seal.clone()
    };
    for (seal, fault) in [
        (seal.clone(), None),
        (cut_off, Some("cut off")),
        (
            AuditSeal {
                hash: "00".into(),
                ..seal
            },
            Some("written anew"),
        ),
    ] {
        let check = office
            .run(office.desk.check_chain(&Actor::command_line(), Some(&seal)))
            .unwrap();
        match fault {
            None => assert_eq!(check.broken, None),
            Some(words) => assert!(check.broken.unwrap().contains(words)),
        }
    }
}

#[test]
fn only_a_demonstration_lets_anybody_in() {
    let office = Office::new();
    let by = office.administrator();
    let analyst = NewPerson {
        login: "shen".to_owned(),
        name: "沈砚".to_owned(),
        roles: Roles::NONE.with(Role::Analyst),
        ..NewPerson::default()
    };
    let (id, _) = office.run(office.desk.invite(&by.actor, &analyst)).unwrap();
    let enter = |desk: &Desk, id| office.run(desk.enter_demonstration(id, &caller()));
    assert!(
        office
            .run(office.desk.demonstration_people())
            .unwrap()
            .is_empty()
    );
    assert!(enter(&office.desk, id).is_err(), "an ordinary desk");

    let demonstration = office.test.desk().with_demonstration(true);
    let people = office.run(demonstration.demonstration_people()).unwrap();
    assert_eq!(people.len(), 1, "whoever set a password is not anybody");
    let SignIn::Whole(token) = enter(&demonstration, id).unwrap() else {
        panic!("nobody of a demonstration has a second step");
    };
    assert_eq!(office.signed(&token).unwrap().id(), id);
    assert!(
        enter(&demonstration, by.id()).is_err(),
        "somebody with a password"
    );
    assert!(enter(&demonstration, PersonId(99)).is_err(), "nobody");
}
