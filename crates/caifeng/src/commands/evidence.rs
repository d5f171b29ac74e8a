//! `caifeng cases evidence`: pages of a case as they were.

use crate::args::{EvidenceCommand, EvidencePiece};
use crate::{Ended, output};
use anyhow::{Context, Result};
use chrono_tz::Tz;
use desk::{Actor, AttachForm, Desk, DeskError, OpenedEvidence, PageRow, Piece};
use model::{CaseId, EvidencePage, PageId, SealedFile, Take, TakeId};
use serde_json::json;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

pub(super) async fn run(
    desk: &Desk,
    command: &EvidenceCommand,
    zone: Tz,
    as_json: bool,
) -> Result<Ended> {
    match command {
        EvidenceCommand::List { case } => list(desk, case_of(case)?, zone, as_json).await,
        EvidenceCommand::Take {
            case,
            page,
            allow_private,
        } => {
            let form = AttachForm {
                what: page.clone(),
                allow_private: *allow_private,
            };
            take(desk, case_of(case)?, &form, zone, as_json).await
        }
        EvidenceCommand::Export {
            take,
            piece,
            reason,
            out,
        } => export(desk, take, *piece, reason, out.as_deref(), as_json).await,
    }
}

fn case_of(case: &str) -> Result<CaseId> {
    CaseId::parse(case).with_context(|| format!("{case:?} is no case; see `caifeng cases list`"))
}

async fn list(desk: &Desk, case: CaseId, zone: Tz, as_json: bool) -> Result<Ended> {
    let sheet = desk.evidence_sheet(&Actor::command_line(), case).await?;
    if as_json {
        let pages: Vec<_> = sheet.pages.iter().map(|row| row_json(row, zone)).collect();
        output::json(&json!({
            "case": case.to_string(), "pages": pages,
            "kept_until": sheet.kept_until.map(|at| output::rfc3339(at, zone)),
        }))?;
        return Ok(Ended::Done);
    }
    if sheet.pages.is_empty() {
        output::line(&format!(
            "{case} has no evidence; attach a page with `caifeng cases evidence take {case} ADDRESS`"
        ))?;
        return Ok(Ended::Done);
    }
    let mut rows = Vec::new();
    for row in &sheet.pages {
        rows.push(page_cells(&row.page, zone));
        rows.extend(row.takes.iter().map(|take| take_cells(take, zone)));
    }
    let headings = [
        "page",
        "take",
        "at",
        "made of",
        "status",
        "what",
        "SHA-256 of the WARC",
    ];
    output::table(&headings, rows)?;
    if let Some(until) = sheet.kept_until {
        output::line(&format!("kept until {}", output::time(until, zone)))?;
    }
    Ok(Ended::Done)
}

fn page_cells(page: &EvidencePage, zone: Tz) -> Vec<String> {
    let state = match (page.watched, page.gone) {
        (_, true) => "gone",
        (true, _) => "watched",
        (false, _) => "not watched",
    };
    let problem = if page.problem.is_empty() {
        String::new()
    } else {
        format!(": {}", page.problem)
    };
    vec![
        page.id.to_string(),
        String::new(),
        output::time(page.added.1, zone),
        String::new(),
        String::new(),
        format!("{} ({state}{problem})", page.url),
        String::new(),
    ]
}

fn take_cells(take: &Take, zone: Tz) -> Vec<String> {
    let said = &take.said;
    vec![
        String::new(),
        take.id.to_string(),
        output::time(said.at, zone),
        said.kind.word().to_owned(),
        if said.status == 0 {
            String::new()
        } else {
            said.status.to_string()
        },
        match &said.shot {
            Some(_) => "with a picture".to_owned(),
            None => format!("no picture ({})", said.no_shot),
        },
        said.warc.sha256.clone(),
    ]
}

fn row_json(row: &PageRow, zone: Tz) -> serde_json::Value {
    let page = &row.page;
    json!({
        "page": page.id.to_string(), "url": page.url,
        "document": page.document.map(|id| id.to_string()), "watched": page.watched,
        "gone": page.gone, "problem": page.problem,
        "due_at": output::rfc3339(page.due_at, zone),
        "takes": row.takes.iter().map(|take| take_json(take, zone)).collect::<Vec<_>>(),
    })
}

