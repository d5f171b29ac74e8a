//! Pages that answer, but say that what stood there was taken back.

/// Characters of a page that says no more than that.
const CHARS_MAX: usize = 400;

/// How sites say that an author took a post back, or that it is gone.
const SAYINGS: &[&str] = &[
    "作者已删除",
    "已被作者删除",
    "被作者删除",
    "作者已撤回",
    "已被发布者删除",
    "发布者已删除",
    "内容已删除",
    "内容已被删除",
    "文章已删除",
    "文章已被删除",
    "主题已被删除",
    "内容不存在",
    "文章不存在",
    "主题不存在",
    "页面不存在",
    "deleted by its author",
    "deleted by the author",
    "removed by the author",
    "withdrawn by the author",
    "this post was deleted",
    "this post has been deleted",
    "this page does not exist",
    "this page doesn't exist",
    "no longer available",
];

/// What a page says where it says that the post was taken back or is gone. A long text that tells
/// of such a thing is none.
pub fn says_withdrawn(text: &str) -> Option<&'static str> {
    if text.chars().count() > CHARS_MAX {
        return None;
    }
    let lower = text.to_lowercase();
    SAYINGS.iter().copied().find(|words| lower.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_that_says_nothing_else_is_believed() {
        assert_eq!(
            says_withdrawn("抱歉，该内容已被作者删除。"),
            Some("已被作者删除")
        );
        assert!(says_withdrawn("This post was deleted by its author").is_some());
        assert_eq!(says_withdrawn("溪口镇积水，路灯不亮。"), None);
        let tale = "记者发现，一篇文章已被删除，引起讨论。".repeat(40);
        assert_eq!(says_withdrawn(&tale), None);
        assert_eq!(says_withdrawn(""), None);
    }
}
