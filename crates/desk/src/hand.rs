//! By hand: what people bring. A link, a text, or a picture with a note goes down the same line.

use crate::actor::Actor;
use crate::line::{HandIn, Handed, Outcome, Visitor};
use crate::sources::canonical;
use crate::{Act, Desk, DeskError};
use model::{
    DocumentId, EventId, Item, ItemKey, NewSource, Owner, Source, SourceId, SourceKind,
    SourceRules, SourceState, TimeNote, limits,
};
use ports::{Attachment, FetchLog};
use tokio::sync::{mpsc, oneshot};

/// The name of the source under which brought items stand.
pub const HAND_SOURCE: &str = "人工提供";
/// Characters of a first line that serves as a headline.
const HEADLINE_CHARS: usize = 60;

/// What a person brings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brought {
    /// A link, if there is one.
    pub link: String,
    /// A text, or a note on the picture.
    pub text: String,
    /// Where it was heard: the name of a group, a call, a visit; never a person's.
    pub place: String,
    /// A picture: media type and bytes.
    pub picture: Option<(String, Vec<u8>)>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its document.
    pub document: DocumentId,
    /// The event it was placed in.
    pub event: EventId,
    /// Whether it was known before.
    pub before: bool,
    /// What could not be read on the way.
    pub note: Option<String>,
}

/// Media types of pictures that are kept.
const PICTURES: &[(&str, &[u8])] = &[
    ("image/jpeg", b"\xff\xd8\xff"),
    ("image/png", b"\x89PNG\r\n\x1a\n"),
    ("image/gif", b"GIF8"),
    ("image/webp", b"RIFF"),
    ("image/heic", b"\0\0\0"),
];

impl Desk {
    /// Takes what a person brings down the line, and waits until it is kept.
    pub async fn bring(&self, actor: &Actor, brought: Brought) -> Result<Taken, DeskError> {
        actor.must(Act::Bring)?;
        let picture = picture(&brought)?;
        let hand = self.hand.clone().ok_or_else(busy)?;
        let source = self.hand_source().await?;
        let (mut item, note) = self.item_of(&brought, source.id).await?;
        if let Some((media_type, bytes)) = picture {
            let name = self.keep_picture(&item.key, &media_type, bytes).await?;
            if item.title.is_empty() {
                item.title = format!("图片 {}", name.chars().take(8).collect::<String>());
            }
        }
        let (reply, kept) = oneshot::channel();
        send(&hand, Handed::Item(HandIn { item, reply })).await?;
        match kept.await {
            Ok(Outcome::Kept {
                document,
                event,
                before,
                ..
            }) => {
                self.saw(actor, "brought", &document.to_string(), "")
                    .await?;
                Ok(Taken {
                    document,
                    event,
                    before,
                    note,
                })
            }
            Ok(Outcome::Refused { why, .. }) => Err(DeskError::Invalid(why)),
            Err(_) => Err(busy()),
        }
    }

    /// The source under which brought items stand.
    async fn hand_source(&self) -> Result<Source, DeskError> {
        let source = NewSource::plain(SourceKind::Hand, HAND_SOURCE, None, self.clock.now());
        Ok(self.store.add_source(&source).await?)
    }

    /// The item that what was brought amounts to, and what could not be read.
    async fn item_of(
        &self,
        brought: &Brought,
        source: SourceId,
    ) -> Result<(Item, Option<String>), DeskError> {
        let text = reading::clean_text(&brought.text);
        let place = reading::clean_line(&brought.place);
        let link = brought.link.trim();
        let mut item = Item {
            key: ItemKey::default(),
            source,
            url: None,
            title: String::new(),
            text: text.clone(),
            published_at: None,
            time_note: TimeNote::Missing,
            arrived_at: self.clock.now(),
            voice: None,
        };
        let mut note = None;
        if !link.is_empty() {
            let url = canonical(link)?;
            note = self.read_link(&url, &mut item).await;
            item.url.get_or_insert(url);
        }
        if item.title.is_empty() {
            item.title = headline(&item.text);
        }
        if item.title.is_empty() && item.url.is_some() {
            item.title = item.url.clone().unwrap_or_default();
        }
        if item.title.is_empty() && brought.picture.is_none() {
            let words = "nothing was brought; paste a link or a text, or choose a picture";
            return Err(DeskError::Invalid(words.to_owned()));
        }
        if !place.is_empty() {
            item.text = format!("{}\n〔{place}〕", item.text);
        }
        item.text = item.text.chars().take(limits::TEXT_CHARS_MAX).collect();
        item.key = ItemKey {
            namespace: source.0,
            external_id: id_of(&item, brought),
        };
        Ok((item, note))
    }

