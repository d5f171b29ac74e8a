//! The sentences, in English as rooms say them and in Chinese. `{}` is what changes; the Chinese
//! names it by its number.

pub(super) const SENTENCES: &[(&str, &str)] = &[
    // Outcomes that stand alone.
    ("read", "已读取"),
    ("unchanged", "无变化"),
    ("empty", "可读但无内容"),
    ("failed", "失败"),
    // Visits.
    ("not changed since the last visit", "自上次访问以来没有变化"),
    (
        "it can be read and holds no entry",
        "可以读取，但没有任何条目",
    ),
    (
        "it usually holds about {} entries and now held {}: its layout may have changed; look at it with “check now”",
        "平时约有 {0} 条，这次只有 {1} 条：页面结构可能变了，请点“立即检查”看看",
    ),
    (
        "{} more pages wait for the next visit",
        "还有 {0} 个页面留待下次访问",
    ),
    ("reading a page broke off: {}", "读取一个页面时中断：{0}"),
    ("reading it broke off: {}", "读取时中断：{0}"),
    (
        "this page of the list was read already",
        "列表的这一页已经读过",
    ),
    ("no text was found on the page", "页面上没有找到正文"),
    (
        "no text was found on the page; give a selector for the part to watch",
        "页面上没有找到正文，请给出要监看部分的选择器",
    ),
    (
        "first reading: changes are told from now on",
        "第一次读取，从现在起告知变化",
    ),
    (
        "it says that nothing changed, though nothing was asked",
        "对方称没有变化，但本次并未带条件请求",
    ),
    ("the list was found by itself: {}", "自动找到列表：{0}"),
    (
        "no list of links was found on the page; give selectors for it, or choose another page",
        "页面上没有找到链接列表，请给出选择器，或换一个页面",
    ),
    (
        "they hold no word: neither headline nor text",
        "没有任何文字：既无标题也无正文",
    ),
    ("and {} more", "另有 {0} 项"),
    ("http{}: {}", "http{0}：{1}"),
    // Requests.
    (
        "{} is not an address the desk can read: {}; give an http:// or https:// address",
        "{0} 不是能读取的网址：{1}；请给出以 http:// 或 https:// 开头的网址",
    ),
    (
        "{} is not an address the desk can read; give one with http:// or https://",
        "{0} 不是能读取的网址，请给出以 http:// 或 https:// 开头的网址",
    ),
    ("{}: is not read", "不读取 {0}: 开头的地址"),
    ("it names no host", "地址中没有主机名"),
    (
        "{} leads to {}, which is not a public address; if this source is yours, add it with --allow-private",
        "{0} 指向 {1}，这不是公网地址；如果确是本单位的信源，添加时请勾选“这个地址在本单位内网”（命令行用 --allow-private）",
    ),
    (
        "{} redirects more than {} times; give the final address instead",
        "{0} 跳转超过 {1} 次，请直接给出最后的网址",
    ),
    (
        "{} sends more than {} bytes; it is not read further",
        "{0} 的内容超过 {1} 字节，不再往下读",
    ),
    (
        "{} did not answer completely within {} s; it is tried again on the next visit",
        "{0} 在 {1} 秒内没有答完，下次访问再试",
    ),
    (
        "{} answered with status {}; open it in a browser to see whether it has moved",
        "{0} 返回状态 {1}；请用浏览器打开，看它是否已迁移",
    ),
    (
        "{} asks to be left alone for {} s (status 0); it is visited again after that",
        "{0} 所在的服务器排队太久，{1} 秒后再访问",
    ),
    (
        "{} asks to be left alone for {} s (status {}); it is visited again after that",
        "{0} 要求暂停 {1} 秒（状态 {2}），之后再访问",
    ),
    (
        "{} is not read, out of respect for the site's robots.txt: {}; ask the site, or choose another source",
        "遵守该网站的 robots.txt，不读取 {0}：{1}；可以征求网站同意，或换一个信源",
    ),
    (
        "it could not be read, and until it can be nothing is: {}",
        "robots.txt 读不到，在读到之前不访问该网站：{0}",
    ),
    (
        "{} is of type {}, not text; give the address of a page or a feed",
        "{0} 的类型是 {1}，不是文字；请给出网页或订阅源的网址",
    ),
    (
        "{} asks for a log-in; the desk reads only what is open to everybody",
        "{0} 要求登录；采风只读向所有人公开的内容",
    ),
    (
        "{} could not be read: {}; check the address and the network",
        "{0} 读不到：{1}；请检查网址和网络",
    ),
    // What the system says of connections.
    ("Connection refused (os error 111)", "对方拒绝连接"),
    ("Connection reset by peer (os error 104)", "连接被对方断开"),
    ("Network is unreachable (os error 101)", "网络不通"),
    ("No route to host (os error 113)", "没有通往该主机的路"),
    (
        "connection closed before message completed",
        "对方没有答完就断开了连接",
    ),
    (
        "failed to lookup address information: {}",
        "域名解析失败：{0}",
    ),
    ("Name or service not known", "没有这个域名"),
    ("No address associated with hostname", "该域名没有地址"),
    ("Temporary failure in name resolution", "域名解析暂时失败"),
    ("invalid peer certificate: {}", "对方的证书无效：{0}"),
    // Feeds.
    (
        "the answer is empty; try again later, or check the address",
        "返回的内容是空的；请稍后再试，或检查网址",
    ),
    (
        "this is a web page, not a feed; its feed is at {}",
        "这是网页，不是订阅源；它的订阅源在 {0}",
    ),
    (
        "this is a web page, not a feed; look for an RSS link on it and give that address",
        "这是网页，不是订阅源；请在页面上找 RSS 链接，给出那个网址",
    ),
    (
        "this is a web page, not a feed; {}",
        "这是网页，不是订阅源；{0}",
    ),
    (
        "this is an OPML list of subscriptions, not a feed; add the feeds it lists",
        "这是 OPML 订阅列表，不是订阅源；请添加其中的订阅源",
    ),
    (
        "this is an OPML list of {} subscriptions, not a feed; import it with `caifeng source import {}` or on the page “Sources”",
        "这是含 {0} 个订阅的 OPML 列表，不是订阅源；点“立即检查”后可直接导入（命令行：caifeng source import {1}）",
    ),
    (
        "this cannot be read as RSS, Atom or JSON Feed: {}; check that the address leads to a feed",
        "无法按 RSS、Atom 或 JSON Feed 读取：{0}；请检查网址是否指向订阅源",
    ),
    ("its structure breaks the reader", "结构使读取中断"),
    (
        "not as JSON Feed asks; read leniently",
        "不合 JSON Feed 的规定，已宽松读取",
    ),
    (
        "not well-formed XML ({} at byte {}); read leniently",
        "XML 不规范（第 {1} 字节：{0}），已宽松读取",
    ),
    (
        "an unknown entity or a bare ampersand",
        "未知实体或单独的 &",
    ),
    ("a bare angle bracket", "单独的尖括号"),
    ("CDATA without an end", "CDATA 没有结尾"),
    ("a comment without an end", "注释没有结尾"),
    ("a tag without an end", "标签没有结尾"),
    (
        "an outermost element that is no feed's",
        "最外层不是订阅源的元素",
    ),
    ("elements nested too deeply", "元素嵌套太深"),
    ("mismatched tag", "标签不配对"),
    ("an element without an end", "元素没有结尾"),
    (
        "it lists {} entries; only the first {} are read",
        "列出 {0} 条，只读前 {1} 条",
    ),
    // Charsets.
    (
        "it says UTF-8 but is not; read as {}",
        "声明为 UTF-8，实际不是；按 {0} 读取",
    ),
    ("it says {} but is UTF-8", "声明为 {0}，实际是 UTF-8"),
    ("it says {} but is {}", "声明为 {0}，实际是 {1}"),
    (
        "some bytes are no {}; they were replaced",
        "有些字节不是 {0}，已替换",
    ),
    // Lists.
    (
        "the rules name no entries; say where each entry of the list stands",
        "规则没有指出条目，请说明列表的每个条目在哪里",
    ),
    (
        "the rule for the {}, {}, cannot be read: {}; correct it",
        "“{0}”的规则 {1} 无法识别：{2}；请改正",
    ),
    ("item", "条目"),
    ("link", "链接"),
    ("title", "标题"),
    ("time", "时间"),
    ("text", "正文"),
    ("next", "下一页"),
    ("it is longer than {} characters", "超过 {0} 个字符"),
    ("it is not understood from {} on", "从 {0} 起无法识别"),
    ("its end is missing", "没有结尾"),
    (
        "{} is not known here; write it with steps, predicates, contains(), starts-with() and the like",
        "这里不支持 {0}；请用步、谓词、contains()、starts-with() 等来写",
    ),
    ("it has too many parts inside one another", "嵌套太多"),
    (
        "it looks at too many places of the page; write it more exactly",
        "要查看页面上太多的地方，请写得更准确",
    ),
    ("count() of no places", "不是位置的 count()"),
    ("the axis {}", "轴 {0}"),
    ("| between other things than places", "| 的两边不是位置"),
    ("a step from a text or a number", "从文字或数字出发的步"),
    (
        "the bracket in {} holds no number and no quoted key, or is not closed",
        "{0} 的方括号里不是数字或带引号的键，或没有闭合",
    ),
    ("a key is missing in {}", "{0} 中少了一个键"),
    ("the quote in {} is not closed", "{0} 中的引号没有闭合"),
    ("it has more than {} keys", "键超过 {0} 个"),
    (
        "the page has nothing at {}; it may have been rebuilt, or shows its list by script only: propose new rules, or look for a feed",
        "页面上没有 {0}；可能已经改版，或者列表只由脚本显示：请重新提取规则，或找订阅源",
    ),
    (
        "the answer is no JSON: {}; check that the address leads to the list's data",
        "返回的不是 JSON：{0}；请检查网址是否指向列表的数据",
    ),
    ("it has no link", "没有链接"),
    ("it has no headline", "没有标题"),
    ("the same link stands before it", "前面已有相同的链接"),
    ("its link leads to the list itself", "链接指向列表本身"),
    ("its link writes a mail", "链接是写邮件"),
    (
        "its link runs a script; only the browser can follow it",
        "链接是脚本，只有浏览器能打开",
    ),
    ("its link dials a number", "链接是拨号"),
    ("its link is no address", "链接不是网址"),
    (
        "its link is neither http nor https",
        "链接既不是 http 也不是 https",
    ),
    (
        "its link is too long or has no host",
        "链接太长，或没有主机名",
    ),
    // Pages.
    ("it is {}, not a page of text", "这是{0}，不是文字页面"),
    ("a PDF file", "PDF 文件"),
    ("a packed file or an office document", "压缩包或办公文档"),
    ("an office document", "办公文档"),
    ("a picture", "图片"),
    ("a picture or a recording", "图片或录音"),
    ("a picture or a film", "图片或视频"),
    ("a recording", "录音"),
    ("a packed file", "压缩包"),
    ("a program", "程序"),
    ("a file", "文件"),
    (
        "{} is no CSS selector; it is not used",
        "{0} 不是 CSS 选择器，不使用",
    ),
    (
        "nothing on the page matches {}",
        "页面上没有与 {0} 相符的内容",
    ),
    // Hot lists.
    (
        "the answer is no JSON: {}; check that the address leads to the hot list's data",
        "返回的不是 JSON：{0}；请检查网址是否指向热榜的数据",
    ),
    (
        "the answer has no list of items and says {}; check the name of the hot list in the address",
        "返回的内容没有榜单，对方说 {0}；请检查网址里热榜的名称",
    ),
    (
        "the answer has no list of items; check the name of the hot list in the address",
        "返回的内容没有榜单；请检查网址里热榜的名称",
    ),
    (
        "its status is {}, not success; the list may be old",
        "状态是 {0} 而不是 success，榜单可能是旧的",
    ),
    (
        "item {} has no title; it is left out",
        "第 {0} 条没有标题，已略过",
    ),
    // Sitemaps.
    (
        "it is packed with gzip and cannot be unpacked: {}; try again later",
        "用 gzip 压缩而无法解开：{0}；请稍后再试",
    ),
    (
        "this is no sitemap; look in the site's robots.txt for its sitemap's address",
        "这不是站点地图；请在该网站的 robots.txt 里找站点地图的网址",
    ),
    (
        "its gzip breaks off: {}; what came before is read",
        "gzip 中断：{0}；此前的内容已读取",
    ),
    (
        "its XML breaks off: {}; what came before is read",
        "XML 中断：{0}；此前的内容已读取",
    ),
    (
        "its end is missing; what came before is read",
        "没有结尾；此前的内容已读取",
    ),
    ("it is too long; its beginning is read", "太长，只读开头"),
    ("line {} is no address", "第 {0} 行不是网址"),
    (
        "it lists more than {} entries; the rest is not read",
        "列出超过 {0} 条，其余不读",
    ),
    ("{} is no address; it is left out", "{0} 不是网址，已略过"),
    // Subscriptions.
    (
        "the file is empty; export the subscriptions again",
        "文件是空的，请重新导出订阅列表",
    ),
    (
        "this is no OPML; choose the file that a feed reader exports as OPML",
        "这不是 OPML；请选择阅读器导出的 OPML 文件",
    ),
    (
        "its XML breaks off before the first subscription: {}; export the subscriptions again",
        "XML 在第一个订阅之前就中断了：{0}；请重新导出订阅列表",
    ),
    ("it has more than {} subscriptions", "订阅超过 {0} 个"),
    ("{} is left out: {} is no address", "略过 {0}：{1} 不是网址"),
    (
        "subscriptions of type {} cannot be read",
        "无法读取类型为 {0} 的订阅",
    ),
    // Adding.
    ("{} is no kind of source", "{0} 不是信源类型"),
    (
        "selectors of a list begin at an entry: give its selector too (`--item`), or none of them, and the list is found by itself",
        "列表选择器以条目为起点：请同时给出条目的选择器，或全部留空，由程序自动找到列表",
    ),
    (
        "selectors of a list are for list pages: choose that kind (`--kind list`), or leave them out",
        "列表选择器只用于列表页：请选择“列表页”类型，或不填写",
    ),
    (
        "a source of kind {} is not added by its address",
        "类型为 {0} 的信源不能按网址添加",
    ),
    (
        "neither a feed nor a list nor a sitemap was found; give selectors for a list page, or watch the page for changes",
        "没有找到订阅源、列表页或站点地图；请给出列表页的选择器，或监看这个页面的变化",
    ),
    // Bringing.
    (
        "nothing was brought; paste a link or a text, or choose a picture",
        "没有内容；请贴链接或文字，或选一张图片",
    ),
    (
        "the picture is larger than {} MiB; send a smaller one",
        "图片超过 {0} MiB，请换小一些的",
    ),
    (
        "the file is no picture the desk knows; send JPEG, PNG, GIF or WebP",
        "这个文件不是能识别的图片；请用 JPEG、PNG、GIF 或 WebP",
    ),
    (
        "another caifeng is writing to this desk at the moment; try again when it has finished",
        "另一个采风进程正在写入；请等它结束后再试",
    ),
];
