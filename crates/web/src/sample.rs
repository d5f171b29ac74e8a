//! Sample data: every page with nothing, with one, with many. All of it is fictional.

use crate::language::Language;
use crate::pages::bring::BringPage;
use crate::pages::document::DocumentPage;
use crate::pages::documents::{self, DocumentsPage};
use crate::pages::event::EventPage;
use crate::pages::events::{self, EventsPage};
use crate::pages::now::{EVENTS, NowPage};
use crate::pages::problem::ProblemPage;
use crate::pages::search::SearchPage;
use crate::pages::search::help::SearchHelpPage;
use crate::pages::search::saved::{SavedPage, TransparencyPage};
use crate::pages::sources::{add, board, opml, sheet as source_sheet};
use crate::pages::spread::SpreadPage;
use crate::parts::PartsPage;
use crate::question::Questions;
use crate::sample_saved;
use crate::sample_sources as sources;
use crate::sample_understanding as understanding;
use crate::sample_words;
use askama::Template;
use async_trait::async_trait;
use chrono_tz::Tz;
use desk::line::VisitReport;
use desk::{
    Actor, AddedSource, Brought, Changes, Counts, DeskError, Discovered, DocumentAsk, DocumentList,
    DocumentSheet, EditDone, EventAsk, EventCard, EventList, EventSheet, FirstSeen, Fragment,
    Health, HealthState, HeatDay, HeatPart, HeatParts, HourRise, ImportedOpml, Judged, Member,
    News, NowAsk, NowBoard, NowChoices, OpmlFrom, OpmlList, QueryProblem, SPARK_BARS, Said,
    SearchAsk, SearchFacets, SearchHit, SearchOrder, SearchResults, SourceAsk, SourceBoard,
    SourceForm, SourceSheet, Taken, VolumeBar,
};
use model::{
    Act, Category, Document, DocumentId, EventId, HOUR_MS, ItemKey, Language as Tongue, Moment,
    PersonId, Place, Placement, Reach, Reason, SourceEdit, SourceId, SourceKind, Span,
    StoredDocument, TimeNote, Tone,
};
use std::collections::{BTreeMap, BTreeSet};

/// The instant of all samples: 2026-03-02 14:05 in Shanghai.
pub(crate) const NOW: Moment = Moment(1_772_431_500_000);

/// A headline that is far too long, with signs that act on the text around them.
const LONG_TITLE: &str =
    "\u{202e}关于\u{200b}进一步\u{2066}做好👨\u{200d}👩\u{200d}👧汛期安全工作的通知 ";

const TITLES: &[&str] = &[
    "青岚县北门外大街路面塌陷，一辆三轮车滑入坑中",
    "二小食堂豆角没煮熟，十余名学生饭后呕吐",
    "<script>alert(1)</script> 停水通知没有提前贴出来",
    "县医院挂号窗口排队三小时，老人站不住",
    "Heavy rain expected in Qinglan on Tuesday night",
    "溪口镇灯会本周末开幕，东街临时禁停",
    "网传“水库开裂”，县水利局称例行检修",
];

/// How much a sample holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// Nothing.
    Empty,
    /// One of each.
    One,
    /// More than fits.
    Many,
}

impl Amount {
    pub(crate) fn count(self) -> usize {
        match self {
            Self::Empty => 0,
            Self::One => 1,
            Self::Many => 30,
        }
    }
}

/// A desk that answers with sample data.
#[derive(Debug, Clone, Copy)]
pub struct SampleDesk(pub Amount);

fn title(index: usize) -> String {
    if index % 11 == 10 {
        return LONG_TITLE.repeat(300);
    }
    TITLES
        .get(index % TITLES.len())
        .copied()
        .unwrap_or_default()
        .to_owned()
}

