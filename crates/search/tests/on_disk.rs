//! The index on disk: what a stop leaves, who may write, what damage does.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use analysis::Understander;
use model::{
    Category, DocumentId, Language, Moment, Owner, Part, Query, SourceId, SourceKind, Tone,
};
use ports::{IndexEntry, IndexError, Order, SearchIndex};
use search::{IndexSettings, TantivyIndex};
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

static UNDERSTANDER: LazyLock<Arc<Understander>> =
    LazyLock::new(|| Arc::new(Understander::new(&[], None)));

fn open(path: &Path) -> Result<TantivyIndex, IndexError> {
    let settings = IndexSettings {
        threads: 1,
        memory_bytes_per_thread: 16_000_000,
        ..IndexSettings::default()
    };
    TantivyIndex::open(path, settings, Arc::clone(&UNDERSTANDER))
}

fn entry(id: i64, body: &str) -> IndexEntry {
    IndexEntry {
        id: DocumentId(id),
        source_id: SourceId(1),
        source: "日报".into(),
        kind: SourceKind::File,
        owner: Owner::Outlet,
        url: None,
        language: Language::Chinese,
        places: Vec::new(),
        category: Category::Other,
        tone: Tone::Neutral,
        published_at: Moment(id),
        words_in_title: 0,
        words: body.into(),
        body: format!("\n{body}"),
    }
}

fn total(index: &TantivyIndex, text: &str) -> usize {
    index
        .find(
            &Query::Sequence(Part::Whole, text.into()),
            Order::Newest,
            0,
            10,
        )
        .unwrap()
        .total
}

#[test]
fn an_index_of_another_version_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut builder = tantivy::schema::Schema::builder();
    builder.add_text_field("other", tantivy::schema::TEXT);
    tantivy::Index::create_in_dir(folder.path(), builder.build()).unwrap();
    let told = TantivyIndex::open_read_only(folder.path(), Arc::clone(&UNDERSTANDER));
    assert!(matches!(told, Err(IndexError::Damaged(_))), "{told:?}");
    let index = open(folder.path()).unwrap();
    assert_eq!(index.last_committed().unwrap(), DocumentId(0));
    index.put(vec![entry(1, "大雨")]).unwrap();
    index.commit(DocumentId(1)).unwrap();
    assert_eq!(total(&index, "大雨"), 1);
}

#[test]
fn what_was_not_committed_is_gone_after_a_stop_and_the_commit_says_where_to_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path()).unwrap();
    assert_eq!(index.last_committed().unwrap(), DocumentId(0));
    index.put(vec![entry(1, "大雨"), entry(2, "大雪")]).unwrap();
    assert_eq!(total(&index, "大"), 0, "found only after a commit");
    index.commit(DocumentId(2)).unwrap();
    index.put(vec![entry(3, "大雾")]).unwrap();
    drop(index);
    let index = open(folder.path()).unwrap();
    assert_eq!(index.last_committed().unwrap(), DocumentId(2));
    assert_eq!(index.ids().unwrap(), [DocumentId(1), DocumentId(2)]);
    index.put(vec![entry(3, "大雾")]).unwrap();
    index.commit(DocumentId(3)).unwrap();
    assert_eq!(total(&index, "大"), 3);
    index.clear().unwrap();
    assert_eq!(
        (index.last_committed().unwrap(), total(&index, "大")),
        (DocumentId(0), 0)
    );
}

#[test]
fn one_writes_and_others_read() {
    let folder = tempfile::tempdir().unwrap();
    let writer = open(folder.path()).unwrap();
    assert!(matches!(open(folder.path()), Err(IndexError::Busy(_))));
    writer.put(vec![entry(1, "大雨")]).unwrap();
    writer.commit(DocumentId(1)).unwrap();
    let reader = TantivyIndex::open_read_only(folder.path(), Arc::clone(&UNDERSTANDER)).unwrap();
    assert_eq!(total(&reader, "大雨"), 1);
    assert!(matches!(
        reader.put(vec![entry(2, "大雪")]),
        Err(IndexError::Busy(_))
    ));
}

#[test]
fn damage_is_told_and_does_not_panic() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path()).unwrap();
    index
        .put((1..200).map(|id| entry(id, "大雨 12")).collect())
        .unwrap();
    index.commit(DocumentId(199)).unwrap();
    drop(index);
    let meta = folder.path().join("meta.json");
    let whole = fs::read(&meta).unwrap();
    fs::write(&meta, &whole[..whole.len() / 2]).unwrap();
    assert!(open(folder.path()).is_err());
    fs::write(&meta, &whole).unwrap();
    for file in fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "term" || extension == "idx")
        {
            fs::write(&path, b"not what it was").unwrap();
        }
    }
    let told = open(folder.path()).and_then(|index| {
        index.find(
            &Query::Sequence(Part::Whole, "大雨".into()),
            Order::Newest,
            0,
            10,
        )
    });
    assert!(told.is_err(), "{told:?}");
}

#[test]
fn a_text_of_ten_megabytes_is_found_by_its_end() {
    let index = TantivyIndex::in_memory(Arc::clone(&UNDERSTANDER)).unwrap();
    let long = format!("{}末尾在此", "很长的正文".repeat(660_000));
    index.put(vec![entry(1, &long)]).unwrap();
    index.commit(DocumentId(1)).unwrap();
    assert_eq!(total(&index, "正文末尾在此"), 1);
    assert_eq!(total(&index, "此末"), 0);
}
