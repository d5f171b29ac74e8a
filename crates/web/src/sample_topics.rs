//! Sample topics and routes.

use crate::language::Language;
use crate::pages::topics::{board, form, routes, sheet};
use crate::sample::{Amount, NOW, SampleDesk};
use crate::sample_topic_sheet::sheet_of;
use crate::topic_question::TopicQuestions;
use askama::Template;
use async_trait::async_trait;
use chrono_tz::Tz;
use desk::{
    Actor, DeskError, QueryProblem, RouteForm, RouteRow, TopicChoices, TopicForm, TopicKept,
    TopicPeriod, TopicSheet,
};
use model::{
    ChannelId, Moment, PersonId, Route, RouteId, RouteOf, Rule, Span, Topic, TopicId, Unit, UnitId,
};

pub(crate) fn topics_of(amount: Amount) -> Vec<Topic> {
    let names = [
        "防汛",
        "食堂 <script>alert(1)</script>",
        "一个名字长得在手机上要折成好几行才放得下的专项，例如城西片区供水管网改造",
        "县长",
        "旧事",
    ];
    let all = (1..).zip(names).map(|(number, name)| Topic {
        id: TopicId(number),
        name: name.to_owned(),
        query: "水库 OR 泄洪 OR \"<b>粗体</b>\"".to_owned(),
        places: vec!["青岚县".to_owned()],
        sources: vec!["日报".to_owned()],
        languages: vec![model::Language::Chinese],
        notes: "汛期每天看两遍。\n联系人：县水利局".to_owned(),
        unit: Some(UnitId(2)),
        owner: PersonId(1),
        owner_name: "林分析".to_owned(),
        made_at: NOW,
        asked_by: PersonId(1),
        office_held: (number == 4).then(|| "青岚县县长".to_owned()),
        approved: None,
        archived_at: (number == 5).then_some(NOW),
        changed_by: "林分析".to_owned(),
        version: 2,
    });
    match amount {
        Amount::Empty => Vec::new(),
        Amount::One => all.take(1).collect(),
        Amount::Many => all.collect(),
    }
}

pub(crate) fn routes_of(amount: Amount) -> Vec<RouteRow> {
    let row = |number: i64, of: RouteOf, words: &str| RouteRow {
        route: Route {
            id: RouteId(number),
            of,
            channel: ChannelId(1),
            words: words.to_owned(),
            everyones: number == 2,
            made_by: "周编辑".to_owned(),
            made_at: Moment(NOW.0),
            removed_at: (number == 4).then_some(NOW),
        },
        of: if number == 1 {
            "防汛"
        } else {
            "县教育局"
        }
        .to_owned(),
        channel: (number != 3).then(|| "值班群".to_owned()),
    };
    let all = vec![
        row(1, RouteOf::Topic(TopicId(1)), ""),
        row(2, RouteOf::Unit(UnitId(2)), "学校 OR 食堂 <i>"),
        row(3, RouteOf::Unit(UnitId(2)), "停课"),
        row(4, RouteOf::Unit(UnitId(2)), "已移除"),
    ];
    match amount {
        Amount::Empty => Vec::new(),
        Amount::One => all.into_iter().take(1).collect(),
        Amount::Many => all,
    }
}

fn choices(amount: Amount) -> TopicChoices {
    if amount == Amount::Empty {
        return TopicChoices::default();
    }
    TopicChoices {
        people: vec![(PersonId(1), "林分析".to_owned())],
        units: vec![Unit {
            id: UnitId(2),
            parent: None,
            name: "县教育局".to_owned(),
            version: 1,
        }],
        channels: vec![(ChannelId(1), "值班群".to_owned())],
    }
}

/// The sample's pages about topics.
pub(crate) fn pages(
    amount: Amount,
    language: Language,
    zone: Tz,
) -> Result<Vec<(&'static str, String)>, askama::Error> {
    let (topics, choices) = (topics_of(amount), choices(amount));
    let form = match topics.get(3).or(topics.first()) {
        Some(topic) => TopicForm::of(topic),
        None => TopicForm::default(),
    };
    let of = (amount == Amount::Many).then_some((TopicId(4), 2));
    let sheet = sheet_of(amount, TopicPeriod::Week);
    let (list, asked) = (board::Asked::default(), routes::Asked::default());
    let rows = routes_of(amount);
    Ok(vec![
        (
            "topics",
            board::TopicsPage::new(&topics, &list, language).render()?,
        ),
        (
            "topic",
            sheet::TopicPage::new(&sheet, &sheet::Asked::default(), language, zone).render()?,
        ),
        (
            "topic_form",
            form::TopicFormPage::new(of, form, &choices, language).render()?,
        ),
        (
            "routes",
            routes::RoutesPage::new(&rows, &topics, &choices, &asked, language).render()?,
        ),
    ])
}

#[async_trait]
impl TopicQuestions for SampleDesk {
    async fn topics(&self, _: &Actor) -> Result<Vec<Topic>, DeskError> {
        Ok(topics_of(self.0))
    }

    async fn topic(&self, _: &Actor, name: &str) -> Result<Topic, DeskError> {
        let mut all = topics_of(self.0).into_iter();
        let found = all.find(|topic| topic.id.to_string() == name);
        found.ok_or_else(|| DeskError::NotFound {
            kind: "topic",
            id: name.to_owned(),
        })
    }

    async fn topic_sheet(
        &self,
        actor: &Actor,
        name: &str,
        period: TopicPeriod,
    ) -> Result<TopicSheet, DeskError> {
        let topic = self.topic(actor, name).await?;
        Ok(TopicSheet {
            topic,
            ..sheet_of(self.0, period)
        })
    }

    async fn topic_choices(&self, _: &Actor) -> Result<TopicChoices, DeskError> {
        Ok(choices(self.0))
    }

    async fn keep_topic(
        &self,
        _: &Actor,
        _: Option<(TopicId, i64)>,
        form: &TopicForm,
    ) -> Result<TopicKept, DeskError> {
        Ok(match form.query.as_str() {
            "县长" => TopicKept::NamesPerson("县长".to_owned()),
            "(水库" => TopicKept::Wrong(QueryProblem {
                code: "unclosed_paren",
                message: "a parenthesis is not closed".to_owned(),
                span: Span { start: 0, end: 1 },
            }),
            _ => TopicKept::Kept {
                id: TopicId(1),
                waits: false,
            },
        })
    }

    async fn approve_topic(&self, _: &Actor, _: TopicId) -> Result<(), DeskError> {
        Ok(())
    }

    async fn archive_topic(&self, _: &Actor, _: (TopicId, i64), _: bool) -> Result<(), DeskError> {
        Ok(())
    }

    async fn routes(&self, _: &Actor) -> Result<Vec<RouteRow>, DeskError> {
        Ok(routes_of(self.0))
    }

    async fn add_route(
        &self,
        _: &Actor,
        _: &RouteForm,
    ) -> Result<Result<RouteId, QueryProblem>, DeskError> {
        Ok(Ok(RouteId(1)))
    }

    async fn remove_route(&self, _: &Actor, _: RouteId, _: bool) -> Result<(), DeskError> {
        Ok(())
    }

    async fn asked_for_persons(&self) -> Result<(Vec<Topic>, Vec<Rule>), DeskError> {
        let all = topics_of(self.0).into_iter();
        let topics = all.filter(|topic| topic.office_held.is_some()).collect();
        Ok((topics, Vec::new()))
    }
}
