//! Clocks of cases warn before they run out.

use super::bench::{MINUTE_MS, alerts, channel, flood_item, messages};
use desk::{Actor, AlertAct, OpenCase, RuleWatch};
use model::{About, AlertState, CaseId, HOUR_MS, Level, Why};
use testkit::TestDesk;

fn warn(desk: &TestDesk, watch: &mut RuleWatch) -> usize {
    let asked = desk.desk();
    desk.runtime.block_on(asked.warn_of_clocks(watch)).unwrap()
}

fn open(desk: &TestDesk, exercise: bool) -> CaseId {
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let ask = OpenCase {
        title: "青岚水库泄洪".to_owned(),
        exercise,
        ..OpenCase::default()
    };
    desk.runtime
        .block_on(asked.open_case(&actor, &ask))
        .unwrap()
}

#[test]
fn a_clock_warns_in_its_last_quarter_and_when_it_is_over_once_each() {
    let desk = TestDesk::new();
    let group = channel(&desk, &[]);
    desk.take(vec![flood_item(&desk, "a", "青岚水库开始泄洪")], 1)
        .unwrap();
    let case = open(&desk, false);
    open(&desk, true);
    let mut watch = RuleWatch::default();
    assert_eq!(warn(&desk, &mut watch), 0, "there is time");
    desk.clock.forward_ms(3 * HOUR_MS + 46 * MINUTE_MS);
    assert_eq!(warn(&desk, &mut watch), 1);
    let all = alerts(&desk);
    assert_eq!(all.len(), 1, "an exercise warns nobody");
    assert_eq!(all[0].about, About::Case(case));
    assert_eq!(all[0].proposed, Level::Yellow);
    let told = messages(&desk);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].said.channel, group);
    assert!(told[0].said.text.contains("5 小时的首次权威发声时限"));
    // Again and after a start: nothing new.
    desk.clock.forward_ms(2 * MINUTE_MS);
    assert_eq!(warn(&desk, &mut watch), 0);
    assert_eq!(warn(&desk, &mut RuleWatch::default()), 0);
    // Somebody closes it: what was warned of stays warned of.
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let close = AlertAct::Close {
        assessment: "正在起草".to_owned(),
    };
    let of = (all[0].id, all[0].version);
    desk.runtime
        .block_on(asked.decide_alert(&actor, of, &close))
        .unwrap();
    desk.clock.forward_ms(2 * MINUTE_MS);
    assert_eq!(warn(&desk, &mut watch), 0);
    desk.clock.forward_ms(2 * HOUR_MS);
    assert_eq!(warn(&desk, &mut watch), 1, "its time is over");
    let last = alerts(&desk).remove(0);
    assert_eq!(
        (last.state, last.proposed),
        (AlertState::Open, Level::Orange)
    );
    assert!(matches!(last.why, Why::Clock { late: true, .. }));
    assert_eq!(messages(&desk).len(), 2);
    desk.clock.forward_ms(24 * HOUR_MS);
    assert_eq!(warn(&desk, &mut watch), 0, "it was said");
}
