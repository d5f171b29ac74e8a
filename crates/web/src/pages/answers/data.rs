//! Answers as schema.org describes them, for search engines and for other offices.

use crate::shell::Shell;
use crate::words::plain;
use chrono::DateTime;
use desk::PublicAnswer;
use model::{AnswerKind, Moment, Verdict};
use serde_json::{Value, json};
use std::fmt::{self, Write as _};

/// Data within a page. What could end the element around it, or begin another, is written as JSON
/// escapes, so that no text of anybody gets out of it.
#[derive(Debug, Clone)]
pub(crate) struct JsonLd(String);

impl JsonLd {
    pub(crate) fn of(value: &Value) -> Self {
        let mut out = String::new();
        for c in value.to_string().chars() {
            match c {
                '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                    write!(out, "\\u{:04x}", u32::from(c))
                        .expect("writing to a string cannot fail");
                }
                c => out.push(c),
            }
        }
        Self(out)
    }
}

impl fmt::Display for JsonLd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// Nothing is left in it that HTML would read.
impl askama::filters::HtmlSafe for JsonLd {}

pub(crate) fn rfc3339(at: Moment) -> String {
    DateTime::from_timestamp_millis(at.0).map_or_else(String::new, |at| at.to_rfc3339())
}

/// A clarification is a `ClaimReview`, everything else a `SpecialAnnouncement`.
pub(crate) fn answer(answer: &PublicAnswer, address: &str, shell: &Shell) -> Value {
    let Some(latest) = answer.latest() else {
        return json!({});
    };
    let words = &latest.wording;
    let office = super::office_of(&answer.office, shell);
    let author = json!({"@type": "Organization", "name": office});
    let mut data = json!({
        "@context": "https://schema.org",
        "url": address,
        "name": plain(&words.title),
        "author": author,
        "datePublished": rfc3339(answer.published_at()),
        "dateModified": rfc3339(answer.changed_at()),
        "version": latest.number,
    });
    let of_kind = match answer.kind {
        AnswerKind::Clarification => json!({
            "@type": "ClaimReview",
            "claimReviewed": plain(&words.claim),
            "itemReviewed": {"@type": "Claim", "name": plain(&words.claim)},
            "reviewRating": rating(words.verdict, shell),
            "reviewBody": plain(&words.text),
        }),
        AnswerKind::Statement => json!({
            "@type": "SpecialAnnouncement",
            "text": plain(&words.text),
            "datePosted": rfc3339(answer.published_at()),
            "publisher": {"@type": "Organization", "name": office},
        }),
    };
    let parts = [of_kind, corrections(answer), state(latest.withdrawn)];
    for part in parts {
        if let (Value::Object(data), Value::Object(part)) = (&mut data, part) {
            data.extend(part);
        }
    }
    data
}

fn state(withdrawn: bool) -> Value {
    if withdrawn {
        json!({"creativeWorkStatus": "Withdrawn"})
    } else {
        json!({"creativeWorkStatus": "Published"})
    }
}

fn corrections(answer: &PublicAnswer) -> Value {
    let made: Vec<Value> = (answer.versions.iter())
        .filter(|one| !one.correction.is_empty())
        .map(|one| {
            json!({
                "@type": "CorrectionComment",
                "text": plain(&one.correction),
                "datePublished": rfc3339(one.at),
            })
        })
        .collect();
    if made.is_empty() {
        json!({})
    } else {
        json!({"correction": made})
    }
}

/// From 1, false, to 5, true. What cannot be told yet has words and no number.
fn rating(verdict: Verdict, shell: &Shell) -> Value {
    let word = shell.t(&format!("answer.verdict_{}", verdict.word()));
    let value = match verdict {
        Verdict::False => 1,
        Verdict::Partly => 3,
        Verdict::True => 5,
        Verdict::Unproven => return json!({"@type": "Rating", "alternateName": word}),
    };
    json!({
        "@type": "Rating",
        "alternateName": word,
        "ratingValue": value,
        "worstRating": 1,
        "bestRating": 5,
    })
}
