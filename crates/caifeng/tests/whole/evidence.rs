//! Evidence from outside: a page of this machine taken by the command line, its records read back by
//! another program, a page that means harm.

use super::bench::{Bench, stderr};
use super::site::{Answer, Site, site};
use model::{Case, CaseId, CaseState, Moment, Note, Said, Who};
use ports::{CaseChange, CaseStore, Store};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::StoreTarget;

/// A desk with one open case.
fn desk_with_case(bench: &Bench) {
    std::fs::create_dir_all(bench.data()).unwrap();
    assert!(bench.run(&["source", "list"]).status.code().is_some());
    assert!(
        bench
            .run(&["bring", "--text", "北门外大街路面塌陷"])
            .status
            .success()
    );
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let target = StoreTarget::Sqlite(bench.data().join("caifeng.db"));
        let store = store::open(&target).await.unwrap();
        let at = Moment(1_772_431_500_000);
        let change = CaseChange {
            case: Case {
                id: CaseId(0),
                title: "路面塌陷".to_owned(),
                state: CaseState::New,
                level: None,
                owner: None,
                lead_unit: None,
                events: Vec::new(),
                exercise: false,
                opened_at: at,
                first_seen_at: at,
                confirmed_at: None,
                closed_at: None,
                instruction: None,
                said: Said::default(),
                closing: None,
                lead: None,
                playbook: None,
                changed: ("王芳".to_owned(), at),
                version: 0,
            },
            entries: Vec::new(),
            tasks: Vec::new(),
        };
        let note = Note {
            at,
            who: Who::command_line(),
            act: "case.opened".to_owned(),
            object: String::new(),
            details: String::new(),
        };
        store.open_case(&change, &note).await.unwrap();
        store.close().await.unwrap();
    });
    let settings = bench.data().join("caifeng.toml");
    let text = std::fs::read_to_string(&settings).unwrap_or_default();
    std::fs::write(&settings, format!("screenshots = false\n{text}")).unwrap();
}

fn forum(changed: Arc<AtomicBool>) -> Site {
    site(move |path| match path {
        "/t/9" => {
            let size = if changed.load(Ordering::SeqCst) { 9 } else { 3 };
            let said = format!("塌陷约{size}平方米，现场已设围挡，车辆请绕行东街。").repeat(6);
            Answer::html(format!(
                "<html><head><title>北门外大街塌陷</title></head><body><article><p>{said}</p></article></body></html>"
            ))
        }
        "/large" => Answer::html(vec![b'x'; 16 * 1024 * 1024]),
        _ => None,
    })
}

/// A Python with warcio, where the test command names one.
#[expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "the test command says where it is"
)]
fn python() -> Option<PathBuf> {
    let named = std::env::var_os("CAIFENG_TEST_WARC_PYTHON").filter(|named| !named.is_empty());
    if named.is_none() {
        println!("SKIPPED: archives: CAIFENG_TEST_WARC_PYTHON names no Python with warcio");
    }
    named.map(PathBuf::from)
}

