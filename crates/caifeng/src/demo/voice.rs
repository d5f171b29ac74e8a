//! Many voices: posts of people on the boards, each from a few sentences of its own choice.

use super::chance::{Chance, Deck};
use super::content::Speech;
use super::outlet::Outlet;
use super::phrase::Phrases;

/// How often a voice says what it is about before anything else, where it could do without.
const OPENS: f64 = 0.86;
/// How often a headline names the matter itself.
const NAMED: f64 = 0.7;
/// How often a voice has a word of its own for something.
const OWN_WORD: f64 = 0.3;
/// How often it begins or ends with a habit of speech.
const HABIT: f64 = 0.16;

/// What voices choose from.
pub(super) struct Pool<'a> {
    pub(super) title: &'a [String],
    pub(super) open: &'a [String],
    pub(super) say: &'a [String],
    pub(super) ask: &'a [String],
    pub(super) tags: &'a [String],
    /// What people call the matter; empty where there is none.
    pub(super) subject: &'a [String],
    pub(super) take: (usize, usize),
    /// How often a post has its own beginning as its headline.
    pub(super) own_headlines: f64,
    /// How often a post on the square carries a hashtag.
    pub(super) tagged: f64,
}

/// Draws posts so that no sentence comes again before all were used.
pub(super) struct Chorus<'a> {
    pool: Pool<'a>,
    speech: &'a Speech,
    title: Deck,
    open: Deck,
    say: Deck,
    ask: Deck,
}

impl<'a> Chorus<'a> {
    pub(super) fn new(pool: Pool<'a>, speech: &'a Speech) -> Self {
        Self {
            title: Deck::of(pool.title.len()),
            open: Deck::of(pool.open.len()),
            say: Deck::of(pool.say.len()),
            ask: Deck::of(pool.ask.len()),
            pool,
            speech,
        }
    }

    /// A headline and paragraphs.
    pub(super) fn post(
        &mut self,
        outlet: Outlet,
        phrases: &mut Phrases<'_>,
    ) -> (String, Vec<String>) {
        let sentences = self.sentences(outlet, phrases);
        let title = if outlet.is_untitled() {
            String::new()
        } else {
            self.headline(&sentences, phrases)
        };
        if outlet.is_english() {
            return (title, paragraphs(sentences, " ", phrases.chance()));
        }
        let mut paragraphs = if outlet.is_untitled() {
            vec![sentences.concat()]
        } else {
            paragraphs(sentences, "", phrases.chance())
        };
        self.dress(outlet, &mut paragraphs, phrases.chance());
        (title, paragraphs)
    }

    /// A headline from the pool, or what the post itself begins with.
    fn headline(&mut self, sentences: &[String], phrases: &mut Phrases<'_>) -> String {
        let own = sentences.first().and_then(|first| beginning(first));
        let headline = match own {
            Some(own) if phrases.chance().happens(self.pool.own_headlines) => own,
            _ => draw(&mut self.title, self.pool.title, phrases),
        };
        match phrases.chance().one(self.pool.subject) {
            Some(subject) if phrases.chance().happens(NAMED) => {
                named(&headline, subject, phrases.chance())
            }
            _ => headline,
        }
    }

    fn sentences(&mut self, outlet: Outlet, phrases: &mut Phrases<'_>) -> Vec<String> {
        let (least, most) = self.pool.take;
        let mut says = phrases.chance().between(least, most);
        let opens = says < 2 || self.pool.subject.is_empty() || phrases.chance().happens(OPENS);
        let mut sentences = Vec::new();
        if opens {
            sentences.push(draw(&mut self.open, self.pool.open, phrases));
        } else {
            says += 1;
            sentences.push(self.subject(outlet, phrases));
        }
        for _ in 0..says.min(self.pool.say.len()) {
            let one = draw(&mut self.say, self.pool.say, phrases);
            if !sentences.contains(&one) {
                sentences.push(one);
            }
        }
        let asks = if outlet.is_untitled() { 0.3 } else { 0.5 };
        if phrases.chance().happens(asks) {
            sentences.push(draw(&mut self.ask, self.pool.ask, phrases));
        }
        sentences.retain(|sentence| !sentence.is_empty());
        self.in_own_words(&mut sentences, phrases.chance());
        sentences
    }

    /// Each voice has words of its own for some things.
    fn in_own_words(&self, sentences: &mut [String], chance: &mut Chance) {
        for (usual, own) in &self.speech.habits {
            if chance.happens(OWN_WORD) {
                for sentence in &mut *sentences {
                    *sentence = sentence.replace(usual.as_str(), own);
                }
            }
        }
    }

    /// What it is about, where a voice does not begin with it itself.
    fn subject(&self, outlet: Outlet, phrases: &mut Phrases<'_>) -> String {
        const WAYS: [&str; 5] = [
            "说到{t}，",
            "{t}这事，",
            "关于{t}：",
            "再说说{t}。",
            "{t}，",
        ];
        let tag = phrases.chance().one(self.pool.subject);
        let (Some(tag), false) = (tag, outlet.is_english()) else {
            return String::new();
        };
        let way = phrases.chance().one(&WAYS).copied().unwrap_or_default();
        way.replace("{t}", tag)
    }

