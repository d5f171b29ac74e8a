//! Channels: how word leaves the house, arranged and tried.

use crate::actor::Actor;
use crate::channel_form::ChannelForm;
use crate::opening::open_channel;
use crate::{Act, Desk, DeskError};
use model::{Channel, ChannelId, NewChannel, Unit, limits};
use ports::{MessageCounts, Word};

/// A channel in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelRow {
    /// It.
    pub channel: Channel,
    /// What waits and what was given up.
    pub counts: MessageCounts,
    /// Name of the unit it is for.
    pub unit: Option<String>,
}

/// All channels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChannelBoard {
    /// By name, removed ones left out.
    pub channels: Vec<ChannelRow>,
    /// Units that a channel may be for.
    pub units: Vec<Unit>,
}

impl Desk {
    /// All channels with how they are.
    pub async fn channel_board(&self, actor: &Actor) -> Result<ChannelBoard, DeskError> {
        actor.must(Act::ChangeSettings)?;
        let counts = self.store.message_counts().await?;
        let units = self.store.units().await?;
        let all = self.store.channels().await?.into_iter();
        let there = all.filter(|channel| channel.removed_at.is_none());
        let channels = there.map(|channel| {
            let counted = counts.iter().find(|(id, _)| *id == channel.id);
            let unit = units.iter().find(|unit| Some(unit.id) == channel.said.unit);
            ChannelRow {
                counts: counted.map(|(_, counts)| *counts).unwrap_or_default(),
                unit: unit.map(|unit| unit.name.clone()),
                channel,
            }
        });
        Ok(ChannelBoard {
            channels: channels.collect(),
            units,
        })
    }

    /// Channels that take word with this text, of this unit.
    pub async fn channels_for(
        &self,
        text: &str,
        unit: Option<model::UnitId>,
    ) -> Result<Vec<Channel>, DeskError> {
        let all = self.store.channels().await?.into_iter();
        let takes =
            |channel: &Channel| channel.removed_at.is_none() && channel.said.takes(text, unit);
        Ok(all.filter(takes).collect())
    }

    async fn channel(&self, id: ChannelId) -> Result<Channel, DeskError> {
        let all = self.store.channels().await?;
        let found = all.into_iter().find(|channel| channel.id == id);
        found.ok_or_else(|| DeskError::NotFound {
            kind: "channel",
            id: id.to_string(),
        })
    }

    /// Adds a channel.
    pub async fn add_channel(
        &self,
        actor: &Actor,
        form: &ChannelForm,
    ) -> Result<ChannelId, DeskError> {
        actor.must(Act::ChangeSettings)?;
        if self.store.channels().await?.len() >= limits::CHANNELS_MAX {
            let words = "a desk has 200 channels at most";
            return Err(DeskError::refused("channel.many", words));
        }
        let channel = self.checked_channel(None, form)?;
        let details = format!(
            "{} {} {}",
            channel.kind.word(),
            channel.name,
            channel.settings.site
        );
        let note = actor.note(self.clock.now(), "channel.added", "", details);
        Ok(self.store.add_channel(&channel, &actor.name, &note).await?)
    }

    /// Changes a channel that was at `version` when it was read. Its kind stays.
    pub async fn change_channel(
        &self,
        actor: &Actor,
        id: ChannelId,
        version: i64,
        form: &ChannelForm,
    ) -> Result<(), DeskError> {
        actor.must(Act::ChangeSettings)?;
        let mut channel = self.channel(id).await?;
        let form = ChannelForm {
            kind: channel.said.kind,
            ..form.clone()
        };
        let said = self.checked_channel(Some(&channel.said), &form)?;
        let details = differences(&channel.said, &said);
        channel.said = said;
        self.keep_channel(actor, channel, version, "channel.changed", details)
            .await
    }

    /// Lets a channel rest, or go on; word waits meanwhile.
    pub async fn pause_channel(
        &self,
        actor: &Actor,
        id: ChannelId,
        paused: bool,
    ) -> Result<(), DeskError> {
        actor.must(Act::ChangeSettings)?;
        let mut channel = self.channel(id).await?;
        channel.paused = paused;
        let (version, name) = (channel.version, channel.said.name.clone());
        let act = if paused {
            "channel.paused"
        } else {
            "channel.resumed"
        };
        self.keep_channel(actor, channel, version, act, name).await
    }

