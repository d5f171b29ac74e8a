//! Visits of every kind of source with a fake web: what is found, followed, left out, remembered.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

use desk::line::{BatchReport, Handed, Offer};
use desk::{Actor, Brought, OpmlFrom, OpmlList, SourceAsk, SourceForm, Standing};
use model::{
    Condition, HOUR_MS, ListRules, Moment, Owner, PathLanguage, SourceEdit, SourceId, SourceKind,
    SourceRules, Visit, VisitOutcome,
};
use ports::{Clock, FetchError, Fetched, Fetcher, Vault};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use testkit::TestDesk;

const SITE: &str = "https://www.qinglan.example";

fn body(url: &str, content_type: &str, text: &str) -> Fetched {
    Fetched::Body {
        bytes: text.as_bytes().to_vec(),
        final_url: url.to_owned(),
        content_type: Some(content_type.to_owned()),
        etag: None,
        last_modified: None,
    }
}

fn put(desk: &TestDesk, path: &str, text: &str) {
    let url = format!("{SITE}{path}");
    let kind = match path.rsplit('.').next() {
        Some("json") => "application/json",
        Some("xml") => "application/xml",
        _ => "text/html; charset=utf-8",
    };
    desk.web.put(&url, Ok(body(&url, kind, text)));
}

fn article(number: usize, canonical: Option<&str>) -> String {
    let link = canonical.map_or_else(String::new, |path| {
        format!("<link rel=\"canonical\" href=\"{SITE}{path}\">")
    });
    format!(
        "<html><head><title>第{number}次通报</title>{link}</head><body><div class=\"content\"><h1>第{number}次通报：\
         北门外大街恢复通行</h1><p>发布时间：2026-03-02 09:{number:02}</p><p>{}</p><p>{}</p></div>\
         <div class=\"footer\">版权所有 青岚县人民政府</div></body></html>",
        format!("第{number}号抢修现场，二十余名工人连夜回填路基，过往车辆请绕行东街。").repeat(4),
        "县住建局表示，路面将在明日清晨六点恢复双向通行，公交线路同时恢复。".repeat(3)
    )
}

fn list(items: &[(usize, &str)], next: Option<&str>) -> String {
    let rows: Vec<String> = items
        .iter()
        .map(|(number, href)| {
            format!(
                "<li><a href=\"{href}\">第{number}次通报：北门外大街恢复通行安排公布</a><span>2026-03-02</span></li>"
            )
        })
        .collect();
    let rows = rows.concat();
    let next = next.map_or_else(String::new, |href| {
        format!("<a class=\"next\" href=\"{href}\">下一页</a>")
    });
    format!("<html><body><ul class=\"list\">{rows}</ul>{next}</body></html>")
}

fn list_form(path: &str, pages: u32) -> SourceForm {
    SourceForm {
        rules: SourceRules {
            list: Some(ListRules {
                item: "ul.list li".to_owned(),
                time: Some("span".to_owned()),
                next: Some("a.next".to_owned()),
                ..ListRules::default()
            }),
            pages,
            ..SourceRules::default()
        },
        owner: Owner::Institution,
        ..SourceForm::plain(SourceKind::ListPage, format!("{SITE}{path}"))
    }
}

fn add(desk: &TestDesk, form: &SourceForm) -> SourceId {
    let added = desk
        .runtime
        .block_on(desk.desk().add_source(&Actor::command_line(), form));
    added.unwrap().source.id
}

fn visits(reports: &[BatchReport]) -> Vec<&Visit> {
    reports.iter().flat_map(|report| &report.visits).collect()
}

fn asked(desk: &TestDesk, path: &str) -> usize {
    let url = format!("{SITE}{path}");
    let asked = desk.web.asked();
    asked.iter().filter(|plan| plan.url == url).count()
}

fn documents(desk: &TestDesk) -> i64 {
    let last = desk.runtime.block_on(desk.store().last_document());
    last.unwrap().0
}

