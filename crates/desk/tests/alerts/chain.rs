//! An alert that nobody takes goes along the chain of those on duty.

use super::bench::{MINUTE_MS, alerts, channel, flood_item, look, messages, query, rule};
use desk::{Actor, AlertAct, RuleWatch, ShiftEdit, ShiftKept};
use model::{About, AlertId, DutyPost, HOUR_MS, Level, Moment, NewPerson, PersonId, Role, Roles};
use testkit::TestDesk;

fn officer(desk: &TestDesk, login: &str, post: DutyPost, mail: &str) -> PersonId {
    let person = NewPerson {
        login: login.to_owned(),
        name: format!("名{login}"),
        roles: Roles::NONE.with(Role::DutyOfficer),
        mail: mail.to_owned(),
        ..NewPerson::default()
    };
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let (id, _) = desk
        .runtime
        .block_on(asked.invite(&actor, &person))
        .unwrap();
    let now = asked.now();
    let shift = ShiftEdit {
        from: Moment(now.0 - HOUR_MS),
        to: Moment(now.0 + 8 * HOUR_MS),
        person: Some(id),
        post,
        note: String::new(),
    };
    let kept = desk
        .runtime
        .block_on(asked.add_shift(&actor, &shift, false));
    assert!(matches!(kept, Ok(ShiftKept::Kept(_))));
    id
}

fn escalate(desk: &TestDesk) -> usize {
    desk.runtime.block_on(desk.desk().escalate()).unwrap()
}

#[test]
fn what_nobody_takes_goes_along_the_chain_until_somebody_does() {
    let desk = TestDesk::new();
    let group = channel(&desk, &[]);
    rule(&desk, &query("水库", &[group]));
    let first = officer(&desk, "zhou", DutyPost::Officer, "zhou@qinglan.example");
    let second = officer(&desk, "lin", DutyPost::Deputy, "lin@qinglan.example");
    officer(&desk, "wu", DutyPost::Leader, "wu@qinglan.example");
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    desk.take(vec![flood_item(&desk, "a", "青岚水库开始泄洪")], 1)
        .unwrap();
    look(&desk, &mut watch);
    assert_eq!(
        (escalate(&desk), escalate(&desk)),
        (1, 0),
        "at once, and once"
    );
    let told = |desk: &TestDesk| -> Vec<Option<PersonId>> {
        let mut told: Vec<_> = messages(desk).iter().map(|one| one.said.person).collect();
        told.sort_unstable();
        told
    };
    assert_eq!(told(&desk), [None, Some(first)]);
    desk.clock.forward_ms(11 * MINUTE_MS);
    assert_eq!((escalate(&desk), escalate(&desk)), (1, 0));
    assert_eq!(told(&desk), [None, Some(first), Some(second)]);
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let sheet = desk
        .runtime
        .block_on(asked.alert_sheet(AlertId(1)))
        .unwrap();
    let of = (AlertId(1), sheet.alert.version);
    desk.runtime
        .block_on(asked.decide_alert(&actor, of, &AlertAct::Take))
        .unwrap();
    desk.clock.forward_ms(30 * MINUTE_MS);
    assert_eq!(escalate(&desk), 0, "somebody has it");
    assert_eq!(alerts(&desk).len(), 1, "the chain reached somebody");
}

#[test]
fn a_chain_that_reaches_nobody_is_itself_an_alert() {
    let desk = TestDesk::new();
    let group = channel(&desk, &[]);
    rule(&desk, &query("水库", &[group]));
    // Without mail address and telephone.
    officer(&desk, "zhou", DutyPost::Officer, "");
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    desk.take(vec![flood_item(&desk, "a", "青岚水库开始泄洪")], 1)
        .unwrap();
    look(&desk, &mut watch);
    desk.clock.forward_ms(21 * MINUTE_MS);
    assert_eq!(escalate(&desk), 3);
    let all = alerts(&desk);
    assert_eq!(all.len(), 2);
    assert_eq!((all[0].about, all[0].proposed), (About::Duty, Level::Red));
    assert_eq!(messages(&desk).len(), 2, "by every channel there is");
    desk.clock.forward_ms(HOUR_MS);
    assert_eq!(escalate(&desk), 0);
}
