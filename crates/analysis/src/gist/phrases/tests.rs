use super::*;
use model::Moment;

fn text<'a>(title: &'a str, text: &'a str) -> Text<'a> {
    Text {
        title,
        text,
        at: Moment(0),
        voices: 1,
    }
}

fn phrases(texts: &[Text<'_>]) -> Vec<String> {
    let segmenter = Segmenter::new([], []);
    keyphrases(&segmenter, texts, &["北门外论坛"], 8)
        .into_iter()
        .map(|phrase| phrase.text)
        .collect()
}

#[test]
fn neighbouring_words_that_documents_share_are_phrases() {
    let found = phrases(&[
        text(
            "北门外大街路面塌陷",
            "昨夜，青岚县北门外大街路面塌陷，一辆三轮车滑入坑中。",
        ),
        text(
            "路面塌陷处已围挡",
            "青岚县住建局说，路面塌陷因自来水管道漏水。",
        ),
        text(
            "三轮车司机：路面塌陷前没有征兆",
            "自来水管道漏水已止住。北门外论坛",
        ),
    ]);
    assert!(
        found.iter().any(|phrase| phrase.contains("路面塌陷")),
        "{found:?}"
    );
    assert!(
        found.iter().any(|phrase| phrase.contains("管道漏水")),
        "{found:?}"
    );
    for one in &found {
        let inside = found.iter().filter(|other| other.contains(one.as_str()));
        assert_eq!(inside.count(), 1, "{one} is a fragment in {found:?}");
        assert!(!one.contains("论坛"), "an outlet tells nothing: {found:?}");
    }
}

#[test]
fn english_keeps_its_writing_and_clauses_part() {
    let found = phrases(&[
        text(
            "Flood warning for Qinglan River",
            "The Qinglan River rose. Flood warning issued.",
        ),
        text(
            "Qinglan River rises",
            "Officials issued a flood warning, schools closed.",
        ),
    ]);
    assert!(found.contains(&"Qinglan River".to_owned()), "{found:?}");
    assert!(
        found
            .iter()
            .any(|one| one.to_lowercase() == "flood warning"),
        "{found:?}"
    );
    assert!(!found.iter().any(|one| one.contains("warning schools")));
}

#[test]
fn nothing_gives_nothing() {
    assert!(phrases(&[]).is_empty());
    assert!(phrases(&[text("", ""), text("的 了 和", "。")]).is_empty());
}
