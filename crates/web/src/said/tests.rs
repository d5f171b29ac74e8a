use super::*;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn sentences_are_said_in_chinese_whole_and_in_order() {
    let told = |note| said(note, Language::Chinese);
    assert_eq!(
        told(
            "https://a.example/x answered with status 503; open it in a browser to see whether it has moved"
        ),
        "https://a.example/x 返回状态 503；请用浏览器打开，看它是否已迁移"
    );
    assert_eq!(
        told(
            "it says GBK but is UTF-8; not well-formed XML (mismatched tag at byte 90); read leniently; 3 more pages wait for \
             the next visit"
        ),
        "声明为 GBK，实际是 UTF-8；XML 不规范（第 90 字节：标签不配对），已宽松读取；还有 3 个页面留待下次访问"
    );
    assert_eq!(
        told(
            "https://a.example/ is not read, out of respect for the site's robots.txt: it could not be read, and until it can \
             be nothing is: https://a.example/robots.txt answered with status 500; open it in a browser to see whether it \
             has moved; ask the site, or choose another source"
        ),
        "遵守该网站的 robots.txt，不读取 https://a.example/：robots.txt 读不到，在读到之前不访问该网站：\
         https://a.example/robots.txt 返回状态 500；请用浏览器打开，看它是否已迁移；可以征求网站同意，或换一个信源"
    );
    assert_eq!(
        told(
            "https://a.example/ is not read, out of respect for the site's robots.txt: Disallow: /a; ask the site, or choose \
             another source"
        ),
        "遵守该网站的 robots.txt，不读取 https://a.example/：Disallow: /a；可以征求网站同意，或换一个信源"
    );
}

#[test]
fn what_is_not_known_stays_and_english_is_not_touched() {
    for note in [
        "",
        "something new happened",
        "a; b; c",
        "题目; {0} {}",
        "; ",
    ] {
        assert_eq!(said(note, Language::English), note);
    }
    let told = |note| said(note, Language::Chinese);
    assert_eq!(told("something new happened"), "something new happened");
    assert_eq!(told("{0} {}"), "{0} {}");
    assert_eq!(
        told("odd; it can be read and holds no entry; odd"),
        "odd；可以读取，但没有任何条目；odd"
    );
    let long = "it says ".repeat(100_000);
    assert_eq!(told(&long), long);
    let deep = "robots.txt: ".repeat(500);
    assert!(!told(&deep).is_empty());
}

#[test]
fn each_chinese_sentence_names_the_places_of_its_english() {
    for (english, chinese) in SENTENCES {
        let places = english.matches("{}").count();
        for place in 0..places {
            let name = format!("{{{place}}}");
            assert!(chinese.contains(&name), "{chinese:?} lacks {name}");
        }
        assert_eq!(
            chinese.matches('{').count(),
            places,
            "{chinese:?} names other places"
        );
    }
    let distinct: std::collections::BTreeSet<_> =
        SENTENCES.iter().map(|(english, _)| english).collect();
    assert_eq!(distinct.len(), SENTENCES.len(), "a sentence stands twice");
}

/// Where the words of visits are written.
const ROOMS: &[&str] = &[
    "ports/src/fetcher.rs",
    "collect/src/robots.rs",
    "collect/src/fetch.rs",
    "desk/src/discover.rs",
    "desk/src/hand.rs",
    "desk/src/subscriptions.rs",
    "desk/src/line/compare_page.rs",
    "desk/src/line/follow_links.rs",
    "desk/src/line/read_answer.rs",
    "desk/src/line/usual_yield.rs",
    "desk/src/line/visit_source.rs",
    "reading/src/article.rs",
    "reading/src/binary.rs",
    "reading/src/charset.rs",
    "reading/src/dots.rs",
    "reading/src/feed",
    "reading/src/hot_list.rs",
    "reading/src/links.rs",
    "reading/src/list_page.rs",
    "reading/src/list_page/item.rs",
    "reading/src/list_page/json.rs",
    "reading/src/opml.rs",
    "reading/src/sitemap.rs",
    "reading/src/xpath",
    "reading/src/xpath.rs",
];

/// Pieces that only stand inside sentences of the table, and names that are no sentences.
const PIECES: &[&str] = &[
    "not as JSON Feed asks",
    "not well-formed XML ({} at byte {})",
    "{}; read leniently",
    "its feed is at {}",
    "look for an RSS link on it and give that address",
    "the answer has no list of items{}; check the name of the hot list in the address",
    " and says {}",
    "its XML breaks off: {}",
    "{}; what came before is read",
    "the outbound client",
    "keep a picture",
    "open a picture",
];

/// A new sentence in any of these rooms must be said in Chinese too.
#[test]
fn every_sentence_of_the_rooms_is_known() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut missing = Vec::new();
    let mut checked = 0;
    for room in ROOMS {
        for path in files(&crates.join(room)) {
            for sentence in sentences_of(&fs::read_to_string(&path).unwrap()) {
                checked += 1;
                let known = PIECES.contains(&sentence.as_str())
                    || SENTENCES.iter().any(|(english, _)| *english == sentence);
                if !known {
                    missing.push(format!("{}: {sentence:?}", path.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(checked > 80, "{checked}");
}

fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).unwrap().flatten();
    let files = entries.map(|entry| entry.path());
    files
        .filter(|path| path.extension().is_some_and(|ext| ext == "rs"))
        .filter(|path| !path.ends_with("tests.rs"))
        .collect()
}

/// Texts of code that read like sentences: three words of small letters in a row.
fn sentences_of(code: &str) -> Vec<String> {
    let code = code.split("#[cfg(test)]").next().unwrap();
    let mut found = Vec::new();
    for line in joined(code).lines() {
        let line = line.trim();
        let aside = ["//", "tracing::", "reason ="];
        if aside
            .iter()
            .any(|what| line.contains(what) && !line.contains("://"))
        {
            continue;
        }
        for text in line.split('"').skip(1).step_by(2) {
            let text = plain(text);
            let word = |word: &str| {
                word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase() || c == '\'')
            };
            let words: Vec<&str> = text.split(' ').collect();
            if words
                .windows(3)
                .any(|three| three.iter().all(|it| word(it)))
            {
                found.push(text);
            }
        }
    }
    found
}

/// Texts that go over several lines on one line, quotes inside them as another sign.
fn joined(code: &str) -> String {
    let mut out = String::new();
    for line in code.lines() {
        if let Some(begun) = line.strip_suffix('\\') {
            out.push_str(begun.trim_start());
        } else {
            out.push_str(line.trim_start());
            out.push('\n');
        }
    }
    out.replace("\\\"", "\u{1}")
}

/// Places without their names: `{url}`, `{0:?}` and `{}` are one.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        out.push_str("{}");
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}