#[test]
fn a_list_is_followed_page_by_page_and_each_link_once() {
    let desk = TestDesk::new();
    let first = [(1, "/a/1"), (2, "/a/2"), (1, "/a/1"), (9, "/news/")];
    put(&desk, "/news/", &list(&first, Some("/news/?p=2")));
    put(
        &desk,
        "/news/?p=2",
        &list(&[(3, "/a/3")], Some("/news/?p=3")),
    );
    // The last page leads round to itself for ever.
    put(
        &desk,
        "/news/?p=3",
        &list(&[(4, "/a/4")], Some("/news/?p=3")),
    );
    for number in 1..5 {
        put(&desk, &format!("/a/{number}"), &article(number, None));
    }
    add(&desk, &list_form("/news/", 20));
    let reports = desk.collect().unwrap();
    let visit = visits(&reports)[0];
    assert_eq!(
        (visit.outcome, visit.items, visit.items_new),
        (VisitOutcome::Read, 4, 4),
        "{}",
        visit.note
    );
    assert_eq!(asked(&desk, "/news/?p=3"), 1, "no page is read twice");
    assert_eq!(asked(&desk, "/news/"), 1, "a list that links to itself");
    desk.collect().unwrap();
    assert_eq!(asked(&desk, "/a/1"), 1, "a link is followed once");
    assert_eq!(asked(&desk, "/news/"), 2);
    let kept = desk
        .runtime
        .block_on(desk.store().documents_after(model::DocumentId(0), 10))
        .unwrap();
    let one = &kept[0].document;
    assert!(one.title.contains("第1次通报") && one.text.contains("回填路基"));
    assert!(!one.text.contains("版权所有"), "{}", one.text);
    assert_eq!(
        one.published_at,
        Moment(1_772_413_260_000),
        "09:01 in Shanghai"
    );
}

/// A calendar links to its next month for ever; a visit turns no more pages than it may.
#[test]
fn a_calendar_without_an_end_is_left_after_twenty_pages() {
    let desk = TestDesk::new();
    let most = model::limits::LIST_PAGES_MAX;
    for month in 0..most + 30 {
        let next = format!("/events/?month={}", month + 1);
        let path = format!("/events/?month={month}");
        put(&desk, &path, &list(&[(1, "/a/1")], Some(&next)));
    }
    put(&desk, "/a/1", &article(1, None));
    add(&desk, &list_form("/events/?month=0", u32::MAX));
    let reports = desk.collect().unwrap();
    assert_eq!(visits(&reports)[0].items_new, 1);
    let months =
        (0..most + 30).filter(|month| asked(&desk, &format!("/events/?month={month}")) > 0);
    assert_eq!(months.count(), most);
}

#[test]
fn one_article_under_five_addresses_is_one_document() {
    let desk = TestDesk::new();
    let links: Vec<String> = (0..5).map(|n| format!("/a/1?v={n}")).collect();
    let items: Vec<(usize, &str)> = links.iter().map(|link| (1, link.as_str())).collect();
    put(&desk, "/news/", &list(&items, None));
    for link in &links {
        put(&desk, link, &article(1, Some("/a/1")));
    }
    add(&desk, &list_form("/news/", 1));
    desk.collect().unwrap();
    assert_eq!(documents(&desk), 1);
    desk.collect().unwrap();
    assert_eq!(documents(&desk), 1);
}

#[test]
fn a_page_that_cannot_be_read_is_tried_three_times_and_the_rest_goes_on() {
    let desk = TestDesk::new();
    put(&desk, "/news/", &list(&[(1, "/a/1"), (2, "/a/2")], None));
    put(&desk, "/a/2", &article(2, None));
    let id = add(&desk, &list_form("/news/", 1));
    for _ in 0..5 {
        desk.collect().unwrap();
    }
    assert_eq!((asked(&desk, "/a/1"), documents(&desk)), (3, 1));
    let sheet = desk.runtime.block_on(desk.desk().source_sheet(id)).unwrap();
    assert_eq!(Standing::of(&sheet.row.source), Standing::Ok);
}

