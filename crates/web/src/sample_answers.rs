//! Sample answers and the pages of answers and leads. All of it is fictional.

use crate::answer_question::AnswerQuestions;
use crate::language::Language;
use crate::pages::answers::{AnswerPage, AnswersPage, drafts};
use crate::pages::leads::{LeadsPage, tell};
use crate::pages::playbooks::{PlaybookPage, PlaybooksPage};
use crate::sample::{Amount, NOW, SampleDesk};
use crate::sample_cases::lead;
use askama::Template;
use async_trait::async_trait;
use chrono_tz::Tz;
use desk::{
    Actor, AnswerReach, AnswerSheet, DeskError, LeadList, PlaybookForm, PublicAnswer, SignForm,
};
use model::{
    Answer, AnswerId, AnswerKind, AnswerState, AnswerVersion, CaseId, EventId, HOUR_MS, Moment,
    PersonId, Playbook, PlaybookBody, PlaybookId, Verdict, Wording,
};

fn wording(index: usize) -> Wording {
    let titles = [
        "水库没有开裂，例行检修已结束",
        "北门外大街今晚恢复通行",
        "</script><script>alert(5)</script>",
    ];
    Wording {
        title: titles[index % 3].to_owned(),
        claim: "水库大坝“开裂” <b>要垮</b>".to_owned(),
        verdict: Verdict::ALL[index % 4],
        text: "县水利局今日检查，坝体完好。\n水位正常。\n\n</script><img src=x onerror=alert(6)> 检修照片见现场公告栏。".to_owned(),
    }
}

fn sample_answer(index: usize) -> Answer {
    let state = AnswerState::ALL[index % 5];
    let at = Moment(NOW.0 - index as i64 * HOUR_MS);
    Answer {
        id: AnswerId(1 + index as i64),
        case: CaseId(1),
        kind: AnswerKind::ALL[index % 2],
        state,
        wording: wording(index),
        next: (state == AnswerState::Published).then(|| wording(index + 1)),
        next_why: "日期更正".to_owned(),
        full: false,
        drafted_by: Some(PersonId(2)),
        drafted_name: "李娜".to_owned(),
        reviewed: (index % 2 == 1).then(|| ("王芳".to_owned(), at)),
        signed: None,
        published_at: state.is_public().then_some(at),
        exercise: index % 5 == 2,
        changed: ("王芳".to_owned(), at),
        version: 3,
    }
}

pub(crate) fn answers(amount: Amount) -> Vec<Answer> {
    (0..amount.count().min(5)).map(sample_answer).collect()
}

fn public(index: usize) -> PublicAnswer {
    let id = AnswerId(1 + index as i64);
    let versions = (0..=index as i64 % 3).map(|older| AnswerVersion {
        answer: id,
        number: 1 + older,
        at: Moment(NOW.0 - (index as i64 + 3 - older) * HOUR_MS),
        wording: wording(index),
        correction: match older {
            0 => String::new(),
            _ => "检修日期应为三月一日。".to_owned(),
        },
        withdrawn: older == 2,
    });
    PublicAnswer {
        id,
        kind: AnswerKind::ALL[index % 2],
        versions: versions.collect(),
        office: "青岚县人民政府新闻办公室".to_owned(),
    }
}

pub(crate) fn publics(amount: Amount) -> Vec<PublicAnswer> {
    (0..amount.count().min(20)).map(public).collect()
}

fn sheet(amount: Amount) -> AnswerSheet {
    AnswerSheet {
        answer: sample_answer(match amount {
            Amount::Empty => 0,
            Amount::One => 1,
            Amount::Many => 3,
        }),
        versions: Vec::new(),
        case_title: "北门外大街路面塌陷".to_owned(),
    }
}

fn reach() -> AnswerReach {
    AnswerReach {
        matter: vec![(EventId(1), 41), (EventId(3), 0)],
        quoting: 12,
        query: "\"水库没有开裂\"".to_owned(),
    }
}

pub(crate) fn playbooks(amount: Amount) -> Vec<Playbook> {
    let steps = "+0 城关镇: 到现场核实\n+30 县水利局: 测水位\n+45! 记者来电询问\n+120 发布首条信息";
    let one = |index: usize| Playbook {
        id: PlaybookId(1 + index as i64),
        version: 2,
        name: "汛期 <b>积水</b>预案".to_owned(),
        body: PlaybookBody {
            conditions: "一小时降雨超过五十毫米，或有路段积水。".to_owned(),
            roles: "值班员：总协调\n城关镇：现场".to_owned(),
            steps: PlaybookBody::read_steps(steps).unwrap_or_default(),
            holding: "情况正在核实，一小时内再次通报。".to_owned(),
            contacts: "县防汛办".to_owned(),
            laws: "防洪法".to_owned(),
        },
        changed: ("周编辑".to_owned(), NOW),
    };
    (0..amount.count().min(4)).map(one).collect()
}

