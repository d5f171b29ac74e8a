//! What a receiver's answer means for the word: taken, or why not, and whether to try again.

use model::Moment;
use ports::{Again, SendFailure};
use serde_json::Value;
use std::time::Duration;

/// Seconds that a receiver may ask to be left alone; a longer wish is cut.
const LEFT_ALONE_MAX: u64 = 3_600;
/// Seconds to wait where a receiver says too much was sent, and not for how long.
pub(crate) const USUAL_REST: u32 = 60;
/// Characters of an answer that are told to people.
const TOLD_CHARS_MAX: usize = 200;

/// What came back.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<String>,
    pub(crate) body: String,
}

/// Reads the body of an answer with a good status; none where any body is fine.
pub(crate) type Judge = Option<fn(&str) -> Result<(), SendFailure>>;

/// Whether the word was taken.
pub(crate) fn judge(answer: &Answer, now: Moment, body: Judge) -> Result<(), SendFailure> {
    let again = match answer.status {
        200..=299 => return body.map_or(Ok(()), |judge| judge(&answer.body)),
        429 => Again::After(rest(answer.retry_after.as_deref(), now).unwrap_or(USUAL_REST)),
        503 => rest(answer.retry_after.as_deref(), now).map_or(Again::Later, Again::After),
        // Bad request, not signed in, not allowed, gone, too large, not understood: the same word
        // will not be taken later either. 404 is not among them: proxies say it while a service is
        // away.
        300..=399 | 400 | 401 | 403 | 405 | 410 | 413 | 415 | 422 => Again::Never,
        _ => Again::Later,
    };
    let told = told(&answer.body);
    let why = if told.is_empty() {
        format!("the receiver answered {}", answer.status)
    } else {
        format!("the receiver answered {}: {told}", answer.status)
    };
    Err(SendFailure { why, again })
}

/// `Retry-After`: seconds, or a date.
fn rest(header: Option<&str>, now: Moment) -> Option<u32> {
    let header = header?.trim();
    if let Ok(seconds) = header.parse::<u64>() {
        return Some(seconds.clamp(1, LEFT_ALONE_MAX) as u32);
    }
    let date = httpdate::parse_http_date(header).ok()?;
    let now = Duration::from_millis(now.0.max(0).unsigned_abs());
    let since = date.duration_since(std::time::UNIX_EPOCH).ok()?;
    let seconds = since.saturating_sub(now).as_secs();
    Some(seconds.clamp(1, LEFT_ALONE_MAX) as u32)
}

/// The beginning of an answer in one line.
pub(crate) fn told(body: &str) -> String {
    let line = body.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(TOLD_CHARS_MAX).collect()
}

/// What robots of groups say: a code and words, both in the body of a good answer.
pub(crate) struct Codes {
    /// Names of the field with the code, the usual one first.
    pub(crate) code: &'static [&'static str],
    /// Name of the field with the words.
    pub(crate) words: &'static str,
    /// Codes that mean that too much was sent.
    pub(crate) too_much: &'static [i64],
    /// Codes that mean that it will not be taken later either.
    pub(crate) never: &'static [i64],
}

impl Codes {
    pub(crate) fn judge(&self, body: &str) -> Result<(), SendFailure> {
        let answer: Value = serde_json::from_str(body).unwrap_or_default();
        let mut names = self.code.iter();
        let code = names.find_map(|name| answer.get(*name)?.as_i64());
        let Some(code) = code else {
            let why = format!("the answer is not the vendor's: {}", told(body));
            let again = Again::Later;
            return Err(SendFailure { why, again });
        };
        let again = match code {
            0 => return Ok(()),
            code if self.too_much.contains(&code) => Again::After(USUAL_REST),
            code if self.never.contains(&code) => Again::Never,
            _ => Again::Later,
        };
        let words = answer.get(self.words).and_then(Value::as_str);
        let why = format!(
            "the robot answered {code}: {}",
            told(words.unwrap_or_default())
        );
        Err(SendFailure { why, again })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2015-10-21T07:28:00Z.
    const NOW: Moment = Moment(1_445_412_480_000);

    fn again(status: u16, retry_after: Option<&str>) -> Option<Again> {
        let answer = Answer {
            status,
            retry_after: retry_after.map(str::to_owned),
            body: "too\n much".to_owned(),
        };
        judge(&answer, NOW, None).err().map(|failure| failure.again)
    }

    #[test]
    fn status_codes_say_whether_to_try_again() {
        assert_eq!(again(204, None), None);
        assert_eq!(again(429, Some(" 17 ")), Some(Again::After(17)));
        assert_eq!(again(429, None), Some(Again::After(60)));
        assert_eq!(again(429, Some("soon")), Some(Again::After(60)));
        assert_eq!(again(429, Some("99999999")), Some(Again::After(3_600)));
        assert_eq!(again(429, Some("0")), Some(Again::After(1)));
        let date = Some("Wed, 21 Oct 2015 07:29:30 GMT");
        assert_eq!(again(429, date), Some(Again::After(90)));
        let past = Some("Wed, 21 Oct 2015 07:27:00 GMT");
        assert_eq!(again(503, past), Some(Again::After(1)));
        for later in [404, 408, 500, 502, 503, 504] {
            assert_eq!(again(later, None), Some(Again::Later), "{later}");
        }
        for never in [301, 400, 401, 403, 410, 413, 422] {
            assert_eq!(again(never, None), Some(Again::Never), "{never}");
        }
    }
}
