use super::*;

/// Whether `Caifeng` may read a path of a site with this robots.txt.
pub(crate) fn may(robots: &str, path: &str) -> bool {
    Rules::read(robots.as_bytes(), "Caifeng")
        .forbids(path)
        .is_none()
}

#[test]
fn the_simple_example_of_the_rfc() {
    let robots = "User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n\n\
        User-Agent: foobot\nDisallow:/\nAllow:/example/page.html\nAllow:/example/allowed.gif\n\n\
        User-Agent: barbot\nUser-Agent: bazbot\nDisallow: /example/page.html\n\n\
        User-Agent: quxbot\n\nEOF";
    for (agent, path, allowed) in [
        ("Caifeng", "/", true),
        ("Caifeng", "/a.gif", false),
        ("Caifeng", "/a.gif?b", true),
        ("Caifeng", "/example/x", false),
        ("Caifeng", "/publications/x", true),
        ("foobot", "/", false),
        ("FooBot", "/example/page.html", true),
        ("foobot", "/example/allowed.gif", true),
        ("foobot", "/example/other.gif", false),
        ("barbot", "/example/page.html", false),
        ("bazbot", "/example/page.html", false),
        ("bazbot", "/example/other.html", true),
        ("quxbot", "/example/page.html", true),
        ("quxbot", "/a.gif", true),
    ] {
        let rules = Rules::read(robots.as_bytes(), agent);
        assert_eq!(rules.forbids(path).is_none(), allowed, "{agent} {path}");
    }
}

#[test]
fn the_longest_match_example_of_the_rfc() {
    let robots = "User-Agent: foobot\nAllow: /example/page/\n\
        Disallow: /example/page/disallowed.gif\n";
    let rules = Rules::read(robots.as_bytes(), "foobot");
    assert_eq!(rules.forbids("/example/page/x.html"), None);
    assert_eq!(
        rules.forbids("/example/page/disallowed.gif"),
        Some("/example/page/disallowed.gif")
    );
}

#[test]
fn groups_are_found_and_merged() {
    for (robots, path, allowed) in [
        ("User-agent: CAIFENG\nDisallow: /a\n", "/a", false),
        ("user-agent:caifeng/2.0 (x)\nDISALLOW :/a\n", "/a", false),
        ("User-agent: Caifengbot\nDisallow: /a\n", "/a", true),
        ("User-agent: Cai\nDisallow: /a\n", "/a", true),
        (
            "User-agent: *\nDisallow: /a\nUser-agent: Caifeng\nDisallow: /b\n",
            "/a",
            true,
        ),
        (
            "User-agent: *\nDisallow: /a\nUser-agent: Caifeng\nDisallow: /b\n",
            "/b",
            false,
        ),
        (
            "User-agent: Caifeng\nUser-agent: *\nDisallow: /a\n",
            "/a",
            false,
        ),
        ("User-agent: *\nUser-agent: x\nDisallow: /a\n", "/a", false),
        (
            "User-agent: *\nDisallow: /a\nUser-agent: x\nDisallow: /b\nUser-agent: *\nDisallow: /c\n",
            "/c",
            false,
        ),
        (
            "User-agent: Caifeng\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: caifeng\nDisallow: /b\n",
            "/b",
            false,
        ),
        (
            "User-agent: Caifeng\nDisallow: /a\n\nUser-agent: caifeng\nDisallow: /b\n",
            "/a",
            false,
        ),
        (
            "User-agent: x\nSitemap: https://a.example/s\nUser-agent: *\nDisallow: /a\n",
            "/a",
            false,
        ),
        (
            "User-agent: x\nUnknown: y\n\n\nUser-agent: Caifeng\nDisallow: /a\n",
            "/a",
            false,
        ),
        (
            "User-agent: *\nCrawl-delay: 5\n\nUser-agent: x\nDisallow: /\n",
            "/a",
            true,
        ),
        (
            "User-agent: x\nDisallow:\nUser-agent: y\nDisallow: /\n",
            "/a",
            true,
        ),
        (
            "User-agent: Caifeng\n\nUser-agent: *\nDisallow: /a\nUser-agent: *\nDisallow: /b\n",
            "/b",
            true,
        ),
        ("Disallow: /a\n", "/a", true),
        ("User-agent: *\nDisallow: /\n", "/robots.txt", true),
        ("<!doctype html><p>User-agent: *<p>Disallow: /", "/a", true),
        ("", "/a", true),
    ] {
        assert_eq!(may(robots, path), allowed, "{robots:?} {path}");
    }
}

#[test]
fn bytes_and_line_ends_of_every_kind() {
    for robots in [
        "\u{feff}User-agent: *\nDisallow: /a",
        "User-agent: *\r\nDisallow: /a\r\n",
        "User-agent: *\rDisallow: /a\r",
        "  User-agent :\t*  \n\t Disallow\t:  /a  # why\n",
        "# a remark\n\0\nnonsense\nUser-agent: *\n:\nDisallow: /a\n",
    ] {
        assert!(!may(robots, "/a"), "{robots:?}");
        assert!(may(robots, "/b"), "{robots:?}");
    }
    let latin = Rules::read(b"User-agent: *\nDisallow: /caf\xe9\n", "Caifeng");
    assert!(latin.forbids("/caf%E9").is_some());
}

#[test]
fn only_whole_lines_within_the_limit_are_read() {
    let mut robots = b"User-agent: *\nDisallow: /a\n".to_vec();
    robots.resize(ROBOTS_BYTES_MAX - 12, b'\n');
    robots.extend_from_slice(b"Disallow: /longer/than/it/looks\nDisallow: /b\n");
    let rules = Rules::read(&robots, "Caifeng");
    assert!(rules.forbids("/a").is_some());
    assert_eq!(
        (rules.forbids("/b"), rules.forbids("/longer")),
        (None, None)
    );
    let exact = robots.get(..ROBOTS_BYTES_MAX).unwrap();
    assert!(Rules::read(exact, "Caifeng").forbids("/longer").is_some());
}

#[test]
fn delays_have_bounds() {
    for (robots, seconds) in [
        ("User-agent: *\nCrawl-delay: 5", Some(5.0)),
        ("User-agent: *\nCrawl-delay: 0.5", Some(0.5)),
        ("User-agent: *\nCrawl-delay: 86400", Some(60.0)),
        ("User-agent: *\nCrawl-delay: inf", Some(60.0)),
        ("User-agent: *\nCrawl-delay: 0", None),
        ("User-agent: *\nCrawl-delay: -1", None),
        ("User-agent: *\nCrawl-delay: NaN", None),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("User-agent: x\nCrawl-delay: 5", None),
        (
            "User-agent: *\nCrawl-delay: 5\nUser-agent: Caifeng\nCrawl-delay: 2\nCrawl-delay: 3",
            Some(3.0),
        ),
    ] {
        let delay = Rules::read(robots.as_bytes(), "Caifeng").delay();
        assert_eq!(delay, seconds.map(Duration::from_secs_f64), "{robots}");
    }
}

#[test]
fn only_what_concerns_us_is_kept() {
    let others: String = (0..500)
        .flat_map(|bot| {
            [
                "User-agent: bot\nDisallow: /".to_owned(),
                format!("{bot}\n"),
            ]
        })
        .collect();
    let robots = format!("User-agent: Caifeng\nDisallow: /a\n{others}");
    assert!(Rules::read(robots.as_bytes(), "Caifeng").bytes() < 200);
}
