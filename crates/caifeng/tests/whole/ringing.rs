//! Alerts told on open pages: a card, a number beside the item, a notification of the browser.

use super::bench::Bench;
use super::browser::{
    browser, come_in, console_is_quiet, driver, press, serve, shown, texts, there,
};
use super::site::{Answer, site};
use thirtyfour::prelude::*;

/// Stands for the browser's notifications, which a browser without a screen does not show.
const NOTED: &str = "window.noted = []; \
    window.Notification = class { \
        static permission = 'default'; \
        static async requestPermission() { this.permission = 'granted'; return 'granted'; } \
        constructor(title, options) { window.noted.push(title + '|' + options.tag); } \
        close() {} \
    };";

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
async fn an_alert_shows_on_an_open_page_and_as_a_notification() {
    // Fails only where a provider is installed already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let Some((_driver, address)) = driver() else {
        println!("SKIPPED: browser: chromedriver is not installed");
        return;
    };
    let bench = Bench::new();
    let served = serve(&bench, &[]);
    bench.json(&["rules", "add", "汛情", "水库 OR 食堂", "--level", "orange"]);
    let browser = browser(&address).await;
    come_in(&browser, &served).await.unwrap();
    let rung = ring(&browser, &served.address, &bench).await;
    browser.quit().await.unwrap();
    rung.unwrap();
    served.stop();
}

fn bring(bench: &Bench, title: &str) {
    let body = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>县台</title><item><guid>{title}</guid>\
         <title>{title}</title><description>{title}。</description></item></channel></rss>"
    );
    let site = site(move |_| Answer::xml(body.clone()));
    let name = format!("源{title}");
    let add = [
        "source",
        "add",
        &site.address,
        "--name",
        &name,
        "--allow-private",
    ];
    bench.json(&add);
}

async fn ring(browser: &WebDriver, desk: &str, bench: &Bench) -> WebDriverResult<()> {
    browser.goto(format!("{desk}/alerts")).await?;
    browser.execute(NOTED, Vec::new()).await?;
    press(browser, "#bell-choice button").await?;
    shown(browser, "#bell-choice button", |text| text.contains("Stop")).await;
    bring(bench, "青岚水库开始泄洪");
    let card = shown(browser, "#bell .told", |text| {
        text.contains("青岚水库开始泄洪")
    })
    .await;
    assert!(card.contains("level II orange"), "{card}");
    shown(browser, ".side .badge", |text| text == "1").await;
    let noted = browser.execute("return window.noted", Vec::new()).await?;
    let noted: Vec<String> = noted.convert()?;
    assert_eq!(noted, ["level II orange 青岚水库开始泄洪|caifeng-a1"]);
    press(browser, "#bell .told button").await?;
    assert!(texts(browser, "#bell .told").await?.is_empty());
    // Told while no page was open: the next page that opens tells it.
    browser.goto("about:blank").await?;
    bring(bench, "二小食堂豆角没有煮熟，学生腹痛就医");
    browser.goto(format!("{desk}/")).await?;
    shown(browser, "#bell .told", |text| text.contains("二小食堂")).await;
    press(browser, "#bell .told a").await?;
    there(browser, ".alert-head").await?;
    // The list was looked at: the number begins anew.
    browser.goto(format!("{desk}/alerts")).await?;
    let hidden = "return document.querySelector('.side .badge').hidden";
    let hidden = browser.execute(hidden, Vec::new()).await?;
    assert!(hidden.convert::<bool>()?);
    console_is_quiet(browser).await
}
