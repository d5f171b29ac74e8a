//! Fictional pages in both languages, and what pages print as times.

use super::{Article, read_article, read_page_time};
use chrono_tz::Asia::Shanghai;
use model::{ArticleRules, Moment, TimeNote};
use proptest::prelude::*;

/// 2026-03-02T14:05:00+08:00, a Monday.
const NOW: Moment = Moment(1_772_431_500_000);
const URL: &str = "https://www.qinglan.example/news/1.html";

fn read(page: &str) -> Article {
    read_article(
        page.as_bytes(),
        None,
        URL,
        NOW,
        Shanghai,
        &ArticleRules::default(),
    )
}

const CHINESE: &str = r#"<html><head><title>北门外大街恢复通行_青岚县人民政府</title>
<meta name="author" content="某某"><link rel="canonical" href="/news/1.html?from=x"></head><body>
<div class="nav"><a href="/">首页</a><a href="/news/">新闻</a><a href="/open/">公开</a></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/news/">新闻</a></div>
<div class="article"><h1>北门外大街恢复通行</h1>
<div class="info">发布时间：2026-03-02 09:30　来源：青岚县融媒体中心　作者：某某　字号：<a>大</a> <a>小</a></div>
<p>昨夜十一时许，北门外大街路面突然塌陷，形成一个直径约五米的坑洞，一辆三轮车滑入坑中，驾驶人自行爬出，没有受伤。</p>
<p>县住建局连夜组织二十余名工人回填路基，今天清晨六点恢复双向通行，公交线路同时恢复，沿线商铺正常营业。</p>
<p>据介绍，塌陷由地下供水管道渗漏引起，供水公司已经更换破损管段，并将对同年代管道逐一排查。</p>
<p>责任编辑：某某</p></div>
<div class="related"><h3>相关阅读</h3><ul><li><a href="/a">溪口镇灯会本周末开幕</a></li><li><a href="/b">第二小学食堂整改完成</a></li></ul></div>
<div class="comments"><p>网友评论：路终于修好了，希望别再塌。</p></div>
<div class="footer">版权所有 青岚县人民政府 备案号 00000000</div></body></html>"#;

const ENGLISH: &str = r#"<html><head><title>Road in Qinglan reopens - Qinglan Daily</title>
<meta property="og:site_name" content="Qinglan Daily">
<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-03-02T06:05:00Z","author":{"name":"Somebody"}}</script>
</head><body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Road in Qinglan reopens</h1>
<p>The northern road of Qinglan county opened again on Monday morning after a night of repairs, officials said.</p>
<p>A hole of five metres had opened late on Sunday when a water pipe broke under the surface; nobody was hurt.</p>
<p>Workers filled the road bed overnight, and buses returned to their usual routes at six in the morning.</p>
</article><aside><h2>Read more</h2><a href="/1">Lantern fair opens this weekend</a><a href="/2">School canteen inspected</a></aside>
<footer>All rights reserved</footer></body></html>"#;

#[test]
fn a_chinese_page_gives_its_text_and_nothing_beside_it() {
    let article = read(CHINESE);
    assert_eq!(article.title, "北门外大街恢复通行");
    let lines: Vec<&str> = article.text.lines().collect();
    assert_eq!(lines.len(), 3, "{}", article.text);
    assert!(lines[0].starts_with("昨夜十一时许") && lines[2].ends_with("逐一排查。"));
    for beside in ["相关阅读", "版权", "网友", "某某", "首页", "字号"] {
        assert!(!article.text.contains(beside), "{beside}: {}", article.text);
    }
    assert_eq!(article.published_at, Some(Moment(1_772_415_000_000)));
    assert_eq!(article.time_note, TimeNote::ZoneAssumed);
    assert_eq!(article.outlet.as_deref(), Some("青岚县融媒体中心"));
    assert!(
        article
            .url
            .unwrap()
            .starts_with("https://www.qinglan.example/news/1.html")
    );
}

#[test]
fn an_english_page_gives_its_text_time_and_outlet() {
    let article = read(ENGLISH);
    assert_eq!(article.title, "Road in Qinglan reopens");
    assert_eq!(article.text.lines().count(), 3, "{}", article.text);
    assert!(!article.text.contains("Lantern") && !article.text.contains("rights"));
    assert_eq!(
        (article.published_at, article.time_note),
        (Some(NOW), TimeNote::Given)
    );
    assert_eq!(article.outlet.as_deref(), Some("Qinglan Daily"));
}