/// A notice whose page is a PDF, and a picture of which only the type is seen.
#[test]
fn files_behind_links_leave_their_headline() {
    let desk = TestDesk::new();
    put(
        &desk,
        "/news/",
        &list(&[(1, "/a/1.pdf"), (2, "/a/2.jpg"), (3, "/a/3")], None),
    );
    let pdf = format!("{SITE}/a/1.pdf");
    desk.web.put(
        &pdf,
        Ok(Fetched::Body {
            bytes: b"%PDF-1.7\n1 0 obj <</Type /Catalog>> stream \x9c\xed\xbd\x07".to_vec(),
            final_url: pdf.clone(),
            content_type: Some("application/octet-stream".to_owned()),
            etag: None,
            last_modified: None,
        }),
    );
    let picture = format!("{SITE}/a/2.jpg");
    let no_text = FetchError::NotText {
        url: picture.clone(),
        media_type: "image/jpeg".to_owned(),
    };
    desk.web.put(&picture, Err(no_text));
    put(&desk, "/a/3", &article(3, None));
    add(&desk, &list_form("/news/", 1));
    let reports = desk.collect().unwrap();
    let visit = visits(&reports)[0];
    assert!(visit.note.contains("a PDF file"), "{}", visit.note);
    let kept = desk
        .runtime
        .block_on(desk.store().documents_after(model::DocumentId(0), 10))
        .unwrap();
    let told: Vec<(bool, bool)> = kept
        .iter()
        .map(|stored| &stored.document)
        .map(|document| {
            (
                document.title.contains("恢复通行"),
                document.text.is_empty(),
            )
        })
        .collect();
    assert_eq!(told, [(true, true), (true, true), (true, false)]);
    desk.collect().unwrap();
    assert_eq!(asked(&desk, "/a/2.jpg"), 1, "it is not asked for again");
}

#[test]
fn many_pages_wait_for_later_visits() {
    let desk = TestDesk::new();
    let links: Vec<String> = (0..60).map(|n| format!("/a/{n}")).collect();
    let items: Vec<(usize, &str)> = links
        .iter()
        .enumerate()
        .map(|(n, link)| (n, link.as_str()))
        .collect();
    put(&desk, "/news/", &list(&items, None));
    for (number, link) in &items {
        put(&desk, link, &article(*number, None));
    }
    add(&desk, &list_form("/news/", 1));
    let reports = desk.collect().unwrap();
    assert_eq!(visits(&reports)[0].items_new, 40);
    assert!(visits(&reports)[0].note.contains("20 more"));
    desk.collect().unwrap();
    assert_eq!(documents(&desk), 60);
}

#[test]
fn a_changed_layout_is_told() {
    let desk = TestDesk::new();
    let links: Vec<String> = (0..9).map(|n| format!("/a/{n}")).collect();
    let items: Vec<(usize, &str)> = links
        .iter()
        .enumerate()
        .map(|(n, link)| (n, link.as_str()))
        .collect();
    put(&desk, "/news/", &list(&items, None));
    for (number, link) in &items {
        put(&desk, link, &article(*number, None));
    }
    let id = add(&desk, &list_form("/news/", 1));
    desk.collect().unwrap();
    let fewer = list(&items[..1], None);
    put(&desk, "/news/", &fewer);
    let reports = desk.collect().unwrap();
    assert!(
        visits(&reports)[0].note.contains("layout"),
        "{}",
        visits(&reports)[0].note
    );
    put(
        &desk,
        "/news/",
        "<html><body><div class=\"neu\"></div></body></html>",
    );
    desk.collect().unwrap();
    let source = desk.runtime.block_on(desk.desk().source(id)).unwrap();
    assert_eq!(source.state.condition, Condition::Error);
    assert!(source.state.last_outcome.unwrap().contains("ul.list li"));
}

