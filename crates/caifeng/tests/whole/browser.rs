//! A real browser on the real binary: Now → Event → Search, both languages, keyboard, hostile text.

use super::bench::{BINARY, Bench, items};
use super::site::county;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities, LoggingPrefsLogLevel};

/// A child that ends with the test.
pub(crate) struct Ends(pub(crate) Child);

impl Drop for Ends {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A desk that is served for the first time: its address, and the link it printed for whoever
/// sets it up.
pub(crate) struct Served {
    pub(crate) child: Ends,
    pub(crate) address: String,
    pub(crate) link: String,
}

impl Served {
    /// Asks it to stop, and waits until everything is written down.
    pub(crate) fn stop(mut self) {
        let id = self.child.0.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(asked.success());
        assert!(self.child.0.wait().unwrap().success());
    }
}

/// How long a page may take to say what it should; far longer than it takes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// The password of whoever signs in.
pub(crate) const PASSWORD: &str = "河水涨了两米多深啊真的";

pub(crate) fn serve(bench: &Bench, more: &[&str]) -> Served {
    let mut child = Command::new(BINARY)
        .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(bench.data())
        .args(more)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok);
    let mut next = || lines.next().unwrap_or_default();
    let line = next();
    let address = line
        .trim()
        .strip_prefix("listening on ")
        .unwrap_or_else(|| panic!("{line:?}"))
        .to_owned();
    let words = next();
    assert!(words.contains("works once"), "{words}");
    let link = next().trim().to_owned();
    assert!(link.contains("/welcome/"), "{link}");
    Served {
        child: Ends(child),
        address,
        link,
    }
}

/// Sets the password by the printed link, which signs in.
pub(crate) async fn come_in(browser: &WebDriver, served: &Served) -> WebDriverResult<()> {
    browser.goto(&served.link).await?;
    typed(browser, "#password", PASSWORD).await?;
    press(browser, ".stack button[type=submit]").await?;
    there(browser, "nav.side").await?;
    Ok(())
}

/// The first element that matches, as soon as there is one. What the page before has too is found
/// there: after a press, wait by `shown` or `arrived` for what only the next page says.
pub(crate) async fn there(browser: &WebDriver, css: &str) -> WebDriverResult<WebElement> {
    let waits = browser.query(By::Css(css)).wait(PATIENCE, PATIENCE / 300);
    waits.first().await
}

/// Waits until nothing matches.
pub(crate) async fn gone(browser: &WebDriver, css: &str) {
    let began = Instant::now();
    while texts(browser, css)
        .await
        .map_or(true, |all| !all.is_empty())
    {
        assert!(began.elapsed() < PATIENCE, "{css} is still there");
        tokio::task::yield_now().await;
    }
}

/// Presses the first element that matches as soon as it can be pressed. An element that its page
/// took away before it was pressed is looked for again.
pub(crate) async fn press(browser: &WebDriver, css: &str) -> WebDriverResult<()> {
    let began = Instant::now();
    loop {
        let Err(error) = there(browser, css).await?.click().await else {
            return Ok(());
        };
        if !not_yet(&error) || began.elapsed() > PATIENCE {
            return Err(error);
        }
        tokio::task::yield_now().await;
    }
}

/// Types into the first field that matches as soon as it takes keys.
pub(crate) async fn typed(browser: &WebDriver, css: &str, text: &str) -> WebDriverResult<()> {
    let began = Instant::now();
    loop {
        let Err(error) = there(browser, css).await?.send_keys(text).await else {
            return Ok(());
        };
        if !not_yet(&error) || began.elapsed() > PATIENCE {
            return Err(error);
        }
        tokio::task::yield_now().await;
    }
}

/// The same, and sends it by Enter.
pub(crate) async fn entered(browser: &WebDriver, css: &str, text: &str) -> WebDriverResult<()> {
    typed(browser, css, &format!("{text}{}", Key::Enter.value())).await
}

/// Whether nothing was done because the page is not ready: doing it again does it once.
fn not_yet(error: &WebDriverError) -> bool {
    matches!(
        **error,
        WebDriverErrorInner::StaleElementReference(_)
            | WebDriverErrorInner::ElementNotInteractable(_)
            | WebDriverErrorInner::ElementClickIntercepted(_)
    )
}

/// The texts of all elements that match, taken at one moment: elements that are asked one by one
/// may be replaced meanwhile.
pub(crate) async fn texts(browser: &WebDriver, css: &str) -> WebDriverResult<Vec<String>> {
    let script = "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)";
    browser.execute(script, vec![css.into()]).await?.convert()
}

