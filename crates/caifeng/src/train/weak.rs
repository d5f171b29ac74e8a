//! Weak labels: what category or tone a text has by the desk's own seeds and by where it came from.

use analysis::reading::Seeds;

/// What a title is worth of which no seed says anything: most such matters are none of ours.
const SILENT_WORTH: f32 = 0.2;

/// What a post is worth that has the category of its crisis: half of them speak of something else.
const POST_WORTH: f32 = 0.05;

/// A text to learn from, folded.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text {
    pub(crate) title: String,
    pub(crate) body: String,
}

/// A class with how much the label is worth.
pub(crate) type Label = (&'static str, f32);

/// What an heading of a hot list says about its matters.
fn of_heading(heading: &str) -> Option<Label> {
    let heading = heading.split('-').next().unwrap_or_default().trim();
    Some(match heading {
        "明星" | "电视剧" | "综艺" | "电影" | "音乐" | "游戏" | "动漫" | "情感" | "搞笑"
        | "时尚" | "数码" | "星座" | "CP" | "军事" | "读书" | "艺术" | "科技" | "互联网"
        | "IT技术" | "美妆" | "直播" | "舞蹈" => ("other", 1.0),
        "体育" | "咪咕体育" | "旅游" => ("tourism", 1.0),
        "健康" => ("hospital", 0.7),
        "教育" | "校园" => ("school", 0.7),
        "房产" => ("housing", 0.7),
        "法律" => ("policing", 0.5),
        _ => return None,
    })
}

/// The category of a matter of a hot list.
pub(crate) fn category_of_topic(text: &Text, heading: &str) -> Option<Label> {
    let headed = of_heading(heading);
    if let Some((class @ ("other" | "tourism"), worth)) = headed {
        return Some((class, worth));
    }
    let seeds = Seeds::of_categories();
    if let Some(clear) = seeds.clear(&text.title, &text.body) {
        return Some((clear, 1.0));
    }
    let none = seeds.count(&text.title, &text.body).iter().all(|n| *n == 0);
    headed.or(none.then_some(("other", SILENT_WORTH)))
}

/// The category of a post about a crisis, by what the crisis is called.
pub(crate) fn category_of_crisis(crisis: &str) -> Option<Label> {
    let kinds: &[(&str, &'static str)] = &[
        ("flood", "flood"),
        ("typhoon", "flood"),
        ("earthquake", "ground"),
        ("wildfire", "fire"),
        ("bushfire", "fire"),
        ("fire", "fire"),
        ("explosion", "fire"),
        ("refinery", "fire"),
        ("train", "traffic"),
        ("helicopter", "traffic"),
        ("building_collapse", "work_safety"),
        ("haze", "environment"),
        ("bombings", "policing"),
        ("shootings", "policing"),
        ("meteor", "other"),
        ("noise", "other"),
    ];
    let name = crisis.to_lowercase();
    let found = kinds.iter().find(|(part, _)| name.contains(part))?;
    Some((found.1, POST_WORTH))
}

/// The tone of a matter of a hot list by its words: neutral where none speaks.
pub(crate) fn tone_of_topic(text: &Text) -> Option<Label> {
    let seeds = Seeds::of_tones();
    let counts = seeds.count(&text.title, "");
    let of = |word: &str| {
        let at = seeds.classes().iter().position(|class| *class == word);
        at.and_then(|at| counts.get(at)).copied().unwrap_or(0)
    };
    match (of("negative"), of("positive")) {
        (0, 0) => Some(("neutral", 1.0)),
        (_, 0) => Some(("negative", 0.7)),
        (0, _) => Some(("positive", 0.7)),
        _ => None,
    }
}
