use super::*;
use proptest::prelude::*;
use scraper::Html;

const PAGE: &str = "<div id=m class='list main'><h2>要闻</h2><ul><li class=a><a href=/1 title=长>一</a> <span>03-02</span></li>\
    <li class='a top'><a href=/2>二 <b>粗</b></a><span>03-01</span></li><li><a href=/3>三</a></li></ul>\
    <p>末 <i>尾</i></p></div><div id=n><a href=/4>四</a></div>";

fn found(written: &str) -> Result<Vec<String>, String> {
    let page = Html::parse_document(PAGE);
    let xpath = Xpath::parse(written).map_err(|problem| problem.to_string())?;
    let found = xpath
        .find(page.tree.root())
        .map_err(|problem| problem.to_string())?;
    Ok(found
        .into_iter()
        .map(|one| match one {
            XpathFound::Element(element) => element.text().collect(),
            XpathFound::Text(text) => text,
        })
        .collect())
}

#[test]
fn expressions_find_places() {
    for (written, expected) in [
        ("//li/a", &["一", "二 粗", "三"][..]),
        ("//a/@href", &["/1", "/2", "/3", "/4"]),
        ("//ul/li[1]/a/@href", &["/1"]),
        ("//li[last()]", &["三"]),
        ("//li[position()>1]/a/@href", &["/2", "/3"]),
        ("//li[position() mod 2 = 1]/a/@href", &["/1", "/3"]),
        ("//li[@class='a']/a", &["一"]),
        ("//li[@class]/a/@href", &["/1", "/2"]),
        ("//li[not(@class)]/a", &["三"]),
        ("//li[contains(@class, \"top\")]/a/b", &["粗"]),
        (
            "//li[contains(concat(' ', normalize-space(@class), ' '), ' a ')]/span",
            &["03-02", "03-01"],
        ),
        (
            "//*[@id='m']//a[starts-with(@href,'/2') or .='三']/@href",
            &["/2", "/3"],
        ),
        ("//div[@id='n' and a]/a", &["四"]),
        ("/html/body/div[2]/a", &["四"]),
        ("html/body/div[2]/a", &["四"]),
        ("//span/preceding-sibling::a", &["一", "二 粗"]),
        ("//h2/following-sibling::ul/li[2]/span", &["03-01"]),
        ("//b/ancestor::li/span", &["03-01"]),
        ("//b/../../span", &["03-01"]),
        ("//b/parent::a/@href", &["/2"]),
        ("//p/text()", &["末 "]),
        ("//p/node()", &["末 ", "尾"]),
        ("//p | //h2", &["要闻", "末 尾"]),
        ("(//li)[2]/a/@href", &["/2"]),
        ("(//a | //p)[last()]", &["四"]),
        ("descendant::a[1]", &["一"]),
        ("//div/descendant-or-self::div/@id", &["m", "n"]),
        ("//li[a[@title]]/span", &["03-02"]),
        ("//li[count(span) = 0]/a", &["三"]),
        ("string(//h2)", &["要闻"]),
        ("concat(//h2, '-', //p)", &["要闻-末 尾"]),
        ("normalize-space(//li[2]/a)", &["二 粗"]),
        ("substring-after(//li[1]/span, '-')", &["02"]),
        ("translate('2026.3', '.', '-')", &["2026-3"]),
        ("substring('青岚县', 2, 1)", &["岚"]),
        ("count(//li) - 1", &["2"]),
        ("//li[a != '一']/span", &["03-01"]),
        (
            "//li[self::li][child::span][2]/attribute::class",
            &["a top"],
        ),
        ("//A/@HREF", &["/1", "/2", "/3", "/4"]),
        ("//gone", &[]),
        ("'字'", &["字"]),
        ("//@title", &["长"]),
        ("//div-x", &[]),
        ("//*[name()='h2']", &["要闻"]),
    ] {
        assert_eq!(
            found(written).unwrap_or_else(|why| panic!("{written}: {why}")),
            expected,
            "{written}"
        );
    }
}

#[test]
fn what_is_not_known_is_named() {
    for (written, part) in [
        ("", "end"),
        ("//", "end"),
        ("//li[", "end"),
        ("//li]", "]"),
        ("matches(., 'x')", "matches"),
        ("following::a", "following"),
        ("//a[$x]", "$x"),
        ("//comment()", "comment"),
        ("contains('a')", "contains"),
        ("'open", "open"),
        ("'a' | 'b'", "|"),
        ("count('a')", "count"),
        ("'a'/b", "step"),
    ] {
        let why = found(written).unwrap_err();
        assert!(why.contains(part), "{written}: {why}");
    }
    assert!(found(&"(".repeat(1_000)).unwrap_err().contains("inside"));
    assert!(
        found(&format!("{}a", "-".repeat(10_000)))
            .unwrap_err()
            .len()
            > 5
    );
}

#[test]
fn steps_are_bounded() {
    let page = Html::parse_document(&"<div><p>雨</p></div>".repeat(3_000));
    let xpath = Xpath::parse("//*[//*[//*[. = 'x']]]").unwrap();
    assert!(matches!(
        xpath.find(page.tree.root()),
        Err(XpathProblem::Steps)
    ));
}

proptest! {
    #[test]
    fn any_expression_finds_or_is_refused(
        any in "\\PC{0,30}",
        written in "(//|/|\\.|\\.\\.|a|li|\\*|@|\\[|\\]|\\(|\\)|'x'|1|=|!=| and | or |\\||-|last\\(\\)|text\\(\\)|contains\\(|,|self::|::){0,12}",
    ) {
        let _ = found(&any);
        let _ = found(&written);
    }
}
