//! The first ten minutes: the printed link, people, what each may see, and what is written down.

use super::bench::{Bench, items};
use super::browser::{
    PASSWORD, arrived, browser, come_in, console_is_quiet, driver, press, serve, shown, there,
    typed,
};
use super::visitor::Visitor;
use thirtyfour::prelude::*;

const NAME: &str = "赵建国 <b>";

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
async fn a_newcomer_sets_the_desk_up() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let Some((_driver, address)) = driver() else {
        println!("SKIPPED: browser: chromedriver is not installed");
        return;
    };
    let bench = Bench::new();
    let mut all = items(40, 5);
    all.push(
        serde_json::json!({"id": "phone", "title": "寻物：联系13800138000", "source": "论坛",
            "text": "我家住青岚县北门外大街12号3号楼2单元501室，丢了一辆京A12345的车，身份证11010519491231002X也在车里。",
            "published_at": "2026-03-02T17:30:00+08:00"})
        .to_string(),
    );
    bench.replay(&bench.input("items.jsonl", &all), "out.jsonl");
    let served = serve(&bench, &["--no-collect"]);
    let admin = browser(&address).await;
    let other = browser(&address).await;
    let walked = set_up(&admin, &other, &served).await;
    admin.quit().await.unwrap();
    other.quit().await.unwrap();
    walked.unwrap();
    let leader = Visitor::sign_in(&served.address, "zhao");
    assert_eq!(leader.get("/audit").0, 403);
    assert_eq!(leader.get("/people/p1").0, 200);
    assert_eq!(leader.send("/people/p1", &[("name", "x")]).0, 403);
    assert_eq!(leader.get("/").0, 200);
    served.stop();
    let output = bench.run(&["audit", "verify"]);
    assert!(output.status.success(), "{output:?}");
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(words.contains("whole"), "{words}");
    let listed = bench.run(&["audit", "list", "--json"]);
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    for act in [
        "session.began",
        "person.added",
        "document.opened",
        "search.asked",
        "refused",
    ] {
        assert!(listed.contains(act), "{act}: {listed}");
    }
}

async fn set_up(
    admin: &WebDriver,
    other: &WebDriver,
    served: &super::browser::Served,
) -> WebDriverResult<()> {
    let desk = &served.address;
    // Nothing is shown to whoever did not sign in, and one comes back to where one wanted to go.
    other.goto(format!("{desk}/people?lang=en")).await?;
    arrived(other, |url| url.contains("/sign-in?next=")).await;
    come_in(admin, served).await?;
    // The link works once.
    other.goto(&served.link).await?;
    assert!(other.source().await?.contains("href=\"/\""));
    assert!(other.find(By::Id("password")).await.is_err());

    admin.goto(format!("{desk}/people?lang=en")).await?;
    let link = invite(admin).await?;
    other.goto(&link).await?;
    typed(other, "#password", PASSWORD).await?;
    press(other, ".stack button[type=submit]").await?;
    let places = shown(other, "nav.side", |_| true).await;
    assert!(
        !places.contains("Settings") && !places.contains("设置"),
        "{places}"
    );

    masked(admin, desk).await?;
    revoked_while_typing(admin, other, desk).await?;
    console_is_quiet(admin).await
}

/// Invites a leader and gives the link that is shown once.
async fn invite(admin: &WebDriver) -> WebDriverResult<String> {
    typed(admin, "[name=login]", "zhao").await?;
    typed(admin, "[name=name]", NAME).await?;
    press(admin, "input[name=role][value=leader]").await?;
    press(admin, ".rule-form button").await?;
    shown(admin, "h1", |heading| heading == NAME).await;
    let field = there(admin, "input.copy").await?;
    Ok(field.value().await?.unwrap_or_default())
}

/// Numbers of persons are hidden until somebody says why they need them.
async fn masked(admin: &WebDriver, desk: &str) -> WebDriverResult<()> {
    admin
        .goto(format!("{desk}/search?q=%E5%AF%BB%E7%89%A9&lang=en"))
        .await?;
    let page = admin.source().await?;
    assert!(page.contains("138••••8000") && !page.contains("13800138000"));
    let hit = there(admin, ".hit a").await?;
    let hit = hit.attr("href").await?.unwrap_or_default();
    admin.goto(format!("{desk}{hit}")).await?;
    // A hit may lead to its event, and from there to the document.
    if let Ok(document) = admin.find(By::Css("a[href*='/documents/']")).await {
        let document = document.attr("href").await?.unwrap_or_default();
        admin.goto(format!("{desk}{document}")).await?;
    }
    let text = shown(admin, "article.text", |_| true).await;
    for hidden in ["12号3号楼", "501", "A12345", "19491231"] {
        assert!(!text.contains(hidden), "{text}");
    }
    press(admin, "details.hidden-part summary").await?;
    typed(admin, "[name=reason]", "失主来电核对").await?;
    press(admin, "details.hidden-part button").await?;
    let opened = |text: &str| text.contains("A12345") && text.contains("19491231");
    shown(admin, "article.text", opened).await;
    Ok(())
}

/// A session that is ended while its owner writes loses nothing of what was written.
async fn revoked_while_typing(
    admin: &WebDriver,
    other: &WebDriver,
    desk: &str,
) -> WebDriverResult<()> {
    admin.goto(format!("{desk}/units/new?lang=en")).await?;
    typed(admin, "#name", "城关镇，写到一半").await?;
    // The same person ends all sessions elsewhere by a new password.
    other.delete_all_cookies().await?;
    other.goto(format!("{desk}/sign-in?lang=en")).await?;
    sign_in(other, PASSWORD).await?;
    other.goto(format!("{desk}/account")).await?;
    let new = "雨停以后太阳出来了呢";
    typed(other, "#old", PASSWORD).await?;
    typed(other, "#new", new).await?;
    press(other, "form[action$='/account/password'] button").await?;
    there(other, ".banner").await?;

    press(admin, ".stack button[type=submit]").await?;
    shown(admin, ".kept", |kept| kept.contains("城关镇，写到一半")).await;
    sign_in(admin, new).await?;
    let field = there(admin, "textarea[name=name]").await?;
    assert_eq!(field.value().await?.as_deref(), Some("城关镇，写到一半"));
    press(admin, "form.stack button").await?;
    shown(admin, ".unit h2", |unit| unit.contains("城关镇，写到一半")).await;
    Ok(())
}

async fn sign_in(browser: &WebDriver, password: &str) -> WebDriverResult<()> {
    typed(browser, "#login", "admin").await?;
    typed(browser, "#password", password).await?;
    press(browser, ".stack button[type=submit]").await?;
    there(browser, "nav.side").await?;
    Ok(())
}
