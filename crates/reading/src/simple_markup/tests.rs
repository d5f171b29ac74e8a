//! The fast way says what the careful way says.

use super::*;
use crate::plain_text::{careful_text, clean_text, is_block};
use proptest::prelude::*;

fn agrees(html: &str) -> bool {
    match simple_text(html) {
        Some(fast) => {
            assert_eq!(clean_text(&fast), careful_text(html), "{html}");
            true
        }
        None => false,
    }
}

#[test]
fn usual_fragments_take_the_fast_way() {
    for html in [
        "<p>昨夜<b>大雨</b>。</p><p>路面 &amp; 桥梁&nbsp;塌陷</p>",
        "一<br>二<BR/>三<hr>四",
        "<ul><li>一<li>二</ul><ol><li><p>三</li></ol>",
        "<div class=\"a>b\"><p>一<p>二</div>三",
        "<h2 id=x>标题</h2><!-- 注 -->正文 1 < 2 & 3",
        "<a href='https://a.example/?a=1&b=2'>链接</a>&#38632;&#x96e8;",
        "<p><img src=\"a.jpg\" alt=\"<图>\"/>青澜县",
    ] {
        assert!(agrees(html), "{html}");
    }
}

#[test]
fn what_a_tree_would_change_takes_the_careful_way() {
    for html in [
        "<b><i>交错</b></i>",
        "</p>一",
        "<table><tr><td>1</td></tr></table>",
        "<script>alert(1)</script>",
        "<p><span>一<p>二",
        "<a>一<a>二",
        "AT&T",
        "&#128;",
        "<![CDATA[x]]>",
        "<p",
        "<p a\"b>c",
        "<p&b>c",
    ] {
        assert!(!agrees(html), "{html}");
    }
}

#[test]
fn lines_begin_at_the_same_elements() {
    for names in [VOID, INLINE, PLAIN_BLOCKS, HEADINGS, &["li"]] {
        for name in names {
            assert_eq!(
                element(name).unwrap().begins_line(),
                is_block(name),
                "{name}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn both_ways_agree(pieces in prop::collection::vec(0usize..PIECES.len(), 0..14)) {
        let html: String = pieces.iter().filter_map(|at| PIECES.get(*at)).copied().collect();
        agrees(&html);
    }

    #[test]
    fn both_ways_agree_on_anything(html in "[<>/apbrliu &;#\"'=!\\-雨\n0-9]{0,60}") {
        agrees(&html);
    }
}

const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<ul>",
    "</ul>",
    "<ol>",
    "</ol>",
    "<li>",
    "</li>",
    "<h1>",
    "</h1>",
    "<h2>",
    "<a href=\"/x?a&b\">",
    "</a>",
    "<br>",
    "<br/>",
    "<hr>",
    "<img src='a' alt=\"b\">",
    "<span class=a>",
    "</span>",
    "<span/>",
    "<blockquote>",
    "</blockquote>",
    "雨",
    " ",
    "\n",
    "a b",
    "&amp;",
    "&nbsp;",
    "&",
    "& ",
    "&lt;b&gt;",
    "&#38632;",
    "&#x1f600;",
    "&#160;",
    "<",
    "< ",
    ">",
    "<!-- 注 -->",
    "<!---->",
    "<section>",
    "</section>",
    "</br>",
    "<P CLASS=x>",
    "</P >",
    "<em\n>",
    "</em>",
    "<p/>",
    "<p title='a>b'>",
    "&mdash;",
    "1 < 2",
    "<strong>",
    "</strong>",
    "<font color=\"red\">",
    "</font>",
    "<figure>",
    "</figure>",
    "<u>",
];
