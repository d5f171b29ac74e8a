//! Sources: added, checked, changed, and the changes taken back.

use crate::actor::Actor;
use crate::line::{VisitReport, Visitor};
use crate::{Act, Desk, DeskError};
use model::{
    NewSource, Note, Owner, Source, SourceEdit, SourceId, SourceKind, SourceRules, SourceState,
    limits,
};
use ports::{AddedSource, EditDone, Fetcher};
use std::sync::Arc;

/// Pages that a check follows, as a preview.
const CHECK_PAGES: usize = 3;

/// Why rules without their entry are refused.
const NO_ENTRY: &str = "selectors of a list begin at an entry: give its selector too (`--item`), or none of them, and \
                        the list is found by itself";
/// Why rules of a list are refused elsewhere.
const OF_NO_LIST: &str =
    "selectors of a list are for list pages: choose that kind (`--kind list`), or leave them out";

/// A source as a person describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceForm {
    /// What kind.
    pub kind: SourceKind,
    /// Where it is.
    pub url: String,
    /// Name people see; the address where it is empty.
    pub name: String,
    /// Whose it is.
    pub owner: Owner,
    /// Folder, levels parted by `/`.
    pub folder: String,
    /// How it is read.
    pub rules: SourceRules,
    /// Whether private and loopback addresses may be dialled.
    pub allow_private: bool,
}

impl SourceForm {
    /// A form with nothing filled in but kind and address.
    pub fn plain(kind: SourceKind, url: impl Into<String>) -> Self {
        Self {
            kind,
            url: url.into(),
            name: String::new(),
            owner: Owner::Unsaid,
            folder: String::new(),
            rules: SourceRules::default(),
            allow_private: false,
        }
    }
}

impl Desk {
    /// All sources.
    pub async fn sources(&self) -> Result<Vec<Source>, DeskError> {
        Ok(self.store.sources().await?)
    }

    /// One source that is there.
    pub async fn source(&self, id: SourceId) -> Result<Source, DeskError> {
        self.store.source(id).await?.ok_or(DeskError::NotFound {
            kind: "source",
            id: id.to_string(),
        })
    }

    /// Adds a source; gives back the one that is there if its address is known already.
    pub async fn add_source(
        &self,
        actor: &Actor,
        form: &SourceForm,
    ) -> Result<AddedSource, DeskError> {
        actor.must(Act::ChangeSources)?;
        let source = self.described(form)?;
        let details = format!("{} {}", source.kind.word(), source.name);
        let note = actor.note(self.clock.now(), "source.added", "", details);
        let added = self.store.add_sources(&[source], Some(&note)).await?;
        added.into_iter().next().ok_or(DeskError::Broken {
            act: "add a source",
            why: "the store gave nothing back".to_owned(),
        })
    }

    /// Adds a feed.
    pub async fn add_feed(
        &self,
        actor: &Actor,
        name: &str,
        url: &str,
        allow_private: bool,
    ) -> Result<Source, DeskError> {
        let form = SourceForm {
            name: name.to_owned(),
            allow_private,
            ..SourceForm::plain(SourceKind::Feed, url)
        };
        Ok(self.add_source(actor, &form).await?.source)
    }

    /// What a form says, cleaned and bounded.
    pub(crate) fn described(&self, form: &SourceForm) -> Result<NewSource, DeskError> {
        if !form.kind.is_fetched() {
            return Err(DeskError::Invalid(format!(
                "a source of kind {:?} is not added by its address",
                form.kind.word()
            )));
        }
        if form.kind != SourceKind::ListPage && form.rules.list.is_some() {
            return Err(DeskError::Invalid(OF_NO_LIST.to_owned()));
        }
        have_their_entry(&form.rules)?;
        let url = canonical(&form.url)?;
        let name = cut(
            &reading::clean_line(&form.name),
            limits::SOURCE_NAME_CHARS_MAX,
        );
        Ok(NewSource {
            name: if name.is_empty() { url.clone() } else { name },
            url: Some(url),
            owner: form.owner,
            folder: folder(&form.folder),
            rules: form.rules.clone(),
            allow_private: form.allow_private,
            ..NewSource::plain(form.kind, "", None, self.clock.now())
        })
    }

    /// Changes sources; the change can be taken back.
    pub async fn edit_sources(
        &self,
        actor: &Actor,
        ids: &[SourceId],
        edit: &SourceEdit,
    ) -> Result<EditDone, DeskError> {
        actor.must(Act::ChangeSources)?;
        let edit = match edit {
            SourceEdit::Move(to) => SourceEdit::Move(folder(to)),
            SourceEdit::Reread { rules, .. } => {
                have_their_entry(rules)?;
                edit.clone()
            }
            other => other.clone(),
        };
        let note = self.note_of(actor, ids, &edit);
        let done = self.store.edit_sources(ids, &edit, &note).await?;
        if done.sources == 0
            && let Some(id) = ids.first()
        {
            return Err(DeskError::NotFound {
                kind: "source",
                id: id.to_string(),
            });
        }
        Ok(done)
    }

