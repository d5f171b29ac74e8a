//! An alert that nobody takes goes along the chain of those on duty.

use super::bench::{MINUTE_MS, alerts, channel, flood_item, look, messages, query, rule};
use chrono::{TimeZone as _, Timelike as _};
use desk::{Actor, AlertAct, OfficeForm, RuleForm, RuleWatch, ShiftEdit, ShiftKept};
use model::{
    About, AlertId, ChannelKind, ChannelSettings, DutyPost, HOUR_MS, Level, MessageState, Moment,
    NewChannel, NewPerson, PersonId, Role, Roles,
};
use ports::MessageAsk;
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

fn mail_channel(desk: &TestDesk) {
    let channel = NewChannel {
        name: "邮件".to_owned(),
        kind: ChannelKind::Mail,
        settings: ChannelSettings::default(),
        words: Vec::new(),
        unit: None,
    };
    let note = Actor::command_line().note(desk.desk().now(), "channel.added", "", "");
    let added = desk.store().add_channel(&channel, "测试", &note);
    desk.runtime.block_on(added).unwrap();
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
fn beyond_their_number_of_a_day_a_person_gets_a_digest_except_of_what_is_grave() {
    let desk = TestDesk::new();
    rule(&desk, &query("水库", &[]));
    rule(
        &desk,
        &RuleForm {
            level: Level::Red,
            ..query("食堂", &[])
        },
    );
    mail_channel(&desk);
    let zhou = officer(&desk, "zhou", DutyPost::Officer, "zhou@qinglan.example");
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let (mut settings, version) = desk.runtime.block_on(asked.office()).unwrap();
    settings.alerts.person_cap = 1;
    let form = OfficeForm {
        settings,
        mail_password: None,
    };
    let change = asked.change_office(&actor, version, &form);
    desk.runtime.block_on(change).unwrap();
    let mut watch = RuleWatch::default();
    look(&desk, &mut watch);
    let other = "二小食堂的午餐豆角没有煮熟，十几个学生腹痛就医，教育局到校调查。";
    let third = "县城东街的老水库大坝旁边新修了一条步道，市民说晚上没有路灯。";
    desk.take(vec![flood_item(&desk, "a", "青岚水库开始泄洪")], 1)
        .unwrap();
    desk.take(vec![desk.item("c", "东街水库步道没有路灯", third)], 1)
        .unwrap();
    desk.take(vec![desk.item("b", "二小食堂豆角没煮熟", other)], 1)
        .unwrap();
    look(&desk, &mut watch);
    assert_eq!(alerts(&desk).len(), 3);
    escalate(&desk);
    let of = |state: MessageState| -> Vec<String> {
        let ask = MessageAsk {
            state,
            channel: None,
            before: None,
            limit: 50,
        };
        let found = desk.runtime.block_on(desk.store().messages(&ask)).unwrap();
        let theirs = found
            .into_iter()
            .filter(|one| one.said.person == Some(zhou));
        theirs.map(|one| one.said.title).collect()
    };
    assert_eq!(of(MessageState::Waiting).len(), 2, "one, and the red one");
    let held = of(MessageState::Held);
    assert_eq!(held.len(), 1);
    // At eight o'clock next morning.
    let zone = asked.time_zone();
    let mut hour = asked.now();
    while zone.timestamp_millis_opt(hour.0).unwrap().hour() != 8 {
        desk.clock.forward_ms(HOUR_MS);
        hour = asked.now();
    }
    let digest = desk.desk();
    desk.runtime
        .block_on(digest.send_digest(&mut watch))
        .unwrap();
    assert!(of(MessageState::Held).is_empty());
    assert_eq!(of(MessageState::Gathered), held);
    let last = messages(&desk).remove(0).said;
    assert_eq!(last.person, Some(zhou));
    assert!(last.text.contains(&held[0]), "{}", last.text);
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
