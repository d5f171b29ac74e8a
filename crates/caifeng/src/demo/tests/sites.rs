//! Every site is read by the readers that read real ones, and gives what was published.

use super::{BEGAN, world};
use crate::demo::calendar::ZONE;
use crate::demo::outlet::Form;
use crate::demo::post::Post;
use crate::demo::sites::Reply;
use crate::demo::{Outlet, Site, World};
use crate::real::SystemClock;
use model::{ArticleRules, ListRules, Moment};
use ports::Clock;
use std::sync::Arc;

fn site(outlet: Outlet, world: &Arc<World>) -> Site {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    Site::new(outlet, world, &clock, "http://127.0.0.1:7".to_owned())
}

fn newest(world: &World, outlet: Outlet, most: usize) -> Vec<&Post> {
    world.of(outlet, BEGAN).take(most).collect()
}

fn read_feed(reply: &Reply) -> reading::Feed {
    reading::read_feed(
        &reply.bytes,
        Some(reply.content_type),
        "http://127.0.0.1:7/x",
        ZONE,
    )
    .unwrap()
}

/// The texts of these posts as the pages give them.
fn assert_pages(site: &Site, posts: &[&Post]) {
    for post in posts {
        let rules = ArticleRules {
            text: (post.outlet == Outlet::Forum).then(|| ".post.first .message".to_owned()),
            ..ArticleRules::default()
        };
        let path = post.page();
        let reply = site.reply(&path, "", BEGAN).unwrap();
        let url = format!("http://127.0.0.1:7{path}");
        let kind = Some(reply.content_type);
        let article = reading::read_article(&reply.bytes, kind, &url, BEGAN, ZONE, &rules);
        assert_eq!(squeezed(&article.title), squeezed(&post.title), "{path}");
        assert_eq!(squeezed(&article.text), squeezed(&post.text()), "{path}");
        let minute = Moment(post.at.0 / 60_000 * 60_000);
        let apart = (article.published_at.unwrap_or(Moment(0)).0 - minute.0).abs();
        assert!(
            apart < 60_000,
            "{} {:?}: {:?}",
            post.title,
            post.at,
            article.published_at
        );
    }
}

/// Without blanks, which pages and feeds set in their own way.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn feeds_give_what_was_published() {
    let world = Arc::new(world(1, &[]));
    for outlet in Outlet::ALL {
        let site = site(outlet, &world);
        if !matches!(
            outlet.form(),
            Form::Rss | Form::Atom | Form::Json | Form::RssBroken
        ) {
            continue;
        }
        let reply = site.reply(outlet.path(), "", BEGAN).unwrap();
        let feed = read_feed(&reply);
        let posts = newest(&world, outlet, feed.entries.len());
        assert!(posts.len() >= 10, "{}", outlet.name());
        for (entry, post) in feed.entries.iter().zip(posts) {
            let (id, url) = (post.id(), format!("http://127.0.0.1:7{}", post.page()));
            assert_eq!(squeezed(&entry.title), squeezed(&post.title), "{id}");
            assert_eq!(squeezed(&entry.text), squeezed(&post.text()), "{id}");
            let seconds = entry.published_at.map(|at| at.0 / 1_000);
            assert_eq!(seconds, Some(post.at.0 / 1_000), "{id}");
            assert_eq!(entry.external_id, url);
        }
        let is_whole = outlet.form() != Form::RssBroken;
        assert_eq!(feed.warnings.is_empty(), is_whole, "{:?}", feed.warnings);
    }
}

#[test]
fn the_broken_feed_loses_at_most_its_oldest_entry() {
    let world = Arc::new(world(1, &[]));
    let site = site(Outlet::Edu, &world);
    let counts: Vec<usize> = (0..6)
        .map(|_| {
            let reply = site.reply(Outlet::Edu.path(), "", BEGAN).unwrap();
            assert!(!reply.validated);
            read_feed(&reply).entries.len()
        })
        .collect();
    let whole = newest(&world, Outlet::Edu, 40).len();
    assert!(
        counts.iter().all(|count| *count + 1 >= whole),
        "{counts:?} of {whole}"
    );
}

