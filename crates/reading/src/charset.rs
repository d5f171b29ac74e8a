//! Bytes to text, whatever the bytes claim to be.

use crate::markup::attributes;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes at the beginning in which an XML declaration may stand.
const DECLARATION_BYTES_MAX: usize = 1_024;
/// Multi-byte characters from which on valid UTF-8 is no accident, whatever was declared.
const UTF8_CHARS_SURE: usize = 4;
/// Good multi-byte characters to one broken sequence for which damaged UTF-8 is still UTF-8.
const UTF8_GOOD_TO_BROKEN: usize = 4;

/// Text made of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The character set it was read as.
    pub charset: &'static str,
    /// What was wrong: the declaration lied, or bytes had to be replaced.
    pub warning: Option<String>,
}

/// Reads bytes as text. In this order: byte order mark, the charset of the `Content-Type` header,
/// the XML declaration, UTF-8 for JSON, a guess. A declaration that does not fit the bytes loses
/// against UTF-8 that does.
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> Decoded {
    if let Some(decoded) = utf32(bytes) {
        return decoded;
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return read_as(bytes.get(mark..).unwrap_or_default(), encoding);
    }
    if let Some(encoding) = wide_without_mark(bytes) {
        return read_as(bytes, encoding);
    }
    let shape = Utf8Shape::of(bytes);
    match declared(bytes, content_type) {
        Some(claim) => believe_or_not(bytes, &claim, &shape),
        None => undeclared(bytes, &shape),
    }
}

/// How well bytes fit UTF-8.
#[derive(Debug, Default)]
struct Utf8Shape {
    /// Whole characters of more than one byte.
    good: usize,
    /// Sequences that are no UTF-8; one that is merely cut off at the end does not count.
    broken: usize,
}

impl Utf8Shape {
    fn of(bytes: &[u8]) -> Self {
        let mut shape = Self::default();
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            shape.good += chunk.valid().chars().filter(|char| !char.is_ascii()).count();
            let cut_off = chunks.peek().is_none()
                && std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
            shape.broken += usize::from(!chunk.invalid().is_empty() && !cut_off);
        }
        shape
    }

    fn fits(&self) -> bool {
        self.broken == 0
    }

    fn sure(&self) -> bool {
        self.fits() && self.good >= UTF8_CHARS_SURE
    }

    fn mostly(&self) -> bool {
        self.good > 0 && self.good >= self.broken * UTF8_GOOD_TO_BROKEN
    }
}

/// A declared character set: the word, and what it stands for.
#[derive(Debug)]
struct Claim {
    label: String,
    encoding: Option<&'static Encoding>,
}

impl Claim {
    fn of(label: &str) -> Self {
        let encoding = match Encoding::for_label(label.trim().as_bytes()) {
            // What calls itself GB 2312 or GBK holds characters of GB 18030 as soon as it needs them.
            Some(encoding) if encoding == GBK => Some(GB18030),
            // Sixteen-bit text was recognised before; what is left here lies. The replacement
            // encoding exists to read nothing.
            Some(encoding) if [REPLACEMENT, UTF_16BE, UTF_16LE].contains(&encoding) => None,
            other => other,
        };
        Self { label: label.trim().chars().take(40).collect(), encoding }
    }
}

fn declared(bytes: &[u8], content_type: Option<&str>) -> Option<Claim> {
    let label = content_type
        .and_then(charset_of_header)
        .map(str::to_owned)
        .or_else(|| charset_of_declaration(bytes));
    if let Some(label) = label {
        return Some(Claim::of(&label));
    }
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    matches!(first, Some(b'{' | b'[')).then(|| Claim::of("utf-8"))
}

