//! Sample user words, and an index at work.

use crate::language::Language;
use crate::pages::user_words::{Came, UserWordsPage};
use crate::sample::{Amount, SampleDesk};
use crate::word_question::WordQuestions;
use askama::Template;
use async_trait::async_trait;
use desk::{Actor, DeskError, FaultyLine, IndexTask, IndexWork, WordBook, WordFault, WordsChanged};

const WORDS: &[&str] = &[
    "路面塌陷险情",
    "溪口古街",
    "青岚水库应急预案",
    "二小食堂",
    "5g網絡",
    "最美乡村音乐会",
    "<script>alert(1)</script>甲",
];

#[async_trait]
impl WordQuestions for SampleDesk {
    fn word_book(&self) -> Result<WordBook, DeskError> {
        Ok(book(self.0))
    }

    async fn change_words(
        &self,
        _: &Actor,
        add: &str,
        _: &str,
    ) -> Result<Result<WordsChanged, Vec<FaultyLine>>, DeskError> {
        Ok(if add.contains("rain") {
            Err(faulty())
        } else {
            Ok(WordsChanged {
                id: 1,
                added: vec![add.to_owned()],
                removed: Vec::new(),
            })
        })
    }

    async fn undo_words(&self, _: &Actor, id: usize) -> Result<WordsChanged, DeskError> {
        Ok(WordsChanged {
            id,
            ..WordsChanged::default()
        })
    }

    fn index_work(&self) -> Option<IndexWork> {
        index_work(self.0)
    }
}

/// An index is at work where there is much.
pub(crate) fn index_work(amount: Amount) -> Option<IndexWork> {
    let task = match amount {
        Amount::Empty => return None,
        Amount::One => IndexTask::Anew,
        Amount::Many => IndexTask::Words,
    };
    Some(IndexWork {
        task,
        done: 4_230,
        of: 10_000,
    })
}

fn book(amount: Amount) -> WordBook {
    let words = WORDS.iter().cycle().take(match amount {
        Amount::Empty => 0,
        Amount::One => 1,
        Amount::Many => 700,
    });
    WordBook {
        words: words.map(|word| (*word).to_owned()).collect(),
        faulty: if amount == Amount::Many {
            faulty()
        } else {
            Vec::new()
        },
    }
}

fn faulty() -> Vec<FaultyLine> {
    let lines = ["雨", "rain", "路面 塌陷 100 n", "，险情"].into_iter();
    let faults = [
        WordFault::Short,
        WordFault::NoHan,
        WordFault::Blank,
        WordFault::Mark,
    ];
    (3..)
        .zip(lines.zip(faults))
        .map(|(number, (text, fault))| FaultyLine {
            number,
            text: text.to_owned(),
            fault,
        })
        .collect()
}

/// The page with nothing, with one word just changed, with many and lines that were refused.
pub(crate) fn page(amount: Amount, language: Language) -> askama::Result<String> {
    let came = match amount {
        Amount::Empty => Came::default(),
        Amount::One => Came {
            changed: Some((1, 0)),
            undo: Some(1),
            ..Came::default()
        },
        Amount::Many => Came {
            refused: faulty(),
            written: "雨\nrain".to_owned(),
            ..Came::default()
        },
    };
    UserWordsPage::new(&book(amount), index_work(amount), came, language).render()
}
