//! The reach of an answer beside the reach of its matter, counted by hand.

use super::office::{drafted, duty, handled, publish, seen, wording};
use desk::{SearchAsk, SearchOrder};
use model::{HOUR_MS, Item};
use testkit::TestDesk;

const RUMOUR: &str = "青岚水库大坝开裂要溃坝";
const FIRST: &str = "县水利局：大坝没有开裂";
const CORRECTED: &str = "县水利局核实：大坝没有开裂（更正）";

fn rumour(test: &TestDesk, number: usize) -> Item {
    let text = format!(
        "青岚水库大坝裂了一条缝，今晚就要溃坝，下游的人赶快走。我是第{number}个听说的，坝上全是灯。"
    );
    test.item(&format!("r{number}"), RUMOUR, &text)
}

fn carried(test: &TestDesk, number: usize, title: &str) -> Item {
    let text = format!("转发通报：{title}。第{number}家网站刊登，全文见县政府网站公开回应页。");
    test.item(&format!("c{number}"), &format!("转载 {title}"), &text)
}

#[test]
fn the_page_shows_what_can_be_counted_by_hand() {
    let test = TestDesk::new();
    let desk = test.desk();
    // Before the answer: three say it, and somebody had used the headline by chance.
    let mut before: Vec<Item> = (0..3).map(|number| rumour(&test, number)).collect();
    before.push(carried(&test, 0, FIRST));
    let placed = test.take(before, 4).unwrap();
    assert_eq!(placed.len(), 4);
    let asked = |query: &str| SearchAsk {
        query: query.to_owned(),
        order: SearchOrder::Newest,
        page: 1,
        limit: 50,
        facets: false,
    };
    let run = |query: &str| test.runtime.block_on(desk.search(&asked(query))).unwrap();
    let event = run("溃坝").hits[0].event;
    let answer = test.runtime.block_on(async {
        let case = handled(&desk, Some(event), false).await;
        drafted(&desk, case, FIRST).await
    });
    let reach = test.runtime.block_on(desk.answer_reach(&duty(), answer));
    assert_eq!(reach.unwrap(), None, "nothing was published yet");
    test.clock.forward_ms(2 * HOUR_MS);
    test.runtime.block_on(publish(&desk, answer));

    // After it: two more say it and one copies them, two carry the answer.
    test.clock.forward_ms(HOUR_MS / 2);
    let mut after: Vec<Item> = (3..5).map(|number| rumour(&test, number)).collect();
    after.push(Item {
        key: model::ItemKey::of_file("copy"),
        ..rumour(&test, 4)
    });
    after.extend((1..3).map(|number| carried(&test, number, FIRST)));
    test.take(after, 5).unwrap();
    test.runtime.block_on(async {
        let at = seen(&desk, answer).await;
        desk.reword_answer(&duty(), answer, at, &wording(CORRECTED), "写明核实单位")
            .await
            .unwrap();
        publish(&desk, answer).await;
    });
    test.clock.forward_ms(HOUR_MS);
    test.take(vec![carried(&test, 3, CORRECTED)], 1).unwrap();

    let reach = test.runtime.block_on(desk.answer_reach(&duty(), answer));
    let reach = reach.unwrap().unwrap();
    let counted = |query: &str| run(query).hits;
    let published = run(&reach.query);
    assert_eq!(published.problem, None, "{}", reach.query);
    assert_eq!(
        (reach.quoting, published.total),
        (3, 3),
        "two carry the first headline, one the corrected one; {}",
        reach.query
    );
    let of_event = counted("溃坝").into_iter();
    let rumours = of_event.filter(|hit| hit.event == event).count();
    assert_eq!(reach.matter.len(), 1);
    let carried = counted("转载").into_iter().filter(|hit| hit.event == event);
    let carried_after = carried.filter(|hit| hit.id != "c0").count() as i64;
    assert_eq!(rumours, 6, "three before, two after, one copy");
    assert_eq!(reach.matter[0], (event, 3 + carried_after));
}
