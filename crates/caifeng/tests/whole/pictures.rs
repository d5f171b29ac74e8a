//! Pictures and the wall in a real browser, and their files from the real press.

use super::bench::{Bench, items};
use super::browser::{
    arrived, browser, come_in, console_is_quiet, driver, press, serve, shown, texts, there,
};
use super::visitor::Visitor;
use thirtyfour::prelude::*;

/// A desk whose documents of the last two days speak of places, one of them often.
#[expect(
    clippy::disallowed_methods,
    reason = "the binary under test reads this machine's clock, so its events must be of now"
)]
pub(crate) fn bench() -> Bench {
    let bench = Bench::new();
    let now = std::time::SystemTime::now();
    let now = now.duration_since(std::time::UNIX_EPOCH).unwrap();
    let lines: Vec<String> = (items(80, 3).iter().enumerate())
        .map(|(index, line)| {
            let mut item: serde_json::Value = serde_json::from_str(line).unwrap();
            let place = ["保定涿州市", "长春市", "广西桂林市", "青岚"][index % 4];
            let text = format!("{place}{}", item["text"].as_str().unwrap());
            let at = now.as_millis() as i64 - (80 - index as i64) * 36 * 60_000;
            item["text"] = text.into();
            item["published_at"] = at.to_string().into();
            item.to_string()
        })
        .collect();
    bench.replay(&bench.input("items.jsonl", &lines), "out.jsonl");
    bench
}

