//! Sample channels and messages.

use crate::channel_question::ChannelQuestions;
use crate::language::Language;
use crate::pages::channels::form::ChannelPage;
use crate::pages::channels::messages::MessagesPage;
use crate::pages::channels::{Above, ChannelsPage};
use crate::sample::{Amount, NOW, SampleDesk};
use askama::Template;
use async_trait::async_trait;
use chrono_tz::Tz;
use desk::{
    Actor, ChannelBoard, ChannelForm, ChannelRow, DeskError, Held, MessageCounts, MessageList,
    MessageRow,
};
use model::{
    Channel, ChannelId, ChannelKind, ChannelSettings, HOUR_MS, Level, Message, MessageId,
    MessageState, Moment, NewChannel, NewMessage, Unit, UnitId,
};

fn said(index: usize) -> NewChannel {
    let kind = ChannelKind::ALL
        .get(index % ChannelKind::ALL.len())
        .copied()
        .unwrap_or(ChannelKind::Webhook);
    let to = ["zhiban@qinglan.example", "ling.dao@qinglan.example"].map(str::to_owned);
    NewChannel {
        name: ["舆情办值班群", "<b>水利局</b>群", "领导手机"][index % 3].to_owned(),
        kind,
        settings: ChannelSettings {
            site: "hook.qinglan.example".to_owned(),
            sealed_secret: "00".to_owned(),
            to: to.to_vec(),
            ..ChannelSettings::default()
        },
        words: ["停水", "水库", "内涝"]
            .map(str::to_owned)
            .into_iter()
            .take(index % 4)
            .collect(),
        unit: (index % 2 == 1).then_some(UnitId(1)),
    }
}

fn channel(index: usize) -> ChannelRow {
    let failing = index % 3 == 1;
    let hour = |ago: i64| Moment(NOW.0 - ago * HOUR_MS);
    let channel = Channel {
        id: ChannelId(1 + index as i64),
        said: said(index),
        paused: index % 5 == 4,
        removed_at: None,
        version: 2,
        changed_by: "周管理".to_owned(),
        changed_at: hour(30),
        sent_at: (index % 4 != 3).then(|| hour(2)),
        failed_at: failing.then(|| hour(1)),
        last_error: if failing {
            "the robot answered 310000: 关键词不匹配"
        } else {
            ""
        }
        .to_owned(),
    };
    ChannelRow {
        unit: channel.said.unit.map(|_| "青岚县水利局".to_owned()),
        counts: MessageCounts {
            waiting: index as i64 * 37 % 50,
            dead: i64::from(failing) * 1_204,
        },
        channel,
    }
}

pub(crate) fn board(amount: Amount) -> ChannelBoard {
    ChannelBoard {
        channels: (0..amount.count().min(9)).map(channel).collect(),
        units: vec![Unit {
            id: UnitId(1),
            parent: None,
            name: "青岚县水利局".to_owned(),
            version: 1,
        }],
    }
}

fn message(index: usize, state: MessageState) -> MessageRow {
    let age = index as i64;
    let waits = state == MessageState::Waiting;
    let message = Message {
        id: MessageId(100 - age),
        said: NewMessage {
            key: format!("a{age}"),
            channel: ChannelId(1),
            person: None,
            level: Level::ALL.get(index % 5).copied(),
            title: "青岚县北门外大街路面塌陷，<script>alert(1)</script> 一小时内四十一篇"
                .to_owned(),
            text: "热度 41.2".to_owned(),
            page: (index % 3 != 2).then(|| "/events/e1".to_owned()),
            due_at: Moment(NOW.0 - age * HOUR_MS),
            held: false,
        },
        state,
        tries: age % 4,
        parts_sent: 0,
        since: NOW,
        next_at: Moment(NOW.0 + HOUR_MS / 2),
        last_error: (!index.is_multiple_of(4))
            .then(|| "the receiver did not answer in time".to_owned()),
        sent_at: (state == MessageState::Sent).then_some(NOW),
    };
    MessageRow {
        message,
        channel: (index % 7 != 6).then(|| "舆情办值班群".to_owned()),
        held: (waits && index % 5 == 1).then_some(Held::Paused),
    }
}

pub(crate) fn messages(amount: Amount, state: MessageState) -> MessageList {
    let some = amount.count();
    MessageList {
        state,
        messages: (0..some).map(|index| message(index, state)).collect(),
        counts: MessageCounts {
            waiting: some as i64,
            dead: some as i64,
        },
        next: (some > 1).then_some(MessageId(70)),
    }
}

/// The pages of channels.
pub(crate) fn pages(
    amount: Amount,
    language: Language,
    zone: Tz,
) -> Result<Vec<(&'static str, String)>, askama::Error> {
    let board = board(amount);
    let one = board.channels.first().map(|row| &row.channel);
    let above = Above {
        removed: (amount == Amount::One).then(|| "n4".to_owned()),
        done: (amount == Amount::One)
            .then(|| rust_i18n::t!("channels.removed", locale = language.tag()).to_string()),
        wrong: None,
    };
    let mail = channel(3).channel;
    let webhook = channel(4).channel;
    let shown = match amount {
        Amount::Empty => one,
        Amount::One => Some(&mail),
        Amount::Many => Some(&webhook),
    };
    let state = match amount {
        Amount::One => MessageState::Waiting,
        _ => MessageState::Dead,
    };
    let list = messages(amount, state);
    Ok(vec![
        (
            "channels",
            ChannelsPage::new(&board, above, language, zone).render()?,
        ),
        (
            "channel",
            ChannelPage::new(&board, shown, None, None, language).render()?,
        ),
        (
            "messages",
            MessagesPage::new(&list, None, None, language, zone).render()?,
        ),
    ])
}

#[async_trait]
impl ChannelQuestions for SampleDesk {
    async fn channel_board(&self, _: &Actor) -> Result<ChannelBoard, DeskError> {
        Ok(board(self.0))
    }

    async fn add_channel(&self, _: &Actor, _: &ChannelForm) -> Result<ChannelId, DeskError> {
        Ok(ChannelId(1))
    }

    async fn change_channel(
        &self,
        _: &Actor,
        _: ChannelId,
        _: i64,
        _: &ChannelForm,
    ) -> Result<(), DeskError> {
        Ok(())
    }

    async fn pause_channel(&self, _: &Actor, _: ChannelId, _: bool) -> Result<(), DeskError> {
        Ok(())
    }

    async fn remove_channel(&self, _: &Actor, _: ChannelId, _: bool) -> Result<(), DeskError> {
        Ok(())
    }

    async fn try_channel(&self, _: &Actor, _: ChannelId) -> Result<String, DeskError> {
        Ok("hook.qinglan.example".to_owned())
    }

    async fn message_list(
        &self,
        _: &Actor,
        state: MessageState,
        _: Option<ChannelId>,
        _: Option<MessageId>,
    ) -> Result<MessageList, DeskError> {
        Ok(messages(self.0, state))
    }

    async fn send_again(&self, _: &Actor, ids: &[MessageId]) -> Result<u64, DeskError> {
        Ok(ids.len() as u64)
    }

    async fn send_all_again(&self, _: &Actor) -> Result<u64, DeskError> {
        Ok(self.0.count() as u64)
    }

    async fn drop_messages(&self, _: &Actor, ids: &[MessageId]) -> Result<u64, DeskError> {
        Ok(ids.len() as u64)
    }
}