#[test]
fn lists_and_their_pages_give_what_was_published() {
    let world = Arc::new(world(1, &[]));
    let rules = ListRules {
        item: "ul.news-list li".to_owned(),
        time: Some(".date".to_owned()),
        next: Some("a.next".to_owned()),
        ..ListRules::default()
    };
    for outlet in Outlet::ALL {
        let site = site(outlet, &world);
        if outlet.form() == Form::List {
            let reply = site.reply("/", "", BEGAN).unwrap();
            let kind = Some(reply.content_type);
            let read = |bytes: &[u8]| {
                reading::read_list(bytes, kind, "http://127.0.0.1:7/", &rules, BEGAN, ZONE).unwrap()
            };
            let list = read(&reply.bytes);
            let posts = newest(&world, outlet, 25);
            let titles = list.entries.iter().map(|entry| squeezed(&entry.title));
            let titles: Vec<String> = titles.collect();
            let published: Vec<String> = posts.iter().map(|post| squeezed(&post.title)).collect();
            assert_eq!(titles, published);
            assert_eq!(list.next.as_deref(), Some("http://127.0.0.1:7/?page=2"));
            let second = read(&site.reply("/", "page=2", BEGAN).unwrap().bytes);
            assert!(!second.entries.is_empty());
            // A person who gives no selectors is offered the same list.
            let found =
                reading::propose_list(&reply.bytes, kind, "http://127.0.0.1:7/", BEGAN, ZONE);
            let offered = found[0].entries.iter().map(|entry| squeezed(&entry.title));
            assert!(offered.into_iter().all(|one| published.contains(&one)));
        }
        if matches!(outlet.form(), Form::List | Form::Sitemap | Form::RssSummary) {
            assert_pages(&site, &newest(&world, outlet, 40));
        }
    }
}

#[test]
fn the_gbk_site_is_gbk_and_says_so_in_the_page_only() {
    let world = Arc::new(world(1, &[]));
    let reply = site(Outlet::Gov, &world).reply("/", "", BEGAN).unwrap();
    assert_eq!(reply.content_type, "text/html");
    assert!(String::from_utf8(reply.bytes.clone()).is_err());
    let (text, _, wrong) = encoding_rs::GBK.decode(&reply.bytes);
    assert!(!wrong && text.contains("charset=\"gb2312\"") && text.contains("虚构演示"));
}

#[test]
fn the_sitemap_and_the_hot_list_are_read() {
    let world = Arc::new(world(1, &[]));
    let reply = site(Outlet::Hospital, &world)
        .reply("/sitemap.xml", "", BEGAN)
        .unwrap();
    let map = reading::read_sitemap(&reply.bytes, None, "http://127.0.0.1:7/sitemap.xml", ZONE);
    assert!(map.unwrap().pages.len() >= 10);
    let hot = site(Outlet::Hot, &world);
    let list = |at: Moment| {
        let reply = hot.reply("/api/s", "id=qinglan", at).unwrap();
        reading::read_hot_list(&reply.bytes, Some(reply.content_type), ZONE).unwrap()
    };
    let (now, before) = (list(BEGAN), list(Moment(BEGAN.0 - 12 * 3_600_000)));
    assert!(now.entries.len() >= 8 && now.warnings.is_empty());
    assert!(
        now.entries
            .windows(2)
            .all(|pair| pair[0].heat >= pair[1].heat)
    );
    assert_ne!(now.entries, before.entries, "ranks and heat change");
    let known = |id: &str| world.posts().iter().any(|post| post.id() == id);
    assert!(now.entries.iter().all(|entry| known(&entry.external_id)));
}

#[test]
fn every_page_says_that_it_is_invented() {
    let world = Arc::new(world(1, &[]));
    for outlet in Outlet::ALL {
        let site = site(outlet, &world);
        let page = newest(&world, outlet, 1)[0].page();
        for path in ["/", page.as_str()] {
            let reply = site.reply(path, "", BEGAN).unwrap();
            let text = reading::decode(&reply.bytes, Some(reply.content_type)).text;
            let said = text.contains("虚构演示") || text.contains("are invented");
            assert!(said, "{} {path}", outlet.name());
        }
        assert!(site.reply("/content/9999999.html", "", BEGAN).is_none());
        assert!(site.reply("/robots.txt", "", BEGAN).is_some());
    }
}
