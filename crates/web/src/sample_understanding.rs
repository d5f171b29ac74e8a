//! Sample data of what events say, how they spread, and floods. All of it is fictional.

use crate::gist::Said;
use crate::question::Questions;
use crate::sample::{Amount, NOW, SampleDesk, card, document};
use crate::understanding_question::UnderstandingQuestions;
use async_trait::async_trait;
use desk::{
    AtPlace, DeskError, DocumentAsk, DocumentList, EventGist, EventNews, EventSpread, GistSentence,
    NewNumber, Node, Outlet, SignedIn, Speed, TakenFrom, Way,
};
use model::{DocumentId, EventId, Flood, FloodRecord, HOUR_MS, Moment, Place, SourceId};
use std::sync::Arc;

const SENTENCES: &[&str] = &[
    "昨夜十一时许，青岚县北门外大街路面突然塌陷，形成一个直径约五米的坑洞。",
    "一辆三轮车滑入坑中，司机被路人拉出，没有受伤。<b>",
    "县住建局称，塌陷因地下自来水管道长期漏水所致，\u{202e}现场已围挡。",
    "The road will stay closed until Friday, the county said.",
    "县水利局已派人检查相邻路段的管道，周五前公布结果。",
];

fn sentence(index: usize) -> GistSentence {
    GistSentence {
        sentence: SENTENCES[index % SENTENCES.len()].to_owned(),
        document: DocumentId(1 + index as i64),
        at: Moment(NOW.0 - (9 - index as i64) * HOUR_MS),
        source: "青岚县融媒体中心".to_owned(),
    }
}

fn gist(amount: Amount) -> EventGist {
    let phrases = [
        "北门外大街",
        "路面塌陷",
        "自来水管道漏水",
        "三轮车司机",
        "Qinglan County",
        "县住建局",
    ];
    let shown = amount.count().min(phrases.len());
    EventGist {
        phrases: (phrases.iter().take(shown))
            .map(|phrase| ((*phrase).to_owned(), 7))
            .collect(),
        summary: (0..amount.count().min(5)).map(sentence).collect(),
        read: amount.count().min(120),
        of: if amount == Amount::Many {
            1_204
        } else {
            amount.count()
        },
    }
}

fn news(amount: Amount) -> Option<EventNews> {
    let many = amount == Amount::Many;
    (amount != Amount::Empty).then(|| EventNews {
        since: Moment(NOW.0 - 5 * HOUR_MS / 2),
        after: DocumentId(47_900),
        documents: 12,
        copies: if many { 30 } else { 0 },
        sources: usize::from(many) * 3,
        sentences: (0..usize::from(many) * 3)
            .map(|index| sentence(index + 2))
            .collect(),
        numbers: (0..usize::from(many) * 3)
            .map(|index| NewNumber {
                number: ["5米", "27名", "1.2万元"][index].to_owned(),
                said: sentence(index),
            })
            .collect(),
        places: if many {
            vec![(Place(130_682), "溪口县".to_owned())]
        } else {
            Vec::new()
        },
    })
}

pub(crate) fn floods(amount: Amount) -> Vec<FloodRecord> {
    (0..amount.count().min(2) as i64)
        .map(|index| FloodRecord {
            flood: Flood {
                head: DocumentId(3 + index),
                first: DocumentId(3 + index),
                first_at: Moment(NOW.0 - 3 * HOUR_MS),
                last_at: Moment(NOW.0 - 3 * HOUR_MS + 41 * 60_000),
                documents: 240 - index * 200,
                voices: 187 - index * 183,
                at_least: index == 1,
            },
            event: EventId(1),
            title: "网传“水库开裂”，大家快转！<i>".to_owned(),
        })
        .collect()
}

pub(crate) fn said(amount: Amount) -> Said {
    Said {
        gist: Arc::new(gist(amount)),
        news: news(amount),
        floods: floods(amount),
    }
}

