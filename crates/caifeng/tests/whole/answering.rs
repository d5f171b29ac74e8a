//! From a rising event to a published answer in a real browser: a feed brings it, a rule tells it, one
//! person handles it and writes, another signs, and everybody reads.

use super::alerting::feed;
use super::bench::Bench;
use super::browser::{
    PASSWORD, Served, arrived, browser, come_in, console_is_quiet, driver, press, serve, shown,
    there, typed,
};
use super::site::{Answer, site};
use std::process::Command;
use thirtyfour::prelude::*;

const TITLE: &str = "青岚水库大坝没有开裂";

fn entries() -> Vec<(String, String)> {
    let say = |number: usize| {
        let text = format!(
            "群里说青岚水库大坝裂了一条缝，今晚要溃坝，下游的人赶快走。第{number}个转述，坝上全是灯。"
        );
        (format!("青岚水库大坝开裂要溃坝？{number}"), text)
    };
    (1..=8).map(say).collect()
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
async fn a_rising_event_becomes_a_published_answer() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let Some((_driver, address)) = driver() else {
        println!("SKIPPED: browser: chromedriver is not installed");
        return;
    };
    let bench = Bench::new();
    let served = serve(&bench, &[]);
    let writer = browser(&address).await;
    let signer = browser(&address).await;
    let public = browser(&address).await;
    let walked = walk(&bench, &served, (&writer, &signer, &public)).await;
    for one in [writer, signer, public] {
        one.quit().await.unwrap();
    }
    walked.unwrap();
    served.stop();
}

async fn walk(
    bench: &Bench,
    served: &Served,
    (writer, signer, public): (&WebDriver, &WebDriver, &WebDriver),
) -> WebDriverResult<()> {
    let desk = &served.address;
    come_in(writer, served).await?;
    let invited = invite(writer, desk).await?;
    signer.goto(&invited).await?;
    typed(signer, "#password", PASSWORD).await?;
    press(signer, ".stack button[type=submit]").await?;
    there(signer, "nav.side").await?;
    bench.json(&["rules", "add", "水库", "溃坝", "--level", "orange"]);
    let site = site(move |_| Answer::xml(feed(&entries())));
    let url = site.address.as_str();
    bench.json(&["source", "add", url, "--name", "县台", "--allow-private"]);

    let case = handle(writer, desk).await?;
    let draft = write(writer, desk, &case).await?;
    sign(signer, &draft).await?;
    writer.goto(&case).await?;
    shown(writer, ".page-head .chip", |state| state == "Answered").await;
    everybody_reads(public, desk).await?;
    console_is_quiet(writer).await?;
    console_is_quiet(signer).await
}

/// Somebody who signs; gives the link that is shown once.
async fn invite(browser: &WebDriver, desk: &str) -> WebDriverResult<String> {
    browser.goto(format!("{desk}/people?lang=en")).await?;
    typed(browser, "[name=login]", "wan").await?;
    typed(browser, "[name=name]", "顾晚舟").await?;
    press(browser, "input[name=role][value=editor]").await?;
    press(browser, ".rule-form button").await?;
    shown(browser, "h1", |heading| heading == "顾晚舟").await;
    let field = there(browser, "input.copy").await?;
    Ok(field.value().await?.unwrap_or_default())
}