/// Fetches a file as the page would: its type, and its beginning as text.
pub(crate) async fn fetched(
    browser: &WebDriver,
    address: &str,
) -> WebDriverResult<(String, String)> {
    let script = "const done = arguments[arguments.length - 1];
        fetch(arguments[0], {cache: 'no-store'}).then(async (answer) => {
            const bytes = new Uint8Array(await answer.arrayBuffer());
            const text = new TextDecoder().decode(bytes.slice(0, 200000));
            done([answer.headers.get('content-type'), text]);
        }, (error) => done(['failed', String(error)]));";
    let arguments = vec![serde_json::json!(address)];
    browser.execute_async(script, arguments).await?.convert()
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
async fn pictures_open_to_their_documents_and_come_as_files() {
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

/// The number at the end of a label such as “保定市 · 20 documents”.
fn number_in(label: &str) -> usize {
    let digits: String = label
        .rsplit('·')
        .next()
        .unwrap()
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap()
}

async fn look(browser: &WebDriver, desk: &str) -> WebDriverResult<()> {
    browser.goto(format!("{desk}/analysis?lang=en")).await?;
    shown(browser, ".shows", |text| text.contains("80 documents")).await;
    let drawn = browser.find_all(By::Css(".picture svg.drawing")).await?;
    assert_eq!(drawn.len(), 4, "stream, week, sources, map");
    // Whatever is pressed opens as many documents as it says.
    for part in ["#stream", "#week", "#sources", "#map"] {
        browser.goto(format!("{desk}/analysis?lang=en")).await?;
        let section = format!(
            "section[aria-labelledby='{}']",
            part.trim_start_matches('#')
        );
        let link = browser
            .find(By::Css(format!("{section} svg.drawing a")))
            .await?;
        let number = number_in(&link.attr("aria-label").await?.unwrap());
        let address = link.attr("href").await?.unwrap();
        browser.goto(format!("{desk}{address}")).await?;
        let found = format!("{number} document");
        shown(browser, ".page-head .hint", |text| text.starts_with(&found)).await;
        assert_eq!(
            texts(browser, ".hits .hit").await?.len(),
            number.min(50),
            "{part}"
        );
    }
    // A dot is pressed with the pointer.
    browser.goto(format!("{desk}/analysis?lang=en")).await?;
    press(browser, "section[aria-labelledby='map'] circle").await?;
    arrived(browser, |url| {
        url.contains("/analysis/documents?") && url.contains("place=")
    })
    .await;
    files(browser, desk).await?;
    // Without what matches, and with what cannot be understood.
    browser
        .goto(format!("{desk}/analysis?lang=en&q=%22nothing+says+this%22"))
        .await?;
    shown(browser, ".empty-line", |text| {
        text.contains("nothing to draw")
    })
    .await;
    browser
        .goto(format!("{desk}/analysis?lang=en&q=%22open"))
        .await?;
    shown(browser, ".problem", |text| {
        text.contains("cannot be understood")
    })
    .await;
    browser
        .goto(format!(
            "{desk}/analysis/compare?lang=en&q=%E5%A1%8C%E9%99%B7&q2=%E5%81%9C%E6%B0%B4"
        ))
        .await?;
    shown(browser, ".differences th[scope=row]", |text| {
        text == "documents"
    })
    .await;
    console_is_quiet(browser).await
}

async fn files(browser: &WebDriver, desk: &str) -> WebDriverResult<()> {
    for name in ["stream", "week", "sources", "map"] {
        let of = |kind: &str| format!("{desk}/analysis/{name}.{kind}");
        let (kind, svg) = fetched(browser, &of("svg")).await?;
        assert_eq!(kind, "image/svg+xml", "{name}");
        assert!(
            svg.starts_with("<svg xmlns=") && svg.contains("<title>"),
            "{svg}"
        );
        let (kind, png) = fetched(browser, &of("png")).await?;
        assert_eq!(kind, "image/png", "{name}");
        for part in ["PNG", "IHDR", "IDAT"] {
            assert!(png.contains(part), "{name}");
        }
        let (kind, csv) = fetched(browser, &of("csv")).await?;
        assert_eq!(kind, "text/csv; charset=utf-8", "{name}");
        assert!(csv.starts_with('"') && csv.lines().count() > 1, "{csv}");
        if name == "week" {
            let last = |line: &str| {
                line.rsplit(',')
                    .next()
                    .and_then(|cell| cell.parse::<i64>().ok())
            };
            assert_eq!(csv.lines().filter_map(last).sum::<i64>(), 80, "{csv}");
        }
    }
    let sides = "q=%E5%A1%8C%E9%99%B7&q2=%E5%81%9C%E6%B0%B4";
    let of = |file: &str| format!("{desk}/analysis/compare/{file}?{sides}");
    let (kind, svg) = fetched(browser, &of("compare.svg")).await?;
    assert_eq!(kind, "image/svg+xml");
    assert!(
        svg.starts_with("<svg xmlns=") && svg.contains("<path"),
        "{svg}"
    );
    let (kind, png) = fetched(browser, &of("compare.png")).await?;
    assert!(kind == "image/png" && png.contains("IDAT"), "{kind}");
    let (kind, csv) = fetched(browser, &of("differences.csv")).await?;
    assert_eq!(kind, "text/csv; charset=utf-8");
    assert!(csv.lines().count() > 1, "{csv}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
async fn the_wall_fits_its_screen_and_keeps_itself_up_to_date() {
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
    let watched = watch(&browser, &served.address, &other).await;
    browser.quit().await.unwrap();
    watched.unwrap();
}

async fn watch(browser: &WebDriver, desk: &str, other: &Visitor) -> WebDriverResult<()> {
    browser.set_window_rect(0, 0, 1920, 1080).await?;
    browser.goto(format!("{desk}/wall?lang=zh-CN")).await?;
    there(browser, "#live-state.is-on").await?;
    assert!(
        !browser
            .find_all(By::Css(".wall-map circle"))
            .await?
            .is_empty()
    );
    let script = "const root = document.documentElement;
        return [root.scrollHeight <= innerHeight, root.scrollWidth <= innerWidth];";
    let fits: (bool, bool) = browser.execute(script, Vec::new()).await?.convert()?;
    assert_eq!(fits, (true, true), "nothing has to be scrolled");
    let text = "县医院三号楼电梯停运，老人上下楼困难，院方称正在维修。";
    let (status, page) = other.send("/bring", &[("text", text), ("link", "")]);
    assert_eq!(status, 200, "{page}");
    shown(browser, ".wall-newest li", |line| line.contains("电梯停运")).await;
    // It goes on hearing after it took itself anew.
    let text = "望禾镇桥头路灯全部熄灭，夜里行人摸黑过桥。";
    other.send("/bring", &[("text", text), ("link", "")]);
    shown(browser, ".wall-newest li", |line| {
        line.contains("路灯全部熄灭")
    })
    .await;
    console_is_quiet(browser).await
}
