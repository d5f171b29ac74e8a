//! Places: Chinese administrative divisions down to the county, found among a document's words.
//!
//! A name that several divisions share (朝阳区 in Beijing and Changchun, 鼓楼区 four times) is
//! settled by what else the document says, never by guessing: it counts for the division whose
//! city or province is named too, else for the one in the desk's own region, else for none.

use crate::own_places::OwnPlace;
use model::{Place, PlaceLevel};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Divisions kept for one document: more are lists, not places the document is about.
const PLACES_MAX: usize = 12;

/// Places that one name of a question may mean.
const NAMED_MAX: usize = 50;

static TABLE: &str = include_str!("../generated/divisions.tsv");

/// Short forms that are ordinary words first: 东方 is a city and the East.
static ORDINARY_WORDS: &[&str] = &[
    "东方",
    "平安",
    "和平",
    "永安",
    "大安",
    "兴平",
    "安宁",
    "同心",
    "开平",
    "高平",
    "建德",
    "恩平",
    "海洋",
    "长治",
    "朝阳",
    "吉安",
    "福安",
    "大同",
    "白银",
    "万宁",
    "光泽",
    "文昌",
    "北安",
    "中山",
    "宝山",
    "铁力",
    "阳春",
    "南安",
    "武安",
    "汇川",
    "乐平",
    "安康",
    "合作",
    "新星",
    "可克达拉",
    "双河",
    "仙桃",
    "天门",
    "洪江",
    "资兴",
    "信宜",
];

/// Names of peoples in the names of autonomous divisions, which short forms leave out.
static PEOPLES: &[&str] = &[
    "壮族",
    "回族",
    "维吾尔",
    "藏族",
    "羌族",
    "彝族",
    "苗族",
    "侗族",
    "布依族",
    "土家族",
    "傣族",
    "景颇族",
    "傈僳族",
    "白族",
    "哈尼族",
    "朝鲜族",
    "蒙古族",
    "蒙古",
    "哈萨克",
    "柯尔克孜",
];

struct Divisions {
    /// Codes by every form a division is called by.
    by_name: FxHashMap<String, Vec<Place>>,
    /// Full names by code.
    names: BTreeMap<Place, &'static str>,
}

/// Finds divisions among words.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    /// The division the desk itself sits in: it settles names that nothing else settles.
    pub home: Option<Place>,
    /// Folded names of the desk's own places; they are always meant where they are written.
    own: FxHashMap<String, Place>,
}

/// The full name of a division, if there is one of that code.
pub fn place_name(place: Place) -> Option<&'static str> {
    divisions().names.get(&place).copied()
}

impl Gazetteer {
    /// A gazetteer that knows the desk's own places besides the common ones.
    pub fn new(home: Option<Place>, own: &[OwnPlace]) -> Self {
        let names = own.iter().flat_map(|place| {
            let names = std::iter::once(&place.name).chain(&place.also);
            names.map(|name| (crate::fold::fold(name), place.place))
        });
        Self {
            home,
            own: names.collect(),
        }
    }

    /// The places that somebody means by a folded name or a code: those called so, else those
    /// whose full name begins with it, as 朝阳 begins 朝阳区.
    pub fn named(&self, name: &str) -> Vec<Place> {
        if let Some(own) = self.own.get(name) {
            return vec![*own];
        }
        let table = divisions();
        if let Ok(code) = name.parse::<u32>() {
            let own = self.own.values().any(|place| place.0 == code);
            let known = own || table.names.contains_key(&Place(code));
            return known.then_some(Place(code)).into_iter().collect();
        }
        if let Some(places) = table.by_name.get(name) {
            return places.clone();
        }
        let long_enough = name.chars().count() >= 2;
        let begins = |full: &str| long_enough && full.starts_with(name);
        let own = self.own.iter().filter(|(full, _)| begins(full));
        let known = table.names.iter().filter(|(_, full)| begins(full));
        let own = own.map(|(_, place)| *place);
        let mut places: Vec<Place> = own.chain(known.map(|(place, _)| *place)).collect();
        places.sort_unstable();
        places.dedup();
        places.truncate(NAMED_MAX);
        places
    }

    /// All full names, for the segmenter.
    pub fn names() -> impl Iterator<Item = &'static str> {
        divisions().names.values().copied()
    }

    /// The divisions that the words name, most specific first; those above a named one are left out.
    pub fn places<'a>(&self, words: impl Iterator<Item = &'a str>) -> Vec<Place> {
        let by_name = &divisions().by_name;
        let mut sure: Vec<Place> = Vec::new();
        let mut shared: Vec<&Vec<Place>> = Vec::new();
        for word in words {
            if let Some(own) = self.own.get(word) {
                if !sure.contains(own) {
                    sure.push(*own);
                }
                continue;
            }
            match by_name.get(word).map(|codes| (codes.as_slice(), codes)) {
                Some(([one], _)) if !sure.contains(one) => sure.push(*one),
                Some(([_, _, ..], codes)) if !shared.contains(&codes) => shared.push(codes),
                _ => {}
            }
        }
        for codes in shared {
            if let Some(place) = self.settle(codes, &sure) {
                sure.push(place);
            }
        }
        most_specific_first(sure)
    }

    /// Which of several divisions of one name is meant, if anything says so.
    fn settle(&self, codes: &[Place], named: &[Place]) -> Option<Place> {
        let only = |fits: &dyn Fn(Place) -> bool| {
            let mut fitting = codes.iter().copied().filter(|code| fits(*code));
            let first = fitting.next()?;
            fitting.next().is_none().then_some(first)
        };
        let city_named = |code: Place| {
            named
                .iter()
                .any(|other| other.level() == PlaceLevel::City && other.includes(code))
        };
        let region_named = |code: Place| named.iter().any(|other| other.includes(code));
        only(&city_named)
            .or_else(|| only(&region_named))
            .or_else(|| {
                let home = self.home?;
                let city = Place(home.0 / 100 * 100);
                let province = Place(home.0 / 10_000 * 10_000);
                only(&|code| home.includes(code))
                    .or_else(|| only(&|code| city.includes(code)))
                    .or_else(|| only(&|code| province.includes(code)))
            })
    }
}

