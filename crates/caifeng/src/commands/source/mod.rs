//! `caifeng source`: add, list, check, discover, import, export, change, undo.

mod changes;
mod check;
mod discover;
mod list;
mod opml;

use crate::args::{HowFar, Kind, Reading, SourceCommand, Whose};
use crate::house::{House, runtime};
use crate::{Ended, output};
use anyhow::{Context, Result};
use desk::{Actor, SourceForm};
use model::{
    ArticleRules, ListRules, Owner, PathLanguage, Reach, SourceEdit, SourceId, SourceKind,
    SourceRules,
};

pub(crate) fn run(command: &SourceCommand) -> Result<Ended> {
    let runtime = runtime()?;
    runtime.block_on(async {
        match command {
            SourceCommand::Add {
                place,
                url,
                name,
                folder,
                owner,
                reading,
            } => {
                let form = SourceForm {
                    name: name.clone(),
                    folder: folder.clone(),
                    owner: owner.map_or(Owner::Unsaid, owner_of),
                    ..form(url, reading)
                };
                add(place, &form).await
            }
            SourceCommand::List {
                place,
                text,
                state,
                kind,
                folder,
                owner,
                unusual,
            } => {
                let folder = folder.as_deref();
                let ask = list::ask(text, *state, *kind, folder, *owner, *unusual);
                list::run(place, &ask).await
            }
            SourceCommand::Check {
                place,
                url,
                reading,
            } => check::run(place, url, reading).await,
            SourceCommand::Discover {
                place,
                url,
                add,
                owner,
                allow_private,
            } => {
                let owner = owner.map_or(Owner::Unsaid, owner_of);
                discover::run(place, url, *add, owner, *allow_private).await
            }
            SourceCommand::Import {
                place,
                opml,
                owner,
                allow_private,
            } => {
                let owner = owner.map_or(Owner::Unsaid, owner_of);
                opml::import(place, opml, owner, *allow_private).await
            }
            SourceCommand::Export { place, file } => opml::export(place, file.as_deref()).await,
            SourceCommand::Pause(several) => changes::change(several, SourceEdit::Pause).await,
            SourceCommand::Resume(several) => changes::change(several, SourceEdit::Resume).await,
            SourceCommand::Visit(several) => changes::change(several, SourceEdit::VisitNow).await,
            SourceCommand::Move { folder, several } => {
                changes::change(several, SourceEdit::Move(folder.clone())).await
            }
            SourceCommand::Own { owner, several } => {
                changes::change(several, SourceEdit::Own(owner_of(*owner))).await
            }
            SourceCommand::Hear { reach, several } => {
                changes::change(several, SourceEdit::Hear(reach_of(*reach))).await
            }
            SourceCommand::Remove(several) => changes::change(several, SourceEdit::Remove).await,
            SourceCommand::Undo { place, change } => changes::undo(place, *change).await,
        }
    })
}

async fn add(place: &crate::args::Place, form: &SourceForm) -> Result<Ended> {
    let house = House::open_or_create(&place.data_dir).await?;
    let desk = house.desk(house.index_for_reading()?);
    let added = desk.add_source(&Actor::command_line(), form).await?;
    if place.json {
        output::json(&list::shown_alone(&added.source, &house))?;
    } else {
        let source = &added.source;
        let word = if added.was_there {
            "was there already"
        } else {
            "added"
        };
        output::line(&format!(
            "{} {word}: {}",
            source.id,
            output::printable(&source.name)
        ))?;
        if source.owner == Owner::Unsaid {
            output::note(&format!(
                "nothing says whose it is; a source is an outlet, an institution or a public board: say so with \
                 `caifeng source own WHOSE {}`",
                source.id
            ));
        }
        output::note("read it with `caifeng collect --once`, or let `caifeng serve` do it");
    }
    house.store.close().await?;
    Ok(Ended::Done)
}

/// What the command line says of how a source is read.
fn form(url: &str, reading: &Reading) -> SourceForm {
    let language = match (reading.xpath, reading.dots) {
        (true, _) => PathLanguage::Xpath,
        (_, true) => PathLanguage::Dots,
        _ => PathLanguage::Css,
    };
    let list = ListRules {
        language,
        item: reading.item.clone().unwrap_or_default(),
        link: reading.link.clone(),
        title: reading.title.clone(),
        time: reading.time.clone(),
        text: reading.text.clone(),
        next: reading.next.clone(),
    };
    SourceForm {
        rules: SourceRules {
            list: (!list.is_empty() || reading.xpath || reading.dots).then_some(list),
            article: ArticleRules {
                title: reading.article_title.clone(),
                text: reading.article_text.clone(),
                time: reading.article_time.clone(),
                remove: reading.remove.clone(),
            },
            full_text: reading.full_text,
            pages: reading.pages,
        },
        allow_private: reading.allow_private,
        ..SourceForm::plain(kind_of(reading.kind), url)
    }
}

fn kind_of(kind: Kind) -> SourceKind {
    match kind {
        Kind::Feed => SourceKind::Feed,
        Kind::List => SourceKind::ListPage,
        Kind::Watched => SourceKind::WatchedPage,
        Kind::Hotlist => SourceKind::HotList,
        Kind::Sitemap => SourceKind::Sitemap,
    }
}

fn reach_of(far: HowFar) -> Option<Reach> {
    match far {
        HowFar::Kind => None,
        HowFar::Local => Some(Reach::Local),
        HowFar::Region => Some(Reach::Region),
        HowFar::Nation => Some(Reach::Nation),
    }
}

fn owner_of(whose: Whose) -> Owner {
    match whose {
        Whose::Outlet => Owner::Outlet,
        Whose::Institution => Owner::Institution,
        Whose::Board => Owner::Board,
    }
}

/// Reads the number of a source as it is shown.
pub(crate) fn source_id(text: &str) -> Result<SourceId> {
    SourceId::parse(text)
        .with_context(|| format!("{text:?} is no source number; see `caifeng source list`"))
}
