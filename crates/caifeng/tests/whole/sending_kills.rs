//! SIGKILL between sending and recording: the receiver has the message and holds its answer, so that
//! nobody could have written down that it was sent.

use super::alerting::{Got, feed, read_one};
use super::bench::{BINARY, Bench};
use super::browser::{Ends, PATIENCE, serve};
use super::site::{Answer, site};
use super::visitor::Visitor;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long nothing may come where nothing is to come.
const SILENCE: Duration = Duration::from_millis(1_500);

/// A receiver that answers only once it may: its address, what it gets, whether it answers.
fn holding_receiver() -> (String, Receiver<Got>, Arc<AtomicBool>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/hook", listener.local_addr().unwrap());
    let (sender, got) = channel();
    let answers = Arc::new(AtomicBool::new(false));
    let may = Arc::clone(&answers);
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (sender, may) = (sender.clone(), Arc::clone(&may));
            std::thread::spawn(move || {
                let mut reader = BufReader::new(stream);
                while let Some(one) = read_one(&mut reader) {
                    let answered = may.load(Ordering::SeqCst);
                    if sender.send(one).is_err() {
                        return;
                    }
                    if answered {
                        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
                        let _ = reader.get_mut().write_all(answer);
                    }
                    // Without an answer the connection stays open until the other end is gone.
                }
            });
        }
    });
    (address, got, answers)
}

/// Serves a desk that was set up before.
fn serve_again(bench: &Bench) -> Ends {
    let mut child = Command::new(BINARY)
        .args([
            "serve",
            "--no-collect",
            "--listen",
            "127.0.0.1:0",
            "--data-dir",
        ])
        .arg(bench.data())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(line.starts_with("listening on "), "{line:?}");
    Ends(child)
}

fn ask_to_stop(mut child: Ends) {
    let id = child.0.id().to_string();
    let asked = Command::new("kill").args(["-TERM", &id]).status().unwrap();
    assert!(asked.success());
    assert!(child.0.wait().unwrap().success());
}

#[test]
fn killed_between_sending_and_recording_it_sends_again_under_the_same_key() {
    let bench = Bench::new();
    let mut served = serve(&bench, &[]);
    let (address, got, answers) = holding_receiver();
    let visitor = Visitor::set_up(&served);
    let fields = [
        ("name", "值班群"),
        ("kind", "webhook"),
        ("address", &address),
        ("secret", "河水涨了"),
        ("allow_private", "1"),
        ("per_minute", "6000"),
    ];
    let (status, page) = visitor.send("/settings/channels", &fields);
    assert_eq!(status, 303, "{page}");
    bench.json(&[
        "rules",
        "add",
        "汛情",
        "水库",
        "--level",
        "orange",
        "--channel",
        "n1",
    ]);
    let entries = [(
        "青岚水库开始泄洪".to_owned(),
        "下游三个村的居民连夜转移，水位仍在上涨。".to_owned(),
    )];
    let site = site(move |_| Answer::xml(feed(&entries)));
    let url = site.address.as_str();
    bench.json(&["source", "add", url, "--name", "县台", "--allow-private"]);

    let first = got.recv_timeout(PATIENCE).unwrap();
    served.child.0.kill().unwrap();
    served.child.0.wait().unwrap();
    assert_eq!(
        bench.json(&["alerts"]).as_array().unwrap().len(),
        1,
        "it is kept"
    );

    // A second time in the same place.
    let mut again = serve_again(&bench);
    let second = got.recv_timeout(PATIENCE).unwrap();
    again.0.kill().unwrap();
    again.0.wait().unwrap();

    answers.store(true, Ordering::SeqCst);
    let last = serve_again(&bench);
    let third = got.recv_timeout(PATIENCE).unwrap();
    for one in [&second, &third] {
        assert_eq!(
            one.headers["idempotency-key"],
            first.headers["idempotency-key"]
        );
        assert!(one.body.contains("青岚水库开始泄洪"), "{}", one.body);
    }
    assert!(
        got.recv_timeout(SILENCE).is_err(),
        "what was answered is sent"
    );
    ask_to_stop(last);
    let after = serve_again(&bench);
    assert!(
        got.recv_timeout(SILENCE).is_err(),
        "and written down as sent"
    );
    ask_to_stop(after);
    assert_eq!(bench.json(&["alerts"]).as_array().unwrap().len(), 1);
}
