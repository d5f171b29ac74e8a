//! `caifeng import`: files through the line. JSON Lines, tables and web archives.

use super::intake::{SourceNames, Summary, open_input, run_batches, run_file};
use crate::args::Import;
use crate::house::{House, OpenLine, runtime};
use crate::real::SystemClock;
use crate::{Ended, output, stop};
use anyhow::{Context, Result, bail};
use chrono_tz::Tz;
use desk::line::{Batches, Entry, FileReading, archive_entries, table_entries};
use ports::Clock;
use reading::{Mapping, Table, TableLimits, guess_mapping, private_columns, read_table};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::runtime::Handle;

/// Rows that a dry run shows.
const ROWS_SHOWN: usize = 5;
/// Characters of a cell that a dry run shows.
const CELL_CHARS: usize = 60;

/// What a file holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Lines,
    Table,
    Archive,
}

fn shape(path: &Path) -> Shape {
    let name = path.to_string_lossy().to_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    if ends(&[".csv", ".tsv", ".xlsx", ".xls", ".ods", ".xlsm"]) {
        Shape::Table
    } else if ends(&[".warc", ".warc.gz"]) {
        Shape::Archive
    } else {
        Shape::Lines
    }
}

pub(crate) fn run(args: &Import) -> Result<Ended> {
    let runtime = runtime()?;
    let house = runtime.block_on(House::open_or_create(&args.place.data_dir))?;
    if args.dry_run {
        for input in &args.inputs {
            dry_run(args, &house, runtime.handle(), input)?;
        }
        return Ok(Ended::Done);
    }
    let mut open = house.line(runtime.handle())?;
    let stop = stop::flag(runtime.handle());
    let mut summary = Summary::default();
    for input in &args.inputs {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        one(
            args,
            &house,
            &mut open,
            runtime.handle(),
            input,
            &stop,
            &mut summary,
        )?;
    }
    runtime.block_on(house.store.close())?;
    summary.print(args.place.json)?;
    Ok(if summary.refused > 0 {
        Ended::SomeRefused
    } else {
        Ended::Done
    })
}

fn one(
    args: &Import,
    house: &House,
    open: &mut OpenLine,
    handle: &Handle,
    input: &Path,
    stop: &AtomicBool,
    summary: &mut Summary,
) -> Result<()> {
    let reading = reading_of(args, house, input);
    let mut names = SourceNames::new(Arc::clone(&house.store), handle.clone());
    match shape(input) {
        Shape::Lines => run_file(house, open, handle, input, stop, summary, |_| Ok(())),
        Shape::Table => {
            let (table, mapping) = table(args, house, handle, input)?;
            remember(house, handle, &table, &mapping)?;
            let entries = table_entries(&table, &mapping, &reading, |name| names.id(name));
            let mut batches = Batches::new(entries.into_iter());
            run_batches(open, || batches.next_batch(), stop, summary)
        }
        Shape::Archive => {
            let (file, _) = open_plain(input)?;
            let source = names.id(&reading.source).map_err(anyhow::Error::msg)?;
            let mut batches = Batches::new(archive_entries(file, source, &reading));
            run_batches(open, || batches.next_batch(), stop, summary)
        }
    }
}

/// The file as it lies there: archives are unpacked by their reader, member by member.
fn open_plain(path: &Path) -> Result<(std::io::BufReader<std::fs::File>, u64)> {
    let file = std::fs::File::open(path)
        .with_context(|| format!("cannot open {}; check the path", path.display()))?;
    let bytes = file.metadata().map_or(0, |metadata| metadata.len());
    Ok((std::io::BufReader::new(file), bytes))
}

fn reading_of(args: &Import, house: &House, input: &Path) -> FileReading {
    let stem = input.file_stem().map_or_else(
        || "input".to_owned(),
        |stem| stem.to_string_lossy().into_owned(),
    );
    FileReading {
        source: args.source.clone().unwrap_or_else(|| stem.clone()),
        file: stem,
        zone: house.time_zone,
        now: SystemClock.now(),
    }
}

