//! Content lines: unfolded, parted into name, parameters and value.

/// A whole line with the number of the first one it was folded into.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) text: String,
}

/// A property.
#[derive(Debug, Clone)]
pub(super) struct Property {
    pub(super) line: usize,
    /// In capitals.
    pub(super) name: String,
    /// Names in capitals, values without their quotes.
    pub(super) parameters: Vec<(String, String)>,
    pub(super) value: String,
}

impl Property {
    /// The value of a parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// One event with its properties.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    pub(super) line: usize,
    pub(super) properties: Vec<Property>,
}

impl Block {
    fn begun(line: usize) -> Self {
        Self {
            line,
            properties: Vec::new(),
        }
    }

    /// The first property of this name.
    pub(super) fn first(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|one| one.name == name)
    }

    /// All properties of this name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Property> {
        self.properties.iter().filter(move |one| one.name == name)
    }

    /// The text of a property, or nothing.
    pub(super) fn text(&self, name: &str) -> String {
        self.first(name)
            .map(|property| unescaped(&property.value))
            .unwrap_or_default()
    }
}

/// Lines put together: what begins with a blank goes on with the line before.
pub(super) fn unfolded(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (at, raw) in text.lines().enumerate() {
        match (raw.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.text.push_str(rest),
            _ => lines.push(Line {
                number: at + 1,
                text: raw.to_owned(),
            }),
        }
    }
    lines
}

/// The events of a calendar, and the zone it names for itself. What lies in an event (alarms) and
/// beside events (zones, tasks) is passed over.
pub(super) fn blocks(
    lines: &[Line],
    refused: &mut Vec<(usize, String)>,
) -> (Vec<Block>, Option<String>) {
    let (mut found, mut zone) = (Vec::new(), None);
    let mut open: Vec<String> = Vec::new();
    let mut block = Block::default();
    for line in lines.iter().filter(|line| !line.text.trim().is_empty()) {
        let Some(property) = property(line) else {
            if in_event(&open) {
                refused.push((line.number, "this is no line of a calendar".to_owned()));
            }
            continue;
        };
        let kind = property.value.trim().to_ascii_uppercase();
        match property.name.as_str() {
            "BEGIN" => {
                open.push(kind);
                if in_event(&open) {
                    block = Block::begun(line.number);
                }
            }
            "END" => {
                if in_event(&open) && kind == "VEVENT" {
                    found.push(std::mem::take(&mut block));
                }
                if open.last() == Some(&kind) {
                    open.pop();
                }
            }
            "X-WR-TIMEZONE" if open.len() == 1 => zone = Some(property.value.trim().to_owned()),
            _ if in_event(&open) => block.properties.push(property),
            _ => {}
        }
    }
    if in_event(&open) {
        refused.push((block.line, "the calendar ends within this entry".to_owned()));
    }
    (found, zone)
}

fn in_event(open: &[String]) -> bool {
    open.len() == 2 && open.last().is_some_and(|kind| kind == "VEVENT")
}

/// A line in its parts. A colon or semicolon within quotes belongs to the value of a parameter.
fn property(line: &Line) -> Option<Property> {
    let (parts, value) = parted(&line.text)?;
    let name = parts.first()?.trim().to_ascii_uppercase();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if name.is_empty() || !name.chars().all(plain) {
        return None;
    }
    let parameters = parts.iter().skip(1).filter_map(|part| {
        let (key, value) = part.split_once('=')?;
        let value = value.trim_matches('"').to_owned();
        Some((key.trim().to_ascii_uppercase(), value))
    });
    Some(Property {
        line: line.number,
        name,
        parameters: parameters.collect(),
        value: value.to_owned(),
    })
}

/// Name and parameters, and what stands behind the colon.
fn parted(text: &str) -> Option<(Vec<&str>, &str)> {
    let (mut quoted, mut begin, mut parts) = (false, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ';' | ':' if !quoted => {
                parts.push(text.get(begin..at)?);
                begin = at + 1;
                if c == ':' {
                    return Some((parts, text.get(begin..)?));
                }
            }
            _ => {}
        }
    }
    None
}

/// A text without its escapes.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other) => out.push(other),
                None => {}
            },
            c => out.push(c),
        }
    }
    out
}

/// The parts of a list of texts: commas that are not escaped part them.
pub(super) fn listed(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for c in text.chars() {
        if c == ',' && !escaped {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    let parts = parts.iter().map(|part| unescaped(part).trim().to_owned());
    parts.filter(|part| !part.is_empty()).collect()
}
