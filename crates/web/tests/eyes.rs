//! The gallery in a real browser: no serious finding of axe, no sideways scrolling, and pictures
//! of every page where `CAIFENG_GALLERY` names a folder for them.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use thirtyfour::ChromiumLikeCapabilities;
use thirtyfour::prelude::*;
use web::gallery;

/// Put in place by `setup/frontend`; never part of the binary.
const AXE: &str = include_str!("../generated/axe.js");

/// A child that ends with the test.
struct Ends(Child);

impl Drop for Ends {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the driver on a free port and waits until it says that it is ready.
fn driver() -> Option<(Ends, String)> {
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

/// A browser whose pages are so large; a phone's where they are narrow.
async fn browser(driver: &str, width: u32, height: u32) -> WebDriver {
    let mut capabilities = DesiredCapabilities::chrome();
    for argument in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--allow-file-access-from-files",
    ] {
        capabilities.add_arg(argument).unwrap();
    }
    let metrics = serde_json::json!({
        "deviceMetrics": {"width": width, "height": height, "pixelRatio": 1.0, "touch": width < 600},
    });
    capabilities
        .add_experimental_option("mobileEmulation", metrics)
        .unwrap();
    WebDriver::new(driver, capabilities).await.unwrap()
}

/// Writes the gallery where a browser can open it; gives the names of its pages.
async fn written(folder: &Path) -> Vec<String> {
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    let mut pages = Vec::new();
    for (name, text) in gallery().await.unwrap() {
        let text = if name.starts_with("assets/") {
            text
        } else {
            pages.push(name.clone());
            text.replace("\"/assets/", "\"assets/")
        };
        std::fs::write(folder.join(name), text).unwrap();
    }
    pages
}

/// What axe finds serious or worse, and whether the page is wider than the window.
const LOOK: &str = "
    const done = arguments[arguments.length - 1];
    const root = document.documentElement;
    root.dataset.theme = arguments[0];
    const wide = root.scrollWidth > root.clientWidth + 1 ? ['wider than the window by ' + (root.scrollWidth - root.clientWidth)] : [];
    axe.run(document, { resultTypes: ['violations'] }).then((found) => done(wide.concat(found.violations
        .filter((one) => one.impact === 'serious' || one.impact === 'critical')
        .map((one) => one.id + ': ' + one.nodes.slice(0, 3).map((node) => node.target.join(' ') + ' ' + (node.any[0] || node.all[0] || node.none[0] || {}).message).join(' | ')))), (error) => done([String(error)]));
";

async fn findings(browser: &WebDriver, address: &str, theme: &str) -> Vec<String> {
    browser.goto(address).await.unwrap();
    browser.execute(AXE, Vec::new()).await.unwrap();
    let arguments = vec![serde_json::json!(theme)];
    let found = browser.execute_async(LOOK, arguments).await.unwrap();
    found.convert().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
async fn nobody_is_kept_out() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let Some((_driver, driver)) = driver() else {
        println!("SKIPPED: chromedriver is not installed");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let pages = written(folder.path()).await;
    let mut problems = Vec::new();
    // Chinese in the light on a desk, English in the dark on a phone: each part is seen in each.
    for (tag, theme, width, height) in [("-zh-cn-", "light", 1366, 768), ("-en-", "dark", 390, 844)]
    {
        let browser = browser(&driver, width, height).await;
        for page in pages.iter().filter(|page| page.contains(tag)) {
            let address = format!("file://{}/{page}", folder.path().display());
            for problem in findings(&browser, &address, theme).await {
                problems.push(format!("{page} {theme} {width}: {problem}"));
            }
        }
        browser.quit().await.unwrap();
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
#[expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "whoever wants pictures says where"
)]
async fn pictures() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let Some(folder) = std::env::var("CAIFENG_GALLERY")
        .ok()
        .filter(|folder| !folder.is_empty())
    else {
        println!("SKIPPED: pictures: CAIFENG_GALLERY names no folder");
        return;
    };
    let (_driver, driver) = driver().expect("pictures need chromedriver");
    let root = Path::new("../..").join(folder);
    let pages = written(&root).await;
    let root = root.canonicalize().unwrap();
    for (width, height) in [(1366, 768), (390, 844)] {
        for theme in ["light", "dark"] {
            let browser = browser(&driver, width, height).await;
            for page in &pages {
                let address = format!("file://{}/{page}", root.display());
                browser.goto(address).await.unwrap();
                let script = "document.documentElement.dataset.theme = arguments[0]; window.dispatchEvent(new Event('theme'));";
                browser
                    .execute(script, vec![serde_json::json!(theme)])
                    .await
                    .unwrap();
                let name = page.trim_end_matches(".html");
                let picture = root.join(format!("{name}-{theme}-{width}.png"));
                browser.screenshot(&picture).await.unwrap();
            }
            browser.quit().await.unwrap();
        }
    }
    println!("{} pages in {}", pages.len(), root.display());
}
