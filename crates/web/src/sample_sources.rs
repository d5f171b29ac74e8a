//! Sample data of the outside world: sources, what checking them gives, what is brought. Fictional.

use crate::sample::{Amount, NOW};
use desk::line::{Found, LeftOut, Offer, VisitReport};
use desk::{
    Cost, Discovered, Exchange, FetchLog, HotBoard, HotRow, OpmlFrom, OpmlList, Proposal,
    SourceBoard, SourceForm, SourceRow, SourceSheet, Standing, Unusual, Usual,
};
use model::{
    Condition, DocumentId, EventId, Findings, HOUR_MS, ListRules, Moment, Owner, RankAt, Reach,
    Source, SourceId, SourceKind, SourceRules, SourceState, Visit, VisitOutcome,
};

/// Sources of the fullest sample.
const MANY: usize = 12;
/// The day of all samples.
const TODAY: i64 = 20_514;

const NAMES: &[&str] = &[
    "青岚县融媒体中心",
    "青岚县人民政府 政务要闻",
    "<b>北门外</b> 论坛 · 民生版块",
    "溪口镇通知公告",
    "Qinglan Daily",
    "热榜（自建）",
];

fn source(index: usize) -> Source {
    let kinds = [
        SourceKind::Feed,
        SourceKind::ListPage,
        SourceKind::ListPage,
        SourceKind::WatchedPage,
        SourceKind::Feed,
        SourceKind::HotList,
    ];
    let conditions = [
        Condition::Ok,
        Condition::NotModified,
        Condition::Error,
        Condition::Empty,
        Condition::Ok,
        Condition::New,
    ];
    let at = index % NAMES.len();
    let condition = conditions[at];
    Source {
        id: SourceId(index as i64 + 1),
        kind: kinds[at],
        name: NAMES[at].to_owned(),
        url: Some(format!("https://www.qinglan.example/{index}")),
        owner: [Owner::Outlet, Owner::Institution, Owner::Board][at % 3],
        reach: [None, Some(Reach::Local), Some(Reach::Nation)][at % 3],
        folder: ["媒体", "县直部门", ""][at % 3].to_owned(),
        rules: SourceRules {
            list: (kinds[at] == SourceKind::ListPage).then(list),
            ..SourceRules::default()
        },
        allow_private: false,
        paused: index % 7 == 6,
        added_at: Moment(NOW.0 - 900 * HOUR_MS),
        state: SourceState {
            visited_at: Some(Moment(NOW.0 - HOUR_MS / 2)),
            read_at: (condition != Condition::New).then_some(Moment(NOW.0 - HOUR_MS)),
            last_outcome: Some(words(condition)),
            condition,
            failures: if condition == Condition::Error { 3 } else { 0 },
            interval_ms: 30 * 60_000,
            next_at: Some(Moment(NOW.0 + HOUR_MS / 2)),
            ..SourceState::default()
        },
    }
}

fn list() -> ListRules {
    ListRules {
        item: "ul.list > li".to_owned(),
        link: Some("a".to_owned()),
        time: Some("span.date".to_owned()),
        ..ListRules::default()
    }
}

fn words(condition: Condition) -> String {
    match condition {
        Condition::Error => {
            "https://www.qinglan.example/2 answered with status 503; open it in a browser to see whether it has moved"
        }
        Condition::Empty => "it can be read and holds no entry",
        Condition::NotModified => "not changed since the last visit",
        Condition::New => "",
        Condition::Ok => "read",
    }
    .to_owned()
}

fn row(index: usize) -> SourceRow {
    let days = 30_i64;
    let items = |day: i64| (day * (index as i64 + 3)) % 11 + 2;
    SourceRow {
        source: source(index),
        items: (0..days).map(items).collect(),
        latest: (items(days - 2), items(days - 1)),
        usual: (index % 4 != 3).then_some(Usual {
            mean: 6.4,
            sigma: 2.1,
        }),
        unusual: [None, Some(Unusual::Low), None, Some(Unusual::High)][index % 4],
        delay_ms: (index % 3 != 2).then_some(17 * 60_000 * (index as i64 + 1)),
        cost: Cost {
            visits: 720,
            failures: 3,
            requests: 801,
            bytes: 4_812_331,
            took_ms: 90_000,
        },
    }
}

fn count(amount: Amount) -> usize {
    match amount {
        Amount::Empty => 0,
        Amount::One => 1,
        Amount::Many => MANY,
    }
}

pub(crate) fn board(amount: Amount) -> SourceBoard {
    let rows: Vec<SourceRow> = (0..count(amount)).map(row).collect();
    let standings = Standing::ALL
        .into_iter()
        .map(|standing| {
            let count = rows
                .iter()
                .filter(|row| Standing::of(&row.source) == standing)
                .count();
            (standing, count)
        })
        .filter(|(_, count)| *count > 0)
        .collect();
    SourceBoard {
        matching: rows.len(),
        all: rows.len(),
        unusual: rows.iter().filter(|row| row.unusual.is_some()).count(),
        standings,
        folders: if rows.is_empty() {
            Vec::new()
        } else {
            vec![("县直部门".to_owned(), 4), ("媒体".to_owned(), 4)]
        },
        page: 1,
        pages: if amount == Amount::Many { 3 } else { 1 },
        rows,
    }
}

