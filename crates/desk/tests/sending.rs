//! The outbox sends everything, at least once, whoever is away and whenever it is stopped.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use async_trait::async_trait;
use desk::{Actor, ChannelForm, Desk, Sending, SendingPorts};
use model::{
    Channel, ChannelId, ChannelKind, HOUR_MS, Level, MailSettings, Message, MessageId,
    MessageState, Moment, NewMessage, NewPerson, Note, OfficeSettings, Person, PersonId, Role,
    Roles, Who,
};
use ports::{
    Again, Clock, Courier, CourierError, FailedTry, Mail, MailServer, OpenChannel, OutboxStore,
    SendFailure, SentParts, StoreError, Word,
};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use testkit::{FakeCourier, TestDesk};
use tokio::sync::Notify;

fn form(kind: ChannelKind, name: &str) -> ChannelForm {
    ChannelForm {
        name: name.to_owned(),
        kind,
        address: Some("https://hook.example/robot?key=geheim".to_owned()),
        secret: Some("schluessel".to_owned()),
        to: Vec::new(),
        mail: MailSettings::default(),
        mail_password: None,
        template: String::new(),
        per_minute: 6_000,
        allow_private: false,
        words: Vec::new(),
        unit: None,
    }
}

struct World {
    test: TestDesk,
    desk: Desk,
    courier: Arc<FakeCourier>,
}

impl World {
    fn new() -> Self {
        let test = TestDesk::new();
        let courier = Arc::new(FakeCourier::default());
        let desk = test
            .desk()
            .with_courier(Arc::clone(&courier) as Arc<dyn Courier>);
        Self {
            test,
            desk,
            courier,
        }
    }

    fn channel(&self, form: &ChannelForm) -> ChannelId {
        let actor = Actor::command_line();
        let adding = self.desk.add_channel(&actor, form);
        self.test.runtime.block_on(adding).unwrap()
    }

    fn webhook(&self, name: &str) -> ChannelId {
        self.channel(&form(ChannelKind::Webhook, name))
    }

    fn ports(&self) -> SendingPorts {
        SendingPorts {
            outbox: Arc::clone(self.test.store()) as Arc<dyn OutboxStore>,
            courier: Arc::clone(&self.courier) as Arc<dyn Courier>,
            clock: Arc::clone(&self.test.clock) as Arc<dyn Clock>,
            random: Arc::clone(&self.test.random) as Arc<dyn ports::Random>,
            vault: Arc::clone(&self.test.vault) as Arc<dyn ports::Vault>,
            front: "https://desk.qinglan.example/caifeng".to_owned(),
        }
    }

    fn put(&self, channel: ChannelId, keys: &[&str]) {
        let now = self.test.clock.now();
        let messages: Vec<NewMessage> = keys.iter().map(|key| said(key, channel, now)).collect();
        let store = self.test.store();
        let put = self.test.runtime.block_on(store.put_messages(&messages));
        assert_eq!(put.unwrap(), keys.len() as u64);
    }

    fn settle(&self, sending: &mut Sending) {
        self.test.runtime.block_on(sending.settle()).unwrap();
    }

    /// Lets time pass in steps, sending what is due.
    fn pass(&self, sending: &mut Sending, ms: i64, step: i64) {
        for _ in 0..ms / step {
            self.test.clock.forward_ms(step);
            self.settle(sending);
        }
    }

    fn list(&self, state: MessageState) -> Vec<desk::MessageRow> {
        let actor = Actor::command_line();
        let list = self.desk.message_list(&actor, state, None, None);
        self.test.runtime.block_on(list).unwrap().messages
    }

    fn taken(&self) -> Vec<String> {
        let taken = self.courier.taken().into_iter();
        taken.map(|(_, word)| word.key).collect()
    }
}

