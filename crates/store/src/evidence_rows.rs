//! Pages and takes to rows and back.

use crate::errors::corrupt;
use crate::rows::{Columns, without_nul};
use model::{
    CaseId, DocumentId, EvidencePage, Moment, NewTake, PageId, SealedFile, Take, TakeId, TakeKind,
};
use ports::StoreError;
use sea_orm::{QueryResult, Value};
use serde::{Deserialize, Serialize};

pub(crate) const PAGE_COLUMNS: &str = "evidence_pages.id, evidence_pages.case_id, evidence_pages.url, \
    evidence_pages.document_id, evidence_pages.allow_private, evidence_pages.added_by, \
    evidence_pages.added_at, evidence_pages.watched, evidence_pages.due_at, evidence_pages.wait_ms, \
    evidence_pages.problem, evidence_pages.looked_at, evidence_pages.gone";
pub(crate) const TAKE_COLUMNS: &str = "id, page_id, case_id, number, at, kind, record";

pub(crate) fn page(row: &QueryResult, act: &'static str) -> Result<EvidencePage, StoreError> {
    let columns = Columns { row, act };
    Ok(EvidencePage {
        id: PageId(columns.get(0)?),
        case: CaseId(columns.get(1)?),
        url: columns.get(2)?,
        document: columns.get::<Option<i64>>(3)?.map(DocumentId),
        allow_private: columns.get::<i64>(4)? != 0,
        added: (columns.get(5)?, Moment(columns.get(6)?)),
        watched: columns.get::<i64>(7)? != 0,
        due_at: Moment(columns.get(8)?),
        wait_ms: columns.get(9)?,
        problem: columns.get(10)?,
        looked_at: columns.get::<Option<i64>>(11)?.map(Moment),
        gone: columns.get::<i64>(12)? != 0,
    })
}

/// A file in the vault as it is written in a record.
#[derive(Debug, Serialize, Deserialize)]
struct File(String, String, i64);

/// What of a take is only shown, and where its bytes lie.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    status: u16,
    final_url: String,
    gone: bool,
    payload_sha256: String,
    warc: File,
    text: File,
    shot: Option<File>,
    no_shot: String,
}

fn file(one: &SealedFile) -> File {
    File(one.name.clone(), one.sha256.clone(), one.bytes)
}

fn sealed(File(name, sha256, bytes): File) -> SealedFile {
    SealedFile {
        name,
        sha256,
        bytes,
    }
}

/// The values of [`TAKE_COLUMNS`].
pub(crate) fn take_values(
    id: i64,
    page: PageId,
    case: CaseId,
    number: i64,
    take: &NewTake,
) -> [Value; 7] {
    let record = Record {
        status: take.status,
        final_url: without_nul(&take.final_url),
        gone: take.gone,
        payload_sha256: take.payload_sha256.clone(),
        warc: file(&take.warc),
        text: file(&take.text),
        shot: take.shot.as_ref().map(file),
        no_shot: without_nul(&take.no_shot),
    };
    let record = serde_json::to_string(&record).expect("a record is plain texts and numbers");
    [
        id.into(),
        page.0.into(),
        case.0.into(),
        number.into(),
        take.at.0.into(),
        take.kind.word().into(),
        record.into(),
    ]
}

pub(crate) fn take(row: &QueryResult, act: &'static str) -> Result<Take, StoreError> {
    let columns = Columns { row, act };
    let id = TakeId(columns.get(0)?);
    let word: String = columns.get(5)?;
    let kind = TakeKind::from_word(&word)
        .ok_or_else(|| corrupt(act, format!("the take {id} is {word:?}")))?;
    let record: Record = serde_json::from_str(&columns.get::<String>(6)?)
        .map_err(|error| corrupt(act, format!("the record of {id}: {error}")))?;
    Ok(Take {
        id,
        page: PageId(columns.get(1)?),
        case: CaseId(columns.get(2)?),
        number: columns.get(3)?,
        said: NewTake {
            at: Moment(columns.get(4)?),
            kind,
            status: record.status,
            final_url: record.final_url,
            gone: record.gone,
            payload_sha256: record.payload_sha256,
            warc: sealed(record.warc),
            text: sealed(record.text),
            shot: record.shot.map(sealed),
            no_shot: record.no_shot,
        },
    })
}

/// Bytes as hexadecimal digits: both databases keep texts alike.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits = |byte: &u8| format!("{byte:02x}");
    bytes.iter().map(digits).collect()
}

/// The bytes again; none where the text is no such thing.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text
        .chars()
        .map(|c| c.to_digit(16))
        .collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    let byte = |[high, low]: &[u32; 2]| u8::try_from(high * 16 + low).ok();
    rest.is_empty().then(|| pairs.iter().map(byte).collect())?
}
