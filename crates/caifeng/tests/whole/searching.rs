//! Searching in a real browser: a wrong question, narrowing and undoing it, orders, reload and back,
//! what a hit says, saving with its feed, taking along.

use super::bench::{Bench, items};
use super::browser::{
    PATIENCE, arrived, browser, come_in, console_is_quiet, driver, entered, press, serve, shown,
    texts, there, typed,
};
use super::pictures::fetched;
use std::time::Instant;
use thirtyfour::prelude::*;

const ASKED: &str = "路面塌陷";

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
async fn a_question_is_put_right_narrowed_kept_and_taken_along() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let Some((_driver, address)) = driver() else {
        println!("SKIPPED: browser: chromedriver is not installed");
        return;
    };
    let bench = Bench::new();
    bench.replay(&bench.input("items.jsonl", &items(200, 8)), "out.jsonl");
    let served = serve(&bench, &["--no-collect"]);
    let browser = browser(&address).await;
    come_in(&browser, &served).await.unwrap();
    let walked = walk(&browser, &served.address).await;
    browser.quit().await.unwrap();
    walked.unwrap();
    served.stop();
    let listed = bench.run(&["audit", "list", "--json"]);
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    for act in ["search.asked", "search.saved", "export.made"] {
        assert!(listed.contains(act), "{act}: {listed}");
    }
}

async fn walk(browser: &WebDriver, desk: &str) -> WebDriverResult<()> {
    browser.goto(format!("{desk}/search?lang=en")).await?;
    // What is wrong is marked where it is wrong, and nothing of what was typed is lost.
    entered(browser, "#q", &format!("{ASKED} \"open")).await?;
    shown(browser, ".problem .wrong", |wrong| wrong == "\"open").await;
    assert_eq!(asked(browser).await?, format!("{ASKED} \"open"));
    there(browser, "#q").await?.clear().await?;
    entered(browser, "#q", ASKED).await?;
    let found = shown(browser, "#results", |found| found.contains("found")).await;
    let number = first_number(&found);
    assert!(number > 10, "{found}");
    let marks = texts(browser, ".hit mark").await?;
    assert!(!marks.is_empty() && marks.iter().all(|mark| mark == ASKED));
    narrow(browser, &found).await?;
    orders(browser, &found).await?;
    reading(browser, desk).await?;
    keep(browser, desk).await?;
    files(browser, desk, number).await?;
    console_is_quiet(browser).await
}

/// What stands in the field.
async fn asked(browser: &WebDriver) -> WebDriverResult<String> {
    Ok(there(browser, "#q")
        .await?
        .value()
        .await?
        .unwrap_or_default())
}

/// The number that a text begins with.
fn first_number(text: &str) -> usize {
    let digits = text.chars().filter(|letter| *letter != ',');
    let digits: String = digits.take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("{text:?}"))
}

/// A value narrows to exactly as many as it says; pressed again, its chip gives all of them back.
async fn narrow(browser: &WebDriver, all: &str) -> WebDriverResult<()> {
    for field in ["source", "tone", "date"] {
        let value = format!(".facets a[href*='{field}%3A']");
        if texts(browser, &value).await?.is_empty() {
            // A facet with one value for everything narrows nothing and is not offered.
            assert_ne!(field, "source");
            continue;
        }
        let number = format!("{value} .number");
        let number = shown(browser, &number, |_| true).await;
        press(browser, &value).await?;
        let narrowed = format!("{number} document");
        shown(browser, "#results", |found| found.starts_with(&narrowed)).await;
        assert!(asked(browser).await?.contains(&format!("{field}:")));
        press(browser, "section .chosen a.chip").await?;
        shown(browser, "#results", |found| found == all).await;
        assert_eq!(asked(browser).await?, ASKED);
    }
    Ok(())
}

/// Orders hold through narrowing, reload and back.
async fn orders(browser: &WebDriver, all: &str) -> WebDriverResult<()> {
    press(browser, ".sorts a[href*='sort=newest']").await?;
    shown(browser, ".sorts [aria-current]", |sort| {
        sort.contains("newest")
    })
    .await;
    let script = "return [...document.querySelectorAll('.hit time')].map(e => e.dateTime)";
    let times: Vec<String> = browser.execute(script, Vec::new()).await?.convert()?;
    assert!(
        times.len() > 10 && times.is_sorted_by(|a, b| a >= b),
        "{times:?}"
    );
    press(browser, ".facets a[href*='source%3A']").await?;
    there(browser, "section .chosen a.chip").await?;
    arrived(browser, |url| url.ends_with("&sort=newest")).await;
    let narrowed = shown(browser, "#results", |found| found.contains("found")).await;
    browser.refresh().await?;
    shown(browser, "#results", |found| found == narrowed).await;
    assert!(asked(browser).await?.contains("source:"));
    browser.back().await?;
    shown(browser, "#results", |found| found == all).await;
    assert_eq!(asked(browser).await?, ASKED);
    press(browser, ".sorts a[href*='sort=heat']").await?;
    shown(browser, ".sorts [aria-current]", |sort| {
        sort.contains("hottest")
    })
    .await;
    shown(browser, "#results", |found| found == all).await;
    Ok(())
}

