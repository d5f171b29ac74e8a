//! What an author withdrew shows as that outside the case, without text; inside the evidence stays.

use super::office::{Office, URL, duty, editor};
use desk::{Piece, SearchAsk, SearchOrder};
use model::{DocumentId, EventId, WITHDRAWN_TITLE};
use ports::DocumentAsk;
use std::sync::atomic::AtomicBool;

fn collected() -> (Office, DocumentId) {
    let office = Office::new();
    let document = office.document(URL, "北门外大街塌陷", "塌陷约3平方米，行人注意");
    office.says("塌陷约3平方米，行人注意");
    office.attach("d1").unwrap();
    office.look();
    (office, document)
}

fn found(office: &Office, query: &str) -> Vec<String> {
    let (mut line, _) = office.test.line().unwrap();
    line.bring_index_up(&AtomicBool::new(false)).unwrap();
    drop(line);
    let ask = SearchAsk {
        query: query.to_owned(),
        order: SearchOrder::Newest,
        page: 1,
        limit: 20,
        facets: false,
    };
    let results = office.run(office.desk.search(&ask)).unwrap();
    let texts = results.hits.into_iter().map(|hit| {
        let all = hit.title.into_iter().chain(hit.snippet);
        all.map(|part| part.text).collect::<String>()
    });
    texts.collect()
}

fn shown(office: &Office, document: DocumentId) -> String {
    let sheet = office.run(office.desk.document_sheet(document)).unwrap();
    let event = office
        .run(office.desk.event_sheet(EventId(document.0), 1))
        .unwrap();
    let list = DocumentAsk {
        event: Some(EventId(document.0)),
        ..DocumentAsk::default()
    };
    let list = office.run(office.desk.document_list(&list)).unwrap();
    format!("{sheet:?} {event:?} {list:?}")
}

#[test]
fn a_page_that_is_gone_shows_without_text_and_comes_back() {
    for status in [404, 410] {
        let (office, document) = collected();
        assert!(shown(&office, document).contains("平方米"));
        assert_eq!(found(&office, "平方米").len(), 1);
        office.gone(status);
        office.later(2);
        office.look();
        let text = shown(&office, document);
        assert!(text.contains(WITHDRAWN_TITLE));
        for word in ["平方米", "北门外"] {
            assert!(!text.contains(word), "{word}: {text}");
            assert!(found(&office, word).is_empty(), "{word}");
        }
        let everything = found(&office, "date:2026");
        assert_eq!(everything, [WITHDRAWN_TITLE], "it still counts");
        let row = office.sheet().pages.remove(0);
        assert!(row.page.gone && row.takes.last().unwrap().said.gone);
        assert_eq!(row.takes.last().unwrap().said.status, status);
        let first = row.takes[0].id;
        let opened = office
            .run(
                office
                    .desk
                    .open_evidence(&duty(), first, Piece::Text, "核对原文"),
            )
            .unwrap();
        let inside = String::from_utf8(opened.bytes).unwrap();
        assert!(inside.contains("平方米"), "inside the case it stays");

        office.says("塌陷约3平方米，行人注意");
        office.later(24);
        office.look();
        assert!(
            shown(&office, document).contains("平方米"),
            "it is there again"
        );
        assert_eq!(found(&office, "平方米").len(), 1);
    }
}

#[test]
fn a_page_that_says_so_is_withdrawn_too() {
    let (office, document) = collected();
    let page = "<html><body><p>抱歉，该内容已被作者删除。</p></body></html>";
    office.test.web.put(
        URL,
        Ok(ports::Fetched::Body {
            bytes: page.as_bytes().to_vec(),
            final_url: URL.to_owned(),
            content_type: Some("text/html; charset=utf-8".to_owned()),
            etag: None,
            last_modified: None,
        }),
    );
    office.later(2);
    office.look();
    assert!(!shown(&office, document).contains("平方米"));
    assert!(office.sheet().pages[0].page.gone);
}

#[test]
fn a_person_marks_and_takes_back_and_that_stays() {
    let (office, document) = collected();
    let mark = |withdrawn| {
        office
            .run(office.desk.mark_withdrawn(&editor(), document, withdrawn))
            .unwrap();
    };
    mark(true);
    assert!(!shown(&office, document).contains("平方米"));
    office.later(2);
    office.look();
    assert!(
        !shown(&office, document).contains("平方米"),
        "the page still answers"
    );
    mark(false);
    assert!(shown(&office, document).contains("平方米"));
    office.gone(404);
    office.later(24);
    office.look();
    assert!(
        shown(&office, document).contains("平方米"),
        "what a person said stays"
    );
    let leader = super::office::actor(model::Role::Leader);
    let denied = office.run(office.desk.mark_withdrawn(&leader, document, true));
    assert!(matches!(denied, Err(desk::DeskError::Denied { .. })));
}

#[test]
fn an_export_and_the_opening_of_what_is_masked_give_nothing_of_it() {
    let (office, document) = collected();
    let gist = || {
        let event = EventId(document.0);
        let gist = office.run(office.desk.event_gist(event)).unwrap();
        format!("{gist:?}")
    };
    assert!(gist().contains("平方米"), "{}", gist());
    office
        .run(office.desk.mark_withdrawn(&editor(), document, true))
        .unwrap();
    let opened = office
        .run(office.desk.open_document(&duty(), document, "核对电话"))
        .unwrap();
    assert!(!format!("{opened:?}").contains("平方米"));
    let form = desk::ExportForm::JsonLines;
    let order = SearchOrder::Newest;
    let exported = office
        .run(
            office
                .desk
                .export_search(&editor(), "date:2026", order, form, 9),
        )
        .unwrap()
        .unwrap();
    let text = String::from_utf8(exported.bytes).unwrap();
    assert!(
        text.contains(WITHDRAWN_TITLE) && !text.contains("平方米"),
        "{text}"
    );
    assert!(
        !gist().contains("平方米"),
        "one that was made before is not shown"
    );
}
