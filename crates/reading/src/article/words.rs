//! Words by which pages name their parts.

/// Names, in one word, of the element that holds the text.
const TEXT_NAMES: &[&str] = &[
    "articlebody",
    "endtext",
    "mainarticle",
    "articlecontent",
    "articletext",
    "artibody",
    "articlemain",
    "articlecon",
    "articledetail",
    "arttext",
    "articleinner",
    "storybody",
    "storycontent",
    "storytext",
    "entrycontent",
    "entrybody",
    "postbody",
    "postcontent",
    "posttext",
    "postentry",
    "newscontent",
    "newsbody",
    "newstext",
    "newsdetail",
    "newstxt",
    "jscontent",
    "richmediacontent",
    "treditor",
    "trseditor",
    "trsueditor",
    "ucapcontent",
    "maincontenttext",
    "contentarticle",
    "bodycontent",
    "textcontent",
    "contentbody",
    "bodycopy",
    "postarticle",
    "texttit",
    "zoom",
    "zooms",
    "detailcontent",
    "detailbody",
    "contentdetail",
    "rmtxtcon",
    "allcontent",
    "smarticle",
    "contentmain",
    "vsbcontent",
    "texten",
];
/// Pieces of names of what may hold the text among other things.
const TEXT_PIECES: &[&str] = &[
    "article", "content", "main", "body", "story", "entry", "page", "wrapper", "post", "column",
];
/// Words in classes and ids of what stands beside the text, as whole words.
const BESIDE_WORDS: &[&str] = &[
    "comment",
    "comments",
    "disqus",
    "share",
    "sharing",
    "shares",
    "social",
    "related",
    "recommend",
    "recommended",
    "recommendation",
    "recommendations",
    "promo",
    "promos",
    "promotion",
    "newsletter",
    "subscribe",
    "signup",
    "sidebar",
    "footer",
    "breadcrumb",
    "breadcrumbs",
    "nav",
    "navbar",
    "navigation",
    "menu",
    "ad",
    "ads",
    "advert",
    "advertisement",
    "advertising",
    "sponsor",
    "sponsored",
    "outbrain",
    "taboola",
    "popup",
    "modal",
    "cookie",
    "cookies",
    "byline",
    "tags",
    "taglist",
    "pagination",
    "pager",
    "toolbar",
    "widget",
    "widgets",
    "caption",
    "credit",
    "dateline",
    "timestamp",
    "hidden",
    "print",
    "paywall",
    "tooltip",
    "masthead",
    "copyright",
    "disclaimer",
    "trending",
    "mostread",
    "popular",
    "author",
    "bio",
    "login",
    "register",
    "gallery",
    "carousel",
    "slider",
    "swiper",
    "breaking",
    "ticker",
    "rollover",
    "slideshow",
    "infobox",
    "toc",
    "editsection",
    "noprint",
    "reflist",
    "visuallyhidden",
];
/// Pieces of such names that tell as much.
const BESIDE_PIECES: &[&str] = &[
    "addthis",
    "sharebar",
    "sharetool",
    "share-",
    "-share",
    "share_",
    "_share",
    "sharedaddy",
    "social-",
    "-social",
    "related-",
    "-related",
    "related_",
    "_related",
    "relatedpost",
    "relatednews",
    "recommend",
    "newsletter",
    "breadcrumb",
    "comment-",
    "comments-",
    "commentlist",
    "qrcode",
    "qr-code",
    "erweima",
    "footer-",
    "-footer",
    "advert",
    "sponsor",
    "promo-",
    "-promo",
    "most-read",
    "mostread",
    "most-popular",
    "read-more",
    "readmore",
    "more-from",
    "also-like",
    "post-meta",
    "entry-meta",
    "article-meta",
    "author-",
    "-author",
    "byline",
    "caption",
    "cookie",
    "popup",
    "subscri",
    "taboola",
    "outbrain",
    "xgxw",
    "xiangguan",
    "tuijian",
    "fenxiang",
    "pinglun",
    "visually-hidden",
    "screen-reader",
    "sr-only",
];

/// Whether classes and ids say that the element holds the text.
pub(super) fn holds_text(names: &str) -> bool {
    names.split_ascii_whitespace().any(|name| {
        let plain: String = name.chars().filter(|c| !matches!(c, '-' | '_')).collect();
        TEXT_NAMES.contains(&plain.as_str())
    })
}

/// Whether classes and ids say that the element may hold the text among other things.
pub(super) fn may_hold_text(names: &str) -> bool {
    TEXT_PIECES.iter().any(|piece| names.contains(piece))
}

/// Whether classes and ids say that the element holds what readers wrote.
pub(super) fn is_comment(names: &str) -> bool {
    names.split_ascii_whitespace().any(|name| {
        ["comment", "disqus", "pinglun", "respond"]
            .iter()
            .any(|start| name.starts_with(start))
    })
}

/// Whether classes and ids say that the element stands beside the text.
pub(super) fn is_beside(names: &str) -> bool {
    names
        .split_ascii_whitespace()
        .filter(|name| !is_modifier(name))
        .any(|name| {
            name.split(['-', '_', ':'])
                .any(|word| BESIDE_WORDS.contains(&word))
                || BESIDE_PIECES.iter().any(|piece| name.contains(piece))
        })
}

/// Names that say what an element is beside or without, such as `with-sidebar`.
fn is_modifier(name: &str) -> bool {
    name.split(['-', '_']).any(|word| {
        matches!(
            word,
            "has" | "with" | "no" | "w" | "enabled" | "without" | "is" | "not" | "embed"
        )
    })
}
