//! Subscriptions: OPML lists in and out.

use crate::actor::Actor;
use crate::sources::{canonical, folder};
use crate::{Act, Desk, DeskError, SourceForm};
use model::{ArticleRules, ListRules, NewSource, Owner, PathLanguage, SourceKind, SourceRules};
use ports::{FetchPlan, Fetched};
use reading::{Subscription, SubscriptionKind};
use std::borrow::Cow;

/// What came of an OPML list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportedOpml {
    /// What the list calls itself.
    pub title: String,
    /// Sources that were added.
    pub added: usize,
    /// Sources that were there already.
    pub there: usize,
    /// Subscriptions that were left out, and why.
    pub left_out: Vec<(String, String)>,
    /// What was not as it should be.
    pub warnings: Vec<String>,
}

/// Where an OPML list lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpmlFrom {
    /// At an address.
    Address(String),
    /// In a file that a person gives.
    File(Vec<u8>),
}

/// An OPML list to be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpmlList {
    /// Where it lies.
    pub from: OpmlFrom,
    /// Whose its sources are, where the list does not say.
    pub owner: Owner,
    /// Whether its sources, and the list itself, may lead to private addresses.
    pub allow_private: bool,
}

impl Desk {
    /// Adds the subscriptions of an OPML list as sources, all in one step.
    pub async fn import_opml(
        &self,
        actor: &Actor,
        list: &OpmlList,
    ) -> Result<ImportedOpml, DeskError> {
        actor.must(Act::ChangeSources)?;
        let opml = self.read_list(list).await?;
        let mut imported = ImportedOpml {
            title: opml.title.unwrap_or_default(),
            warnings: opml.warnings,
            ..ImportedOpml::default()
        };
        let mut sources: Vec<NewSource> = Vec::new();
        for subscription in opml.subscriptions {
            let (title, url) = (subscription.title.clone(), subscription.url.clone());
            let described = form_of(subscription, list)
                .and_then(|form| self.described(&form).map_err(|error| error.to_string()));
            match described {
                Ok(source) => sources.push(source),
                Err(why) => imported.left_out.push((format!("{title} {url}"), why)),
            }
        }
        let details = format!("OPML {} {}", sources.len(), imported.title);
        let note = actor.note(self.clock.now(), "source.added", "", details);
        for added in self.store.add_sources(&sources, Some(&note)).await? {
            if added.was_there {
                imported.there += 1;
            } else {
                imported.added += 1;
            }
        }
        Ok(imported)
    }

    /// What stands in a list.
    async fn read_list(&self, list: &OpmlList) -> Result<reading::Opml, DeskError> {
        let (bytes, content_type) = match &list.from {
            OpmlFrom::File(bytes) => (Cow::Borrowed(bytes), None),
            OpmlFrom::Address(url) => {
                let (bytes, content_type) = self.opml_at(url, list.allow_private).await?;
                (Cow::Owned(bytes), content_type)
            }
        };
        reading::read_opml(&bytes, content_type.as_deref())
            .map_err(|problem| DeskError::Invalid(problem.to_string()))
    }

    /// The bytes of a list at an address, with their type as sent.
    async fn opml_at(
        &self,
        url: &str,
        allow_private: bool,
    ) -> Result<(Vec<u8>, Option<String>), DeskError> {
        let plan = FetchPlan {
            url: canonical(url)?,
            etag: None,
            last_modified: None,
            allow_private,
        };
        match self.fetcher()?.fetch(&plan).await {
            Ok(Fetched::Body {
                bytes,
                content_type,
                ..
            }) => Ok((bytes, content_type)),
            Ok(Fetched::Unchanged) => Ok((Vec::new(), None)),
            Err(error) => Err(DeskError::Invalid(error.to_string())),
        }
    }

    /// All sources that OPML can name.
    pub async fn export_opml(&self) -> Result<String, DeskError> {
        let mut subscriptions: Vec<Subscription> = self
            .store
            .sources()
            .await?
            .into_iter()
            .filter(|source| source.kind.is_fetched())
            .filter_map(|source| {
                Some(Subscription {
                    title: source.name,
                    url: source.url?,
                    folder: source.folder,
                    kind: kind_of(source.kind, source.rules.list.clone()),
                    site: None,
                    full_text_selector: source.rules.article.text.clone(),
                    remove_selector: some(source.rules.article.remove.join(", ")),
                    owner: source.owner,
                    rules: Some(source.rules),
                })
            })
            .collect();
        subscriptions.sort_by(|a, b| (&a.folder, &a.title).cmp(&(&b.folder, &b.title)));
        Ok(reading::write_opml("Caifeng 采风", &subscriptions))
    }
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// The form of a subscription. What an earlier desk wrote beside it counts as it stands; what
/// another reader wrote is taken as far as it goes.
fn form_of(subscription: Subscription, from: &OpmlList) -> Result<SourceForm, String> {
    let (kind, list) = match subscription.kind {
        SubscriptionKind::Feed => (SourceKind::Feed, None),
        SubscriptionKind::HtmlXpath(rules) | SubscriptionKind::JsonDots(rules) => {
            (SourceKind::ListPage, Some(rules))
        }
        SubscriptionKind::Other(word) => match SourceKind::from_word(&word) {
            Some(kind) if kind.is_fetched() => (kind, None),
            _ => return Err(format!("subscriptions of type {word:?} cannot be read")),
        },
    };
    let read = SourceRules {
        list,
        full_text: subscription.full_text_selector.is_some(),
        article: ArticleRules {
            text: subscription.full_text_selector,
            remove: subscription.remove_selector.into_iter().collect(),
            ..ArticleRules::default()
        },
        ..SourceRules::default()
    };
    Ok(SourceForm {
        name: subscription.title,
        owner: match subscription.owner {
            Owner::Unsaid => from.owner,
            said => said,
        },
        folder: folder(&subscription.folder),
        rules: subscription.rules.unwrap_or(read),
        allow_private: from.allow_private,
        ..SourceForm::plain(kind, subscription.url)
    })
}

fn kind_of(kind: SourceKind, list: Option<ListRules>) -> SubscriptionKind {
    match (kind, list) {
        (SourceKind::Feed, _) => SubscriptionKind::Feed,
        (SourceKind::ListPage, Some(rules)) if rules.language == PathLanguage::Xpath => {
            SubscriptionKind::HtmlXpath(rules)
        }
        (SourceKind::ListPage, Some(rules)) if rules.language == PathLanguage::Dots => {
            SubscriptionKind::JsonDots(rules)
        }
        (kind, _) => SubscriptionKind::Other(kind.word().to_owned()),
    }
}
