//! Questions beside the whole path. `caifeng import` takes a file into a data directory while the
//! index there is asked, opened for reading as a served desk opens it beside an import. Questions
//! are drawn from documents that can be found by then and lie in the last seven days: each has to
//! find one at least. Once a second it is asked how many documents there are.

use crate::costs::Costs;
use crate::posts::Chance;
use crate::{SEED, likeness, sequence, within};
use analysis::Understander;
use analysis::fold::fold;
use model::{HOUR_MS, Moment, Query};
use ports::{Order, SearchIndex};
use search::TantivyIndex;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

const LOOK: Duration = Duration::from_secs(1);
const KINDS: [&str; 5] = ["term", "and", "phrase", "fragment", "facets"];

/// `PROGRAM DATA-DIRECTORY QUESTIONS-A-SECOND FILE…`: the last file is imported, those before it
/// have been. 0 questions a second are as many as one thread can ask.
pub(crate) fn run(args: &[String]) {
    let [program, folder, rate, files @ .., last] = args else {
        panic!("name the program, a data directory, questions a second, and files");
    };
    let rate: f64 = rate.parse().unwrap();
    let mut texts = Vec::new();
    for file in files.iter().chain([last]) {
        texts.extend(likeness::texts(file).map(|(title, text)| fold(&title) + "\n" + &fold(&text)));
    }
    let understander = Arc::new(Understander::new(&[], None));
    let index =
        TantivyIndex::open_read_only(&Path::new(folder).join("index"), Arc::clone(&understander))
            .unwrap();
    let mut asking = Asking {
        index,
        understander,
        texts,
        seen: Seen::default(),
        grown: Vec::new(),
        costs: Default::default(),
        hits: [0; 5],
        nothing: 0,
        chance: Chance(SEED),
    };
    asking.look();
    let import = Command::new(program)
        .args(["import", last, "--json", "--data-dir", folder])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    asking.while_it_runs(import, rate);
    asking.tell();
}

/// What can be found now.
#[derive(Default, Clone, Copy)]
struct Seen {
    documents: usize,
    /// Of them, those of the last seven days: they came last.
    recent: usize,
    end: Moment,
}

struct Asking {
    index: TantivyIndex,
    understander: Arc<Understander>,
    /// Of all documents, folded, in the order in which they are taken in.
    texts: Vec<String>,
    seen: Seen,
    /// When there were more documents than before, and how many.
    grown: Vec<(Instant, usize)>,
    costs: [Costs; 5],
    hits: [usize; 5],
    /// Questions that found nothing.
    nothing: usize,
    chance: Chance,
}

impl Asking {
    fn look(&mut self) {
        let facets = self.index.facets(&Query::All).unwrap();
        let documents = facets.total as usize;
        if documents == self.seen.documents {
            return;
        }
        let last = facets.hours.last().map_or(0, |(hour, _)| hour.0);
        let end = Moment(last + HOUR_MS);
        let week = within(Query::All, 7, end.0);
        let recent = self.index.find(&week, Order::Newest, 0, 1).unwrap().total;
        self.seen = Seen {
            documents,
            recent,
            end,
        };
        self.grown.push((Instant::now(), documents));
    }

    fn while_it_runs(&mut self, mut import: Child, rate: f64) {
        let (began, mut looked, mut asked) = (Instant::now(), Instant::now(), 0);
        while import.try_wait().unwrap().is_none() {
            if looked.elapsed() >= LOOK {
                looked = Instant::now();
                self.look();
            }
            if rate > 0.0 {
                let due = began + Duration::from_secs_f64(f64::from(asked) / rate);
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
            }
            self.ask(asked as usize % KINDS.len());
            asked += 1;
        }
        let seconds = began.elapsed().as_secs_f64();
        println!(
            "{asked} questions in {seconds:.1} s: {:.1} a second",
            f64::from(asked) / seconds
        );
        let told = import.wait_with_output().unwrap();
        println!("import: {}", String::from_utf8_lossy(&told.stdout).trim());
        // The reader hears of a commit by looking at the folder every half second.
        std::thread::sleep(LOOK);
        self.look();
    }

    fn ask(&mut self, which: usize) {
        let (kind, days) = match KINDS[which] {
            "facets" => ("term", 30),
            kind => (kind, 7),
        };
        let query = within(self.question(kind), days, self.seen.end.0);
        let (index, mut hits) = (&self.index, 0);
        self.costs[which].of(|| {
            hits = match KINDS[which] {
                "facets" => index.facets(&query).unwrap().total as usize,
                _ => index.find(&query, Order::Newest, 0, 20).unwrap().total,
            };
        });
        self.hits[which] += hits;
        self.nothing += usize::from(hits == 0);
    }

    /// From one of the documents of the last seven days, every other time of their newest tenth.
    fn question(&mut self, kind: &str) -> Query {
        loop {
            let tenth = self.chance.below(2) == 0;
            let of = self.seen.recent / if tenth { 10 } else { 1 };
            let back = self.chance.below(of.max(1) as u64) as usize;
            let text = &self.texts[self.seen.documents - 1 - back];
            if let Some(query) = drawn(kind, text, &self.understander, &mut self.chance) {
                return query;
            }
        }
    }

    fn tell(&self) {
        for (at, kind) in KINDS.into_iter().enumerate() {
            let what = match kind {
                "facets" => "facets of a term, 30 days".to_owned(),
                kind => format!("{kind}, 7 days, 20 newest"),
            };
            self.costs[at].tell(&what, self.hits[at], 1);
        }
        println!("questions that found nothing: {}", self.nothing);
        let waits = self.grown.windows(2);
        let longest = waits.map(|two| two[1].0 - two[0].0).max();
        println!(
            "documents that can be found: {} at first, {} at last, of {}; more of them {} times, at most {:.1} s apart",
            self.grown.first().map_or(0, |(_, documents)| *documents),
            self.seen.documents,
            self.texts.len(),
            self.grown.len() - 1,
            longest.unwrap_or_default().as_secs_f64()
        );
    }
}

/// A question that this text answers; none where the draw does not fit.
fn drawn(kind: &str, text: &str, by: &Understander, chance: &mut Chance) -> Option<Query> {
    if kind == "fragment" {
        let chars: Vec<char> = text.chars().collect();
        let from = chance.below(chars.len().checked_sub(6)? as u64) as usize;
        let six: String = chars[from..from + 6].iter().collect();
        return (!six.contains('\n')).then(|| sequence(six.trim()));
    }
    let words = by.segmenter().words("", text);
    let words: Vec<&str> = words.iter().collect();
    let at = chance.below(words.len().checked_sub(1)? as u64) as usize;
    let (one, two) = (words[at], *words.get(at + 1)?);
    let long = |word: &str| word.chars().count() > 1;
    let both = format!("{one}{two}");
    match kind {
        "term" => long(one).then(|| sequence(one)),
        "and" => (long(one) && long(two)).then(|| Query::And(vec![sequence(one), sequence(two)])),
        _ => text.contains(&both).then(|| sequence(&both)),
    }
}
