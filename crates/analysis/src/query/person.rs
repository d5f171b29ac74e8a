//! Whether a question is a person's name and nothing else.

use super::positive_texts;
use crate::fold::is_han;
use crate::segment::{Segmenter, WordKind};
use model::Query;

/// The commonest family names; four in five people have one of them.
const FAMILY_NAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖庞樊殷施洪";
const TWO_LETTER_FAMILY_NAMES: &[&str] = &[
    "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒",
];

/// The name, where every text a question asks for looks like a person's. The form of a word tells
/// this only mostly; a person decides in the end.
pub fn asks_for_person(query: &Query, written: &str, segmenter: &Segmenter) -> Option<String> {
    let texts = positive_texts(query);
    let han = !texts.is_empty() && texts.iter().all(|text| is_han_name(text, segmenter));
    let latin = !texts.is_empty() && is_latin_name(written);
    (han || latin).then(|| texts.join(" "))
}

fn is_han_name(text: &str, segmenter: &Segmenter) -> bool {
    let length = text.chars().count();
    if !(2..=4).contains(&length) || !text.chars().all(is_han) {
        return false;
    }
    let words = segmenter.words("", text);
    if let [kind] = words.kinds.as_slice() {
        // One word of the dictionary is what the dictionary says.
        return *kind == WordKind::Person;
    }
    let family = if length > 2
        && TWO_LETTER_FAMILY_NAMES
            .iter()
            .any(|name| text.starts_with(name))
    {
        2
    } else {
        1
    };
    let begins = family == 2
        || text
            .chars()
            .next()
            .is_some_and(|first| FAMILY_NAMES.contains(first));
    // 王小明 falls into pieces; 高速公路 and 石油价格 into words of two letters.
    let pieces = words.iter().filter(|word| word.chars().count() > 1).count();
    let falls_apart = pieces == 0 || pieces == 1 && (family == 2 || length == 3);
    begins && length - family <= 2 && falls_apart
}

/// Two or three capitalised words and nothing else: `"John Smith"`.
fn is_latin_name(written: &str) -> bool {
    let written = written.trim().trim_matches(['"', '“', '”']);
    let words: Vec<&str> = written.split_whitespace().collect();
    let capitalised = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.clone().count() > 0
            && letters.all(|c| c.is_lowercase() || matches!(c, '-' | '\''))
    };
    (2..=3).contains(&words.len()) && words.iter().all(capitalised)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Gazetteer;
    use crate::query::{Grammar, parse};

    #[test]
    fn names_are_told_from_matters() {
        let segmenter = Segmenter::new([], Gazetteer::names());
        let places = Gazetteer::default();
        let grammar = Grammar {
            zone: chrono_tz::Asia::Shanghai,
            now: model::Moment(0),
            places: &places,
        };
        let named = |written: &str| {
            let query = parse(written, &grammar).unwrap();
            asks_for_person(&query, written, &segmenter).is_some()
        };
        for written in [
            "张伟",
            "\"王小明\"",
            "李建国 last:7d",
            "欧阳修文",
            "\"John Smith\"",
            "Jane Doe",
        ] {
            assert!(named(written), "{written}");
        }
        for written in [
            "食堂",
            "高温",
            "高速公路",
            "路面 塌陷",
            "青岚县",
            "张伟 食堂",
            "heavy rain",
            "NATO",
            "last:7d",
            "白银市",
            "马路",
            "金融",
            "方案",
            "严重 污染",
        ] {
            assert!(!named(written), "{written}");
        }
    }
}