pub(crate) fn card(index: usize) -> EventCard {
    let age = index as i64;
    EventCard {
        id: EventId(1 + age),
        title: title(index),
        first_at: Moment(NOW.0 - (age + 9) * HOUR_MS),
        last_at: Moment(NOW.0 - age * HOUR_MS / 3),
        documents: 41 - age,
        copies: (age * 7) % 23,
        heat: 60.0 / (age + 1) as f64,
        rise: [3.2, 1.0, 0.4][index % 3],
        sources: 1 + index % 9,
        places: if index % 3 == 1 {
            Vec::new()
        } else {
            vec![(Place(130_681), "青岚县".to_owned())]
        },
        spark: (0..SPARK_BARS as i64)
            .map(|step| (step * (age + 3)) % 7 * i64::from(step > age % 20))
            .collect(),
    }
}

pub(crate) fn document(index: usize) -> StoredDocument {
    let document = Document {
        id: DocumentId(1 + index as i64),
        key: ItemKey::of_file(format!("a{index}")),
        source: SourceId(1),
        url: (index % 4 != 3).then(|| format!("https://news.example.org/{index}")),
        title: if index % 9 == 8 {
            String::new()
        } else {
            title(index)
        },
        text: "昨夜十一时许，青岚县北门外大街路面突然塌陷，形成一个直径约五米的坑洞。"
            .repeat(1 + index % 5),
        published_at: Moment(NOW.0 - index as i64 * HOUR_MS),
        arrived_at: Moment(NOW.0 - index as i64 * HOUR_MS + 420_000),
        language: model::Language::Chinese,
        time_note: [
            TimeNote::Given,
            TimeNote::Missing,
            TimeNote::ZoneAssumed,
            TimeNote::Implausible,
        ][index % 4],
        places: vec![Place(130_681)],
        reading: crate::sample_office::reading(index),
        ..Document::default()
    };
    let act = if index == 0 { Act::Open } else { Act::Join };
    let placement = Placement {
        act,
        event: EventId(1),
        reuses: None,
        reasons: reasons(index),
    };
    StoredDocument {
        document,
        source_name: "青岚县融媒体中心".to_owned(),
        placement,
        withdrawn: (index == 4).then_some(NOW),
    }
}

fn reasons(index: usize) -> Vec<Reason> {
    if index == 0 {
        return vec![
            Reason::NothingClose,
            Reason::RunnerUp {
                event: EventId(9),
                percent: 14,
            },
        ];
    }
    vec![
        Reason::Similarity {
            percent: 41,
            needed: 25,
        },
        Reason::SharedWords {
            words: vec!["塌陷".into(), "北门外".into(), "坑洞".into()],
        },
        Reason::SharedPlaces {
            places: vec![Place(130_681)],
        },
        Reason::HoursApart { hours: 3 },
        Reason::SharedPassages { percent: 35 },
    ]
}

fn copies(head: usize, count: usize) -> Vec<StoredDocument> {
    (0..count)
        .map(|index| {
            let mut copy = document(100 + head + index);
            copy.placement.act = Act::CopyOf(DocumentId(1 + head as i64));
            copy.placement.reasons = vec![Reason::SameText];
            copy
        })
        .collect()
}

fn members(amount: Amount) -> Vec<Member> {
    (0..amount.count())
        .map(|index| Member {
            document: document(index),
            places: vec!["青岚县".to_owned()],
            reasons: reasons(index),
            copies: copies(index, index % 3),
            copy_count: if index % 3 == 2 {
                25
            } else {
                (index % 3) as i64
            },
        })
        .collect()
}

fn volume(amount: Amount) -> Vec<VolumeBar> {
    let bars = if amount == Amount::Many {
        60
    } else {
        amount.count() as i64
    };
    (0..bars)
        .map(|index| VolumeBar {
            start: Moment(NOW.0 + (index - bars) * HOUR_MS),
            end: Moment(NOW.0 + (index + 1 - bars) * HOUR_MS),
            documents: (index * index) % 17,
            copies: index % 5,
        })
        .collect()
}