    /// Reads the page behind a link into the item; says what went wrong, and goes on without it.
    async fn read_link(&self, url: &str, item: &mut Item) -> Option<String> {
        let fetcher = match self.fetcher() {
            Ok(fetcher) => fetcher,
            Err(error) => return Some(error.to_string()),
        };
        let visitor = Visitor::new(&self.store, &fetcher, &self.clock, self.time_zone);
        let source = Source {
            id: item.source,
            kind: SourceKind::Hand,
            name: String::new(),
            url: Some(url.to_owned()),
            owner: Owner::Unsaid,
            reach: None,
            folder: String::new(),
            rules: SourceRules::default(),
            allow_private: false,
            paused: false,
            added_at: self.clock.now(),
            state: SourceState::default(),
        };
        match visitor
            .article(&source, url, &mut FetchLog::default())
            .await
        {
            Ok((article, _)) => {
                item.url = article.url;
                item.title = article.title;
                item.published_at = article.published_at;
                item.time_note = article.time_note;
                item.text = if item.text.is_empty() {
                    article.text
                } else {
                    format!("{}\n{}", item.text, article.text)
                };
                None
            }
            Err(error) => Some(error.to_string()),
        }
    }

    async fn keep_picture(
        &self,
        key: &ItemKey,
        media_type: &str,
        bytes: Vec<u8>,
    ) -> Result<String, DeskError> {
        let vault = self.vault.clone().ok_or_else(busy)?;
        let size = bytes.len() as i64;
        let name = tokio::task::spawn_blocking(move || vault.keep_attachment(&bytes))
            .await
            .map_err(|error| DeskError::Broken {
                act: "keep a picture",
                why: error.to_string(),
            })??;
        let attachment = Attachment {
            key: key.clone(),
            name: name.clone(),
            media_type: media_type.to_owned(),
            bytes: size,
        };
        self.store.add_attachment(&attachment).await?;
        Ok(name)
    }

    /// A picture that came with a document: its media type and bytes.
    pub async fn picture(&self, document: DocumentId) -> Result<(String, Vec<u8>), DeskError> {
        let missing = || DeskError::NotFound {
            kind: "picture",
            id: document.to_string(),
        };
        let stored = self.store.documents(&[document]).await?.pop();
        let stored = stored.filter(|one| one.withdrawn.is_none());
        let key = stored.ok_or_else(missing)?.document.key;
        let attachment = self.store.attachments(&[key]).await?.pop();
        let attachment = attachment.ok_or_else(missing)?;
        let vault = self.vault.clone().ok_or_else(missing)?;
        let bytes = tokio::task::spawn_blocking(move || vault.attachment(&attachment.name))
            .await
            .map_err(|error| DeskError::Broken {
                act: "open a picture",
                why: error.to_string(),
            })??;
        Ok((attachment.media_type, bytes.ok_or_else(missing)?))
    }
}

/// Hands an item to the line; refuses where it is not open or has too much to do.
pub(crate) async fn send(hand: &mpsc::Sender<Handed>, item: Handed) -> Result<(), DeskError> {
    hand.send(item).await.map_err(|_| busy())
}

pub(crate) fn busy() -> DeskError {
    DeskError::Invalid(
        "another caifeng is writing to this desk at the moment; try again when it has finished"
            .to_owned(),
    )
}

/// A picture whose bytes are what they claim to be, and not too many.
fn picture(brought: &Brought) -> Result<Option<(String, Vec<u8>)>, DeskError> {
    let Some((_, bytes)) = &brought.picture else {
        return Ok(None);
    };
    if bytes.len() > limits::PICTURE_BYTES_MAX {
        return Err(DeskError::Invalid(format!(
            "the picture is larger than {} MiB; send a smaller one",
            limits::PICTURE_BYTES_MAX / 1_048_576
        )));
    }
    let known = PICTURES.iter().find(|(_, begin)| bytes.starts_with(begin));
    let Some((media_type, _)) = known else {
        let words = "the file is no picture the desk knows; send JPEG, PNG, GIF or WebP";
        return Err(DeskError::Invalid(words.to_owned()));
    };
    Ok(Some(((*media_type).to_owned(), bytes.clone())))
}

/// The first line serves as a headline.
fn headline(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    let mut cut: String = first.chars().take(HEADLINE_CHARS).collect();
    if first.chars().count() > HEADLINE_CHARS {
        cut.push('…');
    }
    cut
}

/// The same thing brought twice is one item.
fn id_of(item: &Item, brought: &Brought) -> String {
    match &item.url {
        Some(url) if !url.is_empty() => url.clone(),
        _ => {
            let picture = brought.picture.as_ref().map_or(0, |(_, bytes)| bytes.len());
            let said = format!("{}\n{}\n{picture}", item.title, item.text);
            format!("{:016x}", reading::address_hash(&said))
        }
    }
}