fn outlet(index: usize, under: Option<(usize, Way)>, depth: usize) -> Outlet {
    let names = [
        "青岚县融媒体中心",
        "北门外论坛",
        "Qinglan Daily",
        "<i>晚报</i>\u{202e}",
        "溪口县政府网",
        "河谷网",
        "省城晚报客户端的一个很长很长的名字",
    ];
    let at = Moment(NOW.0 - (20 - index as i64) * HOUR_MS);
    Outlet {
        node: Node {
            outlet: SourceId(1 + index as i64),
            first: (index != 5).then_some((at, DocumentId(1 + index as i64))),
            last: (index != 5).then_some(NOW),
            documents: if index == 5 {
                0
            } else {
                30usize.saturating_sub(index * 3).max(1)
            },
            copies: index,
            taken: 9usize.saturating_sub(index),
            from: under.map(|(parent, way)| TakenFrom {
                outlet: SourceId(1 + parent as i64),
                document: (way != Way::Names).then_some(DocumentId(1 + parent as i64)),
                way,
            }),
            depth,
        },
        name: names[index % names.len()].to_owned(),
    }
}

pub(crate) fn spread(amount: Amount) -> EventSpread {
    let mut outlets = vec![outlet(0, None, 0)];
    if amount == Amount::Many {
        outlets.extend([
            outlet(1, Some((0, Way::Copy)), 1),
            outlet(3, Some((1, Way::Passages)), 2),
            outlet(2, Some((0, Way::Names)), 1),
            outlet(4, None, 0),
            outlet(5, None, 0),
            outlet(6, Some((5, Way::Names)), 1),
        ]);
        outlets.extend((7..19).map(|index| outlet(index, None, 0)));
    }
    outlets.truncate(amount.count());
    let many = amount == Amount::Many;
    EventSpread {
        card: card(0),
        as_of: NOW,
        first: (amount != Amount::Empty).then(|| document(0)),
        outlets,
        others: if many { (312, 1_930) } else { (0, 0) },
        speed: (amount != Amount::Empty).then_some(Speed {
            documents: 41,
            an_hour: 4.6,
            most: 17,
            most_at: Moment(NOW.0 - 6 * HOUR_MS),
            half_ms: 100 * 60_000,
            half_life_ms: many.then_some(26 * 60_000),
        }),
        places: (0..amount.count().min(3) as u32)
            .map(|index| {
                let at = AtPlace {
                    place: Place(130_681 + index),
                    first: Moment(NOW.0 - i64::from(9 - index) * HOUR_MS),
                    document: DocumentId(1 + i64::from(index)),
                    documents: 30 - index as usize * 9,
                };
                (
                    at,
                    ["青岚县", "溪口县", "河谷县"][index as usize].to_owned(),
                )
            })
            .collect(),
        drawn: if many { 20_000 } else { 41 },
        of: if many { 26_400 } else { 41 },
        read: 41,
    }
}

#[async_trait]
impl UnderstandingQuestions for SampleDesk {
    async fn event_gist(&self, _: EventId) -> Result<Arc<EventGist>, DeskError> {
        Ok(Arc::new(gist(self.0)))
    }

    async fn look_at_event(
        &self,
        _: &SignedIn,
        _: EventId,
    ) -> Result<Option<EventNews>, DeskError> {
        Ok(news(self.0))
    }

    async fn event_spread(&self, id: EventId) -> Result<EventSpread, DeskError> {
        if self.0 == Amount::Empty {
            return Err(DeskError::NotFound {
                kind: "event",
                id: id.to_string(),
            });
        }
        Ok(spread(self.0))
    }

    async fn taken_from(&self, _: EventId, _: SourceId) -> Result<DocumentList, DeskError> {
        self.document_list(&DocumentAsk::default()).await
    }

    async fn floods_of(&self, _: EventId) -> Result<Vec<FloodRecord>, DeskError> {
        Ok(floods(self.0))
    }

    async fn floods_since(&self, _: Moment) -> Result<Vec<FloodRecord>, DeskError> {
        Ok(floods(self.0))
    }
}