    async fn keep_channel(
        &self,
        actor: &Actor,
        mut channel: Channel,
        version: i64,
        act: &str,
        details: String,
    ) -> Result<(), DeskError> {
        channel.version = version;
        let note = actor.note(self.clock.now(), act, channel.id.to_string(), details);
        let kept = self.store.change_channel(&channel, &actor.name, &note);
        kept.await?;
        self.bell.ring();
        Ok(())
    }

    /// Removes a channel, or brings it back as it was.
    pub async fn remove_channel(
        &self,
        actor: &Actor,
        id: ChannelId,
        removed: bool,
    ) -> Result<(), DeskError> {
        actor.must(Act::ChangeSettings)?;
        let channel = self.channel(id).await?;
        let act = if removed {
            "channel.removed"
        } else {
            "channel.restored"
        };
        let note = actor.note(self.clock.now(), act, id.to_string(), channel.said.name);
        let done = self.store.remove_channel(id, removed, &actor.name, &note);
        done.await?;
        self.bell.ring();
        Ok(())
    }

    /// Sends a test by a channel at once, past the outbox, and says what came of it. Gives whom it
    /// went to, where that is for mail to say.
    pub async fn try_channel(&self, actor: &Actor, id: ChannelId) -> Result<String, DeskError> {
        actor.must(Act::ChangeSettings)?;
        let channel = self.channel(id).await?;
        let courier = self.courier.as_ref().ok_or_else(no_courier)?;
        let vault = self.vault.as_ref().ok_or_else(no_courier)?;
        let (office, _) = self.store.office().await?;
        let open = open_channel(&**vault, &office, &channel).map_err(DeskError::Invalid)?;
        let word = self.test_word(actor, &channel, &office.language).await?;
        let sent = courier.send(&open, &word).await;
        let now = self.clock.now();
        let error = sent.as_ref().err().map(|failure| failure.why.as_str());
        self.store.channel_tried(id, now, error).await?;
        let said = error.map_or("sent".to_owned(), str::to_owned);
        let details = format!("{}: {said}", channel.said.name);
        let note = actor.note(now, "channel.tried", id.to_string(), details);
        self.store.note(&[note]).await?;
        match sent {
            Ok(_) => Ok(word
                .to
                .first()
                .cloned()
                .unwrap_or(channel.said.settings.site)),
            Err(failure) => Err(DeskError::Invalid(failure.why)),
        }
    }

    async fn test_word(
        &self,
        actor: &Actor,
        channel: &Channel,
        language: &str,
    ) -> Result<Word, DeskError> {
        let own = match actor.who.person {
            Some(id) => self.store.person(id).await?.map(|person| person.mail),
            None => None,
        };
        let own = own.filter(|mail| !mail.is_empty());
        // One is enough for a test: whoever asks, or else the first on the list.
        let to = own.or_else(|| channel.said.settings.to.first().cloned());
        Ok(Word {
            key: format!("test-{:016x}", self.random.bits()),
            event_type: "test".to_owned(),
            title: format!("{} · 试发 Test", channel.said.name),
            text: "这是一条试发消息，收到即说明渠道设置正确。\nThis is a test; it arrived, so the channel is set up."
                .to_owned(),
            to: to.into_iter().collect(),
            language: language.to_owned(),
            at: self.clock.now(),
            ..Word::default()
        })
    }
}

fn no_courier() -> DeskError {
    DeskError::Broken {
        act: "send a test",
        why: "this desk has no courier".to_owned(),
    }
}

/// What changes, old and new; never a secret.
fn differences(before: &NewChannel, after: &NewChannel) -> String {
    let told = |channel: &NewChannel| {
        let settings = &channel.settings;
        [
            ("name", channel.name.clone()),
            ("site", settings.site.clone()),
            ("words", channel.words.join(" ")),
            (
                "unit",
                channel.unit.map_or(String::new(), |unit| unit.to_string()),
            ),
            ("to", settings.to.join(" ")),
            ("per_minute", settings.pace().to_string()),
            ("allow_private", settings.allow_private.to_string()),
            ("template", settings.template.clone()),
        ]
    };
    let mut changed: Vec<String> = told(before)
        .into_iter()
        .zip(told(after))
        .filter(|((_, old), (_, new))| old != new)
        .map(|((field, old), (_, new))| format!("{field}: {old} → {new}"))
        .collect();
    let (old, new) = (&before.settings, &after.settings);
    for (field, same) in [
        ("address", old.sealed_address == new.sealed_address),
        ("secret", old.sealed_secret == new.sealed_secret),
        ("mail", old.mail == new.mail),
    ] {
        if !same {
            changed.push(format!("{field}: changed"));
        }
    }
    changed.join("; ")
}
