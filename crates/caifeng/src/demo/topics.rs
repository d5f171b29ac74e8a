//! What the county's office follows for long: the river, and what is eaten at schools.

use crate::house::House;
use anyhow::Result;
use desk::{Actor, TopicForm, TopicKept};
use model::{Person, PersonId, UnitId};

/// A topic: its name, its question, its places, the unit whose work it is about, its notes.
struct Followed {
    name: &'static str,
    query: &'static str,
    places: &'static [&'static str],
    unit: &'static str,
    notes: &'static str,
}

const TOPICS: [Followed; 2] = [
    Followed {
        name: "防汛",
        query: "category:flood OR 砚溪河 OR 水库 OR 泄洪 OR 连夜转移",
        places: &["青岚县"],
        unit: "县水利局",
        notes: "汛期每天早晚各看一次。水库、河道的数字以县水利局公布的为准。",
    },
    Followed {
        name: "校园食品安全",
        query: "(食堂 OR 校门口 OR 营养餐) (category:food_safety OR 呕吐 OR 变质 OR 豆角) -招标",
        places: &[],
        unit: "县教育局",
        notes: "开学前后和期末重点看；答复由县教育局会同市场监管局起草。",
    },
];

/// Who answers for them.
const OWNER: &str = "analyst";

/// Makes the topics, once.
pub(crate) async fn topics(house: &House) -> Result<()> {
    if !house.store.topics().await?.is_empty() {
        return Ok(());
    }
    let people = house.store.people().await?;
    let owner = people.iter().find(|person| person.login == OWNER);
    let actor = owner.map_or_else(Actor::command_line, |person| Actor::of(person, ""));
    let units = house.store.units().await?;
    let desk = house.desk(house.index_for_reading()?);
    for one in &TOPICS {
        let unit = units.iter().find(|unit| unit.name == one.unit);
        let form = form_of(one, owner.map(id_of), unit.map(|unit| unit.id));
        let kept = desk.keep_topic(&actor, None, &form).await?;
        if let TopicKept::Wrong(problem) = kept {
            anyhow::bail!(
                "the topic {} cannot be asked: {}",
                one.name,
                problem.message
            );
        }
    }
    Ok(())
}

fn id_of(person: &Person) -> PersonId {
    person.id
}

fn form_of(one: &Followed, owner: Option<PersonId>, unit: Option<UnitId>) -> TopicForm {
    TopicForm {
        name: one.name.to_owned(),
        query: one.query.to_owned(),
        places: one.places.iter().map(|place| (*place).to_owned()).collect(),
        notes: one.notes.to_owned(),
        owner,
        unit,
        ..TopicForm::default()
    }
}