#[test]
fn a_hot_list_leaves_ranks_over_time() {
    let desk = TestDesk::new();
    let hot = |first: &str, second: &str| {
        format!(
            r#"{{"status":"success","id":"weibo","updatedTime":1772431500000,"items":[
            {{"id":"{first}","title":"北门外大街路面塌陷","url":"{SITE}/h/1","extra":{{"info":"12.5万"}}}},
            {{"id":"{second}","title":"溪口镇灯会开幕","url":"{SITE}/h/2"}}]}}"#
        )
    };
    put(&desk, "/hot.json", &hot("甲", "乙"));
    let form = SourceForm::plain(SourceKind::HotList, format!("{SITE}/hot.json"));
    let id = add(&desk, &form);
    desk.collect().unwrap();
    desk.clock.forward_ms(HOUR_MS);
    put(&desk, "/hot.json", &hot("乙", "甲"));
    desk.collect().unwrap();
    let ranks = desk.runtime.block_on(desk.desk().ranks(id, "甲")).unwrap();
    let told: Vec<(i64, Option<i64>)> = ranks.iter().map(|at| (at.rank, at.heat)).collect();
    assert_eq!(told, [(1, Some(125_000)), (2, None)]);
    assert_eq!(ranks[1].at.0 - ranks[0].at.0, HOUR_MS);
    assert_eq!(documents(&desk), 2, "a title is a short document");
    let sheet = desk.runtime.block_on(desk.desk().source_sheet(id)).unwrap();
    let board = sheet.hot.unwrap();
    let told: Vec<_> = board
        .rows
        .iter()
        .map(|row| (row.title.as_str(), row.rank, row.before, row.best))
        .collect();
    assert_eq!(
        told,
        [
            ("溪口镇灯会开幕", 1, Some(2), 1),
            ("北门外大街路面塌陷", 2, Some(1), 1)
        ]
    );
    let (document, event) = board.rows[1].kept.unwrap();
    let event = desk
        .runtime
        .block_on(desk.desk().event_sheet(event, 1))
        .unwrap();
    assert_eq!(
        event.ranks[&document].len(),
        2,
        "the event shows how its title stood"
    );
}

#[test]
fn a_watched_page_tells_its_changes() {
    let desk = TestDesk::new();
    let page = |time: &str| {
        format!(
            "<html><head><title>停水通知</title></head><body><div class=\"content\"><h1>停水通知</h1><p>{}</p>\
             <p>停水时间：{time}，请居民提前蓄水。</p></div></body></html>",
            "因北门外大街路面塌陷抢修，供水管道需要临时关闭，影响范围为东街、北门外大街沿线。"
                .repeat(3)
        )
    };
    put(&desk, "/notice", &page("周二上午八点"));
    let form = SourceForm::plain(SourceKind::WatchedPage, format!("{SITE}/notice"));
    add(&desk, &form);
    desk.collect().unwrap();
    desk.collect().unwrap();
    assert_eq!(
        documents(&desk),
        0,
        "the first reading and no change tell nothing"
    );
    desk.clock.forward_ms(HOUR_MS);
    put(&desk, "/notice", &page("周三下午两点"));
    desk.collect().unwrap();
    let kept = desk
        .runtime
        .block_on(desk.store().documents(&[model::DocumentId(1)]))
        .unwrap();
    let text = &kept[0].document.text;
    assert!(
        text.contains("+ ") && text.contains("周三下午两点") && text.contains("周二上午八点"),
        "{text}"
    );
    assert!(
        !text.contains("影响范围"),
        "what stayed is not repeated: {text}"
    );
}

#[test]
fn sitemaps_of_an_index_are_read_and_their_pages_followed() {
    let desk = TestDesk::new();
    put(
        &desk,
        "/index.xml",
        &format!(
            "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><sitemap><loc>{SITE}/old.xml</loc>\
             <lastmod>2020-01-01</lastmod></sitemap><sitemap><loc>{SITE}/new.xml</loc><lastmod>2026-03-01</lastmod>\
             </sitemap></sitemapindex>"
        ),
    );
    let map = |number: usize| {
        format!(
            "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>{SITE}/a/{number}</loc></url></urlset>"
        )
    };
    put(&desk, "/old.xml", &map(1));
    put(&desk, "/new.xml", &map(2));
    put(&desk, "/a/1", &article(1, None));
    put(&desk, "/a/2", &article(2, None));
    add(
        &desk,
        &SourceForm::plain(SourceKind::Sitemap, format!("{SITE}/index.xml")),
    );
    desk.collect().unwrap();
    assert_eq!(documents(&desk), 2);
}