fn sheet(amount: Amount) -> EventSheet {
    EventSheet {
        pictures: BTreeSet::new(),
        ranks: BTreeMap::from([(DocumentId(1), sources::curve(0))]),
        card: card(0),
        as_of: NOW,
        sources: 12,
        members: members(amount),
        page: 1,
        pages: if amount == Amount::Many { 3 } else { 1 },
        volume: volume(amount),
        place_names: place_names(),
        event_titles: BTreeMap::from([(EventId(9), title(5))]),
        headline: "北门外大街路面塌陷，暂无人员伤亡".to_owned(),
        places: vec![
            (Place(130_681), "青岚县".to_owned()),
            (Place(130_682), "溪口县".to_owned()),
        ],
        first: (amount != Amount::Empty).then(|| document(0)),
        first_seen: first_seen(amount),
        heat: heat(amount),
        hour: (amount != Amount::Empty).then(|| hour(amount)),
        purged: crate::sample_keeping::purged_sums(amount),
        revision: 7,
    }
}

/// Articles, their copies, a hot list and what somebody brought.
fn heat_parts() -> [HeatPart; 4] {
    let part = |said, amount: f64, weight: f64, heat: f64| HeatPart {
        said,
        amount,
        hours: 0.0,
        weight,
        heat,
        left_out: 0.0,
    };
    let documents = |copies, kind, reach| Said::Documents {
        copies,
        kind: Some(kind),
        reach,
    };
    let list = Said::List {
        source: SourceId(6),
        name: "热榜（自建）".to_owned(),
    };
    let (feeds, pages) = (SourceKind::Feed, SourceKind::ListPage);
    [
        part(documents(false, feeds, Reach::Nation), 13.0, 2.0, 19.3),
        part(documents(true, pages, Reach::Region), 25.0, 1.0, 11.0),
        HeatPart {
            hours: 4.5,
            ..part(list, 9.4, 0.5, 4.2)
        },
        part(
            documents(false, SourceKind::Hand, Reach::Local),
            1.0,
            0.5,
            0.03,
        ),
    ]
}

fn heat(amount: Amount) -> HeatParts {
    HeatParts {
        parts: heat_parts().into_iter().take(amount.count()).collect(),
        days: (0..amount.count().min(5) as i64)
            .map(|age| HeatDay {
                day: Moment(NOW.0 - age * 24 * HOUR_MS),
                voices: 30 - age * 5,
                heat: (30 - age * 5) as f64 / (1 << age) as f64,
                and_before: age == 4,
            })
            .collect(),
        total: 34.5,
        half_life: 24.0,
        stale: amount == Amount::Many,
    }
}

/// An hour as it often is, or a burst at night.
fn hour(amount: Amount) -> HourRise {
    let burst = amount == Amount::Many;
    let (count, share) = if burst { (12, 0.012) } else { (2, 0.06) };
    let day = 40;
    let expected = f64::from(day) * share;
    HourRise {
        count,
        day,
        share,
        expected,
        rise: f64::from(count) / expected,
        desk_count: 50,
        desk_usual: 41.2,
        known_hours: 28 * 24,
        own: Judged {
            usual: 0.4,
            chance: if burst { 3e-7 } else { 0.21 },
            burst,
        },
    }
}

fn place_names() -> BTreeMap<Place, String> {
    BTreeMap::from([(Place(130_681), "青岚县".to_owned())])
}

fn first_seen(amount: Amount) -> Vec<FirstSeen> {
    let names = [
        "青岚县融媒体中心",
        "北门外论坛",
        "Qinglan Daily",
        "<i>晚报</i>\u{202e}",
    ];
    (0..amount.count().min(12))
        .map(|index| FirstSeen {
            source: SourceId(1 + index as i64),
            name: names[index % names.len()].to_owned(),
            at: Moment(NOW.0 - (20 - index as i64) * HOUR_MS),
            documents: 13 - index as i64,
        })
        .collect()
}

/// A document that is a head, one that is a copy, one with next to nothing.
fn document_sheet(amount: Amount) -> DocumentSheet {
    let stored = match amount {
        Amount::Empty => {
            let mut bare = document(8);
            bare.document.text = String::new();
            bare.document.url = None;
            bare
        }
        Amount::One => copies(0, 1).remove(0),
        Amount::Many => document(10),
    };
    let copy = amount == Amount::One;
    DocumentSheet {
        hides: true,
        read_before: crate::sample_office::read_before(amount),
        source: Some(sources::sheet(Amount::One).row.source),
        event: card(0),
        head: copy.then(|| document(0)),
        reused: (amount == Amount::Many).then(|| document(3)),
        copies: copies(4, if amount == Amount::Many { 20 } else { 0 }),
        copy_count: if amount == Amount::Many { 25 } else { 0 },
        places: vec![(Place(130_681), "青岚县".to_owned())],
        picture: false,
        place_names: place_names(),
        event_titles: BTreeMap::new(),
        document: stored,
    }
}

