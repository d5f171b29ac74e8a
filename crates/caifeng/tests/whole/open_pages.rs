//! Pages that stay open: they hear of changes and hold still; and pages without script, or behind
//! a proxy under a path of its own.

use super::bench::{Bench, items};
use super::browser::{
    PATIENCE, Served, arrived, browser, capabilities, come_in, console_is_quiet, driver, serve,
    shown, texts,
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

async fn text(browser: &WebDriver, css: &'static str) -> WebDriverResult<String> {
    browser.query(By::Css(css)).first().await?.text().await
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
    let live = browser
        .query(By::Css("#live-state.is-on"))
        .wait(PATIENCE, PATIENCE / 100);
    live.first().await?;
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
    let changed = browser
        .query(By::Css(".card .facts.flash"))
        .wait(PATIENCE, PATIENCE / 100)
        .first()
        .await;
    changed?;
    let now = texts(browser, ".card .facts").await?;
    assert_ne!(now, figures, "figures change in place");
    assert_eq!(
        texts(browser, ".card h3").await?,
        before,
        "nothing moves by itself"
    );

    browser.find(By::Css("#news button")).await?.click().await?;
    shown(browser, "#board .card h3", |title| {
        title.contains("柳树沟便桥")
    })
    .await;
    assert!(browser.query(By::Css("#news[hidden]")).exists().await?);

    // A filter changes the list in place and the address with it; back leads back.
    browser
        .find(By::Css(".windows label:first-of-type"))
        .await?
        .click()
        .await?;
    let narrowed = browser.query(By::Css("#news button[hx-get*='window=6']"));
    narrowed.wait(PATIENCE, PATIENCE / 100).first().await?;
    assert!(
        browser
            .current_url()
            .await?
            .as_str()
            .ends_with("/?window=6")
    );
    browser.back().await?;
    let wide = browser.query(By::Css("#news button:not([hx-get*='window=6'])"));
    wide.wait(PATIENCE, PATIENCE / 100).first().await?;
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
    browser
        .find(By::Css(".windows label:last-of-type"))
        .await?
        .click()
        .await?;
    browser
        .find(By::Css(".now-filter button"))
        .await?
        .click()
        .await?;
    arrived(browser, |url| url.contains("window=168")).await;
    browser
        .find(By::Css(".bar .themes button[value=dark]"))
        .await?
        .click()
        .await?;
    browser
        .query(By::Css("html[data-theme=dark]"))
        .first()
        .await?;
    assert!(browser.current_url().await?.as_str().starts_with(&root));

    browser.find(By::Css(".card h3 a")).await?.click().await?;
    arrived(browser, |url| url.contains("/events/")).await;
    assert!(
        browser
            .find(By::Css(".chart svg rect"))
            .await?
            .is_displayed()
            .await?
    );
    browser
        .find(By::Css(".member .document-title a"))
        .await?
        .click()
        .await?;
    assert!(!text(browser, "article.text").await?.is_empty());
    browser
        .find(By::Css("#search-box"))
        .await?
        .send_keys("塌陷" + Key::Enter)
        .await?;
    arrived(browser, |url| url.contains("/search")).await;
    assert!(browser.current_url().await?.as_str().starts_with(&root));
    assert!(text(browser, "#results").await?.contains("found"));
    // The same desk answers without the path, as behind a proxy that takes it off.
    browser.goto(format!("{desk}/sources")).await?;
    assert!(text(browser, "h1").await?.contains("Sources"));
    Ok(())
}