fn take_json(take: &Take, zone: Tz) -> serde_json::Value {
    let said = &take.said;
    let file = |file: &SealedFile| json!({ "sha256": file.sha256, "bytes": file.bytes });
    json!({
        "take": take.id.to_string(), "number": take.number, "at": output::rfc3339(said.at, zone),
        "made_of": said.kind.word(), "status": said.status, "url": said.final_url,
        "gone": said.gone, "payload_sha256": said.payload_sha256, "warc": file(&said.warc),
        "text": file(&said.text), "picture": said.shot.as_ref().map(file),
        "no_picture": said.no_shot,
    })
}

async fn take(
    desk: &Desk,
    case: CaseId,
    form: &AttachForm,
    zone: Tz,
    as_json: bool,
) -> Result<Ended> {
    let actor = Actor::command_line();
    let id = match desk.attach_page(&actor, case, form).await {
        Ok(id) => id,
        Err(DeskError::Refused {
            word: "evidence.twice",
            ..
        }) => attached(desk, case, form).await?,
        Err(error) => return Err(error.into()),
    };
    let before = takes_of(desk, case, id).await?;
    let takes = desk.take_page(&actor, id).await?;
    let new = takes.iter().filter(|take| !before.contains(&take.id));
    let new: Vec<&Take> = new.collect();
    if as_json {
        let takes: Vec<_> = new.iter().map(|take| take_json(take, zone)).collect();
        output::json(&json!({ "page": id.to_string(), "takes": takes }))?;
    } else if new.is_empty() {
        output::line(&format!("{id} says what it said at the last take"))?;
    } else {
        for take in new {
            output::line(&format!(
                "{} {} {} {}",
                take.id,
                output::time(take.said.at, zone),
                take.said.final_url,
                take.said.warc.sha256
            ))?;
        }
    }
    Ok(Ended::Done)
}

async fn takes_of(desk: &Desk, case: CaseId, page: PageId) -> Result<Vec<TakeId>> {
    let sheet = desk.evidence_sheet(&Actor::command_line(), case).await?;
    let row = sheet.pages.into_iter().find(|row| row.page.id == page);
    let takes = row.map(|row| row.takes).unwrap_or_default();
    Ok(takes.into_iter().map(|take| take.id).collect())
}

/// The page that was attached before.
async fn attached(desk: &Desk, case: CaseId, form: &AttachForm) -> Result<PageId> {
    let sheet = desk.evidence_sheet(&Actor::command_line(), case).await?;
    let what = form.what.trim();
    let url = reading::canonical_url(what, None);
    let found = sheet.pages.iter().map(|row| &row.page).find(|page| {
        Some(&page.url) == url.as_ref() || page.document.is_some_and(|id| id.to_string() == what)
    });
    found
        .map(|page| page.id)
        .with_context(|| format!("{case} has the address of {what} under another document"))
}

async fn export(
    desk: &Desk,
    take: &str,
    piece: EvidencePiece,
    reason: &str,
    out: Option<&Path>,
    as_json: bool,
) -> Result<Ended> {
    let id = TakeId::parse(take)
        .with_context(|| format!("{take:?} is no take; see `caifeng cases evidence list CASE`"))?;
    let (piece, end) = match piece {
        EvidencePiece::Warc => (Piece::Warc, "warc"),
        EvidencePiece::Text => (Piece::Text, "txt"),
        EvidencePiece::Shot => (Piece::Shot, "png"),
    };
    let path = out.map_or_else(|| PathBuf::from(format!("{id}.{end}")), Path::to_owned);
    let mut options = OpenOptions::new();
    let file = options.write(true).create_new(true).open(&path);
    let mut file =
        file.with_context(|| format!("cannot make {}; it may be there already", path.display()))?;
    let opened = desk
        .open_evidence(&Actor::command_line(), id, piece, reason)
        .await;
    let opened = opened.inspect_err(|_| {
        // Nothing was taken: no empty file is left behind.
        let _ = std::fs::remove_file(&path);
    })?;
    let what = || format!("cannot write {}", path.display());
    file.write_all(&opened.bytes).with_context(what)?;
    file.sync_all().with_context(what)?;
    tell_export(&opened, &path, as_json)
}

fn tell_export(opened: &OpenedEvidence, path: &Path, as_json: bool) -> Result<Ended> {
    let (size, take) = (opened.bytes.len(), opened.take.id.to_string());
    if as_json {
        let sha256 = reading::sha256_hex(&opened.bytes);
        output::json(&json!({
            "take": take, "file": path, "bytes": size, "url": opened.url, "sha256": sha256,
        }))?;
    } else {
        output::line(&format!("{} ({size} bytes)", path.display()))?;
    }
    Ok(Ended::Done)
}
