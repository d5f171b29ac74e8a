//! Subscriptions: OPML lists in and out.

use crate::sources::folder;
use crate::{Desk, DeskError, SourceForm};
use model::{ArticleRules, ListRules, NewSource, PathLanguage, SourceKind, SourceRules};
use reading::{Subscription, SubscriptionKind};

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

impl Desk {
    /// Adds the subscriptions of an OPML list as sources, all in one step.
    pub async fn import_opml(
        &self,
        bytes: &[u8],
        allow_private: bool,
    ) -> Result<ImportedOpml, DeskError> {
        let opml = reading::read_opml(bytes, None)
            .map_err(|problem| DeskError::Invalid(problem.to_string()))?;
        let mut imported = ImportedOpml {
            title: opml.title.unwrap_or_default(),
            warnings: opml.warnings,
            ..ImportedOpml::default()
        };
        let mut sources: Vec<NewSource> = Vec::new();
        for subscription in opml.subscriptions {
            let (title, url) = (subscription.title.clone(), subscription.url.clone());
            let described = form_of(subscription, allow_private)
                .and_then(|form| self.described(&form).map_err(|error| error.to_string()));
            match described {
                Ok(source) => sources.push(source),
                Err(why) => imported.left_out.push((format!("{title} {url}"), why)),
            }
        }
        for added in self.store.add_sources(&sources).await? {
            if added.was_there {
                imported.there += 1;
            } else {
                imported.added += 1;
            }
        }
        Ok(imported)
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
                    kind: kind_of(source.kind, source.rules.list),
                    site: None,
                    full_text_selector: source.rules.article.text,
                })
            })
            .collect();
        subscriptions.sort_by(|a, b| (&a.folder, &a.title).cmp(&(&b.folder, &b.title)));
        Ok(reading::write_opml("Caifeng 采风", &subscriptions))
    }
}

fn form_of(subscription: Subscription, allow_private: bool) -> Result<SourceForm, String> {
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
    let full_text = subscription.full_text_selector.is_some() && kind == SourceKind::Feed;
    Ok(SourceForm {
        name: subscription.title,
        folder: folder(&subscription.folder),
        rules: SourceRules {
            list,
            article: ArticleRules {
                text: subscription.full_text_selector,
                ..ArticleRules::default()
            },
            full_text,
            ..SourceRules::default()
        },
        allow_private,
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
