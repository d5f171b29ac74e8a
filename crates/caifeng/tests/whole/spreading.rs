//! How an event spread, in a real browser: the tree, its tables, every number opened, its files.

use super::browser::{browser, come_in, console_is_quiet, driver, serve, shown, texts, there};
use super::pictures::{bench, fetched};
use thirtyfour::prelude::*;

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
async fn the_spread_of_an_event_opens_to_its_documents() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let Some((_driver, address)) = driver() else {
        println!("SKIPPED: browser: chromedriver is not installed");
        return;
    };
    let bench = bench();
    let served = serve(&bench, &["--no-collect"]);
    let browser = browser(&address).await;
    come_in(&browser, &served).await.unwrap();
    let looked = look(&browser, &served.address).await;
    browser.quit().await.unwrap();
    looked.unwrap();
}

/// Whatever a script gives for all elements that match: addresses and texts.
async fn links(browser: &WebDriver, css: &str) -> WebDriverResult<Vec<(String, String)>> {
    let script =
        "const told = (e) => [new URL(e.getAttribute('href'), location).href, e.textContent];
        return [...document.querySelectorAll(arguments[0])].map(told);";
    browser.execute(script, vec![css.into()]).await?.convert()
}

/// The first event that others took something of.
async fn taken_over(browser: &WebDriver, desk: &str) -> WebDriverResult<String> {
    browser.goto(format!("{desk}/events?lang=en")).await?;
    let events = links(browser, ".card h3 a").await?;
    for (event, _) in &events {
        browser.goto(format!("{event}/spread")).await?;
        shown(browser, "h1", |heading| heading.starts_with("Spread")).await;
        if !texts(browser, "a[href*='taken_from=']").await?.is_empty() {
            return Ok(event.clone());
        }
    }
    panic!("nothing was taken over: {events:?}");
}

async fn look(browser: &WebDriver, desk: &str) -> WebDriverResult<()> {
    let event = taken_over(browser, desk).await?;
    // The tree and the table say the same.
    let rows = texts(browser, ".spread-table tbody tr").await?.len();
    let script = "return document.querySelectorAll('svg.spread circle').length";
    let dots: usize = browser.execute(script, Vec::new()).await?.convert()?;
    assert_eq!(dots, rows);
    assert!(rows > 1);
    there(browser, "svg.spread path.edge").await?;
    let whole = shown(browser, "[aria-labelledby=speed] dd", |_| true).await;
    let column = ".spread-table td:nth-child(4) a";
    let numbers = links(browser, column).await?;
    let sum: usize = numbers.iter().map(|(_, text)| number(text)).sum();
    assert_eq!(sum, number(&whole), "{numbers:?}");

    let counted =
        ".spread-table a[href*='/documents?'], [aria-labelledby=places] a[href*='/documents?']";
    let counted = links(browser, counted).await?;
    for kind in ["source=", "copies=1", "taken_from=", "place="] {
        let some = counted.iter().any(|(address, _)| address.contains(kind));
        assert!(some, "nothing opens by {kind}: {counted:?}");
    }
    for (address, text) in &counted {
        browser.goto(address).await?;
        shown(browser, "h1", |_| true).await;
        let listed = texts(browser, ".hits .hit").await?.len();
        assert_eq!(listed, number(text).min(50), "{address}");
        there(browser, ".page-head .chosen a").await?;
    }
    files(browser, &event, rows).await?;
    console_is_quiet(browser).await
}

fn number(text: &str) -> usize {
    let text = text.trim().replace(',', "");
    text.parse().unwrap_or_else(|_| panic!("{text:?}"))
}

async fn files(browser: &WebDriver, event: &str, rows: usize) -> WebDriverResult<()> {
    browser.goto(format!("{event}/spread")).await?;
    let files = links(browser, ".under-chart a").await?;
    let [png, svg, csv, places] = files.as_slice() else {
        panic!("{files:?}");
    };
    let (kind, text) = fetched(browser, &png.0).await?;
    assert_eq!(kind, "image/png");
    assert!(text.contains("IHDR") && text.contains("IDAT"));
    let (kind, text) = fetched(browser, &svg.0).await?;
    assert_eq!(kind, "image/svg+xml");
    assert!(text.starts_with("<svg xmlns=") && text.matches("<circle").count() == rows);
    let (kind, text) = fetched(browser, &csv.0).await?;
    assert_eq!(kind, "text/csv; charset=utf-8");
    assert_eq!(text.lines().count(), rows + 1, "{text}");
    let (_, text) = fetched(browser, &places.0).await?;
    assert!(text.lines().count() > 1, "{text}");
    Ok(())
}