#[test]
fn a_feed_of_summaries_can_be_read_in_full() {
    let desk = TestDesk::new();
    let item = |number: usize, clock: &str| {
        format!(
            "<item><title>第{number}次通报</title><link>{SITE}/a/{number}</link><description>简讯。</description>\
             <pubDate>Mon, 02 Mar 2026 {clock}:00 +0800</pubDate></item>"
        )
    };
    let feed = |items: &str| {
        format!("<rss version=\"2.0\"><channel><title>融媒体</title>{items}</channel></rss>")
    };
    put(&desk, "/feed.xml", &feed(&item(1, "13:00")));
    put(&desk, "/a/1", &article(1, None));
    put(&desk, "/a/2", &article(2, None));
    let mut form = SourceForm::plain(SourceKind::Feed, format!("{SITE}/feed.xml"));
    form.rules.full_text = true;
    let id = add(&desk, &form);
    desk.collect().unwrap();
    let kept = desk
        .runtime
        .block_on(desk.store().documents(&[model::DocumentId(1)]))
        .unwrap();
    assert!(kept[0].document.text.contains("回填路基"));
    let sheet = desk.runtime.block_on(desk.desk().source_sheet(id)).unwrap();
    assert_eq!(
        sheet.row.delay_ms, None,
        "what was published before the source was added waited for the source"
    );
    desk.clock.forward_ms(HOUR_MS);
    put(
        &desk,
        "/feed.xml",
        &feed(&[item(2, "14:35"), item(1, "13:00")].concat()),
    );
    desk.collect().unwrap();
    let sheet = desk.runtime.block_on(desk.desk().source_sheet(id)).unwrap();
    assert_eq!(sheet.row.delay_ms, Some(30 * 60_000), "14:35 to 15:05");
    assert_eq!(sheet.row.items.last(), Some(&2));
}

fn opml_list(text: &str) -> OpmlList {
    OpmlList {
        from: OpmlFrom::File(text.as_bytes().to_vec()),
        owner: Owner::Outlet,
        allow_private: false,
    }
}

#[test]
fn a_list_of_subscriptions_in_place_of_a_feed_is_offered_for_import() {
    let desk = TestDesk::new();
    let opml = format!(
        "<opml version=\"2.0\"><head><title>订阅</title></head><body><outline text=\"县直\"><outline type=\"rss\" \
         text=\"甲\" xmlUrl=\"{SITE}/a.xml\"/><outline type=\"rss\" text=\"乙\" xmlUrl=\"{SITE}/b.xml\"/></outline></body></opml>"
    );
    put(&desk, "/all.xml", &opml);
    let form = SourceForm::plain(SourceKind::Feed, format!("{SITE}/all.xml"));
    let report = desk.runtime.block_on(desk.desk().check(&form)).unwrap();
    assert_eq!(report.offer, Some(Offer::Opml(2)));
    assert!(
        report.visit.note.contains("import"),
        "{}",
        report.visit.note
    );
    let imported = desk
        .runtime
        .block_on(
            desk.desk()
                .import_opml(&Actor::command_line(), &opml_list(&opml)),
        )
        .unwrap();
    assert_eq!((imported.added, imported.there), (2, 0));
    let again = desk
        .runtime
        .block_on(
            desk.desk()
                .import_opml(&Actor::command_line(), &opml_list(&opml)),
        )
        .unwrap();
    assert_eq!((again.added, again.there), (0, 2));
    let ask = SourceAsk {
        folder: Some("县直".to_owned()),
        ..SourceAsk::default()
    };
    let board = desk
        .runtime
        .block_on(desk.desk().source_board(&ask))
        .unwrap();
    assert_eq!(board.matching, 2);
    let out = desk.runtime.block_on(desk.desk().export_opml()).unwrap();
    assert!(out.contains("县直") && out.contains(&format!("{SITE}/b.xml")));
}

