//! Sample saved searches, what a feed gives, what is taken along.

use crate::sample::{Amount, NOW, SampleDesk, hits};
use crate::saved_question::SavedQuestions;
use crate::web_settings::WebSettings;
use async_trait::async_trait;
use desk::{
    Actor, DeskError, ExportForm, Exported, Feed, QueryProblem, SaveAsk, Saved, SearchOrder,
};
use model::{HOUR_MS, Moment, PersonId, SavedSearch, SavedSearchId};

/// A desk that people reach by its own address.
pub(crate) fn settings() -> WebSettings {
    WebSettings {
        public_url: "https://desk.example.org".to_owned(),
        ..WebSettings::default()
    }
}

/// One of a matter, one of an office that waits, one that was approved.
pub(crate) fn searches(amount: Amount) -> Vec<SavedSearch> {
    let one = |id: i64, name: &str, query: &str| SavedSearch {
        id: SavedSearchId(id),
        name: name.to_owned(),
        query: query.to_owned(),
        made_by: PersonId(id),
        made_by_name: "林分析".to_owned(),
        made_at: Moment(NOW.0 - id * HOUR_MS),
        office_held: None,
        approved: None,
    };
    let named = |id, query, approved| SavedSearch {
        office_held: Some("青岚县县长".to_owned()),
        approved,
        ..one(id, "县长 <b>讲话</b>", query)
    };
    let all = vec![
        one(1, "食堂与豆角", "(食堂 OR 豆角) -招标 last:7d"),
        named(2, "王小明", None),
        named(3, "李建国", Some(("周编辑".to_owned(), NOW))),
    ];
    all.into_iter().take(amount.count().min(3)).collect()
}

#[async_trait]
impl SavedQuestions for SampleDesk {
    async fn save_search(&self, _: &Actor, ask: &SaveAsk) -> Result<Saved, DeskError> {
        if ask.query == "王小明" && ask.office_held.is_empty() {
            return Ok(Saved::NamesPerson(ask.query.clone()));
        }
        Ok(Saved::Kept {
            id: SavedSearchId(9),
            secret: "5ec4e7".to_owned(),
            waits: !ask.office_held.is_empty(),
        })
    }

    async fn saved_searches(&self, _: &Actor) -> Result<Vec<SavedSearch>, DeskError> {
        Ok(searches(self.0))
    }

    async fn searches_for_persons(&self) -> Result<Vec<SavedSearch>, DeskError> {
        let all = searches(self.0).into_iter();
        Ok(all.filter(|search| search.office_held.is_some()).collect())
    }

    async fn approve_search(&self, _: &Actor, _: SavedSearchId) -> Result<(), DeskError> {
        Ok(())
    }

    async fn renew_search(&self, _: &Actor, _: SavedSearchId) -> Result<String, DeskError> {
        Ok("5ec4e7".to_owned())
    }

    async fn drop_search(&self, _: &Actor, _: SavedSearchId) -> Result<(), DeskError> {
        Ok(())
    }

    async fn feed(&self, secret: &str) -> Result<Feed, DeskError> {
        let search = searches(self.0).into_iter().next();
        let search = search.filter(|_| secret == "5ec4e7");
        let search = search.ok_or_else(|| DeskError::NotFound {
            kind: "feed",
            id: "…".to_owned(),
        })?;
        Ok(Feed {
            search,
            hits: hits(self.0),
        })
    }

    async fn export_search(
        &self,
        _: &Actor,
        _: &str,
        _: SearchOrder,
        form: ExportForm,
        _: usize,
    ) -> Result<Result<Exported, QueryProblem>, DeskError> {
        Ok(Ok(Exported {
            bytes: form.ending().as_bytes().to_vec(),
            rows: 1,
            total: 1,
        }))
    }
}
