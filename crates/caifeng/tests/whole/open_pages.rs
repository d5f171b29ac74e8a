//! Pages that stay open: they hear of changes and hold still; and pages without script, or behind
//! a proxy under a path of its own.

use super::bench::{Bench, items};
use super::browser::{
    Served, arrived, browser, capabilities, come_in, console_is_quiet, driver, entered, press,
    serve, shown, texts, there,
};
use super::visitor::Visitor;
use thirtyfour::ChromiumLikeCapabilities;
use thirtyfour::prelude::*;

/// A desk with a few events, published just now so that *Now* is live.
#[expect(
    clippy::disallowed_methods,
    reason = "the binary under test reads this machine's clock, so its events must be of now"
)]
fn bench() -> Bench {
    let bench = Bench::new();
    let now = std::time::SystemTime::now();
    let now = now
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_millis() as i64;
    let lines: Vec<String> = items(60, 5)
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let mut item: serde_json::Value = serde_json::from_str(line).unwrap();
            let at = now - (60 - index as i64) * 60_000;
            item["published_at"] = at.to_string().into();
            item.to_string()
        })
        .collect();
    bench.replay(&bench.input("items.jsonl", &lines), "out.jsonl");
    bench
}

/// Brings a text by hand, as another person would meanwhile.
fn bring(visitor: &Visitor, text: &str) {
    let (status, page) = visitor.send("/bring", &[("text", text), ("link", "")]);
    assert_eq!(status, 200, "{text}: {page}");
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
async fn an_open_page_hears_of_changes_and_holds_still() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let Some((_driver, address)) = driver() else {
        println!("SKIPPED: browser: chromedriver is not installed");
        return;
    };
    let bench = bench();
    let served = serve(&bench, &["--no-collect"]);
    let browser = browser(&address).await;
    come_in(&browser, &served).await.unwrap();
    let other = Visitor::sign_in(&served.address, "admin");
    let heard = hear(&browser, &served.address, &other).await;
    browser.quit().await.unwrap();
    heard.unwrap();
}

async fn hear(browser: &WebDriver, desk: &str, other: &Visitor) -> WebDriverResult<()> {
    browser.goto(format!("{desk}/?lang=en")).await?;
    there(browser, "#live-state.is-on").await?;
    let before = texts(browser, ".card h3").await?;
    let title = shown(browser, ".column:nth-of-type(2) .card h3", |_| true).await;
    let figures = texts(browser, ".card .facts").await?;

    // Something new, and one more voice on what is shown.
    bring(
        other,
        "溪口镇柳树沟便桥昨夜被水冲毁，三十余户村民出行受阻，镇里已调来钢架。",
    );
    shown(browser, "#news:not([hidden]) p", |bar| {
        bar.contains("1 new")
    })
    .await;
    let again = format!("{title}，{title}，居民希望尽快给出说法，目前没有人员受伤。");
    bring(other, &again);
    there(browser, ".card .facts.flash").await?;
    let now = texts(browser, ".card .facts").await?;
    assert_ne!(now, figures, "figures change in place");
    assert_eq!(
        texts(browser, ".card h3").await?,
        before,
        "nothing moves by itself"
    );

    press(browser, "#news button").await?;
    shown(browser, "#board .card h3", |title| {
        title.contains("柳树沟便桥")
    })
    .await;
    there(browser, "#news[hidden]").await?;

    // A filter changes the list in place and the address with it; back leads back.
    press(browser, ".windows label:first-of-type").await?;
    there(browser, "#news button[hx-get*='window=6']").await?;
    arrived(browser, |url| url.ends_with("/?window=6")).await;
    browser.back().await?;
    there(browser, "#news button:not([hx-get*='window=6'])").await?;
    console_is_quiet(browser).await
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
async fn pages_work_without_script_and_under_a_path() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let Some((_driver, address)) = driver() else {
        println!("SKIPPED: browser: chromedriver is not installed");
        return;
    };
    let bench = bench();
    let public = "http://localhost/county/desk/";
    let served = serve(&bench, &["--no-collect", "--public-url", public]);
    let token = served.link.rsplit('/').next().unwrap_or_default();
    let link = format!("{}/county/desk/welcome/{token}", served.address);
    let mut capabilities = capabilities();
    let off = serde_json::json!({"profile.managed_default_content_settings.javascript": 2});
    capabilities.add_experimental_option("prefs", off).unwrap();
    let browser = WebDriver::new(&address, capabilities).await.unwrap();
    let served = Served { link, ..served };
    come_in(&browser, &served).await.unwrap();
    let walked = plain_walk(&browser, &served.address).await;
    browser.quit().await.unwrap();
    walked.unwrap();
}

async fn plain_walk(browser: &WebDriver, desk: &str) -> WebDriverResult<()> {
    let root = format!("{desk}/county/desk");
    browser.goto(format!("{root}/?lang=en")).await?;
    for link in browser.find_all(By::Css("a[href], form[action]")).await? {
        let to = match link.attr("href").await? {
            Some(to) => to,
            None => link.attr("action").await?.unwrap_or_default(),
        };
        let ours = to.starts_with("/county/desk/") || to.starts_with('#') || to.starts_with('?');
        assert!(ours || to.starts_with("http"), "{to}");
    }
    // Filters are a form, the look is a form, and both come back to the page.
    press(browser, ".windows label:last-of-type").await?;
    press(browser, ".now-filter button").await?;
    arrived(browser, |url| url.contains("window=168")).await;
    press(browser, ".bar .themes button[value=dark]").await?;
    there(browser, "html[data-theme=dark]").await?;
    arrived(browser, |url| url.starts_with(&root)).await;

    press(browser, ".card h3 a").await?;
    arrived(browser, |url| url.contains("/events/")).await;
    let bar = there(browser, ".chart svg rect").await?;
    assert!(bar.is_displayed().await?);
    press(browser, ".member .document-title a").await?;
    shown(browser, "article.text", |text| !text.is_empty()).await;
    entered(browser, "#search-box", "塌陷").await?;
    arrived(browser, |url| {
        url.starts_with(&root) && url.contains("/search")
    })
    .await;
    shown(browser, "#results", |found| found.contains("found")).await;
    // The same desk answers without the path, as behind a proxy that takes it off.
    browser.goto(format!("{desk}/sources")).await?;
    shown(browser, "h1", |heading| heading.contains("Sources")).await;
    Ok(())
}
