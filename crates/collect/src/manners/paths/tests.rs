use super::super::rules::{ROBOTS_BYTES_MAX, tests::may};

/// Paths that one `Disallow` line covers, and paths that it does not.
fn covers(pattern: &str, covered: &[&str], free: &[&str]) {
    let robots = format!("User-agent: *\nDisallow: {pattern}\n");
    for path in covered {
        assert!(!may(&robots, path), "{pattern} covers {path}");
    }
    for path in free {
        assert!(may(&robots, path), "{pattern} does not cover {path}");
    }
}

#[test]
fn the_encodings_of_the_rfc() {
    covers("/foo/bar?baz=quz", &["/foo/bar?baz=quz"], &["/foo/bar"]);
    covers(
        "/foo/bar?baz=https://foo.bar",
        &[
            "/foo/bar?baz=https%3A%2F%2Ffoo.bar",
            "/foo/bar?baz=https://foo.bar",
        ],
        &["/foo/bar?baz=http%3A%2F%2Ffoo.bar"],
    );
    covers("/foo/bar/ツ", &["/foo/bar/%E3%83%84"], &["/foo/bar/"]);
    covers(
        "/foo/bar/%E3%83%84",
        &["/foo/bar/%e3%83%84", "/foo/bar/%E3%83%84"],
        &["/foo/bar/%E3%83"],
    );
    covers("/foo/bar/%62%61%7A", &["/foo/bar/baz"], &["/foo/bar/"]);
    covers("/foo/bar/baz", &["/foo/bar/%62%61%7A"], &["/foo/bar/b"]);
    covers("/a%3cd.html", &["/a%3Cd.html", "/a<d.html"], &["/a"]);
    covers("/a%2fb.html", &["/a%2Fb.html"], &["/a/b.html"]);
    covers("/a/b.html", &["/a/b.html"], &["/a%2fb.html"]);
    covers("/%7ejoe/", &["/~joe/a"], &["/joe/"]);
    covers("/100%", &["/100%", "/100%a"], &["/100"]);
}

#[test]
fn special_characters_of_the_rfc() {
    covers(
        "/a/file-with-a-%2A.html",
        &["/a/file-with-a-*.html"],
        &["/a/file-with-a-b.html"],
    );
    covers("/a/foo-%24", &["/a/foo-$", "/a/foo-$b"], &["/a/foo-"]);
    covers("/a$b", &["/a$b"], &["/a", "/ab"]);
    covers("/a # a remark", &["/a", "/ab"], &["/b"]);
    covers(
        "/this/path/exactly$",
        &["/this/path/exactly"],
        &["/this/path/exactly/"],
    );
    covers(
        "/this/*/exactly",
        &["/this/path/exactly", "/this/a/b/exactly/x"],
        &["/this/exactly"],
    );
}

#[test]
fn path_patterns_as_search_engines_document_them() {
    covers("/", &["/", "/a"], &[]);
    covers("/*", &["/", "/a"], &[]);
    covers("*", &["/", "/a"], &[]);
    covers("/$", &["/"], &["/a"]);
    covers(
        "/fish",
        &[
            "/fish",
            "/fish.html",
            "/fish/salmon.html",
            "/fishheads",
            "/fish.php?id=anything",
        ],
        &["/Fish.asp", "/catfish", "/?id=fish", "/desert/fish"],
    );
    covers(
        "/fish*",
        &["/fish", "/fishheads/yummy.html"],
        &["/Fish.asp", "/catfish"],
    );
    covers(
        "/fish/",
        &["/fish/", "/fish/?id=anything", "/fish/salmon.htm"],
        &["/fish", "/fish.html", "/animals/fish/", "/Fish/Salmon.asp"],
    );
    covers(
        "/*.php",
        &[
            "/index.php",
            "/filename.php",
            "/folder/any.php.file.html",
            "/a.php?x",
            "/a.php/",
        ],
        &["/", "/windows.PHP"],
    );
    covers(
        "/*.php$",
        &["/filename.php", "/folder/filename.php", "/a.php.php"],
        &[
            "/filename.php?parameters",
            "/filename.php/",
            "/filename.php5",
            "/windows.PHP",
        ],
    );
    covers(
        "/fish*.php",
        &["/fish.php", "/fishheads/catfish.php?parameters"],
        &["/Fish.PHP"],
    );
    covers("", &[], &["/", "/a"]);
    covers("fish", &["/fish"], &["/catfish"]);
    covers(
        "/*/*/a**b$",
        &["/x/y/a1b", "/x/y/ab"],
        &["/x/a1b", "/x/y/a1bc"],
    );
}

#[test]
fn precedence_as_search_engines_document_it() {
    for (allow, disallow, path, allowed) in [
        ("/p", "/", "/page", true),
        ("/folder", "/folder", "/folder/page", true),
        ("/page", "/*.htm", "/page.htm", false),
        ("/page", "/*.ph", "/page.php5", true),
        ("/$", "/", "/", true),
        ("/$", "/", "/page.htm", false),
        ("/x/page.html", "/x/", "/x/page.html", true),
        ("/x/", "/x/page.html", "/x/page.html", false),
        ("", "/", "/a", false),
    ] {
        for robots in [
            format!("User-agent: *\nAllow: {allow}\nDisallow: {disallow}\n"),
            format!("User-agent: *\nDisallow: {disallow}\nAllow: {allow}\n"),
        ] {
            assert_eq!(may(&robots, path), allowed, "{robots}{path}");
        }
    }
}

#[test]
fn a_robots_txt_full_of_stars_is_judged_in_time_that_grows_with_its_length() {
    let line = format!("Disallow: /{}\n", "*a".repeat(1_000));
    let mut robots = String::from("User-agent: *\n");
    robots.push_str(&line.repeat(ROBOTS_BYTES_MAX / line.len()));
    assert!(may(&robots, &format!("/{}b", "a".repeat(900))));
}
