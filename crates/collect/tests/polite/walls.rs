//! Who the desk is, and doors it does not knock at.

use super::origin::{Origin, Seen, answer, get, hasty, ok, redirect};
use ports::FetchError;

#[tokio::test]
async fn every_request_names_the_desk_and_carries_no_cookie() {
    let origin = Origin::new(|seen: &Seen| match seen.path.as_str() {
        "/moved" => answer(
            "302 Found",
            "Location: /a\r\nSet-Cookie: id=1; Path=/\r\n",
            "",
        ),
        _ => ok("", "Set-Cookie: id=2; Path=/\r\n"),
    })
    .await;
    let fetcher = hasty();
    for _ in 0..3 {
        assert!(get(&fetcher, &origin, "/moved").await.is_ok());
    }
    let seen = origin.seen();
    assert_eq!(seen.len(), 7);
    for one in seen {
        let agent = "user-agent: caifeng/1.2 (+https://desk.qinglan.example/robot)\r\n";
        assert!(one.head.contains(agent), "{}", one.head);
        assert!(!one.head.contains("cookie"), "{}", one.head);
    }
}

#[tokio::test]
async fn log_in_walls_are_told_and_not_climbed() {
    let origin = Origin::new(|seen: &Seen| match seen.path.as_str() {
        "/401" => answer("401 Who", "", ""),
        "/403-asks" => answer("403 Who", "WWW-Authenticate: Basic\r\n", ""),
        "/403" => answer("403 No", "", ""),
        "/members" => redirect("/user/Login.php?to=/members"),
        "/twice" => redirect("/members"),
        "/away" => redirect("https://passport.qinglan.example/visitor"),
        "/login/news" => redirect("/login/feed"),
        _ => ok("", ""),
    })
    .await;
    let fetcher = hasty();
    for path in ["/401", "/403-asks", "/members", "/twice", "/away"] {
        let result = get(&fetcher, &origin, path).await;
        let wall = matches!(result, Err(FetchError::LogIn { .. }));
        assert!(wall, "{path}: {result:?}");
    }
    assert_eq!(origin.count("/user/Login.php?to=/members"), 0);
    let closed = get(&fetcher, &origin, "/403").await;
    assert!(matches!(
        closed,
        Err(FetchError::Status { status: 403, .. })
    ));
    // Who asks for such an address means it.
    assert!(get(&fetcher, &origin, "/login/news").await.is_ok());
}