fn visit(index: usize) -> Visit {
    let outcome = VisitOutcome::ALL[index % 4];
    Visit {
        source: SourceId(1),
        at: Moment(NOW.0 - index as i64 * HOUR_MS),
        day: TODAY,
        outcome,
        note: match outcome {
            VisitOutcome::Failed => words(Condition::Error),
            VisitOutcome::Empty => words(Condition::Empty),
            _ => String::new(),
        },
        bytes: 48_000 + index as i64,
        requests: 3,
        took_ms: 412,
        items: 20,
        items_new: (index % 5) as i64,
        added_at: Moment(0),
        delays: (0, 0),
        state_after: SourceState::default(),
        findings: Findings::default(),
    }
}

/// Places of a matter over a day, with an absence in the middle.
pub(crate) fn curve(number: i64) -> Vec<RankAt> {
    (0..48)
        .filter(|half_hour| !(20..28).contains(half_hour))
        .map(|half_hour| RankAt {
            at: Moment(NOW.0 - (47 - half_hour) * HOUR_MS / 2),
            rank: 1 + number + (half_hour * (3 + number)) % 13,
            heat: (number % 3 != 2).then_some(1_250_000 - half_hour * 9_000),
        })
        .collect()
}

fn hot_board() -> HotBoard {
    let rows = (0..12)
        .map(|number| {
            let mut curve = curve(number);
            let last = curve.last_mut().expect("a curve has points");
            last.rank = number + 1;
            HotRow {
                title: format!("热榜第{}条：北门外大街 <b>恢复通行</b>", number + 1),
                kept: (number % 4 != 3).then_some((DocumentId(number + 1), EventId(number + 1))),
                rank: number + 1,
                before: [Some(number + 3), Some(number + 1), None, Some(1)][number as usize % 4],
                best: curve.iter().map(|point| point.rank).min().unwrap_or(1),
                heat: curve.last().and_then(|point| point.heat),
                curve,
            }
        })
        .collect();
    HotBoard { at: NOW, rows }
}

pub(crate) fn opml_list() -> OpmlList {
    OpmlList {
        from: OpmlFrom::Address("https://www.qinglan.example/all.opml".to_owned()),
        owner: Owner::Outlet,
        allow_private: false,
    }
}

pub(crate) fn sheet(amount: Amount) -> SourceSheet {
    let which = match amount {
        Amount::Empty => 0,
        Amount::One => 5,
        Amount::Many => 2,
    };
    SourceSheet {
        row: row(which),
        hot: (amount == Amount::One).then(hot_board),
        visits: (0..count(amount)).map(visit).collect(),
        today: TODAY,
    }
}

pub(crate) fn report(amount: Amount) -> VisitReport {
    let good = amount != Amount::Empty;
    VisitReport {
        source: source(1),
        visit: visit(if good { 0 } else { 3 }),
        title: good.then(|| "政务要闻 <i>青岚</i>".to_owned()),
        found: (0..count(amount) * 3)
            .map(|index| Found {
                title: format!("第{}条：北门外大街恢复通行 <script>", index + 1),
                url: Some(format!("https://www.qinglan.example/a/{index}")),
                published_at: Some(Moment(NOW.0 - index as i64 * HOUR_MS)),
                chars: 640,
            })
            .collect(),
        left_out: (0..count(amount))
            .map(|index| LeftOut {
                what: format!("javascript:void({index})"),
                why: "it leads nowhere".to_owned(),
            })
            .collect(),
        log: FetchLog {
            whole: false,
            exchanges: vec![Exchange {
                robots: false,
                url: "https://www.qinglan.example/news/".to_owned(),
                sent: vec![("user-agent".to_owned(), "Caifeng (+contact)".to_owned())],
                status: if good { 200 } else { 503 },
                got: vec![(
                    "content-type".to_owned(),
                    "text/html; charset=gbk".to_owned(),
                )],
            }],
        },
        offer: (!good).then_some(Offer::Opml(41)),
    }
}

pub(crate) fn discovered(amount: Amount) -> Discovered {
    let kinds = [SourceKind::Feed, SourceKind::ListPage, SourceKind::Sitemap];
    let proposals: Vec<Proposal> = (0..count(amount).min(3))
        .map(|index| Proposal {
            form: SourceForm {
                name: NAMES[index].to_owned(),
                rules: SourceRules {
                    list: (index == 1).then(list),
                    ..SourceRules::default()
                },
                ..SourceForm::plain(kinds[index], format!("https://www.qinglan.example/{index}"))
            },
            preview: report(Amount::One),
        })
        .collect();
    Discovered {
        title: "青岚县人民政府".to_owned(),
        notes: if proposals.is_empty() {
            vec!["neither a feed nor a list nor a sitemap was found".to_owned()]
        } else {
            Vec::new()
        },
        opml: (amount == Amount::Many).then_some(41),
        proposals,
    }
}