/// Pages of answers, leads and playbooks.
pub(crate) fn pages(
    amount: Amount,
    language: Language,
    zone: Tz,
) -> Result<Vec<(&'static str, String)>, Box<dyn std::error::Error>> {
    let publics = publics(amount);
    let many = amount == Amount::Many;
    let one = public(if many { 2 } else { 0 });
    let address = "https://desk.example.org/answers/w1";
    let page = AnswerPage::new(&one, many.then_some(1), address, language, zone);
    let reach = reach();
    let draft = drafts::DraftPage::new(&sheet(amount), many.then_some(&reach), language, zone);
    let begun = drafts::DraftPage::begin("k1", "路面塌陷", language);
    let list = AnswersPage::new(("青岚县政府办", &publics), many, 1, language, zone);
    let mut pages = vec![
        ("answers", list.render()?),
        (
            "answer",
            page.ok_or("the sample has this version")?.render()?,
        ),
        ("draft", draft.render()?),
        ("draft-new", begun.render()?),
    ];
    pages.extend(beside(amount, language, zone)?);
    Ok(pages)
}

/// Pages of leads and playbooks.
fn beside(
    amount: Amount,
    language: Language,
    zone: Tz,
) -> Result<Vec<(&'static str, String)>, askama::Error> {
    let leads = LeadList {
        leads: (0..amount.count()).map(lead).collect(),
        next: None,
    };
    let tell = tell::TellPage::new("青岚县政府办", language);
    let tell = match amount {
        Amount::Empty => tell,
        Amount::One => tell.kept("5ec4-e75e-c4e7-5ec4-e75e".to_owned()),
        Amount::Many => tell.told(&lead(1), zone),
    };
    let playbooks = playbooks(amount);
    let first = playbooks.get(..1).unwrap_or_default();
    Ok(vec![
        (
            "leads",
            LeadsPage::new(&leads, None, language, zone).render()?,
        ),
        ("tell", tell.render()?),
        (
            "playbooks",
            PlaybooksPage::new(&playbooks, language, zone).render()?,
        ),
        (
            "playbook",
            PlaybookPage::new(first, language, zone).render()?,
        ),
    ])
}

#[async_trait]
impl AnswerQuestions for SampleDesk {
    async fn draft_answer(
        &self,
        _: &Actor,
        _: CaseId,
        _: AnswerKind,
        _: bool,
        _: &Wording,
    ) -> Result<AnswerId, DeskError> {
        Ok(AnswerId(1))
    }

    async fn reword_answer(
        &self,
        _: &Actor,
        _: AnswerId,
        _: i64,
        _: &Wording,
        _: &str,
    ) -> Result<(), DeskError> {
        Ok(())
    }

    async fn review_answer(&self, _: &Actor, _: AnswerId, _: i64) -> Result<(), DeskError> {
        Ok(())
    }

    async fn sign_answer(
        &self,
        _: &Actor,
        _: AnswerId,
        _: i64,
        _: &SignForm,
    ) -> Result<(), DeskError> {
        Ok(())
    }

    async fn publish_answer(&self, _: &Actor, _: AnswerId, _: i64) -> Result<(), DeskError> {
        Ok(())
    }

    async fn withdraw_answer(
        &self,
        _: &Actor,
        _: AnswerId,
        _: i64,
        _: &str,
    ) -> Result<(), DeskError> {
        Ok(())
    }

    async fn answer_sheet(&self, _: &Actor, _: AnswerId) -> Result<AnswerSheet, DeskError> {
        Ok(sheet(self.0))
    }

    async fn answer_reach(&self, _: &Actor, _: AnswerId) -> Result<Option<AnswerReach>, DeskError> {
        Ok(Some(reach()))
    }

    async fn public_answers(&self, _: u64) -> Result<(Vec<PublicAnswer>, bool), DeskError> {
        Ok((publics(self.0), self.0 == Amount::Many))
    }

    async fn public_answer(&self, id: AnswerId) -> Result<PublicAnswer, DeskError> {
        let there = publics(self.0).into_iter().find(|one| one.id == id);
        there.ok_or_else(|| DeskError::NotFound {
            kind: "answer",
            id: id.to_string(),
        })
    }

    async fn playbooks(&self, _: &Actor) -> Result<Vec<Playbook>, DeskError> {
        Ok(playbooks(self.0))
    }

    async fn playbook(&self, _: &Actor, _: PlaybookId) -> Result<Vec<Playbook>, DeskError> {
        Ok(playbooks(Amount::One))
    }

    async fn keep_playbook(
        &self,
        _: &Actor,
        _: PlaybookId,
        _: i64,
        _: &PlaybookForm,
    ) -> Result<PlaybookId, DeskError> {
        Ok(PlaybookId(1))
    }

    async fn start_playbook(
        &self,
        _: &Actor,
        _: CaseId,
        _: i64,
        _: PlaybookId,
    ) -> Result<(), DeskError> {
        Ok(())
    }
}
