//! The demonstration's office at work: what a newcomer finds was done by the desk's own acts.

use super::bench::Bench;
use super::demo::{Running, start};
use super::visitor::Visitor;
use serde_json::Value;
use std::process::Command;

/// Numbers of people of the county's office.
const EDITOR: &str = "3";
const LEADER: &str = "4";
const HOSPITAL: &str = "5";

#[test]
fn the_countys_office_is_at_work() {
    let bench = Bench::new();
    let demo = start(&bench, "60");
    roster(&bench, &demo);
    cases(&bench);
    playbooks(&demo);
    alerts(&bench);
    everybody_reads(&demo);
    each_finds_their_work(&demo);
    demo.stop();
    let verified = bench.run(&["audit", "verify"]);
    assert!(verified.status.success(), "{verified:?}");
    assert_eq!(bench.json(&["doctor"])["ok"], true);

    let again = start(&bench, "60");
    let listed = bench.json(&["cases", "list"]);
    assert_eq!(listed.as_array().unwrap().len(), 2, "it was done once");
    again.stop();
}

fn come_in(demo: &Running, person: &str) -> Visitor {
    Visitor::come_as(&format!("http://{}", demo.address), person)
}

fn page(visitor: &Visitor, path: &str) -> String {
    let (status, page) = visitor.get(&format!("{path}?lang=zh-CN"));
    assert_eq!(status, 200, "{path}");
    page
}

/// Four weeks, a night that nobody covers, a swap that waits.
fn roster(bench: &Bench, demo: &Running) {
    let now = bench.json(&["duty", "now"]);
    assert_eq!(now["on"].as_array().unwrap().len(), 3, "{now}");
    let list = bench.json(&["duty", "list", "--days", "14"]);
    assert_eq!(
        list["gaps"].as_array().unwrap().len(),
        1,
        "{}",
        list["gaps"]
    );
    assert!(list["shifts"].as_array().unwrap().len() > 3 * 2 * 12);
    let board = page(&come_in(demo, EDITOR), "/duty");
    assert!(board.contains("无值班员") && board.contains("想和你换一班"));
}

fn cases(bench: &Bench) {
    let list = bench.json(&["cases", "list"]);
    let told: Vec<(&str, &str, &str)> = (list.as_array().unwrap().iter())
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap();
            (text("case"), text("state"), text("level"))
        })
        .collect();
    assert_eq!(told, [("k2", "handling", "II"), ("k1", "closed", "III")]);
    let (open, all) = (&list[0]["tasks_open"], &list[0]["tasks"]);
    let (open, all) = (open.as_i64().unwrap(), all.as_i64().unwrap());
    assert!(open > 0 && open < all, "some are done: {open} of {all}");
    let clocks = list[0]["clocks"].as_array().unwrap();
    assert!(clocks.iter().any(|clock| clock["state"] == "running"));
    for case in ["k1", "k2"] {
        let show = bench.json(&["cases", "show", case]);
        assert!(show["broken_at"].is_null());
        assert_eq!(show["events"].as_array().unwrap().len(), 1, "{case}");
        let times: Vec<&str> = (show["timeline"].as_array().unwrap().iter())
            .map(|entry| entry["at"].as_str().unwrap())
            .collect();
        assert!(times.is_sorted(), "{case}: {times:?}");
    }
    let rumour = bench.json(&["cases", "show", "k1"]);
    assert!(rumour["asked"].as_str().unwrap().contains("抢孩子"));
}

fn playbooks(demo: &Running) {
    let editor = come_in(demo, EDITOR);
    let list = page(&editor, "/playbooks");
    assert!(list.contains("汛期险情公开应对预案") && list.contains("不实传言核实与澄清预案"));
    assert!(
        page(&editor, "/playbooks/b1").contains("+40!"),
        "inputs of an exercise"
    );
}

/// Rules saw the history as it came: some wait, some are somebody's, some are done with.
fn alerts(bench: &Bench) {
    let rules = bench.json(&["rules", "list"]);
    assert_eq!(rules.as_array().unwrap().len(), 3, "{rules}");
    let alerts = bench.json(&["alerts"]);
    let states: Vec<&str> = (alerts.as_array().unwrap().iter())
        .map(|alert| alert["state"].as_str().unwrap())
        .collect();
    assert!(states.contains(&"open"), "{states:?}");
}

/// Without an account: the answer under the office's own name, as schema.org has it.
fn everybody_reads(demo: &Running) {
    let get = |path: &str| {
        let address = format!("http://{}{path}", demo.address);
        let output = Command::new("curl").args(["-sf", &address]).output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    let list = get("/answers?lang=zh-CN");
    assert!(list.contains("青岚县人民政府信息科") && list.contains("核实情况公布"));
    assert!(get("/tell?lang=zh-CN").contains("青岚县人民政府信息科"));
    let data: Value = serde_json::from_str(&get("/answers/w1.json")).unwrap();
    assert_eq!(data["@type"], "ClaimReview");
    assert_eq!(data["author"]["name"], "青岚县人民政府信息科");
}

fn each_finds_their_work(demo: &Running) {
    let hospital = page(&come_in(demo, HOSPITAL), "/tasks");
    assert!(hospital.contains("夜间值班电话") && hospital.contains("安置点设医疗点"));
    let leader = page(&come_in(demo, LEADER), "/drafts/w2");
    assert!(
        leader.contains("/drafts/w2/sign"),
        "it waits for a signature"
    );
}