/// The text of the first element that matches and says what is wanted, as soon as there is one;
/// while a page gives way to the next there is none.
pub(crate) async fn shown(browser: &WebDriver, css: &str, wanted: impl Fn(&str) -> bool) -> String {
    let began = Instant::now();
    loop {
        let texts = texts(browser, css).await.unwrap_or_default();
        if let Some(text) = texts.iter().find(|text| wanted(text)) {
            return text.clone();
        }
        assert!(began.elapsed() < PATIENCE, "{css} only says {texts:?}");
        tokio::task::yield_now().await;
    }
}

/// Waits until the browser is where a click leads.
pub(crate) async fn arrived(browser: &WebDriver, wanted: impl Fn(&str) -> bool) {
    let began = Instant::now();
    loop {
        let url = browser.current_url().await;
        let url = url.map_or_else(|_| String::new(), |url| url.to_string());
        if wanted(&url) {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "still at {url}");
        tokio::task::yield_now().await;
    }
}

/// Starts the driver on a free port and waits until it says that it is ready.
pub(crate) fn driver() -> Option<(Ends, String)> {
    let port = TcpListener::bind("127.0.0.1:0")
        .ok()?
        .local_addr()
        .ok()?
        .port();
    let mut child = Command::new("chromedriver")
        .arg(format!("--port={port}"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let output = child.stdout.take()?;
    let ends = Ends(child);
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    lines.find(|line| line.contains("started successfully"))?;
    std::thread::spawn(move || lines.for_each(drop));
    Some((ends, format!("http://127.0.0.1:{port}")))
}

pub(crate) async fn browser(driver: &str) -> WebDriver {
    WebDriver::new(driver, capabilities()).await.unwrap()
}

/// What every browser of the tests is like.
pub(crate) fn capabilities() -> ChromeCapabilities {
    let mut capabilities = DesiredCapabilities::chrome();
    for argument in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1366,900",
    ] {
        capabilities.add_arg(argument).unwrap();
    }
    capabilities
        .set_logging_prefs("browser", LoggingPrefsLogLevel::All)
        .unwrap();
    capabilities
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
async fn a_person_finds_their_way() {
    // Fails only where a provider is installed already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let Some((_driver, address)) = driver() else {
        println!("SKIPPED: browser: chromedriver is not installed");
        return;
    };
    let bench = Bench::new();
    let mut all = items(200, 8);
    let hostile = "<script>document.title='owned'</script><img src=x onerror=alert(1)> 路面塌陷";
    all.push(
        serde_json::json!({"id": "hostile", "title": hostile, "text": format!("\u{202e}{hostile}"), "source": hostile,
                           "url": "javascript:alert(1)", "published_at": "2026-03-02T17:30:00+08:00"})
        .to_string(),
    );
    bench.replay(&bench.input("items.jsonl", &all), "out.jsonl");
    let served = serve(&bench, &[]);
    let browser = browser(&address).await;
    come_in(&browser, &served).await.unwrap();
    let walked = walk(&browser, &served.address).await;
    browser.quit().await.unwrap();
    walked.unwrap();
}

async fn walk(browser: &WebDriver, desk: &str) -> WebDriverResult<()> {
    browser.goto(format!("{desk}/?lang=zh-CN")).await?;
    assert_eq!(
        browser
            .find(By::Css("html"))
            .await?
            .attr("lang")
            .await?
            .as_deref(),
        Some("zh-CN")
    );
    assert!(
        browser
            .find(By::Tag("h1"))
            .await?
            .text()
            .await?
            .contains("升得快")
    );
    let title = shown(browser, ".card h3 a", |_| true).await;
    press(browser, ".card h3 a").await?;
    arrived(browser, |url| url.contains("/events/e")).await;
    shown(browser, "h1", |heading| heading == title).await;
    // The volume chart is drawn by the script.
    there(browser, ".chart canvas").await?;
    shown(browser, ".why li", |why| why.chars().count() > 3).await;

    browser.goto(format!("{desk}/?lang=en")).await?;
    assert!(
        browser
            .find(By::Tag("h1"))
            .await?
            .text()
            .await?
            .contains("what is big")
    );
    // The language is remembered, and the keyboard leads to the search.
    browser.goto(desk).await?;
    typed(browser, "body", "/").await?;
    there(browser, "#search-box:focus").await?;
    let field = browser.active_element().await?;
    assert_eq!(field.attr("name").await?.as_deref(), Some("q"));
    field.send_keys("路面塌陷 alert" + Key::Enter).await?;
    arrived(browser, |url| url.contains("/search?")).await;
    shown(browser, "#results", |found| found.contains("1 document")).await;
    there(browser, ".hit mark").await?;
    assert_ne!(browser.title().await?, "owned", "a script in a title ran");
    assert!(
        browser
            .find_all(By::Css(".hit img, .hit script"))
            .await?
            .is_empty()
    );
    for link in browser.find_all(By::Tag("a")).await? {
        let target = link.attr("href").await?.unwrap_or_default();
        assert!(!target.starts_with("javascript:"), "{target}");
    }
    browser.goto(format!("{desk}/search?q=%22open")).await?;
    assert!(
        browser
            .find(By::Css(".problem .wrong"))
            .await?
            .text()
            .await?
            .contains("\"open")
    );
    browser.goto(format!("{desk}/events/e424242")).await?;
    assert!(
        browser
            .find(By::Tag("h1"))
            .await?
            .text()
            .await?
            .contains("no such page")
    );
    console_is_quiet(browser).await
}

/// Adding a source with automatic selectors, checking it, bringing something by hand.
#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
async fn a_source_is_added_and_something_brought() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let Some((_driver, address)) = driver() else {
        println!("SKIPPED: browser: chromedriver is not installed");
        return;
    };
    let (bench, site) = (Bench::new(), county());
    let served = serve(&bench, &[]);
    let browser = browser(&address).await;
    come_in(&browser, &served).await.unwrap();
    let added = add_and_bring(&browser, &served.address, &site.address).await;
    browser.quit().await.unwrap();
    added.unwrap();
}

