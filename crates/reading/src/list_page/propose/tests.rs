#![allow(
    clippy::format_collect,
    clippy::string_slice,
    reason = "fixtures as short as they can be"
)]

use super::*;
use crate::list_page::tests::{NOW, PAGE};
use crate::read_list;
use chrono_tz::Asia::Shanghai;
use proptest::prelude::*;
use std::fmt::Write;

const TITLES: [&str; 12] = [
    "青岚县开展春季防汛隐患排查工作",
    "城东大桥封闭施工期间绕行安排公布",
    "县第二小学新校区今秋投入使用",
    "农贸市场搬迁首日秩序平稳",
    "关于调整部分公交线路的公告发布",
    "青岚河沿岸绿道全线贯通开放",
    "供水管网改造涉及六个小区居民",
    "县医院开通周末专家门诊服务",
    "返乡创业园引进十二家企业落户",
    "老旧小区加装电梯补助办法出台",
    "林区进入高火险期严禁野外用火",
    "全县中小学食堂开展联合检查",
];

fn rows(row: impl Fn(usize, &str) -> String) -> String {
    (0..)
        .zip(TITLES)
        .fold(String::new(), |mut all, (at, title)| {
            let _ = write!(all, "{}", row(at, title));
            all
        })
}

/// A page with all that stands around a list.
fn page(list: &str) -> String {
    let names = [
        "首页",
        "县情概况",
        "政务公开",
        "办事服务",
        "互动交流",
        "联系我们",
    ];
    let nav: String = (0..)
        .zip(names)
        .map(|(at, name)| format!("<li><a href=/n{at}/>{name}</a></li>"))
        .collect();
    let hot: String = (0..8)
        .map(|at| format!("<li><a href=/hot/{at}.html>热门文章之第{at}篇阅读最多</a></li>"))
        .collect();
    let friends: String = (0..9)
        .map(|at| format!("<a href=http://s{at}.example/>某某省人民政府网站{at}号</a> "))
        .collect();
    format!("<html><head><title>要闻</title></head><body><div class=top><ul class=nav>{nav}</ul></div>
        <div class=main><div class=left><h2>要闻动态</h2>{list}<div class=pages><a href=2.html>2</a> <a href=3.html>3</a> <a href=2.html>下一页</a></div></div>
        <div class=right><h3>点击排行</h3><ul class=hot>{hot}</ul></div></div>
        <div class=footer>{friends}</div></body></html>")
}

fn layouts() -> Vec<(&'static str, String, bool)> {
    vec![
        (
            "ul li a + span",
            format!(
                "<ul class=list>{}</ul>",
                rows(|at, t| format!(
                    "<li><a href=/a/{at}.html>{t}</a><span>2026-03-{:02}</span></li>",
                    4 - at % 4
                ))
            ),
            true,
        ),
        (
            "classless ul, split in fives",
            rows(|at, t| {
                format!(
                    "{}<li><a href=/a/{at}.html>{t}</a> [03-02]</li>{}",
                    if at % 5 == 0 { "<ul>" } else { "" },
                    if at % 5 == 4 { "</ul>" } else { "" }
                )
            }),
            true,
        ),
        (
            "table",
            format!(
                "<table><tr><th>标题</th><th>日期</th></tr>{}</table>",
                rows(|at, t| format!(
                    "<tr><td><a href=/a/{at}.html>{t}</a></td><td>2026-03-02</td></tr>"
                ))
            ),
            true,
        ),
        (
            "cards",
            rows(|at, t| {
                format!(
                    "<div class=item><a href=/a/{at}.html><img src={at}.jpg></a><h3><a href=/a/{at}.html>{t}</a></h3><p>记者从有关部门获悉，{t}，相关工作正在推进。</p><span class=date>2026-03-02</span></div>"
                )
            }),
            true,
        ),
        (
            "dl",
            format!(
                "<dl class=news>{}</dl>",
                rows(|at, t| format!("<dd><a href=/a/{at}.html>{t}</a><em>2026-03-02</em></dd>"))
            ),
            true,
        ),
        (
            "dt and dd",
            format!(
                "<dl>{}</dl>",
                rows(|at, t| format!("<dt><a href=/a/{at}.html>{t}</a></dt><dd>2026-03-02</dd>"))
            ),
            true,
        ),
        (
            "forum",
            format!(
                "<table id=threads>{}</table>",
                rows(|at, t| format!(
                    "<tbody id=normal_{at}><tr><td class=icn><a href=/i/{at}>图</a></td><th class={}><em>[<a href=/type/{at}>公告</a>]</em> <a class='s xst' href=/a/{at}.html>{t}</a></th><td class=by><cite><a href=/u/{at}>用户{at}号</a></cite><em><span>2026-3-2</span></em></td><td class=num><a href=/r/{at}>{at}</a><em>999</em></td></tr></tbody>",
                    if at % 2 == 0 { "new" } else { "common" }
                ))
            ),
            true,
        ),
        (
            "WordPress",
            rows(|at, t| {
                format!(
                    "<article id=post-{at} class='post-{at} post type-post status-publish category-c{at} hentry'><header class=entry-header><h2 class=entry-title><a href=/a/{at}.html rel=bookmark>{t}</a></h2><time class=entry-date datetime=2026-03-02T14:05:00+08:00>三月二日</time></header><div class=entry-content><p>{t}，详情如下文所述，请各位居民留意通知。</p><a class=more-link href=/a/{at}.html#more>阅读全文</a></div><footer class=entry-footer><a href=/c/{at}>未分类</a></footer></article>"
                )
            }),
            true,
        ),
        (
            "link around all",
            format!(
                "<div class=box>{}</div>",
                rows(|at, t| format!(
                    "<a class=card href=/a/{at}.html><div class=d><b>02</b><i>2026-03</i></div><div class=t>{t}</div></a>"
                ))
            ),
            true,
        ),
        (
            "bare links",
            format!(
                "<div id=con>{}</div>",
                rows(|at, t| format!("· <a href=/a/{at}.html>{t}</a><br>"))
            ),
            false,
        ),
        (
            "odd and even",
            format!(
                "<ul class='news_list clearfix'>{}</ul>",
                rows(|at, t| format!(
                    "<li class='{} n{at}'><span class=fr>2026/03/02</span><a target=_blank href=/a/{at}.html title='{t}'>{}…</a></li>",
                    if at % 2 == 0 { "odd" } else { "even" },
                    t.chars().take(9).collect::<String>()
                ))
            ),
            true,
        ),
    ]
}

#[test]
fn the_main_list_is_found_and_read_again() {
    for (name, list, dated) in layouts() {
        let html = page(&list);
        let proposals = propose_list(html.as_bytes(), None, PAGE, NOW, Shanghai);
        let first = proposals
            .first()
            .unwrap_or_else(|| panic!("{name}: nothing"));
        let titles: Vec<&str> = first
            .entries
            .iter()
            .map(|entry| entry.title.as_str())
            .collect();
        assert_eq!(titles, TITLES, "{name}: {:?}", first.rules);
        let urls = first
            .entries
            .iter()
            .filter(|entry| entry.url.as_deref().is_some_and(|url| url.contains("/a/")));
        assert_eq!(urls.count(), TITLES.len(), "{name}: {:?}", first.rules);
        let times = first
            .entries
            .iter()
            .filter(|entry| entry.published_at.is_some())
            .count();
        assert_eq!(
            times,
            if dated { TITLES.len() } else { 0 },
            "{name}: {:?}",
            first.rules
        );
        assert!(proposals.len() <= PROPOSALS_MAX, "{name}");
        let again = read_list(html.as_bytes(), None, PAGE, &first.rules, NOW, Shanghai).unwrap();
        assert_eq!(again.entries, first.entries, "{name}");
        assert_eq!(
            again.next.as_deref(),
            Some("https://www.qinglan.example/news/2.html"),
            "{name}"
        );
    }
}

#[test]
fn summaries_are_found() {
    let (_, list, _) = layouts().swap_remove(3);
    let first = propose_list(page(&list).as_bytes(), None, PAGE, NOW, Shanghai).swap_remove(0);
    assert!(
        first.entries[0].text.contains("相关工作"),
        "{:?}",
        first.rules
    );
}

#[test]
fn a_page_as_long_as_pages_may_be_is_quick() {
    let row = |at: usize| {
        format!(
            "<tr class='r{at} x y z'><td><b><i><a class='c{at} d' href=/a/{at}>青岚县要闻之{at}号全文</a></i></b><p>这是其中一段摘要文字，说的是本县今日要闻{at}。</p></td><td><span><em>第{at}</em></span></td></tr>"
        )
    };
    let html: String = (0..30_000).map(row).collect();
    let started = std::time::Instant::now();
    let proposals = propose_list(
        format!("<table>{html}</table>").as_bytes(),
        None,
        PAGE,
        NOW,
        Shanghai,
    );
    assert!(!proposals.is_empty());
    let took = started.elapsed();
    assert!(took.as_secs() < 30, "{took:?}");
}

#[test]
fn pages_without_lists_and_hostile_pages_end() {
    for html in [
        String::new(),
        "<p>雨</p>".to_owned(),
        "<div><a href=1>雨".repeat(3_000),
        "<li><a href=x1>雨</a>".repeat(20_000),
    ] {
        let _ = propose_list(html.as_bytes(), None, PAGE, NOW, Shanghai);
    }
}

proptest! {
    #[test]
    fn any_bytes_propose_something_or_nothing(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        html in "(<(ul|li|a href=[a-e]|p|td|tr|/a|/li|/ul)>|雨天|2026-03-02| ){0,40}",
    ) {
        let _ = propose_list(&bytes, None, PAGE, NOW, Shanghai);
        let _ = propose_list(html.as_bytes(), None, PAGE, NOW, Shanghai);
    }
}