fn document_list(amount: Amount) -> DocumentList {
    DocumentList {
        documents: (0..amount.count()).map(document).collect(),
        next: (amount == Amount::Many).then_some(DocumentId(9)),
        event: Some(title(0)),
        source: None,
        place: None,
        purged: crate::sample_keeping::purged_sums(amount),
    }
}

fn event_list(amount: Amount) -> EventList {
    EventList {
        events: (0..amount.count()).map(card).collect(),
        more: amount == Amount::Many,
    }
}

pub(crate) fn now_board(amount: Amount, limit: u64) -> NowBoard {
    let cards: Vec<EventCard> = (0..amount.count().min(limit as usize)).map(card).collect();
    let some = i64::from(amount != Amount::Empty);
    let many = amount == Amount::Many;
    NowBoard {
        as_of: NOW,
        live: many,
        by_rise: if many {
            let rises = |card: &&EventCard| card.rise >= 1.0;
            cards.iter().rev().filter(rises).cloned().collect()
        } else {
            Vec::new()
        },
        fresh: cards.iter().skip(3).step_by(2).cloned().collect(),
        by_heat: cards,
        news: News {
            since: DocumentId(47_900 * some),
            since_at: (some > 0).then_some(Moment(NOW.0 - 9 * HOUR_MS)),
            documents: 227 * i64::from(many),
            events: 31 * i64::from(many),
        },
        choices: choices(),
        proposals: 3 * i64::from(many),
        counts: Counts {
            documents: 48_127 * some,
            copies: 5_306 * some,
            events: 20_994 * some,
            sources: 57 * some,
        },
        revision: 7,
        last_document: DocumentId(48_127 * some),
    }
}

fn choices() -> NowChoices {
    NowChoices {
        places: vec![(Place(130_681), "青岚县".to_owned(), 12)],
        kinds: vec![(SourceKind::Feed, 9), (SourceKind::ListPage, 4)],
        sources: vec![(SourceId(1), "青岚县融媒体中心".to_owned(), 7)],
        languages: vec![
            (model::Language::Chinese, 12),
            (model::Language::English, 1),
        ],
    }
}

pub(crate) fn hits(amount: Amount) -> Vec<SearchHit> {
    let piece = |text: &str, hit: bool| Fragment {
        text: text.to_owned(),
        hit,
    };
    (0..amount.count().min(20))
        .map(|index| SearchHit {
            id: format!("a{index}"),
            document: DocumentId(1 + index as i64),
            title: vec![
                piece("北门外大街", false),
                piece("路面", true),
                piece("<b>塌陷</b>", false),
            ],
            url: Some(format!("https://news.example.org/{index}")),
            source_id: SourceId(1),
            source: "青岚县融媒体中心".to_owned(),
            published_at: Moment(NOW.0 - index as i64 * HOUR_MS),
            event: EventId(1),
            event_title: title(0),
            copy_of: (index % 4 == 1).then_some(DocumentId(1)),
            snippet: vec![
                piece("…昨夜十一时许，", false),
                piece("路面", true),
                piece("突然塌陷…", false),
            ],
            reading: crate::sample_office::reading(index),
        })
        .collect()
}

fn results(amount: Amount) -> SearchResults {
    let total = if amount == Amount::Many {
        4_812
    } else {
        amount.count()
    };
    SearchResults {
        total,
        page: 1,
        pages: total.div_ceil(20).max(1),
        cut: amount == Amount::Many,
        hits: hits(amount),
        facets: (amount != Amount::Empty).then(|| facets(amount)),
        problem: None,
    }
}

