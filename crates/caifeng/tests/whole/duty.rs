//! The roster from the command line: a calendar in, a look, a calendar out.

use super::bench::{Bench, stderr};
use std::fs;

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n\
BEGIN:VEVENT\r\nUID:long\r\nDTSTAMP:20200101T000000Z\r\nDTSTART:20200101T000000Z\r\nDTEND:20200102T000000Z\r\nSUMMARY:值班员 李娜\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:other\r\nDTSTAMP:20200101T000000Z\r\nDTSTART:20200102T000000Z\r\nDURATION:PT12H\r\nSUMMARY:某人\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:bad\r\nDTSTART;TZID=Moon/Base:20200102T000000\r\nDURATION:PT12H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[test]
fn a_roster_comes_in_is_looked_at_and_goes_out() {
    let bench = Bench::new();
    let li = [
        "people",
        "invite",
        "li.na",
        "--name",
        "李娜",
        "--role",
        "duty_officer",
    ];
    assert!(bench.run(&li).status.success());
    let file = bench.path("roster.ics");
    fs::write(&file, CALENDAR).unwrap();
    let file = file.to_str().unwrap();
    let shown = bench.run(&["duty", "import", file, "--json"]);
    assert_eq!(shown.status.code(), Some(3), "one entry is not taken");
    assert!(stderr(&shown).contains("line 18"), "{}", stderr(&shown));
    let plan: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert_eq!(plan["kept"], false);
    assert_eq!(plan["entries"][0]["who"], "李娜");
    assert!(plan["entries"][1]["who"].is_null());
    let list = ["duty", "list", "--from", "2020-01-01", "--days", "3"];
    let shifts = bench.json(&list)["shifts"].as_array().unwrap().len();
    assert_eq!(shifts, 0, "a look keeps nothing");
    let kept = bench.run(&["duty", "import", file, "--yes"]);
    assert_eq!(kept.status.code(), Some(3));
    let list = bench.json(&list);
    assert_eq!(list["shifts"][0]["name"], "李娜");
    assert_eq!(list["shifts"][1]["reached"], "vacant");
    assert!(!list["gaps"].as_array().unwrap().is_empty());
    let now = bench.json(&["duty", "now"]);
    assert!(now["on"].as_array().unwrap().is_empty());
    assert_eq!(now["chain"][0]["whom"], "officer");
    let out = bench.path("out.ics");
    assert!(
        bench
            .run(&["duty", "export", out.to_str().unwrap()])
            .status
            .success()
    );
    let text = fs::read_to_string(&out).unwrap();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    let wrong = bench.run(&["duty", "list", "--from", "today"]);
    assert_eq!(wrong.status.code(), Some(1));
}