/// What warcio reads of an archive: each record's type and, of the answer, body and status; it checks
/// all digests.
fn read_by_warcio(python: &Path, warc: &Path) -> String {
    let program = "import sys\n\
        from warcio.archiveiterator import ArchiveIterator\n\
        with open(sys.argv[1], 'rb') as f:\n\
        \x20   for r in ArchiveIterator(f, check_digests='raise'):\n\
        \x20       body = r.content_stream().read()\n\
        \x20       d = r.digest_checker\n\
        \x20       assert d.passed in (True, None) and not d.problems, d.problems\n\
        \x20       s = r.http_headers.get_statuscode() if r.rec_type == 'response' else ''\n\
        \x20       print(r.rec_type, s, len(body), d.passed)\n";
    let output = Command::new(python)
        .args(["-c", program])
        .arg(warc)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_page_is_taken_changes_and_is_taken_along_for_a_reason() {
    let (bench, changed) = (Bench::new(), Arc::new(AtomicBool::new(false)));
    desk_with_case(&bench);
    let forum = forum(Arc::clone(&changed));
    let url = format!("{}/t/9", forum.address);
    let take = |more: &[&str]| {
        let args = ["cases", "evidence", "take", "k1", &url];
        bench.json(&[&args, more].concat())
    };
    let first = take(&["--allow-private"]);
    assert_eq!(first["takes"][0]["status"], 200);
    assert_eq!(first["takes"][0]["no_picture"], "off");
    assert_eq!(take(&[])["takes"].as_array().unwrap().len(), 0, "unchanged");
    changed.store(true, Ordering::SeqCst);
    assert_eq!(take(&[])["takes"][0]["number"], 2);

    let list = bench.json(&["cases", "evidence", "list", "k1"]);
    assert_eq!(list["pages"][0]["takes"].as_array().unwrap().len(), 2);
    let out = bench.path("x1.warc");
    let shown = out.to_str().unwrap();
    let refused = bench.run(&[
        "cases", "evidence", "export", "x1", "--reason", " ", "--out", shown,
    ]);
    assert!(!refused.status.success() && !out.exists());
    let export = bench.json(&[
        "cases",
        "evidence",
        "export",
        "x1",
        "--reason",
        "核对原文",
        "--out",
        shown,
    ]);
    assert_eq!(export["sha256"], first["takes"][0]["warc"]["sha256"]);
    let again = bench.run(&[
        "cases",
        "evidence",
        "export",
        "x1",
        "--reason",
        "核对原文",
        "--out",
        shown,
    ]);
    assert!(
        stderr(&again).contains("may be there already"),
        "nothing is overwritten"
    );
    let audit = bench.run(&["audit", "list"]);
    let audit = String::from_utf8_lossy(&audit.stdout).into_owned();
    assert!(
        audit.contains("evidence.opened") && audit.contains("核对原文"),
        "{audit}"
    );
    if let Some(python) = python() {
        let read = read_by_warcio(&python, &out);
        let kinds: Vec<&str> = read
            .lines()
            .filter_map(|line| line.split(' ').next())
            .collect();
        assert_eq!(
            kinds,
            ["warcinfo", "response", "request", "metadata"],
            "{read}"
        );
        assert!(
            read.contains("response 200 ") && read.contains("True"),
            "{read}"
        );
    }
    for part in ["evidence", "captures"] {
        let folder = bench.data().join("vault").join(part);
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let bytes = std::fs::read(entry.path()).unwrap();
            assert!(!bytes.windows(6).any(|part| part == "平方".as_bytes()));
        }
    }
}

#[test]
fn a_page_that_means_harm_is_refused_in_words() {
    let bench = Bench::new();
    desk_with_case(&bench);
    let forum = forum(Arc::default());
    for (path, more, expected) in [
        ("/t/9", "", "not a public address"),
        (
            "/large",
            "--allow-private",
            "sends more than 15728640 bytes",
        ),
    ] {
        let url = format!("{}{path}", forum.address);
        let mut args = vec!["cases", "evidence", "take", "k1", &url];
        args.extend(Some(more).filter(|more| !more.is_empty()));
        let output = bench.run(&args);
        assert!(!output.status.success());
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
    let list = bench.json(&["cases", "evidence", "list", "k1"]);
    assert!(
        list["pages"][1]["problem"]
            .as_str()
            .unwrap()
            .contains("15728640")
    );
    let nothing = bench.run(&["cases", "evidence", "take", "k9", "https://a.example/"]);
    assert!(
        stderr(&nothing).contains("no case k9"),
        "{}",
        stderr(&nothing)
    );
    let help = bench.run(&["cases", "evidence", "export", "--help"]);
    assert!(String::from_utf8_lossy(&help.stdout).contains("--reason '核对原文'"));
}