/// The alert comes up, is taken, becomes a case, is assessed, gets a task that is done.
async fn handle(browser: &WebDriver, desk: &str) -> WebDriverResult<String> {
    let began = std::time::Instant::now();
    loop {
        browser.goto(format!("{desk}/alerts?lang=en")).await?;
        if browser.find(By::Css(".alert h2 a")).await.is_ok() {
            break;
        }
        assert!(began.elapsed() < super::browser::PATIENCE, "no alert came");
    }
    press(browser, ".alert h2 a").await?;
    arrived(browser, |url| url.contains("/alerts/a")).await;
    press(browser, "button[name=act][value=take]").await?;
    shown(browser, ".hint", |words| words.contains("taken by")).await;
    press(browser, "form[action$='/cases'] button").await?;
    arrived(browser, |url| url.contains("/cases/k")).await;
    let case = format!("{desk}/cases/k1");
    let script = "document.querySelector('#case-level').value = 'orange'; \
                  document.querySelector('#case-level').form.requestSubmit();";
    browser.execute(script, Vec::new()).await?;
    there(browser, ".page-head .level").await?;
    for state in ["Assessed", "Handling"] {
        press(browser, "aside form[action$='/step'] button:not(.quiet)").await?;
        shown(browser, ".page-head .chip", |word| word == state).await;
    }
    press(
        browser,
        "section[aria-labelledby=tasks] > details > summary",
    )
    .await?;
    typed(browser, "#task-title", "到坝上核实").await?;
    press(browser, "form[action$='/tasks'] button").await?;
    press(browser, ".case-list li details summary").await?;
    typed(browser, ".case-list textarea", "专家到场，坝体完好。").await?;
    press(browser, ".case-list button[value=done]").await?;
    shown(browser, ".timeline", |all| all.contains("专家到场")).await;
    Ok(case)
}

/// An answer is drafted on the case; gives its address.
async fn write(browser: &WebDriver, desk: &str, case: &str) -> WebDriverResult<String> {
    browser.goto(case).await?;
    press(browser, "a[href*='/drafts/new']").await?;
    arrived(browser, |url| url.contains("/drafts/new")).await;
    let kind = "document.querySelector('#kind').value = 'clarification'; \
                document.querySelector('#kind').dispatchEvent(new Event('change', {bubbles: true}));";
    browser.execute(kind, Vec::new()).await?;
    typed(browser, "#title", TITLE).await?;
    typed(browser, "#claim", "青岚水库大坝开裂，今晚溃坝").await?;
    typed(
        browser,
        "#text",
        "县水利局当晚上坝检查，坝体完好。网传的缝是伸缩缝。",
    )
    .await?;
    press(browser, "form[action$='/drafts'] button[type=submit]").await?;
    arrived(browser, |url| url.contains("/drafts/w1")).await;
    // Whoever wrote the words does not review them.
    Ok(format!("{desk}/drafts/w1"))
}

/// Another person reviews, signs off and publishes.
async fn sign(browser: &WebDriver, draft: &str) -> WebDriverResult<()> {
    browser.goto(format!("{draft}?lang=en")).await?;
    press(browser, "form[action$='/review'] button").await?;
    typed(browser, "#handling", "连夜核实，水位两小时一公布").await?;
    typed(browser, "#authorised_by", "卫东篱").await?;
    press(browser, "input[name=wording]").await?;
    press(browser, "form[action$='/sign'] button").await?;
    press(browser, "form[action$='/publish'] button").await?;
    there(browser, "a[href$='/answers/w1']").await?;
    Ok(())
}

/// Somebody who did not sign in: the list, the answer with its data, the feeds.
async fn everybody_reads(browser: &WebDriver, desk: &str) -> WebDriverResult<()> {
    browser.goto(format!("{desk}/answers?lang=zh-CN")).await?;
    shown(browser, "main a", |words| words.contains(TITLE)).await;
    press(browser, "main a[href$='/answers/w1']").await?;
    shown(browser, "h1", |heading| heading == TITLE).await;
    let script =
        "return document.querySelector('script[type=\"application/ld+json\"]').textContent";
    let data: String = browser.execute(script, Vec::new()).await?.convert()?;
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    assert_eq!(data["@type"], "ClaimReview");
    assert_eq!(data["claimReviewed"], "青岚水库大坝开裂，今晚溃坝");
    browser.goto(format!("{desk}/cases")).await?;
    arrived(browser, |url| url.contains("/sign-in")).await;
    for (path, wanted) in [
        ("/answers/feed.rss", "<rss"),
        ("/answers/feed.atom", "<feed"),
        ("/answers/w1.json", "ClaimReview"),
    ] {
        let output = Command::new("curl")
            .args(["-sf", &format!("{desk}{path}")])
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            text.contains(wanted) && text.contains(TITLE),
            "{path}: {text}"
        );
    }
    Ok(())
}