#[test]
fn rules_override_what_is_found() {
    let rules = ArticleRules {
        title: Some(".related h3".to_owned()),
        text: Some(".comments p".to_owned()),
        time: Some(".nothing".to_owned()),
        remove: vec!["[".to_owned()],
    };
    let article = read_article(CHINESE.as_bytes(), None, URL, NOW, Shanghai, &rules);
    assert_eq!(article.title, "相关阅读");
    assert_eq!(article.text, "网友评论：路终于修好了，希望别再塌。");
    assert_eq!(article.warnings.len(), 2, "{:?}", article.warnings);
    assert!(
        article.published_at.is_some(),
        "a rule that finds nothing changes nothing"
    );
    let rules = ArticleRules {
        remove: vec![".article p:nth-of-type(2)".to_owned()],
        ..ArticleRules::default()
    };
    let article = read_article(CHINESE.as_bytes(), None, URL, NOW, Shanghai, &rules);
    assert!(!article.text.contains("连夜组织") && article.text.contains("供水公司"));
}

#[test]
fn other_charsets_and_odd_bytes_are_read_or_empty() {
    let (gbk, _, _) = encoding_rs::GBK.encode(CHINESE);
    let article = read_article(
        &gbk,
        Some("text/html; charset=gbk"),
        URL,
        NOW,
        Shanghai,
        &ArticleRules::default(),
    );
    assert!(article.text.contains("直径约五米"));
    for bytes in [
        &b""[..],
        b"\x89PNG\r\n\x1a\n\0\0\0",
        b"\xff\xfe",
        b"plain words without markup",
        b"<html>",
        b"{\"json\": true}",
    ] {
        let article = read_article(bytes, None, "", NOW, Shanghai, &ArticleRules::default());
        assert!(article.text.len() < 100 && article.url.is_none());
    }
}

#[test]
fn deep_and_large_pages_are_bounded() {
    let deep = format!("{}雨{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    read(&deep);
    let paragraph = "<p>北门外大街路面突然塌陷，形成一个直径约五米的坑洞，一辆三轮车滑入坑中。</p>";
    let large = format!(
        "<html><body><div>{}</div></body></html>",
        paragraph.repeat(100_000)
    );
    assert!(read(&large).text.len() > 1_000_000);
}

#[test]
fn times_as_pages_print_them() {
    const MINUTE: i64 = 60_000;
    let at = |text: &str| read_page_time(text, NOW, Shanghai).map(|(at, _)| at.0 - NOW.0);
    for (text, minutes) in [
        ("昨天 14:05", -24 * 60),
        ("前天 14:05", -48 * 60),
        ("今天 9:30", -275),
        ("3小时前", -180),
        ("5分钟前", -5),
        ("2天前", -48 * 60),
        ("半小时前", -30),
        ("半个小时前", -30),
        ("两小时前", -120),
        ("三天前", -72 * 60),
        ("一个月前", -30 * 24 * 60),
        ("刚刚", 0),
        ("2 hours ago", -120),
        ("Yesterday at 14:05", -24 * 60),
        ("03-02 09:05", -300),
        ("3月2日 09:05", -300),
        ("2026年3月2日 下午2:05", 0),
        ("2026年3月2日 上午9:05", -300),
        ("民國115年3月2日 14:05", 0),
        ("二〇二六年三月二日 14:05", 0),
        ("March 2, 2026 2:05 PM", 0),
        ("发布时间：2026-03-02 09:05　来源：青岚县融媒体中心", -300),
        ("2026-03-02 14:05:00", 0),
    ] {
        assert_eq!(at(text).map(|ms| ms / MINUTE), Some(minutes), "{text}");
    }
    let day = -845;
    for text in ["2026年3月2日", "民國115年3月2日", "115/03/02", "2026-03-02"] {
        assert_eq!(at(text).map(|ms| ms / MINUTE), Some(day), "{text}");
    }
    // Without a year it is the last such day, not one to come.
    assert!(at("12-31 08:00").is_some_and(|ms| ms < 0));
    for text in [
        "",
        "首页",
        "13月45日",
        "电话 0000-1234567",
        "第3期",
        "99:99",
    ] {
        assert_eq!(at(text), None, "{text}");
    }
}

#[test]
fn a_page_says_how_long_ago_it_is() {
    for (line, minutes) in [
        ("半小时前", Some(-30)),
        ("两个月前", Some(-86_400)),
        ("店门前", None),
    ] {
        let page = format!(
            "<html><body><h1>北门外大街恢复通行</h1><div class=\"info\"><span>{line}</span></div><div class=\"content\"><p>{}</p></div>\
             </body></html>",
            "抢修现场，二十余名工人连夜回填路基，过往车辆请绕行东街。".repeat(6)
        );
        let at = read(&page).published_at.map(|at| (at.0 - NOW.0) / 60_000);
        assert_eq!(at, minutes, "{line}");
    }
}

proptest! {
    #[test]
    fn any_text_is_a_time_or_none(text in "[0-9:年月日时分前昨天小時民國T+\\-/. ,A-Za-z]{0,40}|\\PC{0,40}") {
        read_page_time(&text, NOW, Shanghai);
    }

    #[test]
    fn any_markup_is_an_article(page in "(<(div|p|a|h1|ul|li|td|script)( class=\"(nav|content|x)\")?>|</(div|p|a|ul)>|[雨路面,。 a-z]{1,30}|&[a-z]{0,4};?){0,60}") {
        read(&page);
    }
}