    /// A hashtag; most people use the one that everybody uses.
    fn tag(&self, chance: &mut Chance) -> &'a str {
        let first = chance.happens(0.8).then(|| self.pool.subject.first());
        let tag = first.flatten().or_else(|| chance.one(self.pool.tags));
        tag.map_or("", String::as_str)
    }

    /// Habits of speech, hashtags and little pictures.
    fn dress(&self, outlet: Outlet, paragraphs: &mut [String], chance: &mut Chance) {
        let (Some(first), false) = (paragraphs.first_mut(), outlet.is_english()) else {
            return;
        };
        if chance.happens(HABIT) {
            first.insert_str(
                0,
                chance.one(&self.speech.openers).map_or("", String::as_str),
            );
        }
        let Some(last) = paragraphs.last_mut() else {
            return;
        };
        if chance.happens(HABIT) {
            last.push_str(chance.one(&self.speech.closers).map_or("", String::as_str));
        }
        if outlet.is_untitled() {
            if chance.happens(0.3) {
                last.push_str(chance.one(&self.speech.emoji).map_or("", String::as_str));
            }
            let tag = self.tag(chance);
            if chance.happens(self.pool.tagged) && !tag.is_empty() {
                *last = format!("{last} #{tag}#");
            }
        }
        if chance.happens(0.2) && last.ends_with('。') {
            last.pop();
            last.push_str(
                chance
                    .one(&["！", "！！", "……", "~", ""])
                    .copied()
                    .unwrap_or(""),
            );
        }
    }
}

fn draw(deck: &mut Deck, from: &[String], phrases: &mut Phrases<'_>) -> String {
    let card = deck.draw(phrases.chance()).and_then(|card| from.get(card));
    card.map(|phrase| phrases.write(phrase)).unwrap_or_default()
}

/// A headline that names the matter.
fn named(headline: &str, subject: &str, chance: &mut Chance) -> String {
    const WAYS: [&str; 5] = [
        "{s}：{t}",
        "[{s}] {t}",
        "{t}（{s}）",
        "{s}，{t}",
        "关于{s}：{t}",
    ];
    if headline.contains(subject) {
        return headline.to_owned();
    }
    if subject.is_ascii() {
        return format!("{headline} ({subject})");
    }
    let way = chance.one(&WAYS).copied().unwrap_or("{t}");
    way.replace("{s}", subject).replace("{t}", headline)
}

/// The first clause of a sentence, where it is long enough for a headline and not too long.
fn beginning(sentence: &str) -> Option<String> {
    const CHARS: std::ops::RangeInclusive<usize> = 5..=22;
    let ends = ['，', '。', '？', '！', '：', ',', '.', ';', '?', '!'];
    let clause = sentence.split(ends).next()?.trim();
    let chars = clause.chars().count();
    let whole = clause.is_ascii() && (8..=48).contains(&chars) || CHARS.contains(&chars);
    (whole && !clause.contains(['“', '{'])).then(|| clause.to_owned())
}

/// One paragraph, or two where there is enough for it.
fn paragraphs(mut sentences: Vec<String>, between: &str, chance: &mut Chance) -> Vec<String> {
    if sentences.len() > 2 && chance.happens(0.5) {
        let second = sentences.split_off(sentences.len() / 2);
        return vec![sentences.join(between), second.join(between)];
    }
    vec![sentences.join(between)]
}

/// Nearly the same text once more, as a copied one comes back: a word less, a mark more.
pub(super) fn nearly(text: &str, speech: &Speech, chance: &mut Chance) -> String {
    let mut sentences: Vec<&str> = text.split_inclusive(['。', '！']).collect();
    if sentences.len() > 3 && chance.happens(0.25) {
        sentences.remove(chance.between(1, sentences.len() - 2));
    }
    let mut again = sentences.concat();
    if chance.happens(0.3) {
        again = again.replacen('！', "！！", 1);
    }
    if chance.happens(0.4) {
        again.push_str(chance.one(&speech.emoji).map_or("", String::as_str));
    }
    again
}

/// A name and answers, for the pages of boards.
pub(super) fn company(
    outlet: Outlet,
    ask: &[String],
    speech: &Speech,
    phrases: &mut Phrases<'_>,
) -> (String, Vec<(String, String)>) {
    if !outlet.is_public() {
        return (String::new(), Vec::new());
    }
    let (nicks, answers) = if outlet.is_english() {
        (&speech.nicks_en, &speech.replies_en)
    } else {
        (&speech.nicks, &speech.replies)
    };
    let nick = |chance: &mut Chance| chance.one(nicks).cloned().unwrap_or_default();
    let own = nick(phrases.chance());
    let most = if outlet.is_untitled() { 2 } else { 7 };
    let count = phrases.chance().between(0, most);
    let replies = (0..count)
        .map(|_| {
            let from = if phrases.chance().happens(0.2) && !ask.is_empty() {
                ask
            } else {
                answers
            };
            let answer = phrases.chance().one(from).cloned().unwrap_or_default();
            (nick(phrases.chance()), phrases.write(&answer))
        })
        .collect();
    (own, replies)
}
