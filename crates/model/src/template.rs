//! What a webhook is sent: a text with places for the fields of word.

/// The fields of word that a template can name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TemplateFields<'a> {
    /// `{title}`.
    pub title: &'a str,
    /// `{content}`.
    pub content: &'a str,
    /// `{level}`: red, orange, yellow, blue or nothing.
    pub level: &'a str,
    /// `{link}`.
    pub link: &'a str,
    /// `{key}`.
    pub key: &'a str,
}

/// What is sent where nobody wrote a template.
pub const USUAL_TEMPLATE: &str =
    r#"{"title":"{title}","content":"{content}","level":"{level}","link":"{link}","key":"{key}"}"#;

/// Whether a template is JSON: its fields are then escaped as JSON strings are.
pub fn is_json_template(template: &str) -> bool {
    matches!(template.trim_start().as_bytes().first(), Some(b'{' | b'['))
        && !NAMES
            .iter()
            .any(|name| template.trim_start().starts_with(name))
}

const NAMES: [&str; 5] = ["{title}", "{content}", "{level}", "{link}", "{key}"];

/// Puts the fields into a template, in one pass: what stands in a field is never read as a place.
pub fn fill_template(template: &str, fields: &TemplateFields) -> String {
    let template = if template.trim().is_empty() {
        USUAL_TEMPLATE
    } else {
        template
    };
    let values = [
        fields.title,
        fields.content,
        fields.level,
        fields.link,
        fields.key,
    ];
    let json = is_json_template(template);
    let (mut filled, mut rest) = (String::with_capacity(template.len() + 256), template);
    while let Some((before, from)) = rest.find('{').and_then(|at| rest.split_at_checked(at)) {
        filled.push_str(before);
        let named = NAMES.iter().zip(values);
        let found = named
            .into_iter()
            .find_map(|(name, value)| Some((from.strip_prefix(name)?, value)));
        if let Some((after, value)) = found {
            put(&mut filled, value, json);
            rest = after;
        } else {
            filled.push('{');
            rest = from.strip_prefix('{').unwrap_or_default();
        }
    }
    filled.push_str(rest);
    filled
}

fn put(filled: &mut String, value: &str, json: bool) {
    if !json {
        filled.push_str(value);
        return;
    }
    for c in value.chars() {
        match c {
            '"' => filled.push_str("\\\""),
            '\\' => filled.push_str("\\\\"),
            '\n' => filled.push_str("\\n"),
            '\r' => filled.push_str("\\r"),
            '\t' => filled.push_str("\\t"),
            c if c < ' ' => filled.extend(format!("\\u{:04x}", u32::from(c)).chars()),
            c => filled.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_put_in_once_and_escaped_where_the_template_is_json() {
        let fields = TemplateFields {
            title: "停水 \"东街\" {key}",
            content: "一\n二\\",
            key: "k1",
            ..TemplateFields::default()
        };
        let plain = fill_template("{title}: {content} {other} {", &fields);
        assert_eq!(plain, "停水 \"东街\" {key}: 一\n二\\ {other} {");
        let json = fill_template(r#"{"t":"{title}","c":["{content}"]}"#, &fields);
        assert_eq!(
            json,
            "{\"t\":\"停水 \\\"东街\\\" {key}\",\"c\":[\"一\\n二\\\\\"]}"
        );
        let usual = fill_template(" ", &fields);
        assert!(usual.contains(r#""key":"k1""#) && usual.contains(r#""level":"""#));
        assert!(!is_json_template("{title} is here") && is_json_template(" [\"{title}\"]"));
    }
}