fn said(key: &str, channel: ChannelId, due_at: Moment) -> NewMessage {
    NewMessage {
        key: key.to_owned(),
        channel,
        person: None,
        level: Some(Level::Orange),
        title: format!("预警 {key}"),
        text: "东街停水".to_owned(),
        page: Some("/alerts/a12".to_owned()),
        due_at,
        held: false,
    }
}

fn failure(again: Again) -> SendFailure {
    SendFailure {
        why: "对方没有应答".to_owned(),
        again,
    }
}

#[test]
fn word_goes_out_opened_framed_and_once() {
    let world = World::new();
    let channel = world.webhook("群");
    world.put(channel, &["k1"]);
    let mut sending = Sending::new(world.ports());
    world.settle(&mut sending);
    world.settle(&mut sending);
    let taken = world.courier.taken();
    assert_eq!(taken.len(), 1);
    let word = &taken[0].1;
    assert_eq!(
        (word.key.as_str(), word.event_type.as_str()),
        ("k1", "alerts")
    );
    let link = "https://desk.qinglan.example/caifeng/alerts/a12";
    assert_eq!(word.link.as_deref(), Some(link));
    assert_eq!(word.at, world.test.clock.now());
    assert_eq!(world.list(MessageState::Sent).len(), 1);
    let kept = world.test.runtime.block_on(world.test.store().channels());
    let kept = format!("{:?}", kept.unwrap());
    assert!(
        !kept.contains("geheim") && !kept.contains("schluessel"),
        "{kept}"
    );
}

/// The endpoint is away for a day and a half: nothing is lost, nothing is hammered, and another
/// channel never waits for it.
#[test]
fn an_endpoint_that_is_down_for_a_day_loses_nothing() {
    let world = World::new();
    let (down, up) = (world.webhook("坏"), world.webhook("好"));
    world.courier.fail("坏", Some(failure(Again::Later)));
    world.put(down, &["d1", "d2", "d3"]);
    let mut sending = Sending::new(world.ports());
    world.settle(&mut sending);
    world.put(up, &["u1"]);
    world.settle(&mut sending);
    assert_eq!(world.taken(), ["u1"]);
    world.pass(&mut sending, 36 * HOUR_MS, 60_000);
    let tries = world.courier.failed();
    assert!(
        (36 * 3..36 * 14).contains(&tries),
        "{tries} tries in 36 hours"
    );
    assert_eq!(world.list(MessageState::Waiting).len(), 3);
    world.courier.fail("坏", None);
    // New word is tried within minutes, and once it goes through, the others follow at once.
    world.pass(&mut sending, 6 * 60_000, 60_000);
    world.put(down, &["d4"]);
    world.pass(&mut sending, 6 * 60_000, 60_000);
    let taken: BTreeSet<String> = world.taken().into_iter().collect();
    assert_eq!(
        taken.into_iter().collect::<Vec<_>>(),
        ["d1", "d2", "d3", "d4", "u1"]
    );
    assert!(world.list(MessageState::Dead).is_empty());
}

#[test]
fn what_fails_for_days_is_given_up_listed_and_sent_again_by_a_person() {
    let world = World::new();
    let channel = world.webhook("坏");
    world.courier.fail("坏", Some(failure(Again::Later)));
    world.put(channel, &["d1"]);
    let mut sending = Sending::new(world.ports());
    world.pass(&mut sending, 71 * HOUR_MS, HOUR_MS / 2);
    assert_eq!(world.list(MessageState::Waiting).len(), 1);
    world.pass(&mut sending, 4 * HOUR_MS, HOUR_MS / 2);
    let dead = world.list(MessageState::Dead);
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].message.last_error.as_deref(), Some("对方没有应答"));
    world.courier.fail("坏", None);
    let actor = Actor::command_line();
    let again = world.desk.send_all_again(&actor);
    assert_eq!(world.test.runtime.block_on(again).unwrap(), 1);
    world.pass(&mut sending, HOUR_MS, HOUR_MS / 2);
    assert_eq!(world.taken(), ["d1"]);
}