/// What one desk writes another reads: folders, owners, and rules of every language.
#[test]
fn sources_go_to_another_desk_as_they_are() {
    let desk = TestDesk::new();
    let mut forms = vec![
        list_form("/news/", 3),
        SourceForm::plain(SourceKind::Feed, format!("{SITE}/feed.xml")),
        SourceForm::plain(SourceKind::WatchedPage, format!("{SITE}/notice")),
        SourceForm::plain(SourceKind::HotList, format!("{SITE}/hot.json")),
        SourceForm::plain(SourceKind::Sitemap, format!("{SITE}/map.xml")),
    ];
    for (at, language) in [PathLanguage::Xpath, PathLanguage::Dots]
        .into_iter()
        .enumerate()
    {
        let mut form = list_form(&format!("/list{at}"), 1);
        form.rules.list = Some(ListRules {
            language,
            item: "data.items".to_owned(),
            text: Some("content".to_owned()),
            ..ListRules::default()
        });
        form.rules.full_text = true;
        form.rules.article.text = Some("div.text".to_owned());
        form.rules.article.remove = vec![".share".to_owned(), "aside".to_owned()];
        forms.push(form);
    }
    for (at, form) in forms.iter_mut().enumerate() {
        form.owner = Owner::ALL[at % 4];
        form.folder = ["", "媒体", "县直/水利"][at % 3].to_owned();
        form.name = format!("源 <{at}>");
        add(&desk, form);
    }
    let out = desk.runtime.block_on(desk.desk().export_opml()).unwrap();
    let other = TestDesk::new();
    put(&other, "/all.xml", &out);
    let list = OpmlList {
        from: OpmlFrom::Address(format!("{SITE}/all.xml")),
        ..opml_list("")
    };
    let imported = other
        .runtime
        .block_on(other.desk().import_opml(&Actor::command_line(), &list))
        .unwrap();
    assert_eq!(
        (imported.added, imported.left_out.len()),
        (7, 0),
        "{:?}",
        imported.left_out
    );
    let told = |desk: &TestDesk| {
        let sources = desk.runtime.block_on(desk.store().sources()).unwrap();
        let mut told: Vec<_> = sources
            .into_iter()
            .map(|one| {
                let owner = match one.owner {
                    Owner::Unsaid => Owner::Outlet,
                    said => said,
                };
                (one.name, one.url, one.kind, one.folder, owner, one.rules)
            })
            .collect();
        told.sort_by(|a, b| a.0.cmp(&b.0));
        told
    };
    assert_eq!(told(&desk), told(&other));
    let nowhere = OpmlList {
        from: OpmlFrom::Address(format!("{SITE}/nothing.xml")),
        ..opml_list("")
    };
    let missing = other
        .runtime
        .block_on(other.desk().import_opml(&Actor::command_line(), &nowhere))
        .unwrap_err();
    assert!(missing.to_string().contains("404"), "{missing}");
}

#[test]
fn a_server_that_asks_for_patience_is_visited_when_it_said() {
    let desk = TestDesk::new();
    let url = format!("{SITE}/feed.xml");
    desk.web.put(
        &url,
        Err(FetchError::Busy {
            url: url.clone(),
            status: 429,
            seconds: 7_200,
        }),
    );
    let id = add(&desk, &SourceForm::plain(SourceKind::Feed, url));
    desk.collect().unwrap();
    let source = desk.runtime.block_on(desk.desk().source(id)).unwrap();
    let now = desk.clock.now();
    assert_eq!(source.state.next_at, Some(Moment(now.0 + 7_200_000)));
    assert_eq!(source.state.condition, Condition::Error);
}

#[test]
fn captures_are_kept_and_can_be_read_again() {
    let desk = TestDesk::new();
    put(&desk, "/news/", &list(&[(1, "/a/1")], None));
    put(&desk, "/a/1", &article(1, None));
    add(&desk, &list_form("/news/", 1));
    desk.collect().unwrap();
    assert_eq!(desk.vault.capture_days().unwrap().len(), 1);
    let sources = desk.runtime.block_on(desk.store().sources()).unwrap();
    let (mut line, _) = desk.line().unwrap();
    let mut kept_before = 0;
    let (told, _) = line
        .reread(
            sources,
            |report| {
                kept_before += report.outcomes.len();
                Ok(())
            },
            &AtomicBool::new(false),
        )
        .unwrap();
    assert_eq!((told.captures, kept_before, documents(&desk)), (2, 1, 1));
}

#[test]
fn paused_sources_are_not_visited_and_changes_are_taken_back() {
    let desk = TestDesk::new();
    put(
        &desk,
        "/feed.xml",
        "<rss version=\"2.0\"><channel><item><title>雨</title></item></channel></rss>",
    );
    let id = add(
        &desk,
        &SourceForm::plain(SourceKind::Feed, format!("{SITE}/feed.xml")),
    );
    let sheet_desk = desk.desk();
    let paused = desk
        .runtime
        .block_on(sheet_desk.edit_sources(&Actor::command_line(), &[id], &SourceEdit::Pause))
        .unwrap();
    desk.collect().unwrap();
    assert_eq!(asked(&desk, "/feed.xml"), 0);
    let undone = desk
        .runtime
        .block_on(sheet_desk.undo_edit(&Actor::command_line(), paused.id));
    assert_eq!(undone.unwrap(), 1);
    desk.collect().unwrap();
    assert_eq!(asked(&desk, "/feed.xml"), 1);
}