/// A hit says how it is read; where that is put right is one press away.
async fn reading(browser: &WebDriver, desk: &str) -> WebDriverResult<()> {
    shown(browser, ".hit .read-as", |words| words.contains('%')).await;
    press(browser, ".hit .read-as a").await?;
    arrived(browser, |url| {
        url.contains("/documents/d") && url.ends_with("#reading")
    })
    .await;
    // Whatever it was read as, another word is put right.
    let other = "select[name^=tone-] option:not([selected])";
    let tone = there(browser, other).await?.attr("value").await?;
    let tone = tone.expect("an option has a value");
    press(browser, other).await?;
    press(browser, "form[action$='/readings'] button").await?;
    shown(browser, ".banner", |banner| banner.contains("Put right")).await;
    // A person's word is never unsure. The index hears of it a moment later.
    let began = Instant::now();
    loop {
        let found = format!("{desk}/search?q={ASKED}+tone:{tone}");
        browser.goto(found).await?;
        let said = |words: &String| words.contains("said by a person");
        if texts(browser, ".hit .read-as").await?.iter().any(said) {
            return Ok(());
        }
        assert!(began.elapsed() < PATIENCE, "it is not found by its tone");
    }
}

/// A saved search answers at its secret address, to whoever has it.
async fn keep(browser: &WebDriver, desk: &str) -> WebDriverResult<()> {
    browser.goto(format!("{desk}/search?q={ASKED}")).await?;
    press(browser, ".save-search summary").await?;
    typed(browser, "#save-name", "塌陷 <b>").await?;
    press(browser, ".save-search form button").await?;
    shown(browser, ".report h2", |words| words == "Saved").await;
    let addresses = texts(browser, ".addresses a").await?;
    let [rss, json] = addresses.as_slice() else {
        panic!("{addresses:?}");
    };
    assert!(rss.starts_with("http"), "{rss} can be given to a reader");
    let (kind, text) = fetched(browser, rss).await?;
    assert!(kind.starts_with("application/rss+xml"), "{kind}");
    assert!(text.contains("<title>塌陷 &lt;b&gt;</title>"), "{text}");
    assert!(text.matches("<item>").count() > 10);
    let (kind, text) = fetched(browser, json).await?;
    assert!(kind.starts_with("application/feed+json"), "{kind}");
    let feed: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(feed["title"], "塌陷 <b>");
    assert!(feed["items"].as_array().unwrap().len() > 10);
    // It is listed, leads back to the search, and can be dropped.
    press(browser, ".saved-list h2 a").await?;
    shown(browser, "#results", |found| found.contains("found")).await;
    assert_eq!(asked(browser).await?, ASKED);
    browser.goto(format!("{desk}/searches")).await?;
    press(browser, ".saved-list form[action$='/drop'] button").await?;
    shown(browser, ".empty-line", |words| {
        words.contains("Nothing is saved")
    })
    .await;
    let (kind, _) = fetched(browser, rss).await?;
    assert!(kind.starts_with("text/html"), "its address is gone: {kind}");
    Ok(())
}

/// Files hold what was found, each in its form.
async fn files(browser: &WebDriver, desk: &str, number: usize) -> WebDriverResult<()> {
    browser.goto(format!("{desk}/search?q={ASKED}")).await?;
    shown(browser, ".files a", |ending| ending == "XLSX").await;
    let script = "return [...document.querySelectorAll('.files a')].map(e => e.href)";
    let files: Vec<String> = browser.execute(script, Vec::new()).await?.convert()?;
    let [csv, xlsx, lines] = files.as_slice() else {
        panic!("{files:?}");
    };
    let (kind, text) = fetched(browser, csv).await?;
    assert_eq!(kind, "text/csv; charset=utf-8");
    assert_eq!(text.lines().count(), number + 1, "a head and the rows");
    let (kind, text) = fetched(browser, xlsx).await?;
    assert!(kind.ends_with("spreadsheetml.sheet") && text.starts_with("PK"));
    let (kind, text) = fetched(browser, lines).await?;
    assert_eq!(kind, "application/jsonl; charset=utf-8");
    assert_eq!(text.lines().count(), number);
    for line in text.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let said = format!("{}{}", row["title"], row["text"]);
        assert!(said.contains(ASKED), "{row}");
    }
    Ok(())
}