fn facets(amount: Amount) -> SearchFacets {
    let many = amount == Amount::Many;
    let most = if many { 12 } else { 1 };
    let sources = (1..=most).map(|at: i64| {
        (
            SourceId(at),
            format!("青岚县融媒体中心{at}"),
            900 - 70 * at as u64,
        )
    });
    let places = (1..=most).map(|at| (Place(990_121_100 + at as u32), format!("砚溪镇{at}"), 40));
    let day = |back: u64| {
        let last = chrono::NaiveDate::from_ymd_opt(2026, 3, 2)?;
        last.checked_sub_days(chrono::Days::new(back))
    };
    let days = (0..if many { 30 } else { 1 }).rev();
    SearchFacets {
        total: if many { 4_812 } else { 1 },
        sources: sources.collect(),
        places: places.collect(),
        languages: vec![(Tongue::Chinese, 4_700), (Tongue::English, 112)],
        categories: vec![(Category::Traffic, 3_000), (Category::Other, 1_812)],
        tones: vec![
            (Tone::Neutral, 3_300),
            (Tone::Negative, 1_500),
            (Tone::Positive, 12),
        ],
        days: days
            .filter_map(|back| Some((day(back)?, (back * 37) % 90)))
            .collect(),
        hours: Vec::new(),
    }
}

#[async_trait]
impl Questions for SampleDesk {
    async fn now_board(&self, ask: &NowAsk) -> Result<NowBoard, DeskError> {
        Ok(now_board(self.0, ask.limit))
    }

    async fn changes_after(&self, revision: i64) -> Result<Option<Changes>, DeskError> {
        Ok((revision < 7).then(Changes::default))
    }

    async fn revision(&self) -> Result<i64, DeskError> {
        Ok(7)
    }

    async fn document_sheet(&self, id: DocumentId) -> Result<DocumentSheet, DeskError> {
        if self.0 == Amount::Empty || id == crate::sample_keeping::PURGED {
            return Err(DeskError::NotFound {
                kind: "document",
                id: id.to_string(),
            });
        }
        Ok(document_sheet(self.0))
    }

    async fn document_list(&self, _: &DocumentAsk) -> Result<DocumentList, DeskError> {
        Ok(document_list(self.0))
    }

    async fn event_list(&self, _: &EventAsk) -> Result<EventList, DeskError> {
        Ok(event_list(self.0))
    }

    async fn event_sheet(&self, id: EventId, _: u64) -> Result<EventSheet, DeskError> {
        if self.0 == Amount::Empty {
            return Err(DeskError::NotFound {
                kind: "event",
                id: id.to_string(),
            });
        }
        Ok(sheet(self.0))
    }

    fn understood_as(&self, query: &str) -> Result<String, QueryProblem> {
        Ok(query.to_owned())
    }

    async fn search(&self, ask: &SearchAsk) -> Result<SearchResults, DeskError> {
        if ask.query.ends_with('"') {
            let problem = QueryProblem {
                code: "unclosed_quote",
                message: "this quote is not closed".to_owned(),
                span: Span {
                    start: 3,
                    end: ask.query.chars().count(),
                },
            };
            return Ok(SearchResults {
                problem: Some(problem),
                ..results(Amount::Empty)
            });
        }
        Ok(results(self.0))
    }

    async fn source_board(&self, _: &SourceAsk) -> Result<SourceBoard, DeskError> {
        Ok(sources::board(self.0))
    }

    async fn sources_matching(&self, _: &SourceAsk) -> Result<Vec<SourceId>, DeskError> {
        let board = sources::board(self.0);
        Ok(board.rows.iter().map(|row| row.source.id).collect())
    }

    async fn source_sheet(&self, id: SourceId) -> Result<SourceSheet, DeskError> {
        if self.0 == Amount::Empty {
            return Err(DeskError::NotFound {
                kind: "source",
                id: id.to_string(),
            });
        }
        Ok(sources::sheet(self.0))
    }

    async fn add_source(&self, _: &Actor, _: &SourceForm) -> Result<AddedSource, DeskError> {
        Ok(AddedSource {
            source: sources::sheet(Amount::One).row.source,
            was_there: self.0 == Amount::Many,
        })
    }

    async fn edit_sources(
        &self,
        _: &Actor,
        ids: &[SourceId],
        _: &SourceEdit,
    ) -> Result<EditDone, DeskError> {
        Ok(EditDone {
            id: 7,
            sources: ids.len() as u64,
        })
    }

