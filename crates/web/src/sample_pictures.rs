//! Sample pictures and a sample wall. All of it is fictional.

use crate::language::Language;
use crate::pages::analysis::compare::{AskedTwo, ComparePage};
use crate::pages::analysis::{AnalysisPage, Asked, RecordsPage};
use crate::pages::wall::WallPage;
use crate::picture_question::PictureQuestions;
use crate::sample::{Amount, NOW, SampleDesk, card, document};
use crate::sample_compare::comparison;
use crate::sample_sources::curve;
use askama::Template;
use async_trait::async_trait;
use chrono_tz::Tz;
use desk::{
    AnalysisAsk, Boundaries, Comparison, DeskError, EventBand, ListCurves, ListMatter, Pictures,
    PlaceDot, QueryProblem, SilentSource, Slice, SliceList, SourceBand, Steps, Wall,
};
use model::{DocumentId, EventId, HOUR_MS, Moment, Place, RankAt, SourceId, Span};
use std::sync::Arc;

/// Days of the sample.
pub(crate) const DAYS: i64 = 14;

fn steps() -> Steps {
    let end = NOW.0 / (24 * HOUR_MS) * 24 * HOUR_MS + 16 * HOUR_MS;
    Steps {
        edges: (0..=DAYS)
            .map(|day| Moment(end - (DAYS - day) * 24 * HOUR_MS))
            .collect(),
        hourly: false,
    }
}

/// A hill of documents around a day.
fn hill(peak: i64, height: i64) -> Vec<i64> {
    (0..DAYS)
        .map(|day| (height - (day - peak) * (day - peak) * height / 20).max(0))
        .collect()
}

fn events(amount: Amount) -> Vec<EventBand> {
    (0..amount.count().min(10) as i64)
        .map(|index| EventBand {
            id: EventId(index + 1),
            title: card(index as usize).title,
            counts: hill((index * 5) % DAYS, 60 - index * 4),
        })
        .collect()
}

pub(crate) fn sources(amount: Amount) -> Vec<SourceBand> {
    let names = [
        "青岚县融媒体中心",
        "北门外论坛 · 民生版块",
        "Qinglan Daily",
        "<i>晚报</i>\u{202e}",
    ];
    (0..amount.count().min(14) as i64)
        .map(|index| SourceBand {
            id: SourceId(index + 1),
            name: names[index as usize % names.len()].to_owned(),
            counts: hill((index * 3) % DAYS, 40 - index * 2),
        })
        .collect()
}

pub(crate) fn places(amount: Amount) -> Vec<PlaceDot> {
    let all = [
        (990_121, "青岚县", Some((110.21, 33.05))),
        (990_121_003, "砚溪镇", Some((110.35, 33.12))),
        (990_121_004, "望禾镇", Some((110.08, 33.16))),
        (990_121_005, "鹭汀镇", Some((110.30, 32.93))),
        (990_121_006, "苇塘镇", Some((110.02, 32.96))),
        (990_121_007, "漱石乡", Some((110.44, 33.00))),
        (990_121_008, "<b>栗坞乡</b>", None),
    ];
    (all.into_iter().enumerate().take(amount.count()))
        .map(|(index, (code, name, at))| PlaceDot {
            place: Place(code),
            name: name.to_owned(),
            count: 180 / (index as i64 + 1),
            at,
        })
        .collect()
}

fn lists(amount: Amount) -> Vec<ListCurves> {
    let day = steps().from();
    let moved = |points: Vec<RankAt>| -> Vec<RankAt> {
        let first = points.first().map_or(0, |point| point.at.0);
        let wide = |at: Moment| Moment(day.0 + (at.0 - first) * 10 + 26 * HOUR_MS);
        points
            .into_iter()
            .map(|point| RankAt {
                at: wide(point.at),
                ..point
            })
            .collect()
    };
    let matters: Vec<ListMatter> = (0..amount.count().min(6))
        .map(|index| ListMatter {
            title: card(index).title,
            document: (index % 2 == 0).then_some(DocumentId(1 + index as i64)),
            curve: moved(curve(index as i64)),
        })
        .collect();
    if matters.is_empty() {
        return Vec::new();
    }
    vec![ListCurves {
        source: SourceId(6),
        name: "热榜（自建）".to_owned(),
        in_all: matters.len() + 31,
        matters,
    }]
}

fn week(amount: Amount) -> [[i64; 24]; 7] {
    let mut week = [[0; 24]; 7];
    if amount != Amount::Empty {
        for (weekday, row) in week.iter_mut().enumerate() {
            for (hour, count) in row.iter_mut().enumerate() {
                *count =
                    (hour as i64 - 3).max(0) * (20 - hour as i64).max(1) / (1 + weekday as i64 / 5);
            }
        }
    }
    week
}