fn charset_of_header(content_type: &str) -> Option<&str> {
    content_type
        .split(';')
        .skip(1)
        .filter_map(|part| part.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
        .map(|(_, value)| value.trim().trim_matches(['"', '\'']).trim())
        .filter(|value| !value.is_empty())
}

fn charset_of_declaration(bytes: &[u8]) -> Option<String> {
    let head: String = bytes.iter().take(DECLARATION_BYTES_MAX).map(|byte| char::from(*byte)).collect();
    let (_, from) = head.split_once("<?xml")?;
    let (inside, _) = from.split_once("?>")?;
    let value = attributes(inside).find(|(name, _)| *name == "encoding")?.1.trim().to_owned();
    (!value.is_empty()).then_some(value)
}

fn believe_or_not(bytes: &[u8], claim: &Claim, shape: &Utf8Shape) -> Decoded {
    let Some(encoding) = claim.encoding else {
        let mut decoded = undeclared(bytes, shape);
        decoded.warn(format!("the declared charset {:?} cannot be it; read as {}", claim.label, decoded.charset));
        return decoded;
    };
    if encoding == UTF_8 {
        return declared_utf8(bytes, shape);
    }
    let broken = encoding.decode_without_bom_handling(bytes).1;
    if shape.sure() || (broken && shape.fits()) {
        let mut decoded = read_as(bytes, UTF_8);
        decoded.warn(format!("declared as {:?} but is UTF-8; read as UTF-8", claim.label));
        return decoded;
    }
    read_as(bytes, encoding)
}

fn declared_utf8(bytes: &[u8], shape: &Utf8Shape) -> Decoded {
    if shape.fits() || shape.mostly() {
        return read_as(bytes, UTF_8);
    }
    let guessed = guess(bytes);
    if guessed.decode_without_bom_handling(bytes).1 {
        return read_as(bytes, UTF_8);
    }
    let mut decoded = read_as(bytes, guessed);
    decoded.warn(format!("declared as UTF-8 but is not; read as {}", decoded.charset));
    decoded
}

fn undeclared(bytes: &[u8], shape: &Utf8Shape) -> Decoded {
    // Sixteen-bit escapes of Japanese mail are pure ASCII and fit UTF-8 too; the guess knows them.
    if shape.mostly() || (shape.fits() && !bytes.contains(&0x1b)) {
        read_as(bytes, UTF_8)
    } else {
        read_as(bytes, guess(bytes))
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guessed = detector.guess(None, Utf8Detection::Allow);
    if guessed == GBK { GB18030 } else { guessed }
}

fn read_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let mut decoded = Decoded { text: text.into_owned(), charset: encoding.name(), warning: None };
    if broken {
        decoded.warn(format!("some bytes are not {} and were replaced", decoded.charset));
    }
    decoded
}

impl Decoded {
    fn warn(&mut self, words: String) {
        self.warning = Some(match self.warning.take() {
            Some(earlier) => format!("{words}; {earlier}"),
            None => words,
        });
    }
}

/// XML and JSON begin with a `<` or `{`, which betrays sixteen-bit text without a mark.
fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<' | b'{' | b'[', 0, next, 0, ..] if *next != 0 => Some(UTF_16LE),
        [0, b'<' | b'{' | b'[', 0, next, ..] if *next != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// UTF-32 is told by its mark, or by a `<` or `{` with its zeros.
fn utf32(bytes: &[u8]) -> Option<Decoded> {
    let (little, body) = match bytes {
        [0xff, 0xfe, 0, 0, body @ ..] => (true, body),
        [0, 0, 0xfe, 0xff, body @ ..] => (false, body),
        [b'<' | b'{', 0, 0, 0, ..] => (true, bytes),
        [0, 0, 0, b'<' | b'{', ..] => (false, bytes),
        _ => return None,
    };
    let mut broken = !body.len().is_multiple_of(4);
    let mut text = String::with_capacity(body.len() / 4);
    for unit in body.as_chunks::<4>().0 {
        let code = if little { u32::from_le_bytes(*unit) } else { u32::from_be_bytes(*unit) };
        broken |= char::from_u32(code).is_none();
        text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    let warning = broken.then(|| "some bytes are not UTF-32 and were replaced".to_owned());
    Some(Decoded { text, charset: if little { "UTF-32LE" } else { "UTF-32BE" }, warning })
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str = "<?xml version='1.0' encoding='LABEL'?><t>中文新闻标题</t>";

    fn labelled(label: &str) -> String {
        XML.replace("LABEL", label)
    }

    fn gbk(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn declarations_are_believed_where_they_fit() {
        let text = labelled("gb2312");
        let decoded = decode(&gbk(&text), None);
        assert_eq!((decoded.text.as_str(), decoded.charset, decoded.warning), (text.as_str(), "gb18030", None));
        let decoded = decode(&gbk("无声明"), Some("text/xml; charset=\"GBK\""));
        assert_eq!((decoded.text.as_str(), decoded.warning), ("无声明", None));
        let decoded = decode(b"caf\xe9", Some("text/html;charset=iso-8859-1"));
        assert_eq!((decoded.text.as_str(), decoded.warning), ("café", None));
        let decoded = decode("{\"a\":\"中\"}".as_bytes(), None);
        assert_eq!((decoded.charset, decoded.warning), ("UTF-8", None));
    }

    #[test]
    fn lying_declarations_lose() {
        for label in ["gb2312", "iso-8859-1", "utf-16", "no-such-set", "windows-1252", "iso-2022-kr"] {
            let text = labelled(label);
            let decoded = decode(text.as_bytes(), None);
            assert_eq!((decoded.text.as_str(), decoded.charset), (text.as_str(), "UTF-8"), "{label}");
            assert!(decoded.warning.is_some(), "{label}");
        }
        let long = labelled("utf-8").replace('闻', "闻发布会在北京召开");
        let decoded = decode(&gbk(&long), None);
        assert_eq!(decoded.text, long);
        assert!(decoded.warning.is_some_and(|warning| warning.contains("declared as UTF-8")));
    }

    #[test]
    fn one_broken_byte_spoils_nothing() {
        let mut bytes = "很多很多的中文".as_bytes().to_vec();
        bytes.push(0xff);
        bytes.extend("还有更多".as_bytes());
        let decoded = decode(&bytes, Some("text/xml; charset=utf-8"));
        assert_eq!(decoded.text, "很多很多的中文\u{fffd}还有更多");
        assert!(decoded.warning.is_some());
        bytes.truncate(20);
        assert_eq!(decode(&bytes, None).text, "很多很多的中\u{fffd}");
    }

    #[test]
    fn marks_decide_first() {
        let wide = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> { "<中>".encode_utf16().flat_map(unit).collect() };
        let wider = |unit: fn(u32) -> [u8; 4]| -> Vec<u8> { "<中>".chars().flat_map(|c| unit(u32::from(c))).collect() };
        let (little, big) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
        let (little32, big32) = (wider(u32::to_le_bytes), wider(u32::to_be_bytes));
        let cases: Vec<(Vec<u8>, &str)> = vec![
            ([b"\xef\xbb\xbf".as_slice(), "<中>".as_bytes()].concat(), "UTF-8"),
            ([b"\xff\xfe".as_slice(), &little].concat(), "UTF-16LE"),
            ([b"\xfe\xff".as_slice(), &big].concat(), "UTF-16BE"),
            ([b"\xff\xfe\0\0".as_slice(), &little32].concat(), "UTF-32LE"),
            ([b"\0\0\xfe\xff".as_slice(), &big32].concat(), "UTF-32BE"),
            (little32, "UTF-32LE"),
            (big32, "UTF-32BE"),
        ];
        for (bytes, charset) in cases {
            let decoded = decode(&bytes, Some("text/xml; charset=koi8-r"));
            assert_eq!((decoded.text.as_str(), decoded.charset, decoded.warning), ("<中>", charset, None));
        }
        let ascii: Vec<u8> = "<a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&ascii, None).charset, "UTF-16LE");
    }

    #[test]
    fn undeclared_bytes_are_guessed() {
        let text = "这是一段没有声明编码的中文文本，应当被正确识别出来。";
        assert_eq!(decode(&gbk(text), None).text, text);
        assert_eq!(decode(text.as_bytes(), None).text, text);
        assert_eq!(decode(b"", None).text, "");
    }
}
