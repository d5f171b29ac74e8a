//! Archives that were made to be difficult: every good answer is read, every broken part told.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use std::fs;
use std::io::BufReader;
use std::path::PathBuf;

#[test]
#[expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "the test command says where the data lies, the counts are what it is run for"
)]
fn difficult_archives_are_read() {
    let folder = std::env::var("CAIFENG_DATA")
        .ok()
        .filter(|folder| !folder.is_empty());
    let Some(folder) = folder else {
        println!("SKIPPED: archives: CAIFENG_DATA is not set");
        return;
    };
    let folder = PathBuf::from(folder).join("torture/warcio/test/data");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let (mut all, mut told) = (0, 0);
    for path in &paths {
        let file = BufReader::new(fs::File::open(path).unwrap());
        let (mut answers, mut problems) = (0, 0);
        for next in reading::WarcReader::new(file) {
            match next {
                Ok(answer) => {
                    assert!(answer.url.starts_with("http") && !answer.body.is_empty());
                    answers += 1;
                }
                Err(problem) => {
                    assert!(problem.to_string().len() > 20);
                    problems += 1;
                }
            }
        }
        println!(
            "{}: {answers} answers, {problems} problems",
            path.file_name().unwrap().display()
        );
        all += answers;
        told += problems;
    }
    assert!(
        all >= 10 && told >= 1,
        "{all} answers, {told} problems of {} files",
        paths.len()
    );
}
