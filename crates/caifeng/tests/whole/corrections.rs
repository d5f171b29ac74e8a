//! Putting events right in a real browser: rename, split, merge, and each of them undone.

use super::bench::{Bench, items};
use super::browser::{
    arrived, browser, come_in, console_is_quiet, driver, entered, press, serve, shown, texts, there,
};
use thirtyfour::prelude::*;

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
async fn an_analyst_puts_events_right_and_takes_it_back() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let Some((_driver, address)) = driver() else {
        println!("SKIPPED: browser: chromedriver is not installed");
        return;
    };
    let bench = Bench::new();
    bench.replay(&bench.input("items.jsonl", &items(60, 5)), "out.jsonl");
    let served = serve(&bench, &["--no-collect"]);
    let browser = browser(&address).await;
    come_in(&browser, &served).await.unwrap();
    let walked = put_right(&browser, &served.address).await;
    browser.quit().await.unwrap();
    walked.unwrap();
    served.stop();
    let listed = bench.run(&["audit", "list", "--json"]);
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    for act in ["event.corrected", "event.undone"] {
        assert_eq!(listed.matches(act).count(), 3, "{act}: {listed}");
    }
}

async fn put_right(browser: &WebDriver, desk: &str) -> WebDriverResult<()> {
    let events = events(browser, desk).await?;
    let [first, second] = [&events[0], &events[1]];
    let page = format!("{desk}/events/{first}?lang=en");

    // Rename, and take it back by the button of the banner.
    browser.goto(&page).await?;
    let machine = shown(browser, "h1", |_| true).await;
    there(browser, "#new-title").await?.clear().await?;
    let title = "北门外大街塌陷（核实中）";
    entered(browser, "#new-title", title).await?;
    shown(browser, "h1", |heading| heading == title).await;
    press(browser, ".banner form button").await?;
    shown(browser, "h1", |title| title == machine).await;

    // The last document becomes an event of its own, and comes back.
    browser.goto(&page).await?;
    let before = documents(browser).await?;
    press(browser, ".member:last-child .pick input").await?;
    press(browser, ".bulk button[name=own]").await?;
    shown(browser, ".banner p", |_| true).await;
    browser.goto(&page).await?;
    assert_eq!(documents(browser).await?, before - 1);
    shown(browser, ".history", |told| told.contains("moved")).await;
    undo_latest(browser).await?;
    browser.goto(&page).await?;
    assert_eq!(documents(browser).await?, before);

    // Two become one: the address of the one that ended leads on. Then they are two again.
    entered(browser, "#into", second).await?;
    let merged = format!("/events/{second}");
    arrived(browser, |url| url.contains(&merged)).await;
    shown(browser, ".banner p", |_| true).await;
    browser.goto(&page).await?;
    arrived(browser, |url| {
        url.contains(&merged) && !url.contains("done")
    })
    .await;
    undo_latest(browser).await?;
    browser.goto(&page).await?;
    assert_eq!(documents(browser).await?, before);

    // What cannot be is told, and nothing is lost.
    entered(browser, "#into", "e999999").await?;
    shown(browser, "section.empty", |_| true).await;
    browser.goto(&page).await?;
    assert_eq!(documents(browser).await?, before);
    console_is_quiet(browser).await
}

/// Numbers of the events with most to them.
async fn events(browser: &WebDriver, desk: &str) -> WebDriverResult<Vec<String>> {
    browser.goto(format!("{desk}/events?lang=en")).await?;
    let mut events = Vec::new();
    for link in browser.find_all(By::Css("a[href*='/events/e']")).await? {
        let to = link.attr("href").await?.unwrap_or_default();
        let id = to.rsplit('/').next().unwrap_or_default().to_owned();
        if id.chars().skip(1).all(|letter| letter.is_ascii_digit()) && !events.contains(&id) {
            events.push(id);
        }
    }
    assert!(events.len() > 1, "{events:?}");
    Ok(events)
}

async fn documents(browser: &WebDriver) -> WebDriverResult<usize> {
    Ok(texts(browser, ".members > .member").await?.len())
}

/// Undoes the latest entry of the list; the page before it has no banner.
async fn undo_latest(browser: &WebDriver) -> WebDriverResult<()> {
    press(browser, ".history button.link").await?;
    shown(browser, ".banner p", |_| true).await;
    Ok(())
}
