//! Which column says what; columns of persons are never read.

use serde::{Deserialize, Serialize};

/// Names of the columns that are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mapping {
    /// What makes a row the same row next time.
    pub id: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Text.
    pub text: Option<String>,
    /// When it happened or was taken down.
    pub time: Option<String>,
    /// A page.
    pub url: Option<String>,
    /// Through which channel it came.
    pub source: Option<String>,
}

const ID: &[&str] = &[
    "工单编号",
    "诉求编号",
    "工单号",
    "编号",
    "单号",
    "受理编号",
    "流水号",
    "案件编号",
    "id",
    "编码",
    "number",
    "ticket",
    "case id",
    "external_id",
];
const TITLE: &[&str] = &[
    "诉求标题",
    "工单标题",
    "标题",
    "主题",
    "诉求主题",
    "事项名称",
    "题目",
    "title",
    "subject",
    "headline",
];
const TEXT: &[&str] = &[
    "诉求内容",
    "工单内容",
    "问题描述",
    "内容",
    "正文",
    "来电内容",
    "反映内容",
    "事项描述",
    "详细描述",
    "描述",
    "摘要",
    "content",
    "text",
    "body",
    "description",
    "summary",
];
const TIME: &[&str] = &[
    "来电时间",
    "诉求时间",
    "受理时间",
    "登记时间",
    "创建时间",
    "发布时间",
    "提交时间",
    "反映时间",
    "时间",
    "日期",
    "published_at",
    "published",
    "created_at",
    "created",
    "datetime",
    "timestamp",
    "date",
    "time",
];
const URL: &[&str] = &[
    "链接",
    "网址",
    "原文链接",
    "原文地址",
    "url",
    "link",
    "address of page",
];
const SOURCE: &[&str] = &[
    "诉求来源",
    "工单来源",
    "来源",
    "渠道",
    "来源渠道",
    "受理渠道",
    "媒体",
    "平台",
    "source",
    "channel",
    "media",
];
/// Words of columns that name or lead to a person.
const PRIVATE: &[&str] = &[
    "姓名",
    "名字",
    "来电人",
    "诉求人",
    "反映人",
    "投诉人",
    "举报人",
    "申请人",
    "当事人",
    "联系人",
    "市民",
    "群众",
    "电话",
    "手机",
    "来电号码",
    "主叫",
    "联系方式",
    "身份证",
    "证件",
    "住址",
    "地址",
    "户籍",
    "邮箱",
    "微信",
    "qq",
    "性别",
    "年龄",
    "出生",
    "坐席",
    "话务员",
    "受理员",
    "受理人",
    "经办人",
    "承办人",
    "作者",
    "用户名",
    "昵称",
    "账号",
    "发布者",
    "name",
    "phone",
    "mobile",
    "tel",
    "email",
    "e-mail",
    "address",
    "caller",
    "contact",
    "author",
    "user",
    "identity",
    "id card",
    "gender",
    "birth",
];
/// Words that make such a name harmless: an address on the network, a name of a thing.
const HARMLESS: &[&str] = &["链接", "网址", "url", "原文", "网页", "事项名", "link"];
/// Times that say when a matter ended, not when it came.
const LATER: &[&str] = &[
    "办结",
    "完成",
    "截止",
    "到期",
    "回访",
    "处理时",
    "派发",
    "派单",
    "更新",
    "closed",
    "due",
    "updated",
    "modified",
];

/// Guesses which column says what, by the names that hotline exports and readers use.
pub fn guess_mapping(header: &[String]) -> Mapping {
    let open: Vec<&String> = header.iter().filter(|name| !is_private(name)).collect();
    let mut taken: Vec<&String> = Vec::new();
    let mut find = |known: &[&str]| {
        let free = |name: &&&String| !taken.contains(*name);
        let exact = known.iter().find_map(|word| {
            open.iter()
                .filter(free)
                .find(|name| plain(name) == **word)
                .copied()
        });
        let close = || {
            known
                .iter()
                .filter(|word| word.chars().count() > 1 && **word != "id")
                .find_map(|word| {
                    let mut fits = open.iter().filter(free).filter(|name| !is_later(name));
                    fits.find(|name| plain(name).contains(*word)).copied()
                })
        };
        let found = exact.or_else(close);
        taken.extend(found);
        found.cloned()
    };
    Mapping {
        id: find(ID),
        title: find(TITLE),
        text: find(TEXT),
        time: find(TIME),
        url: find(URL),
        source: find(SOURCE),
    }
}

/// The columns that name or lead to a person.
pub fn private_columns(header: &[String]) -> Vec<String> {
    header
        .iter()
        .filter(|name| is_private(name))
        .cloned()
        .collect()
}

pub(super) fn is_private(name: &str) -> bool {
    let name = plain(name);
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    has(PRIVATE) && !has(HARMLESS)
}

fn is_later(name: &str) -> bool {
    let name = plain(name);
    LATER.iter().any(|word| name.contains(word))
}

/// Without blanks and brackets around, in small letters.
fn plain(name: &str) -> String {
    name.trim_matches(|c: char| c.is_whitespace() || "*【】[]（）()：:".contains(c))
        .to_lowercase()
}
