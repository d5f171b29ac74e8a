//! The five-minute start of the guides, walked in a real browser: what the guides promise is there.
//! Where `CAIFENG_GUIDE` names a folder, the guides' pictures are written into it.

use super::bench::Bench;
use super::browser::{arrived, browser, console_is_quiet, driver, press, shown, there, typed};
use super::demo::{start, until};
use std::path::Path;
use thirtyfour::prelude::*;

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
async fn a_newcomer_follows_the_guide() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let Some((_driver, address)) = driver() else {
        println!("SKIPPED: browser: chromedriver is not installed");
        return;
    };
    let bench = Bench::new();
    let demo = start(&bench, "60");
    let history = demo.documents();
    until("something new", || {
        (demo.documents() > history).then_some(())
    });
    for tag in ["zh-CN", "en"] {
        let browser = browser(&address).await;
        let walked = walk(&browser, &format!("http://{}", demo.address), tag).await;
        browser.quit().await.unwrap();
        walked.unwrap();
    }
    demo.stop();
}

/// One way through the pages, in one language.
async fn walk(browser: &WebDriver, desk: &str, tag: &str) -> WebDriverResult<()> {
    let to = |path: &str| format!("{desk}{path}{}lang={tag}", joiner(path));
    browser.goto(to("/sign-in")).await?;
    picture(browser, "1-sign-in", tag).await?;
    // Who comes in for the first time is shown around; here the tour is ended at once.
    press(browser, "button[name=person][value='2']").await?;
    arrived(browser, |url| !url.contains("sign-in")).await;
    if browser.current_url().await?.as_str().contains("tour=1") {
        shown(browser, ".tour h2", |_| true).await;
        press(browser, ".tour form button").await?;
        arrived(browser, |url| !url.contains("tour")).await;
    }

    browser.goto(to("/")).await?;
    shown(browser, "#live-state.is-on", |_| true).await;
    shown(browser, ".notice", |_| true).await;
    picture(browser, "2-now", tag).await?;

    let event = there(browser, ".card h3 a").await?;
    let event = event.attr("href").await?.unwrap_or_default();
    browser.goto(to(&event)).await?;
    shown(browser, ".members .why", |_| true).await;
    shown(browser, "#first-seen", |_| true).await;
    picture(browser, "3-event", tag).await?;

    browser.goto(to("/search?q=%E9%A3%9F%E5%A0%82")).await?;
    shown(browser, "main mark", |word| word == "食堂").await;
    picture(browser, "4-search", tag).await?;

    browser.goto(to("/sources")).await?;
    shown(browser, "table tbody tr", |row| row.contains("青岚")).await;
    picture(browser, "5-sources", tag).await?;

    browser.goto(to("/bring")).await?;
    let text = "家长群里说，城北实验小学今早有孩子吃完早餐后肚子疼，校医已在处理。";
    typed(browser, "textarea[name=text]", text).await?;
    picture(browser, "6-by-hand", tag).await?;
    console_is_quiet(browser).await
}

fn joiner(path: &str) -> char {
    if path.contains('?') { '&' } else { '?' }
}

#[expect(
    clippy::disallowed_methods,
    reason = "whoever wants the pictures says where by the environment"
)]
async fn picture(browser: &WebDriver, name: &str, tag: &str) -> WebDriverResult<()> {
    let Some(folder) = std::env::var_os("CAIFENG_GUIDE") else {
        return Ok(());
    };
    let file = Path::new(&folder).join(format!("{name}.{tag}.png"));
    browser.screenshot(&file).await
}
