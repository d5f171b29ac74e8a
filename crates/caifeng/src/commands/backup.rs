//! `caifeng backup` and `caifeng restore`: everything the desk keeps in one file. The index is
//! not in it: it is made anew from what is kept. Captures are not either: they are short-lived.

use crate::args::{Backup, Restore};
use crate::data_dir::DataDir;
use crate::house::{House, runtime};
use crate::{Ended, output};
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::path::{Component, Path};
use tar::{Archive, Builder, EntryType};

/// Compression level: quick, and texts shrink to a third.
const LEVEL: i32 = 3;
/// Files of a data directory that a backup holds besides the database and the engine's snapshots.
const FILES: &[&str] = &["VERSION", "caifeng.toml", "dictionary.txt", "vault.key"];

pub(crate) fn backup(args: &Backup) -> Result<Ended> {
    let runtime = runtime()?;
    let house = runtime.block_on(House::open(&args.place.data_dir))?;
    if args.file.exists() {
        bail!(
            "{} is there already; name a file that is not",
            args.file.display()
        );
    }
    let scratch = tempfile::tempdir_in(house.data.path())
        .context("cannot make room for the copy in the data directory")?;
    let copy = scratch.path().join("caifeng.db");
    // Snapshots first: one that is older than the database can be followed on, a newer one cannot.
    let snapshots = scratch.path().join("engine");
    copy_folder(&house.data.engine(), &snapshots)?;
    runtime.block_on(house.store.copy_to(&copy))?;
    let beside = args.file.with_extension("writing");
    write(&house, &copy, &snapshots, &beside)
        .and_then(|()| {
            fs::rename(&beside, &args.file).context("cannot put the backup in its place")
        })
        .inspect_err(|_| {
            let _ = fs::remove_file(&beside);
        })?;
    let bytes = fs::metadata(&args.file).map_or(0, |metadata| metadata.len());
    if args.place.json {
        output::json(&serde_json::json!({ "file": args.file, "bytes": bytes }))?;
    } else {
        output::line(&format!("{} written, {bytes} bytes", args.file.display()))?;
    }
    Ok(Ended::Done)
}

fn write(house: &House, database: &Path, snapshots: &Path, out: &Path) -> Result<()> {
    let what = || {
        format!(
            "cannot write {}; check the path and the free space",
            out.display()
        )
    };
    let file = File::create(out).with_context(what)?;
    let mut packed = zstd::Encoder::new(file, LEVEL).with_context(what)?;
    packed.include_checksum(true).with_context(what)?;
    let mut archive = Builder::new(packed);
    for name in FILES {
        let path = house.data.path().join(name);
        if path.exists() {
            archive
                .append_path_with_name(&path, name)
                .with_context(what)?;
        }
    }
    archive
        .append_dir_all("engine", snapshots)
        .with_context(what)?;
    for part in ["attachments", "evidence"] {
        let files = house.data.vault().join(part);
        if files.exists() {
            archive
                .append_dir_all(format!("vault/{part}"), files)
                .with_context(what)?;
        }
    }
    archive
        .append_path_with_name(database, "caifeng.db")
        .with_context(what)?;
    let file = archive
        .into_inner()
        .and_then(zstd::Encoder::finish)
        .with_context(what)?;
    file.sync_all().with_context(what)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    let what = || format!("cannot copy {}", from.display());
    fs::create_dir_all(to).with_context(what)?;
    for entry in fs::read_dir(from).with_context(what)?.flatten() {
        // A snapshot may be replaced while this runs; one that is gone is not missed.
        if entry.path().is_file() {
            let _ = fs::copy(entry.path(), to.join(entry.file_name()));
        }
    }
    Ok(())
}

pub(crate) fn restore(args: &Restore) -> Result<Ended> {
    let target = &args.place.data_dir;
    let empty =
        !target.exists() || fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_none());
    if !empty {
        bail!(
            "{} is not empty; a backup is only put into a new or empty directory",
            target.display()
        );
    }
    let parent = target
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    fs::create_dir_all(parent).with_context(|| format!("cannot create {}", parent.display()))?;
    // Unpacked beside and moved whole: a backup that breaks off leaves nothing half restored.
    let scratch =
        tempfile::tempdir_in(parent).context("cannot make a directory beside the target")?;
    let desk = scratch.path().join("desk");
    unpack(&args.file, &desk)?;
    DataDir::open(&desk).context("this backup holds no desk")?;
    if target.exists() {
        fs::remove_dir(target).with_context(|| format!("cannot replace {}", target.display()))?;
    }
    fs::rename(&desk, target)
        .with_context(|| format!("cannot put the desk into {}", target.display()))?;
    let runtime = runtime()?;
    let house = runtime.block_on(House::open(target))?;
    output::note("making the search index anew");
    let open = house.line(runtime.handle())?;
    let documents = runtime.block_on(house.store.last_document())?;
    if args.place.json {
        output::json(
            &serde_json::json!({ "documents": documents, "indexed": open.recovered.indexed }),
        )?;
    } else {
        output::line(&format!(
            "{} documents restored to {}",
            documents.0,
            target.display()
        ))?;
    }
    Ok(Ended::Done)
}

/// Unpacks plain files and folders under `target` only; anything else in the archive is refused.
fn unpack(file: &Path, target: &Path) -> Result<()> {
    let what = || {
        format!(
            "cannot read the backup {}; it may be damaged or no backup at all",
            file.display()
        )
    };
    let packed = zstd::Decoder::new(File::open(file).with_context(what)?).with_context(what)?;
    let mut archive = Archive::new(packed);
    fs::create_dir_all(target).context("cannot make a directory to unpack into")?;
    for entry in archive.entries().with_context(what)? {
        let mut entry = entry.with_context(what)?;
        let path = entry.path().with_context(what)?.into_owned();
        let plain = path
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if !plain
            || !matches!(
                entry.header().entry_type(),
                EntryType::Regular | EntryType::Directory
            )
        {
            bail!(
                "the backup holds {}, which no backup of ours does; it is not restored",
                path.display()
            );
        }
        entry.unpack_in(target).with_context(what)?;
    }
    // Reads to the end, where the checksum stands.
    let mut rest = archive.into_inner();
    std::io::copy(&mut rest, &mut std::io::sink()).with_context(what)?;
    Ok(())
}