async fn add_and_bring(browser: &WebDriver, desk: &str, site: &str) -> WebDriverResult<()> {
    browser.goto(format!("{desk}/sources?lang=en")).await?;
    entered(browser, ".empty input[name=url]", site).await?;
    // The site lies on this machine: nothing is read until the box says that it may be.
    press(browser, "input[name=private]").await?;
    press(browser, "form.big button").await?;
    let list = ".proposal:nth-of-type(2)";
    shown(browser, list, |text| {
        text.contains("北门外大街恢复通行安排")
    })
    .await;
    let list = there(browser, list).await?;
    let add = list.find(By::Css("form button")).await?;
    add.click().await?;
    assert!(
        list.find(By::Css("form")).await.is_ok(),
        "the form asks whose it is before it is sent"
    );
    list.find(By::Css("option[value=institution]"))
        .await?
        .click()
        .await?;
    add.click().await?;
    shown(browser, ".banner", |banner| banner.contains("Added")).await;
    press(browser, "form[action$='/check'] button").await?;
    shown(browser, ".report.good", |report| report.contains("entries")).await;

    browser.goto(format!("{desk}/bring?lang=en")).await?;
    let text = "东街路口又塌了一块，交警已到场疏导";
    typed(browser, "#text", text).await?;
    press(browser, ".bring button").await?;
    press(browser, ".banner a").await?;
    shown(browser, "h1", |heading| heading.contains("东街路口")).await;

    // The source that was added is visited by itself; its articles arrive.
    let began = Instant::now();
    loop {
        browser.goto(format!("{desk}/sources")).await?;
        if !texts(browser, ".sources .standing.is-ok").await?.is_empty() {
            break;
        }
        assert!(began.elapsed() < PATIENCE, "it is not visited");
    }
    // A list of subscriptions in place of a feed is offered for import, and asks whose they are.
    browser
        .goto(format!(
            "{desk}/sources/new?lang=zh-CN&private=1&url={site}/all.opml"
        ))
        .await?;
    shown(browser, "form.opml-offer", |offer| {
        offer.contains("1 个订阅")
    })
    .await;
    press(browser, "form.opml-offer option[value=institution]").await?;
    press(browser, "form.opml-offer button").await?;
    shown(browser, ".totals dd", |added| added == "1").await;
    // Words of a visit are Chinese on a Chinese page.
    browser
        .goto(format!("{desk}/sources/new?private=1&url={site}/nothing"))
        .await?;
    shown(browser, ".words", |words| words.contains("返回状态 404")).await;

    browser.goto(format!("{desk}/sources?lang=en")).await?;
    // Bulk changes are taken back with one click.
    there(browser, "input[name=id]").await?;
    press(browser, "input[name=all]").await?;
    press(browser, "button[value=pause]").await?;
    there(browser, ".standing.is-paused").await?;
    press(browser, ".banner button").await?;
    gone(browser, ".standing.is-paused").await;
    console_is_quiet(browser).await
}

/// Nothing broke the content policy and no script failed. Pages that answer 400 and 404 are told
/// in the log too; they are meant.
pub(crate) async fn console_is_quiet(browser: &WebDriver) -> WebDriverResult<()> {
    let log = browser.browser_log().await;
    for entry in log.unwrap_or_default() {
        let text = format!("{entry:?}");
        assert!(
            !text.contains("Content Security Policy")
                && !text.contains("Uncaught")
                && !text.contains("htmx:error"),
            "{text}"
        );
    }
    Ok(())
}
