//! Each role in a real browser: what the navigation offers opens, what it does not offer is
//! refused, and pages show no form that would be.

use super::bench::Bench;
use super::browser::{arrived, browser, driver, press, shown, texts, there};
use super::demo::start;
use thirtyfour::prelude::*;

/// The pages of the navigation, and what each role finds there: in the order of the
/// demonstration's people.
const PAGES: [&str; 8] = [
    "/",
    "/search",
    "/sources",
    "/bring",
    "/people",
    "/duty",
    "/audit",
    "/settings",
];
const OFFERED: [(&str, &str, &[&str]); 7] = [
    (
        "1",
        "duty officer",
        &["/", "/search", "/sources", "/bring", "/people", "/duty"],
    ),
    (
        "2",
        "analyst",
        &["/", "/search", "/sources", "/bring", "/people", "/duty"],
    ),
    (
        "3",
        "editor",
        &["/", "/search", "/sources", "/bring", "/people", "/duty"],
    ),
    ("4", "leader", &["/", "/search", "/people", "/duty"]),
    ("5", "information officer", &["/bring", "/duty"]),
    (
        "6",
        "administrator",
        &["/sources", "/people", "/duty", "/settings"],
    ),
    ("7", "auditor", &["/people", "/duty", "/audit"]),
];

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
async fn each_role_finds_its_own_pages_and_no_others() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let Some((_driver, address)) = driver() else {
        println!("SKIPPED: browser: chromedriver is not installed");
        return;
    };
    let bench = Bench::new();
    let demo = start(&bench, "1");
    let desk = format!("http://{}", demo.address);
    let browser = browser(&address).await;
    let mut walked = Ok(());
    for (person, role, offered) in OFFERED {
        walked = walk(&browser, &desk, person, role, offered).await;
        if walked.is_err() {
            break;
        }
    }
    browser.quit().await.unwrap();
    walked.unwrap();
    demo.stop();
}

async fn walk(
    browser: &WebDriver,
    desk: &str,
    person: &str,
    role: &str,
    offered: &[&str],
) -> WebDriverResult<()> {
    browser.goto(format!("{desk}/look?theme=auto")).await?;
    browser.delete_all_cookies().await?;
    browser.goto(format!("{desk}/sign-in?lang=en")).await?;
    let button = format!("button[name=person][value='{person}']");
    press(browser, &button).await?;
    arrived(browser, |url| !url.contains("sign-in")).await;
    shown(browser, "nav.side", |_| true).await;
    for page in PAGES {
        browser.goto(format!("{desk}{page}?lang=en")).await?;
        let heading = shown(browser, "h1", |_| true).await;
        let refused = heading == "Not yours to see";
        assert_eq!(
            refused,
            !offered.contains(&page),
            "{role} at {page}: {heading}"
        );
        let links = format!("nav.side > ul > li > a[href='{page}']");
        let linked = texts(browser, &links).await?.len() == 1;
        assert_eq!(linked, offered.contains(&page), "{role} is led to {page}");
    }
    if offered.contains(&"/") {
        browser.goto(format!("{desk}/events?lang=en")).await?;
        let event = there(browser, "a[href*='/events/e']").await?;
        let event = event.attr("href").await?.unwrap_or_default();
        browser.goto(format!("{desk}{event}")).await?;
        let corrects = !texts(browser, "#put-right").await?.is_empty();
        assert_eq!(corrects, role != "leader", "{role} puts events right");
    }
    if offered.contains(&"/sources") {
        browser.goto(format!("{desk}/sources")).await?;
        let adds = !texts(browser, "a[href^='/sources/new']").await?.is_empty();
        let may = ["analyst", "administrator"].contains(&role);
        assert_eq!(adds, may, "{role} adds sources");
    }
    Ok(())
}