    async fn undo_edit(&self, _: &Actor, _: i64) -> Result<u64, DeskError> {
        Ok(self.0.count() as u64)
    }

    async fn check_source(&self, _: SourceId) -> Result<VisitReport, DeskError> {
        Ok(sources::report(self.0))
    }

    async fn check(&self, _: &SourceForm) -> Result<VisitReport, DeskError> {
        Ok(sources::report(self.0))
    }

    async fn discover(&self, _: &str, _: bool) -> Result<Discovered, DeskError> {
        Ok(sources::discovered(self.0))
    }

    async fn import_opml(&self, _: &Actor, list: &OpmlList) -> Result<ImportedOpml, DeskError> {
        if list.from == OpmlFrom::File(Vec::new()) {
            return Err(DeskError::Invalid("the file is empty".to_owned()));
        }
        Ok(ImportedOpml {
            added: self.0.count(),
            ..ImportedOpml::default()
        })
    }

    async fn export_opml(&self) -> Result<String, DeskError> {
        Ok("<opml/>".to_owned())
    }

    async fn bring(&self, _: &Actor, brought: Brought) -> Result<Taken, DeskError> {
        if brought.text.is_empty() {
            return Err(DeskError::Invalid("nothing was brought".to_owned()));
        }
        Ok(taken())
    }

    async fn picture(&self, document: DocumentId) -> Result<(String, Vec<u8>), DeskError> {
        Err(DeskError::NotFound {
            kind: "picture",
            id: document.to_string(),
        })
    }

    async fn health(&self) -> Health {
        Health {
            state: HealthState::Well,
            notes: Vec::new(),
            documents: 1,
            indexed_to: 1,
            index_work: None,
        }
    }

    fn now(&self) -> Moment {
        NOW
    }

    fn time_zone(&self) -> Tz {
        chrono_tz::Asia::Shanghai
    }

    fn incident(&self) -> String {
        "0badcafe".to_owned()
    }
}

fn taken() -> Taken {
    Taken {
        document: DocumentId(9),
        event: EventId(9),
        before: false,
        note: Some("https://news.example.org/ answered with status 404".to_owned()),
    }
}

/// Every page in every language with every amount, as file name and HTML, and the assets.
pub async fn gallery() -> Result<Vec<(String, String)>, Box<dyn std::error::Error>> {
    let mut files: Vec<(String, String)> = crate::assets::all()
        .into_iter()
        .map(|(name, text)| (name.trim_start_matches('/').to_owned(), text.to_owned()))
        .collect();
    for language in Language::ALL {
        for amount in [Amount::Empty, Amount::One, Amount::Many] {
            let frame = crate::sample_office::frame();
            for (name, html) in Box::pin(frame.around(pages(language, amount))).await? {
                files.push((
                    format!("{name}-{}-{amount:?}.html", language.tag()).to_lowercase(),
                    html,
                ));
            }
        }
    }
    Ok(files)
}

/// Filters as somebody chose them.
fn narrow() -> NowAsk {
    NowAsk {
        window_hours: 24,
        place: Some(Place(130_681)),
        kind: Some(SourceKind::Feed),
        voices_min: 5,
        text: "塌陷".to_owned(),
        ..NowAsk::open(3)
    }
}

