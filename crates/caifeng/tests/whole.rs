//! The whole system from outside: the binary, real files, a real HTTP server, a real browser.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

mod whole {
    mod accounts;
    mod alert_benches;
    pub(crate) mod alerting;
    mod answering;
    pub(crate) mod bench;
    mod browser;
    mod cases;
    mod collecting;
    mod commands;
    mod corrections;
    mod demo;
    mod demo_office;
    mod duty;
    mod evidence;
    mod guide;
    mod kills;
    mod open_pages;
    mod outside;
    mod pictures;
    mod purging;
    mod readings;
    mod real_data;
    mod replaying;
    mod ringing;
    mod roles;
    mod searching;
    mod sending_kills;
    mod site;
    mod spreading;
    mod topics;
    mod user_words;
    mod visitor;
}