    /// Takes a change of sources back.
    pub async fn undo_edit(&self, actor: &Actor, id: i64) -> Result<u64, DeskError> {
        actor.must(Act::ChangeSources)?;
        let note = actor.note(self.clock.now(), "source.undone", "", id.to_string());
        Ok(self.store.undo_edit(id, &note).await?)
    }

    /// What is written down of a change: which, and of which sources.
    fn note_of(&self, actor: &Actor, ids: &[SourceId], edit: &SourceEdit) -> Note {
        let what = match edit {
            SourceEdit::Pause => "pause".to_owned(),
            SourceEdit::Resume => "resume".to_owned(),
            SourceEdit::Remove => "remove".to_owned(),
            SourceEdit::VisitNow => "visit now".to_owned(),
            SourceEdit::Move(folder) => format!("move to {folder}"),
            SourceEdit::Own(owner) => format!("owned by {}", owner.word()),
            SourceEdit::Hear(reach) => {
                format!(
                    "heard {}",
                    reach.map_or("as its kind is", model::Reach::word)
                )
            }
            SourceEdit::Reread { name, .. } => format!("read in another way: {name}"),
        };
        let listed: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let object = match listed.as_slice() {
            [one] => one.clone(),
            _ => String::new(),
        };
        let details = format!("{what} {}", listed.join(" "));
        actor.note(self.clock.now(), "source.changed", object, details)
    }

    /// Stops reading a source. What came from it stays.
    pub async fn remove_source(&self, actor: &Actor, id: SourceId) -> Result<EditDone, DeskError> {
        self.edit_sources(actor, &[id], &SourceEdit::Remove).await
    }

    /// Reads a source as it is described, and keeps nothing.
    pub async fn check(&self, form: &SourceForm) -> Result<VisitReport, DeskError> {
        let fetcher = self.fetcher()?;
        let described = self.described(form)?;
        let source = Source {
            id: SourceId(0),
            kind: described.kind,
            name: described.name,
            url: described.url,
            owner: described.owner,
            reach: None,
            folder: described.folder,
            rules: described.rules,
            allow_private: described.allow_private,
            paused: false,
            added_at: described.added_at,
            state: SourceState::default(),
        };
        Ok(self.look(&source, &fetcher, CHECK_PAGES).await)
    }

    /// Reads a source that is there, as if for the first time, and keeps nothing.
    pub async fn check_source(&self, id: SourceId) -> Result<VisitReport, DeskError> {
        let mut source = self.source(id).await?;
        let fetcher = self.fetcher()?;
        // Links that were followed are followed again for the preview.
        source.id = SourceId(0);
        source.state = SourceState {
            usual_entries: source.state.usual_entries,
            ..SourceState::default()
        };
        let mut report = self.look(&source, &fetcher, CHECK_PAGES).await;
        report.source.id = id;
        Ok(report)
    }

    /// Visits without keeping.
    pub(crate) async fn look(
        &self,
        source: &Source,
        fetcher: &Arc<dyn Fetcher>,
        pages: usize,
    ) -> VisitReport {
        let visitor = Visitor::new(&self.store, fetcher, &self.clock, self.time_zone);
        visitor.visit(source, pages).await.report
    }

    /// The outbound client, where this desk was given one.
    pub(crate) fn fetcher(&self) -> Result<Arc<dyn Fetcher>, DeskError> {
        self.fetcher.clone().ok_or(DeskError::Broken {
            act: "look at the outside world",
            why: "this desk was opened without an outbound client".to_owned(),
        })
    }
}

/// Rules of a list without the entry they begin at would be kept and never followed.
fn have_their_entry(rules: &SourceRules) -> Result<(), DeskError> {
    match &rules.list {
        Some(list) if list.item.trim().is_empty() => Err(DeskError::Invalid(NO_ENTRY.to_owned())),
        _ => Ok(()),
    }
}

/// An address the desk can read, in its one form.
pub(crate) fn canonical(url: &str) -> Result<String, DeskError> {
    let url = url.trim();
    let with_scheme = if url.contains("://") || url.is_empty() {
        url.to_owned()
    } else {
        format!("https://{url}")
    };
    reading::canonical_url(&with_scheme, None).ok_or_else(|| {
        DeskError::Invalid(format!(
            "{url:?} is not an address the desk can read; give one with http:// or https://"
        ))
    })
}

/// A folder in its one form: levels without blanks around them.
pub(crate) fn folder(written: &str) -> String {
    let levels: Vec<String> = written
        .split('/')
        .map(reading::clean_line)
        .filter(|level| !level.is_empty())
        .collect();
    cut(&levels.join("/"), limits::FOLDER_CHARS_MAX)
}

fn cut(text: &str, chars: usize) -> String {
    text.chars().take(chars).collect()
}