/// A table with how it is read: as the command line says, else as it was read before, else as
/// its headings suggest.
fn table(args: &Import, house: &House, handle: &Handle, input: &Path) -> Result<(Table, Mapping)> {
    let (mut reader, _) = open_input(input)?;
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut reader, &mut bytes)
        .with_context(|| format!("cannot read {}", input.display()))?;
    let name = input.to_string_lossy();
    let table = read_table(&bytes, &name, TableLimits::default())
        .with_context(|| format!("cannot read {} as a table", input.display()))?;
    for warning in &table.warnings {
        output::note(&output::printable(warning));
    }
    let remembered = handle.block_on(house.store.mapping(&signature(&table)))?;
    let mut mapping = remembered
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_else(|| guess_mapping(&table.header));
    for said in &args.map {
        apply(said, &table, &mut mapping)?;
    }
    if mapping.title.is_none() && mapping.text.is_none() {
        bail!(
            "no column of {} is known to hold the headline or the text; its columns are {}; say which with \
             --map text=COLUMN",
            input.display(),
            table.header.join(", ")
        );
    }
    Ok((table, mapping))
}

fn apply(said: &str, table: &Table, mapping: &mut Mapping) -> Result<()> {
    let (what, column) = said
        .split_once('=')
        .with_context(|| format!("--map {said:?} is not of the form WHAT=COLUMN"))?;
    if !table.header.iter().any(|own| own == column) {
        bail!(
            "there is no column {column:?}; there are {}",
            table.header.join(", ")
        );
    }
    if private_columns(&table.header)
        .iter()
        .any(|own| own == column)
    {
        bail!("the column {column:?} holds persons; such columns are never read");
    }
    let slot = match what {
        "id" => &mut mapping.id,
        "title" => &mut mapping.title,
        "text" => &mut mapping.text,
        "time" => &mut mapping.time,
        "url" => &mut mapping.url,
        "source" => &mut mapping.source,
        _ => bail!("--map {said:?}: a column is id, title, text, time, url or source"),
    };
    *slot = Some(column.to_owned());
    Ok(())
}

/// Tables with the same headings are read alike.
fn signature(table: &Table) -> String {
    table.header.join("|")
}

fn remember(house: &House, handle: &Handle, table: &Table, mapping: &Mapping) -> Result<()> {
    let text = serde_json::to_string(mapping).context("cannot write the mapping down")?;
    let columns = signature(table);
    let kept = house.store.keep_mapping(&columns, &text, SystemClock.now());
    Ok(handle.block_on(kept)?)
}

fn dry_run(args: &Import, house: &House, handle: &Handle, input: &Path) -> Result<()> {
    if shape(input) != Shape::Table {
        bail!(
            "{} is no table; --dry-run shows how tables would be read",
            input.display()
        );
    }
    let (table, mapping) = table(args, house, handle, input)?;
    let private = private_columns(&table.header);
    let reading = reading_of(args, house, input);
    let entries = table_entries(&table, &mapping, &reading, |_| Ok(model::SourceId(0)));
    let refused = entries
        .iter()
        .filter(|entry| matches!(entry, Entry::Broken(..)))
        .count();
    if args.place.json {
        return output::json(&serde_json::json!({
            "file": input,
            "rows": table.rows.len(),
            "refused": refused,
            "mapping": mapping,
            "private_columns": private,
        }));
    }
    let said = |column: &Option<String>| column.clone().unwrap_or_else(|| "–".to_owned());
    output::table(
        &["read as", "column"],
        vec![
            vec!["id".to_owned(), said(&mapping.id)],
            vec!["headline".to_owned(), said(&mapping.title)],
            vec!["text".to_owned(), said(&mapping.text)],
            vec!["time".to_owned(), said(&mapping.time)],
            vec!["address".to_owned(), said(&mapping.url)],
            vec!["source".to_owned(), said(&mapping.source)],
            vec!["never read".to_owned(), private.join(", ")],
        ],
    )?;
    show_rows(&entries, house.time_zone)?;
    output::line(&format!(
        "{} rows, {refused} of them would be refused; nothing was kept",
        table.rows.len()
    ))
}

fn show_rows(entries: &[Entry], zone: Tz) -> Result<()> {
    let cut = |text: &str| text.chars().take(CELL_CHARS).collect::<String>();
    let rows = entries
        .iter()
        .take(ROWS_SHOWN)
        .map(|entry| match entry {
            Entry::Item(row, item) => vec![
                row.to_string(),
                cut(&item.title),
                cut(&item.text),
                item.published_at
                    .map_or_else(|| "–".to_owned(), |at| output::time(at, zone)),
            ],
            Entry::Broken(row, why) => {
                vec![row.to_string(), why.clone(), String::new(), String::new()]
            }
        })
        .collect();
    output::table(&["row", "headline", "text", "time"], rows)
}