async fn pages(
    language: Language,
    amount: Amount,
) -> Result<Vec<(&'static str, String)>, Box<dyn std::error::Error>> {
    let (desk, zone) = (SampleDesk(amount), chrono_tz::Asia::Shanghai);
    let ask = |query: &str| SearchAsk {
        query: query.to_owned(),
        order: SearchOrder::Relevance,
        page: 1,
        limit: 20,
        facets: true,
    };
    let query = ask("路面 塌陷 tone:negative place:990121101");
    let wrong = ask("路面 \"塌陷\"");
    let mut named = vec![
        (
            "now",
            NowPage::new(
                &NowAsk::open(EVENTS),
                &now_board(amount, EVENTS),
                language,
                zone,
            )
            .with_floods(&understanding::floods(amount), NOW, zone)
            .render()?,
        ),
        (
            "spread",
            SpreadPage::new(&understanding::spread(amount), language, zone).render()?,
        ),
        (
            "now-narrow",
            NowPage::new(&narrow(), &now_board(amount, 3), language, zone).render()?,
        ),
        (
            "events",
            EventsPage::new(
                &events::Asked::default(),
                &event_list(amount),
                amount.count() as i64,
                NOW,
                language,
                zone,
            )
            .render()?,
        ),
        (
            "documents",
            DocumentsPage::new(
                &documents::Asked::copies_in("e1"),
                &document_list(amount),
                language,
                zone,
            )
            .render()?,
        ),
        (
            "document",
            DocumentPage::new(&document_sheet(amount), NOW, language, zone)
                .held(DocumentId(1), &crate::sample_keeping::holds(amount), zone)
                .render()?,
        ),
        (
            "event",
            EventPage::new(
                &sheet(amount),
                &crate::sample_office::put_right(amount),
                language,
                zone,
            )
            .saying(&understanding::said(amount), &sheet(amount), zone)
            .render()?,
        ),
        (
            "search",
            SearchPage::new(
                &query,
                &desk.search(&query).await?,
                sample_words::index_work(amount),
                language,
                zone,
            )
            .render()?,
        ),
        (
            "search-wrong",
            SearchPage::new(&wrong, &desk.search(&wrong).await?, None, language, zone).render()?,
        ),
        (
            "search-help",
            SearchHelpPage::new("路面 塌陷", Some(desk.understood_as("路面 塌陷")), language)
                .render()?,
        ),
        (
            "saved",
            SavedPage::new(&sample_saved::searches(amount), PersonId(1), language, zone)
                .told(&sample_saved::settings(), "5ec4e7", true)
                .render()?,
        ),
        (
            "saved-named",
            SavedPage::new(&[], PersonId(1), language, zone)
                .named("王小明".to_owned(), desk::SaveAsk::default())
                .render()?,
        ),
        (
            "transparency",
            TransparencyPage::new(&sample_saved::searches(amount), language, zone).render()?,
        ),
        (
            "search-new",
            SearchPage::new(&ask(""), &results(Amount::Empty), None, language, zone).render()?,
        ),
        (
            "sources",
            board::SourcesPage::new(
                &sources::board(amount),
                &board::Asked::default(),
                language,
                zone,
            )
            .render()?,
        ),
        (
            "source",
            source_sheet::SourcePage::new(
                &sources::sheet(amount),
                Some(&sources::report(amount)),
                &source_sheet::Asked::default(),
                language,
                zone,
            )
            .render()?,
        ),
        (
            "add-source",
            add::AddSourcePage::new(
                "https://www.qinglan.example/",
                false,
                Some(&sources::discovered(amount)),
                vec!["县直部门".to_owned()],
                language,
                zone,
            )
            .render()?,
        ),
        (
            "opml",
            opml::OpmlPage::new(
                desk.import_opml(&Actor::desk(), &sources::opml_list())
                    .await
                    .map_err(|e| e.to_string()),
                language,
            )
            .render()?,
        ),
        (
            "bring",
            match amount {
                Amount::Many => BringPage::new(language).taken(taken()),
                _ => BringPage::new(language),
            }
            .render()?,
        ),
        ("parts", PartsPage::new(language).render()?),
        (
            "problem",
            ProblemPage::new("broken", Some(desk.incident()), language).render()?,
        ),
        (
            "missing",
            ProblemPage::new("missing", None, language).render()?,
        ),
    ];
    named.extend(crate::sample_office::pages(amount, language, zone)?);
    named.extend(crate::sample_alerts::pages(amount, language, zone)?);
    named.extend(crate::sample_levels::pages(amount, language)?);
    named.extend(crate::sample_topics::pages(amount, language, zone)?);
    named.extend(crate::sample_pictures::pages(amount, language, zone)?);
    named.extend(crate::sample_cases::pages(amount, language, zone)?);
    named.extend(crate::sample_answers::pages(amount, language, zone)?);
    named.extend(crate::sample_evidence::pages(amount, language, zone)?);
    Ok(named)
}
