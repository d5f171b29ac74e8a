//! What one robots.txt says to our agent (RFC 9309), kept as small as it can be.
//!
//! The longest matching path decides and Allow wins a tie; groups that name us are read as one,
//! and only where none does, those for everybody.

use super::paths::{Side, normal};
use std::time::Duration;

/// Bytes of a robots.txt that are read: what RFC 9309 asks every reader to manage.
pub(crate) const ROBOTS_BYTES_MAX: usize = 500 * 1024;
/// Longest pause between two requests that a Crawl-delay can ask for. Some sites name hours,
/// which would keep a source from ever being read.
const CRAWL_DELAY_MAX: Duration = Duration::from_mins(1);

/// The rules of one origin for our agent, the longest path first.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Rules {
    rules: Box<[Rule]>,
    delay: Option<Duration>,
}

#[derive(Debug, PartialEq)]
struct Rule {
    pattern: Box<str>,
    allow: bool,
}

/// One line that means something.
enum Line {
    Agent(Whom),
    Path { allow: bool, pattern: Box<str> },
    Delay(Duration),
}

/// Whom a group speaks to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whom {
    Us,
    Everybody,
    Another,
}

/// What the groups for one reader say together.
#[derive(Default)]
struct Group {
    named: bool,
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

impl Rules {
    /// Reads a robots.txt for one agent token; what is not understood is passed over.
    pub(crate) fn read(bytes: &[u8], agent: &str) -> Self {
        let (mut us, mut everybody) = (Group::default(), Group::default());
        let (mut to_us, mut to_everybody, mut naming) = (false, false, false);
        for line in lines(bytes).filter_map(|line| understood(line, agent)) {
            if let Line::Agent(whom) = line {
                if !naming {
                    (to_us, to_everybody, naming) = (false, false, true);
                }
                to_us |= whom == Whom::Us;
                to_everybody |= whom == Whom::Everybody;
                us.named |= to_us;
                continue;
            }
            naming = false;
            match (to_us, to_everybody) {
                (true, true) => {
                    us.take(&line);
                    everybody.take(&line);
                }
                (true, false) => us.take(&line),
                (false, true) => everybody.take(&line),
                (false, false) => {}
            }
        }
        let group = if us.named { us } else { everybody };
        group.into_rules()
    }

    /// Pause between two requests that the site asks for.
    pub(crate) fn delay(&self) -> Option<Duration> {
        self.delay
    }

    /// The rule that forbids this path (with its query), if one does.
    pub(crate) fn forbids(&self, path_and_query: &str) -> Option<&str> {
        if self.rules.is_empty() || path_and_query == "/robots.txt" {
            return None;
        }
        let path = normal(path_and_query.as_bytes(), Side::Address);
        self.rules
            .iter()
            .find(|rule| matches(&rule.pattern, &path))
            .filter(|rule| !rule.allow)
            .map(|rule| &*rule.pattern)
    }

    /// Memory that these rules take.
    pub(crate) fn bytes(&self) -> usize {
        let patterns: usize = self.rules.iter().map(|rule| rule.pattern.len()).sum();
        patterns + size_of_val(&*self.rules) + size_of::<Self>()
    }
}

impl Group {
    fn take(&mut self, line: &Line) {
        match line {
            Line::Path { pattern, .. } if pattern.is_empty() => {}
            Line::Path { allow, pattern } => self.rules.push(Rule {
                pattern: pattern.clone(),
                allow: *allow,
            }),
            Line::Delay(delay) => self.delay = self.delay.max(Some(*delay)),
            Line::Agent(_) => {}
        }
    }

    fn into_rules(mut self) -> Rules {
        self.rules
            .sort_by_key(|rule| (std::cmp::Reverse(rule.pattern.len()), !rule.allow));
        Rules {
            rules: self.rules.into(),
            delay: self.delay,
        }
    }
}

/// The lines of the part that is read; a line cut by the limit would mean more than it says.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let end = match bytes.get(..ROBOTS_BYTES_MAX) {
        Some(read) if bytes.len() > ROBOTS_BYTES_MAX => read
            .iter()
            .rposition(|byte| matches!(byte, b'\n' | b'\r'))
            .unwrap_or(0),
        _ => bytes.len(),
    };
    let read = bytes.get(..end).unwrap_or_default();
    read.split(|byte| matches!(byte, b'\n' | b'\r'))
}

/// Other records (Sitemap and whatever else) neither end a group nor begin one. Crawl-delay is
/// known here and therefore belongs to its group like a rule.
fn understood(line: &[u8], agent: &str) -> Option<Line> {
    let line = line.split(|byte| *byte == b'#').next()?;
    let colon = line.iter().position(|byte| *byte == b':')?;
    let (key, value) = line.split_at(colon);
    let (key, value) = (key.trim_ascii(), value.get(1..)?.trim_ascii());
    if key.eq_ignore_ascii_case(b"user-agent") {
        Some(Line::Agent(whom(value, agent)))
    } else if key.eq_ignore_ascii_case(b"disallow") {
        Some(path(value, false))
    } else if key.eq_ignore_ascii_case(b"allow") {
        Some(path(value, true))
    } else if key.eq_ignore_ascii_case(b"crawl-delay") {
        delay(value)
    } else {
        None
    }
}

/// Only the product token counts: `Caifeng/1.0` names `Caifeng`.
fn whom(value: &[u8], agent: &str) -> Whom {
    if value.first() == Some(&b'*') && value.get(1).is_none_or(u8::is_ascii_whitespace) {
        return Whom::Everybody;
    }
    let token = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_');
    let end = value
        .iter()
        .position(|byte| !token(byte))
        .unwrap_or(value.len());
    match value.get(..end) {
        Some(name) if !name.is_empty() && name.eq_ignore_ascii_case(agent.as_bytes()) => Whom::Us,
        _ => Whom::Another,
    }
}

/// An empty rule rules nothing, yet it ends the list of agents before it. A path without its
/// first slash is read with one: that is what its author meant.
fn path(value: &[u8], allow: bool) -> Line {
    let mut pattern = normal(value, Side::Rule);
    if !pattern.is_empty() && !pattern.starts_with(['/', '*']) {
        pattern.insert(0, '/');
    }
    Line::Path {
        allow,
        pattern: pattern.into(),
    }
}

fn delay(value: &[u8]) -> Option<Line> {
    let seconds: f64 = std::str::from_utf8(value).ok()?.parse().ok()?;
    (seconds > 0.0).then(|| {
        let seconds = seconds.min(CRAWL_DELAY_MAX.as_secs_f64());
        Line::Delay(Duration::from_secs_f64(seconds))
    })
}

/// Whether a pattern matches the path from its beginning: `*` is any run of characters, `$` at
/// the end is the end. Each piece is sought behind the one before, so the cost grows with the
/// length of the path and of the pattern, not with their product.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, to_the_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| path.strip_prefix(first)) else {
        return false;
    };
    let mut last = None;
    for piece in pieces {
        if let Some(before) = last.replace(piece) {
            match rest.split_once(before) {
                Some((_, behind)) => rest = behind,
                None => return false,
            }
        }
    }
    match last {
        Some(last) if to_the_end => rest.ends_with(last),
        Some(last) => rest.contains(last),
        None => !to_the_end || rest.is_empty(),
    }
}

#[cfg(test)]
pub(super) mod tests;