#[test]
fn a_receiver_that_wants_to_be_left_alone_is_and_a_refused_word_stops_no_other() {
    let world = World::new();
    let channel = world.webhook("群");
    world.courier.fail("群", Some(failure(Again::After(90))));
    world.put(channel, &["k1", "k2"]);
    let mut sending = Sending::new(world.ports());
    world.settle(&mut sending);
    world.pass(&mut sending, 89_000, 1_000);
    assert_eq!(world.courier.failed(), 1, "left alone for ninety seconds");
    world.courier.fail("群", None);
    world.pass(&mut sending, 2_000, 1_000);
    assert_eq!(world.taken(), ["k1", "k2"]);
    world.courier.fail("群", Some(failure(Again::Never)));
    world.put(channel, &["k3", "k4"]);
    world.settle(&mut sending);
    assert_eq!(
        world.list(MessageState::Dead).len(),
        2,
        "each is refused at once"
    );
}

#[test]
fn a_channel_keeps_its_pace_and_the_gravest_goes_first() {
    let world = World::new();
    let channel = world.channel(&ChannelForm {
        per_minute: 0,
        ..form(ChannelKind::Webhook, "群")
    });
    let keys: Vec<String> = (0..30).map(|number| format!("k{number:02}")).collect();
    world.put(
        channel,
        &keys.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let mut sending = Sending::new(world.ports());
    world.settle(&mut sending);
    assert_eq!(world.taken().len(), 20);
    let red = NewMessage {
        level: Some(Level::Red),
        ..said("red", channel, world.test.clock.now())
    };
    let store = world.test.store();
    let put = world.test.runtime.block_on(store.put_messages(&[red]));
    put.unwrap();
    world.pass(&mut sending, 59_000, 1_000);
    assert_eq!(world.taken().len(), 20, "twenty a minute");
    world.pass(&mut sending, 1_000, 1_000);
    assert_eq!(world.taken()[20], "red");
    assert_eq!(world.taken().len(), 31);
}

#[test]
fn paused_and_removed_channels_hold_their_word() {
    let world = World::new();
    let channel = world.webhook("群");
    let actor = Actor::command_line();
    let runtime = &world.test.runtime;
    let pause = |paused| {
        let done = runtime.block_on(world.desk.pause_channel(&actor, channel, paused));
        done.unwrap();
    };
    let remove = |removed| {
        let done = runtime.block_on(world.desk.remove_channel(&actor, channel, removed));
        done.unwrap();
    };
    pause(true);
    world.put(channel, &["k1"]);
    let mut sending = Sending::new(world.ports());
    world.settle(&mut sending);
    assert_eq!(
        world.list(MessageState::Waiting)[0].held,
        Some(desk::Held::Paused)
    );
    remove(true);
    world.settle(&mut sending);
    assert_eq!(
        world.list(MessageState::Waiting)[0].held,
        Some(desk::Held::Gone)
    );
    assert!(world.taken().is_empty());
    remove(false);
    pause(false);
    world.settle(&mut sending);
    assert_eq!(world.taken(), ["k1"]);
}

fn person(world: &World, mail: &str) -> PersonId {
    let new = NewPerson {
        login: format!("p{}", mail.len()),
        name: "林分析".to_owned(),
        unit: None,
        roles: Roles::NONE.with(Role::Analyst),
        mail: mail.to_owned(),
        phone: "13800000000".to_owned(),
    };
    let note = Note {
        at: world.test.clock.now(),
        who: Who::desk(),
        act: "person.added".to_owned(),
        object: String::new(),
        details: String::new(),
    };
    let adding = world.test.store().add_person(&new, &note);
    world.test.runtime.block_on(adding).unwrap()
}

#[test]
fn whom_word_is_for_has_it_alone_and_without_an_address_it_is_told() {
    let world = World::new();
    let mail = world.channel(&ChannelForm {
        to: vec!["zhiban@qinglan.example".to_owned()],
        ..form(ChannelKind::Mail, "邮件")
    });
    let bare = world.channel(&form(ChannelKind::Mail, "无人"));
    let (with, without) = (person(&world, "lin@qinglan.example"), person(&world, ""));
    let now = world.test.clock.now();
    let for_one = |key: &str, channel, person| NewMessage {
        person: Some(person),
        ..said(key, channel, now)
    };
    let messages = [
        for_one("m1", mail, with),
        for_one("m2", mail, without),
        for_one("m3", bare, without),
    ];
    let store = world.test.store();
    let put = world.test.runtime.block_on(store.put_messages(&messages));
    put.unwrap();
    world.settle(&mut Sending::new(world.ports()));
    let taken = world.courier.taken();
    let to = |key: &str| {
        taken
            .iter()
            .find(|(_, word)| word.key == key)
            .map(|(_, word)| word.to.clone())
    };
    assert_eq!(to("m1").unwrap(), ["lin@qinglan.example"]);
    assert_eq!(to("m2").unwrap(), ["zhiban@qinglan.example"]);
    assert_eq!(taken[0].1.phone.as_deref(), Some("13800000000"));
    let dead = world.list(MessageState::Dead);
    assert_eq!(dead[0].message.said.key, "m3");
    assert!(
        dead[0]
            .message
            .last_error
            .as_deref()
            .unwrap()
            .contains("no mail address")
    );
}

#[test]
fn a_test_is_sent_at_once_and_says_what_came_of_it() {
    let world = World::new();
    let channel = world.webhook("群");
    let actor = Actor::command_line();
    let trying = || {
        world
            .test
            .runtime
            .block_on(world.desk.try_channel(&actor, channel))
    };
    assert_eq!(trying().unwrap(), "hook.example");
    world.courier.fail("群", Some(failure(Again::Later)));
    assert_eq!(trying().unwrap_err().to_string(), "对方没有应答");
    let board = world
        .test
        .runtime
        .block_on(world.desk.channel_board(&actor));
    let row = board.unwrap().channels.remove(0);
    assert_eq!(row.channel.last_error, "对方没有应答");
    assert_eq!(row.channel.sent_at, Some(world.test.clock.now()));
    assert!(world.list(MessageState::Waiting).is_empty());
}

/// Stops whoever calls for ever, at the n-th step.
struct Steps {
    taken: AtomicU64,
    stop_at: u64,
    stopped: Notify,
}

impl Steps {
    async fn step(&self) {
        if self.taken.fetch_add(1, Ordering::SeqCst) >= self.stop_at {
            self.stopped.notify_one();
            std::future::pending::<()>().await;
        }
    }
}

/// An outbox and a courier that can be stopped before and after each call that changes something.
struct Stopping<T: ?Sized> {
    inner: Arc<T>,
    steps: Arc<Steps>,
}

#[async_trait]
impl OutboxStore for Stopping<dyn OutboxStore> {
    async fn channels(&self) -> Result<Vec<Channel>, StoreError> {
        self.steps.step().await;
        self.inner.channels().await
    }

    async fn put_messages(&self, messages: &[NewMessage]) -> Result<u64, StoreError> {
        self.inner.put_messages(messages).await
    }

    async fn messages_due(
        &self,
        channel: ChannelId,
        now: Moment,
        limit: u64,
    ) -> Result<Vec<Message>, StoreError> {
        self.steps.step().await;
        self.inner.messages_due(channel, now, limit).await
    }

    async fn message_part_sent(&self, id: MessageId, parts: i64) -> Result<(), StoreError> {
        self.steps.step().await;
        let done = self.inner.message_part_sent(id, parts).await;
        self.steps.step().await;
        done
    }

    async fn message_sent(
        &self,
        message: &Message,
        at: Moment,
        wake: bool,
    ) -> Result<(), StoreError> {
        self.steps.step().await;
        let done = self.inner.message_sent(message, at, wake).await;
        self.steps.step().await;
        done
    }

    async fn message_failed(&self, failed: &FailedTry) -> Result<(), StoreError> {
        self.steps.step().await;
        let done = self.inner.message_failed(failed).await;
        self.steps.step().await;
        done
    }

    async fn channel_tried(
        &self,
        id: ChannelId,
        at: Moment,
        error: Option<&str>,
    ) -> Result<(), StoreError> {
        self.inner.channel_tried(id, at, error).await
    }

    async fn sender_office(&self) -> Result<OfficeSettings, StoreError> {
        self.steps.step().await;
        self.inner.sender_office().await
    }

    async fn recipient(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        self.inner.recipient(id).await
    }
}

#[async_trait]
impl Courier for Stopping<dyn Courier> {
    async fn send_mail(&self, server: &MailServer, mail: &Mail) -> Result<(), CourierError> {
        self.inner.send_mail(server, mail).await
    }

    async fn send(&self, channel: &OpenChannel, word: &Word) -> Result<SentParts, SendFailure> {
        self.steps.step().await;
        let sent = self.inner.send(channel, word).await;
        self.steps.step().await;
        sent
    }
}

/// Sends three messages, one of them in two parts and one to a channel that fails, is stopped at this
/// step, and starts again. Says whether it was stopped at all.
fn stopped_at(world: &World, channels: [ChannelId; 2], step: u64) -> bool {
    let keys = ["a", "b", "c"].map(|key| format!("{key}-{step}"));
    world.courier.cut(&keys[1], 2);
    world.courier.fail("坏", Some(failure(Again::Later)));
    world.put(channels[0], &[&keys[0], &keys[1]]);
    world.put(channels[1], &[&keys[2]]);
    let steps = Arc::new(Steps {
        taken: AtomicU64::new(0),
        stop_at: step,
        stopped: Notify::new(),
    });
    let plain = world.ports();
    let ports = SendingPorts {
        outbox: Arc::new(Stopping {
            inner: Arc::clone(&plain.outbox),
            steps: Arc::clone(&steps),
        }),
        courier: Arc::new(Stopping {
            inner: Arc::clone(&plain.courier),
            steps: Arc::clone(&steps),
        }),
        ..plain.clone()
    };
    let stopped = world.test.runtime.block_on(async {
        let mut sending = Sending::new(ports);
        tokio::select! {
            done = sending.settle() => { done.unwrap(); false }
            () = steps.stopped.notified() => true
        }
    });
    world.courier.fail("坏", None);
    // Started again, at once and after what failed has rested.
    let mut sending = Sending::new(plain);
    world.settle(&mut sending);
    world.pass(&mut sending, 120_000, 30_000);
    let taken = world.courier.taken();
    let count = |key: &str, part: u32| {
        let same = taken
            .iter()
            .filter(|(_, word)| word.key == key && word.parts_sent == part);
        same.count()
    };
    let mut twice = 0;
    for (key, part) in [(&keys[0], 0), (&keys[1], 0), (&keys[1], 1), (&keys[2], 0)] {
        let times = count(key, part);
        assert!(
            (1..=2).contains(&times),
            "step {step}: {key} part {part}: {times}"
        );
        twice += times - 1;
    }
    assert!(
        twice <= 2,
        "step {step}: one a channel may be under way when it is stopped"
    );
    assert!(world.list(MessageState::Waiting).is_empty(), "step {step}");
    stopped
}

#[test]
fn stopped_at_any_step_nothing_is_lost_and_what_comes_twice_has_the_same_key() {
    let world = World::new();
    let channels = [world.webhook("群"), world.webhook("坏")];
    let mut step = 0;
    while stopped_at(&world, channels, step) {
        step += 1;
        assert!(step < 200, "it comes to an end");
    }
    assert!(step > 20, "only {step} steps");
    assert!(world.list(MessageState::Dead).is_empty());
}
