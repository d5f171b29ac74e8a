//! The conformance suite on SQLite and PostgreSQL, and what only a file can suffer.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use ports::{Store, StoreError};
use sea_orm::{ConnectionTrait, Database};
use std::fs;
use std::path::Path;
use store::{StoreTarget, open};
use testkit::store_suite::CASES;

async fn sqlite(path: &Path) -> Result<store::SqlStore, StoreError> {
    open(&StoreTarget::Sqlite(path.to_owned())).await
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "a suite says which case it is at")]
async fn suite_on_sqlite() {
    for (name, case) in CASES {
        println!("sqlite: {name}");
        let folder = tempfile::tempdir().unwrap();
        let store = sqlite(&folder.path().join("caifeng.db")).await.unwrap();
        case(&store).await;
        store.close().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
#[expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "the test command says where the server is"
)]
async fn suite_on_postgresql() {
    let Some(server) = std::env::var("CAIFENG_TEST_POSTGRES")
        .ok()
        .filter(|server| !server.is_empty())
    else {
        println!("SKIPPED: PostgreSQL: CAIFENG_TEST_POSTGRES is not set");
        return;
    };
    let root = Database::connect(&server).await.unwrap();
    let base = server.rsplit_once('/').unwrap().0;
    for (number, (name, case)) in CASES.iter().enumerate() {
        println!("postgresql: {name}");
        let database = format!("caifeng_{}_{number}", std::process::id());
        root.execute_unprepared(&format!("CREATE DATABASE {database}"))
            .await
            .unwrap();
        let target = StoreTarget::Postgres(format!("{base}/{database}"));
        let store = open(&target).await.unwrap();
        case(&store).await;
        store.close().await.unwrap();
        // Opened again it is the same database, with nothing to migrate.
        let again = open(&target).await.unwrap();
        assert!(again.last_document().await.is_ok());
        assert!(matches!(
            again.copy_to(Path::new("copy.db")).await,
            Err(StoreError::Unsupported { .. })
        ));
        again.close().await.unwrap();
        root.execute_unprepared(&format!("DROP DATABASE {database} WITH (FORCE)"))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_closed_file_opens_with_everything_in_it_and_copies_are_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (
        folder.path().join("caifeng.db"),
        folder.path().join("copy.db"),
    );
    let store = sqlite(&path).await.unwrap();
    let (_, read_back) = CASES
        .iter()
        .find(|(name, _)| name.contains("read back"))
        .unwrap();
    read_back(&store).await;
    store.copy_to(&copy).await.unwrap();
    assert!(
        store.copy_to(&copy).await.is_err(),
        "a file that is there is not overwritten"
    );
    store.close().await.unwrap();
    for path in [path, copy] {
        let store = sqlite(&path).await.unwrap();
        assert_eq!(store.counts().await.unwrap().documents, 250);
        assert!(store.integrity().await.unwrap().is_empty());
        store.close().await.unwrap();
    }
}

#[tokio::test]
async fn a_newer_database_is_refused_and_a_damaged_one_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("caifeng.db");
    sqlite(&path).await.unwrap().close().await.unwrap();
    let connection = Database::connect(format!("sqlite://{}", path.display()))
        .await
        .unwrap();
    connection
        .execute_unprepared("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m2999_01_01_000001_later', 0)")
        .await
        .unwrap();
    connection.close().await.unwrap();
    let refused = sqlite(&path).await.unwrap_err().to_string();
    assert!(
        refused.contains("newer") && refused.contains("m2999_01_01_000001_later"),
        "{refused}"
    );

    let damaged = folder.path().join("damaged.db");
    fs::write(
        &damaged,
        b"this is no database, and it is long enough to look like one ".repeat(100),
    )
    .unwrap();
    let told = sqlite(&damaged).await.unwrap_err();
    assert!(matches!(told, StoreError::Corrupt { .. }), "{told}");
    assert!(
        sqlite(Path::new("/no/such/folder/caifeng.db"))
            .await
            .is_err()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn many_that_open_a_new_database_at_once_make_it_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("caifeng.db");
    let opening: Vec<_> = (0..8)
        .map(|_| {
            let path = path.clone();
            tokio::spawn(async move { sqlite(&path).await.map(|_| ()) })
        })
        .collect();
    for opened in opening {
        opened.await.unwrap().unwrap();
    }
    assert!(
        sqlite(&path)
            .await
            .unwrap()
            .integrity()
            .await
            .unwrap()
            .is_empty()
    );
}