fn most_specific_first(mut places: Vec<Place>) -> Vec<Place> {
    let all = places.clone();
    places.retain(|place| {
        !all.iter()
            .any(|other| other != place && place.includes(*other))
    });
    places.sort_by_key(|place| (std::cmp::Reverse(place.level()), *place));
    places.dedup();
    places.truncate(PLACES_MAX);
    places
}

fn divisions() -> &'static Divisions {
    static DIVISIONS: OnceLock<Divisions> = OnceLock::new();
    DIVISIONS.get_or_init(make_divisions)
}

fn make_divisions() -> Divisions {
    let mut made = Divisions {
        by_name: FxHashMap::default(),
        names: BTreeMap::new(),
    };
    for line in TABLE.lines() {
        let Some((code, name)) = line.split_once('\t') else {
            continue;
        };
        let Ok(code) = code.parse() else { continue };
        let place = Place(code);
        if !is_real(place) {
            continue;
        }
        made.names.insert(place, name);
        for form in forms(place, name) {
            let codes = made.by_name.entry(form).or_default();
            if !codes.contains(&place) {
                codes.push(place);
            }
        }
    }
    made
}

/// Leaves out rows that are no division of their own: a municipality's second row for itself
/// (its districts hang under the province-level row), and joint areas.
fn is_real(place: Place) -> bool {
    let province = place.0 / 10_000;
    let municipality = matches!(province, 11 | 12 | 31 | 50);
    province < 90 && !(municipality && place.level() == PlaceLevel::City)
}

/// Every form a division is called by: its full name, and a short one where that is safe.
fn forms(place: Place, name: &'static str) -> Vec<String> {
    let mut forms = vec![name.to_owned()];
    let short = match place.level() {
        PlaceLevel::Province => ["特别行政区", "自治区", "省", "市"]
            .iter()
            .find_map(|suffix| name.strip_suffix(suffix)),
        PlaceLevel::City => ["自治州", "地区", "盟", "市"]
            .iter()
            .find_map(|suffix| name.strip_suffix(suffix)),
        PlaceLevel::County | PlaceLevel::Town => name.strip_suffix("市"),
    };
    if let Some(short) = short {
        let short = without_peoples(short);
        if short.chars().count() >= 2 && !ORDINARY_WORDS.contains(&short) {
            forms.push(short.to_owned());
        }
    }
    forms
}

fn without_peoples(name: &str) -> &str {
    PEOPLES
        .iter()
        .filter_map(|people| name.find(people))
        .filter(|at| *at > 0)
        .min()
        .and_then(|at| name.get(..at))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str], home: Option<u32>) -> Vec<u32> {
        let gazetteer = Gazetteer::new(home.map(Place), &[]);
        gazetteer
            .places(words.iter().copied())
            .into_iter()
            .map(|place| place.0)
            .collect()
    }

    #[test]
    fn finds_divisions_and_leaves_out_those_above() {
        assert_eq!(found(&["河北", "保定市", "涿州市"], None), [130_681]);
        assert_eq!(found(&["河北", "广西"], None), [130_000, 450_000]);
        assert_eq!(found(&["延边"], None), [222_400]);
        assert_eq!(found(&["重庆"], None), [500_000]);
        assert_eq!(found(&["东方", "平安"], None), [] as [u32; 0]);
    }

    #[test]
    fn a_shared_name_is_settled_by_what_else_is_said() {
        assert_eq!(
            found(&["朝阳区"], None),
            [] as [u32; 0],
            "nothing says which"
        );
        assert_eq!(found(&["朝阳区", "北京"], None), [110_105]);
        assert_eq!(found(&["长春", "朝阳区"], None), [220_104]);
        assert_eq!(found(&["吉林省", "朝阳区"], None), [220_104]);
        assert_eq!(
            found(&["朝阳区"], Some(220_100)),
            [220_104],
            "the desk's own city"
        );
        assert_eq!(
            found(&["朝阳区", "北京"], Some(220_100)),
            [110_105],
            "what is said comes first"
        );
    }

    #[test]
    fn own_places_are_always_meant() {
        let own = crate::read_own_places("990121\t青岚县\t青岚\n990121103\t砚溪镇").unwrap();
        let gazetteer = Gazetteer::new(None, &own);
        let found = |words: &[&str]| gazetteer.places(words.iter().copied());
        assert_eq!(found(&["青岚"]), [Place(990_121)]);
        assert_eq!(found(&["青岚县", "砚溪镇"]), [Place(990_121_103)]);
        assert_eq!(
            found(&["河北", "砚溪镇"]),
            [Place(990_121_103), Place(130_000)]
        );
    }

    #[test]
    fn codes_have_names() {
        assert_eq!(place_name(Place(130_681)), Some("涿州市"));
        assert_eq!(place_name(Place(1)), None);
        assert!(Gazetteer::names().count() > 3_000);
    }
}
