//! How a document is read: what the matter is about, and in which tone. Aids to a reader, given
//! by small models with how sure they are, put right by people; never a score of a person.

use serde::{Deserialize, Serialize};

/// What the matter is about: livelihood and safety.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Spoiled, adulterated or unlicensed food; canteens.
    FoodSafety,
    /// Schools, kindergartens, exams, teachers.
    School,
    /// Hospitals, treatment, medicines, epidemics.
    Hospital,
    /// Flats, delayed handover, property management, neighbours.
    Housing,
    /// Land taking, demolition, resettlement.
    Land,
    /// Wages owed, labour disputes, jobs.
    Wages,
    /// Pensions, insurance, relief, the disabled and the old.
    Benefits,
    /// Roads, accidents on them, buses, railways, parking.
    Traffic,
    /// Air, water, noise, waste, smells.
    Environment,
    /// Water, power, gas, heating and networks that fail.
    Utilities,
    /// Rain, floods, storms, cold and heat.
    Flood,
    /// Earthquakes, landslides, collapses of ground.
    Ground,
    /// Fires and explosions.
    Fire,
    /// Accidents at work, in mines, plants and buildings.
    WorkSafety,
    /// Crime, police, courts, missing persons.
    Policing,
    /// Fraud, savings, loans, investments.
    Fraud,
    /// Goods, refunds, prices, services bought.
    Consumer,
    /// Streets, stalls, dogs, parks, buildings without permit.
    City,
    /// Sights, culture, sports, hotels.
    Tourism,
    /// Farming, villages, livestock.
    Farming,
    /// Questions about policies and how something is done.
    Policy,
    /// Complaints about an office's service or conduct.
    Service,
    /// Praise and thanks.
    Praise,
    /// Claims that ask to be checked, and their checks.
    Rumour,
    /// None of these.
    #[default]
    Other,
}

impl Category {
    /// All of them, [`Category::Other`] last.
    pub const ALL: [Self; 25] = [
        Self::FoodSafety,
        Self::School,
        Self::Hospital,
        Self::Housing,
        Self::Land,
        Self::Wages,
        Self::Benefits,
        Self::Traffic,
        Self::Environment,
        Self::Utilities,
        Self::Flood,
        Self::Ground,
        Self::Fire,
        Self::WorkSafety,
        Self::Policing,
        Self::Fraud,
        Self::Consumer,
        Self::City,
        Self::Tourism,
        Self::Farming,
        Self::Policy,
        Self::Service,
        Self::Praise,
        Self::Rumour,
        Self::Other,
    ];

    /// The word that is stored and asked for.
    pub fn word(self) -> &'static str {
        self.names().0
    }

    /// The Chinese name.
    pub fn zh(self) -> &'static str {
        self.names().1
    }

    /// Understands the word or the Chinese name.
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|category| category.word() == text || category.zh() == text)
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::FoodSafety => ("food_safety", "食品安全"),
            Self::School => ("school", "校园教育"),
            Self::Hospital => ("hospital", "医疗卫生"),
            Self::Housing => ("housing", "住房物业"),
            Self::Land => ("land", "征地拆迁"),
            Self::Wages => ("wages", "劳动欠薪"),
            Self::Benefits => ("benefits", "社保救助"),
            Self::Traffic => ("traffic", "交通出行"),
            Self::Environment => ("environment", "环境保护"),
            Self::Utilities => ("utilities", "水电气暖"),
            Self::Flood => ("flood", "洪涝气象"),
            Self::Ground => ("ground", "地震地质"),
            Self::Fire => ("fire", "火灾爆炸"),
            Self::WorkSafety => ("work_safety", "安全生产"),
            Self::Policing => ("policing", "警务治安"),
            Self::Fraud => ("fraud", "诈骗金融"),
            Self::Consumer => ("consumer", "消费维权"),
            Self::City => ("city", "城市管理"),
            Self::Tourism => ("tourism", "文旅体育"),
            Self::Farming => ("farming", "农业农村"),
            Self::Policy => ("policy", "政策咨询"),
            Self::Service => ("service", "政务服务"),
            Self::Praise => ("praise", "表扬感谢"),
            Self::Rumour => ("rumour", "传言求证"),
            Self::Other => ("other", "其他"),
        }
    }
}

/// How a text takes what it speaks of.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Complains, grieves, warns, is angry.
    Negative,
    /// Reports, asks, tells.
    #[default]
    Neutral,
    /// Praises, thanks, is glad.
    Positive,
}

impl Tone {
    /// All of them, from negative to positive.
    pub const ALL: [Self; 3] = [Self::Negative, Self::Neutral, Self::Positive];

    /// The word that is stored and asked for.
    pub fn word(self) -> &'static str {
        self.names().0
    }

    /// The Chinese name.
    pub fn zh(self) -> &'static str {
        self.names().1
    }

    /// Understands the word or the Chinese name.
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|tone| tone.word() == text || tone.zh() == text)
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Negative => ("negative", "负面"),
            Self::Neutral => ("neutral", "中性"),
            Self::Positive => ("positive", "正面"),
        }
    }
}

/// What a document was read as, and how sure that is. An unread one has no certainty at all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// What it is about.
    pub category: Category,
    /// How sure the category is, 0 to 1; 1 where a person said so.
    pub category_sure: f32,
    /// Its tone.
    pub tone: Tone,
    /// How sure the tone is, 0 to 1; 1 where a person said so.
    pub tone_sure: f32,
    /// What the tone is toward, as the text calls it; none where that is unsure.
    pub toward: Option<String>,
}

impl Reading {
    /// Surer than this a model never is: all of it is kept for people.
    pub const MODEL_SURE_MAX: f32 = 0.99;

    /// Whether it was read at all.
    pub fn is_read(&self) -> bool {
        self.category_sure > 0.0 || self.tone_sure > 0.0
    }

    /// Whether a person said what it is about.
    pub fn category_is_said(&self) -> bool {
        self.category_sure > Self::MODEL_SURE_MAX
    }

    /// Whether a person said in which tone.
    pub fn tone_is_said(&self) -> bool {
        self.tone_sure > Self::MODEL_SURE_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_names_lead_back_and_are_told_apart() {
        for category in Category::ALL {
            assert_eq!(Category::of(category.word()), Some(category));
            assert_eq!(Category::of(category.zh()), Some(category));
        }
        for tone in Tone::ALL {
            assert_eq!(Tone::of(tone.word()), Some(tone));
            assert_eq!(Tone::of(tone.zh()), Some(tone));
        }
        assert_eq!(Category::of("weather"), None);
    }
}