/// What people bring goes down the line while sources are visited when they are due.
#[test]
fn what_is_brought_by_hand_is_kept_once_beside_the_visits() {
    let desk = TestDesk::new();
    put(
        &desk,
        "/feed.xml",
        "<rss version=\"2.0\"><channel><item><title>灯会开幕</title></item></channel></rss>",
    );
    put(&desk, "/a/1", &article(1, None));
    add(
        &desk,
        &SourceForm::plain(SourceKind::Feed, format!("{SITE}/feed.xml")),
    );
    let (to_line, hand) = tokio::sync::mpsc::channel::<Handed>(4);
    let office = desk.desk().with_hand(to_line);
    let stop = AtomicBool::new(false);
    let web: Arc<dyn Fetcher> = Arc::clone(&desk.web) as Arc<dyn Fetcher>;
    let (mut line, _) = desk.line().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| line.watch(&web, hand, |_| (), &stop).unwrap());
        let bring = |brought: Brought| {
            desk.runtime
                .block_on(office.bring(&Actor::command_line(), brought))
        };
        let link = Brought {
            link: format!("{SITE}/a/1"),
            place: "网格群".to_owned(),
            ..Brought::default()
        };
        let first = bring(link.clone()).unwrap();
        let second = bring(link).unwrap();
        assert!(!first.before && second.before && first.document == second.document);
        let picture = Brought {
            text: "东街路口又塌了一块".to_owned(),
            picture: Some((String::new(), b"\x89PNG\r\n\x1a\n....".to_vec())),
            ..Brought::default()
        };
        let shown = bring(picture).unwrap();
        let (kind, bytes) = desk
            .runtime
            .block_on(office.picture(shown.document))
            .unwrap();
        assert_eq!((kind.as_str(), bytes.len()), ("image/png", 12));
        for wrong in [
            Brought::default(),
            Brought {
                picture: Some((String::new(), b"MZ not a picture".to_vec())),
                ..Brought::default()
            },
            Brought {
                picture: Some((String::new(), vec![0xff; 13 * 1024 * 1024])),
                ..Brought::default()
            },
            Brought {
                link: "javascript:alert(1)".to_owned(),
                ..Brought::default()
            },
        ] {
            assert!(bring(wrong).is_err());
        }
        while asked(&desk, "/feed.xml") == 0 {
            std::thread::yield_now();
        }
        stop.store(true, Ordering::Relaxed);
    });
    let sources = desk.runtime.block_on(desk.store().sources()).unwrap();
    assert!(sources.iter().any(|source| source.kind == SourceKind::Hand));
}

#[test]
fn a_site_is_discovered_with_previews() {
    let desk = TestDesk::new();
    let links: Vec<String> = (1..9).map(|n| format!("/a/{n}")).collect();
    let items: Vec<(usize, &str)> = links
        .iter()
        .enumerate()
        .map(|(n, link)| (n, link.as_str()))
        .collect();
    let page = list(&items, None).replace(
        "<html>",
        "<html><head><title>青岚县</title><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/feed.xml\"></head>",
    );
    put(&desk, "/", &page);
    put(
        &desk,
        "/feed.xml",
        "<rss version=\"2.0\"><channel><title>快讯</title><item><title>灯会开幕</title></item></channel></rss>",
    );
    for (number, link) in &items {
        put(&desk, link, &article(*number, None));
    }
    let found = desk
        .runtime
        .block_on(desk.desk().discover(&format!("{SITE}/"), false))
        .unwrap();
    let kinds: Vec<SourceKind> = found.proposals.iter().map(|one| one.form.kind).collect();
    assert_eq!(
        kinds,
        [SourceKind::Feed, SourceKind::ListPage],
        "{:?}",
        found.notes
    );
    assert_eq!(found.proposals[0].form.name, "快讯");
    assert!(found.proposals[1].preview.found[0].chars > 50);
    let nothing = desk
        .runtime
        .block_on(desk.desk().discover("https://nowhere.example/", false))
        .unwrap();
    assert!(nothing.proposals.is_empty() && !nothing.notes.is_empty());
}