/// What all pictures show.
pub(crate) fn pictures(amount: Amount) -> Pictures {
    let many = amount == Amount::Many;
    let events = events(amount);
    let other_events: Vec<i64> = (0..DAYS)
        .map(|day| i64::from(amount != Amount::Empty) * (400 + day * 13 % 90))
        .collect();
    let volume: Vec<i64> = (0..DAYS as usize)
        .map(|day| other_events[day] + events.iter().map(|band| band.counts[day]).sum::<i64>())
        .collect();
    let total: i64 = volume.iter().sum();
    Pictures {
        total: if many { total * 3 } else { total },
        counted: total,
        steps: steps(),
        volume,
        events_in_all: events.len() * 40,
        events,
        other_events,
        sources: sources(amount),
        sources_in_all: 57,
        week: week(amount),
        places: places(amount),
        places_in_all: places(amount).len(),
        lists: lists(amount),
        boundaries: many.then(|| {
            Arc::new(Boundaries {
                lines: vec![vec![
                    (110.0, 32.9),
                    (110.2, 32.85),
                    (110.45, 32.95),
                    (110.4, 33.2),
                    (110.1, 33.22),
                    (110.0, 32.9),
                ]],
                credit: "青岚县测绘 · 虚构 000 号".to_owned(),
            })
        }),
        ..Pictures::default()
    }
}

fn slice(amount: Amount) -> SliceList {
    SliceList {
        documents: (0..amount.count()).map(document).collect(),
        total: amount.count() * 3,
        page: 1,
        pages: if amount == Amount::Many { 2 } else { 1 },
        cut: amount == Amount::Many,
        steps: steps(),
        names: vec![card(0).title],
    }
}

/// What a day shows, by hours.
fn day(amount: Amount) -> Pictures {
    let end = NOW.0 / HOUR_MS + 1;
    let volume: Vec<i64> = (0..24)
        .map(|hour| (hour * hour % 37 + 4) * amount.count() as i64)
        .collect();
    Pictures {
        total: volume.iter().sum(),
        steps: Steps {
            edges: (end - 24..=end)
                .map(|hour| Moment(hour * HOUR_MS))
                .collect(),
            hourly: true,
        },
        volume,
        ..pictures(amount)
    }
}

/// What the wall shows.
pub(crate) fn wall(amount: Amount) -> Wall {
    let board = crate::sample::now_board(amount, 6);
    Wall {
        now: NOW,
        day: day(amount),
        week: (amount == Amount::Empty).then(|| pictures(amount)),
        newest: (0..amount.count().min(7)).map(document).collect(),
        silent: (0..amount.count().min(5) as i64)
            .map(|index| SilentSource {
                id: SourceId(index + 1),
                name: "北门外论坛 · 民生版块".to_owned(),
                visited_at: (index > 0).then_some(Moment(NOW.0 - index * 31 * HOUR_MS)),
                fails: index < 2,
            })
            .collect(),
        silent_in_all: amount.count().min(9),
        sources: 57 * amount.count().min(1),
        board,
    }
}

/// Pages with pictures.
pub(crate) fn pages(
    amount: Amount,
    language: Language,
    zone: Tz,
) -> Result<Vec<(&'static str, String)>, Box<dyn std::error::Error>> {
    let (asked, shown) = (Asked::of("路面 塌陷"), pictures(amount));
    Ok(vec![
        (
            "analysis",
            AnalysisPage::new(&asked, &shown, language, zone).render()?,
        ),
        (
            "records",
            RecordsPage::new(&asked, &slice(amount), language, zone).render()?,
        ),
        (
            "compare",
            ComparePage::new(&AskedTwo::default(), &comparison(amount), language, zone).render()?,
        ),
        (
            "wall",
            WallPage::new(&wall(amount), language, zone).render()?,
        ),
    ])
}

#[async_trait]
impl PictureQuestions for SampleDesk {
    async fn pictures(&self, ask: &AnalysisAsk) -> Result<Pictures, DeskError> {
        if ask.query.ends_with('"') {
            let problem = QueryProblem {
                code: "unclosed_quote",
                message: "this quote is not closed".to_owned(),
                span: Span { start: 3, end: 4 },
            };
            return Ok(Pictures {
                problem: Some(problem),
                steps: steps(),
                ..Pictures::default()
            });
        }
        Ok(pictures(self.0))
    }

    async fn compare(
        &self,
        _: &AnalysisAsk,
        _: Option<&AnalysisAsk>,
    ) -> Result<Comparison, DeskError> {
        Ok(comparison(self.0))
    }

    async fn slice(&self, _: &AnalysisAsk, _: &Slice, _: usize) -> Result<SliceList, DeskError> {
        Ok(slice(self.0))
    }

    async fn png_of(&self, svg: String) -> Result<Vec<u8>, DeskError> {
        Ok(svg.into_bytes())
    }

    async fn wall(&self) -> Result<Wall, DeskError> {
        Ok(wall(self.0))
    }
}
