//! A desk with channels and rules, and what came of them.

use desk::{Actor, AlertAsk, RuleForm, RuleKept, RuleWatch};
use model::{
    Alert, ChannelId, ChannelKind, ChannelSettings, Item, Message, MessageState, Moment,
    NewChannel, Note, RuleId, Who,
};
use ports::{Clock, MessageAsk};
use testkit::TestDesk;

pub(crate) const MINUTE_MS: i64 = 60_000;

fn note(at: Moment) -> Note {
    Note {
        at,
        who: Who::command_line(),
        act: "channel.added".to_owned(),
        object: String::new(),
        details: String::new(),
    }
}

pub(crate) fn channel(desk: &TestDesk, words: &[&str]) -> ChannelId {
    let channel = NewChannel {
        name: "值班群".to_owned(),
        kind: ChannelKind::Webhook,
        settings: ChannelSettings::default(),
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        unit: None,
    };
    let note = note(desk.clock.now());
    let added = desk.store().add_channel(&channel, "测试", &note);
    desk.runtime.block_on(added).unwrap()
}

pub(crate) fn rule(desk: &TestDesk, form: &RuleForm) -> RuleId {
    let (asked, actor) = (desk.desk(), Actor::command_line());
    let kept = desk
        .runtime
        .block_on(asked.keep_rule(&actor, None, form))
        .unwrap();
    let RuleKept::Kept { id, .. } = kept else {
        panic!("{kept:?}");
    };
    id
}

pub(crate) fn query(query: &str, channels: &[ChannelId]) -> RuleForm {
    RuleForm {
        name: format!("规则 {query}"),
        query: query.to_owned(),
        channels: channels.to_vec(),
        ..RuleForm::default()
    }
}

/// Looks until nothing is left to look at.
pub(crate) fn look(desk: &TestDesk, watch: &mut RuleWatch) {
    let asked = desk.desk();
    while desk.runtime.block_on(asked.watch_rules(watch)).unwrap() {}
}

pub(crate) fn alerts(desk: &TestDesk) -> Vec<Alert> {
    let ask = AlertAsk {
        limit: 100,
        ..AlertAsk::default()
    };
    desk.runtime.block_on(desk.desk().alerts(&ask)).unwrap()
}

pub(crate) fn messages(desk: &TestDesk) -> Vec<Message> {
    let ask = MessageAsk {
        state: MessageState::Waiting,
        channel: None,
        before: None,
        limit: 200,
    };
    desk.runtime.block_on(desk.store().messages(&ask)).unwrap()
}

pub(crate) fn flood_item(desk: &TestDesk, id: &str, title: &str) -> Item {
    let text = format!("{title}，下游三个村的居民连夜转移，县防汛办说水位仍在上涨。");
    desk.item(id, title, &text)
}
