//! Bytes to text: mark, header, declaration, guess, in this order; a declaration that the bytes
//! contradict loses against UTF-8, and against the Chinese charset that they are plainly in.

mod contradicted;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use contradicted::contradicted;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes at the beginning in which a declaration is looked for.
const DECLARATION_BYTES: usize = 2_048;
/// Bytes from which a charset is guessed.
const GUESSED_BYTES: usize = 256 * 1024;

/// Decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text; always valid.
    pub text: String,
    /// Name of the charset it was read in.
    pub charset: &'static str,
    /// What was wrong with the declaration or the bytes, if anything.
    pub warning: Option<String>,
}

/// Decodes bytes; `content_type` is the header as sent.
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> Decoded {
    if let Some(little) = four_bytes_a_character(bytes) {
        return read_four(bytes, little);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return read(encoding, bytes.get(mark..).unwrap_or_default(), None);
    }
    let declared = wide_without_mark(bytes)
        .or_else(|| content_type.and_then(charset_of_header))
        .or_else(|| declared_in(bytes));
    let valid_utf8 = std::str::from_utf8(bytes).is_ok();
    if declared.is_none_or(|encoding| encoding == UTF_8) && !valid_utf8 && is_damaged_utf8(bytes) {
        return read(UTF_8, bytes, None);
    }
    match declared {
        Some(encoding) if encoding == UTF_8 && !valid_utf8 => {
            read_other_than_said(encoding, guess(bytes), bytes)
        }
        Some(encoding)
            if encoding != UTF_8 && valid_utf8 && !bytes.is_ascii() && !has_zeros(bytes) =>
        {
            read_other_than_said(encoding, UTF_8, bytes)
        }
        // A wide charset has zeros in whatever is markup.
        Some(encoding) if is_wide(encoding) && !has_zeros(bytes) => {
            let actual = if valid_utf8 { UTF_8 } else { guess(bytes) };
            read_other_than_said(encoding, actual, bytes)
        }
        Some(encoding) => match contradicted(encoding, bytes) {
            Some(actual) => read_other_than_said(encoding, actual, bytes),
            None => read(encoding, bytes, None),
        },
        None if valid_utf8 => read(UTF_8, bytes, None),
        None => read(guess(bytes), bytes, None),
    }
}

fn read_other_than_said(
    said: &'static Encoding,
    actual: &'static Encoding,
    bytes: &[u8],
) -> Decoded {
    let warning = format!("it says {} but is {}", said.name(), actual.name());
    read(actual, bytes, Some(warning))
}

fn read(encoding: &'static Encoding, bytes: &[u8], warning: Option<String>) -> Decoded {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    let warning = warning.or_else(|| {
        replaced.then(|| format!("some bytes are no {}; they were replaced", encoding.name()))
    });
    Decoded {
        text: text.into_owned(),
        charset: encoding.name(),
        warning,
    }
}

/// UTF-8 with a few bytes broken or cut off, told by how many characters are whole.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    const WHOLE_FOR_EACH_BROKEN: usize = 5;
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole >= broken * WHOLE_FOR_EACH_BROKEN
}

fn has_zeros(bytes: &[u8]) -> bool {
    bytes.iter().take(DECLARATION_BYTES).any(|byte| *byte == 0)
}

fn is_wide(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// UTF-32 shows in its mark, or in the zeros of its first angle bracket; whether it is the little one.
fn four_bytes_a_character(bytes: &[u8]) -> Option<bool> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [b'<' | b'{', 0, 0, 0, ..] => Some(true),
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, b'<' | b'{', ..] => Some(false),
        _ => None,
    }
}

fn read_four(bytes: &[u8], little: bool) -> Decoded {
    let number = |four: &[u8; 4]| {
        if little {
            u32::from_le_bytes(*four)
        } else {
            u32::from_be_bytes(*four)
        }
    };
    let (fours, rest) = bytes.as_chunks::<4>();
    let characters = fours.iter().map(|four| char::from_u32(number(four)));
    let broken = !rest.is_empty() || characters.clone().any(|c| c.is_none());
    let charset = if little { "UTF-32LE" } else { "UTF-32BE" };
    Decoded {
        text: characters
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .filter(|c| *c != '\u{feff}')
            .collect(),
        charset,
        warning: broken.then(|| format!("some bytes are no {charset}; they were replaced")),
    }
}

/// UTF-16 without a mark shows in the zero half of its first angle bracket.
fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<' | b'{', 0, ..] => Some(UTF_16LE),
        [0, b'<' | b'{', ..] => Some(UTF_16BE),
        _ => None,
    }
}

fn charset_of_header(content_type: &str) -> Option<&'static Encoding> {
    let lower = content_type.to_ascii_lowercase();
    let (_, after) = lower.split_once("charset=")?;
    let label = after
        .split([';', ',', ' '])
        .next()?
        .trim_matches(['"', '\'']);
    Encoding::for_label(label.as_bytes())
}

/// `encoding="…"` of an XML declaration or `charset=…` of a meta element.
fn declared_in(bytes: &[u8]) -> Option<&'static Encoding> {
    let beginning: String = bytes
        .iter()
        .take(DECLARATION_BYTES)
        .map(|byte| char::from(*byte).to_ascii_lowercase())
        .collect();
    let label_after = |text: &str| -> Option<&'static Encoding> {
        let label: String = text
            .trim_start_matches([' ', '=', '"', '\''])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
            .collect();
        Encoding::for_label(label.as_bytes())
    };
    let declaration = beginning.trim_start();
    let found = if declaration.starts_with("<?xml") {
        let end = declaration.find("?>").unwrap_or(declaration.len());
        declaration
            .get(..end)
            .and_then(|head| head.split_once("encoding"))
            .and_then(|(_, after)| label_after(after))
    } else {
        beginning
            .split_once("charset")
            .and_then(|(_, after)| label_after(after))
    };
    // A declaration that could be read byte by byte is not in a wide charset.
    found.map(|encoding| if is_wide(encoding) { UTF_8 } else { encoding })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let beginning = bytes.get(..GUESSED_BYTES).unwrap_or(bytes);
    detector.feed(beginning, true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, GB18030};
    use proptest::prelude::*;

    const TEXT: &str = "<?xml version=\"1.0\" encoding=\"LABEL\"?><t>昨夜大雨，县城北门外路面塌陷，市政部门正在抢修，请绕行。</t>";

    fn check(bytes: &[u8], header: Option<&str>, warned: bool) {
        let decoded = decode(bytes, header);
        assert!(
            decoded.text.contains("路面塌陷"),
            "{header:?} {}: {}",
            decoded.charset,
            decoded.text
        );
        assert_eq!(decoded.warning.is_some(), warned, "{:?}", decoded.warning);
    }

    #[test]
    fn declared_rightly_wrongly_or_not() {
        let text = |label: &str| TEXT.replace("LABEL", label);
        let gbk = |label: &str| GB18030.encode(&text(label)).0.into_owned();
        check(text("utf-8").as_bytes(), None, false);
        check(&gbk("gb2312"), None, false);
        check(&gbk("gb2312"), Some("text/xml; charset=\"GBK\""), false);
        check(&gbk("utf-8"), None, true);
        check(&gbk("utf-8"), Some("text/xml; charset=utf-8"), true);
        check(text("gbk").as_bytes(), None, true);
        check(
            text("iso-8859-1").as_bytes(),
            Some("text/xml; charset=iso-8859-1"),
            true,
        );
        check(
            &[&b"\xef\xbb\xbf"[..], text("gbk").as_bytes()].concat(),
            None,
            false,
        );
        check(&gbk("").split_off(0), None, false);
        let traditional = text("big5").replace("县城北门外", "縣城北門外");
        check(&BIG5.encode(&traditional).0, None, false);
        let wide: Vec<u8> = text("utf-16")
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        check(&wide, None, false);
        check(&[&[0xff, 0xfe][..], &wide].concat(), None, false);
        check(&wide, Some("text/xml; charset=utf-8"), false);
        for to_bytes in [u32::to_le_bytes, u32::to_be_bytes] {
            let four: Vec<u8> = text("utf-32")
                .chars()
                .flat_map(|c| to_bytes(u32::from(c)))
                .collect();
            check(&four, None, false);
            check(&[&to_bytes(0xfeff)[..], &four].concat(), None, false);
            check(four.get(..four.len() - 1).unwrap(), None, true);
        }
        // Old servers say of everything that it is Latin; pages are copied with their declaration.
        let latin = Some("text/xml; charset=iso-8859-1");
        check(&gbk("gbk"), latin, true);
        check(&gbk("iso-8859-1"), None, true);
        check(&gbk("big5"), None, true);
        let taiwan = |label: &str| {
            let all = text(label)
                .replace("县城北门外", "縣城北門外")
                .replace("抢", "搶");
            BIG5.encode(&all.replace("请绕", "請繞")).0.into_owned()
        };
        check(&taiwan("gb2312"), None, true);
        check(&taiwan("big5"), Some("text/xml; charset=gb2312"), true);
        check(&taiwan("big5"), latin, true);
        let header = Some("text/xml; charset=utf-16");
        check(text("utf-8").as_bytes(), header, true);
        check(&gbk("gbk"), header, true);
    }

    #[test]
    fn what_is_declared_rightly_is_believed() {
        let french = "<t>Été à Genève: «l'hôtel où naît la fête», cœur, garçon, Noël – 5 €</t>";
        let japanese = "<t>昨夜のニュース：カタカナとひらがなのテスト、路面の陥没について</t>";
        let mixed = "<t>县城的カラオケ店与「ノート」展，ロシア语：Москва，路面塌陷</t>";
        for (text, encoding, label) in [
            (french, encoding_rs::WINDOWS_1252, "iso-8859-1"),
            (japanese, GB18030, "gbk"),
            (mixed, GB18030, "gb2312"),
            ("<t>豪雨：カラオケ，路面塌陷</t>", BIG5, "big5"),
        ] {
            let bytes = encoding.encode(text).0;
            let decoded = decode(&bytes, Some(&format!("text/html; charset={label}")));
            assert_eq!((decoded.text.as_str(), decoded.warning), (text, None));
        }
    }

    #[test]
    fn a_broken_byte_does_not_change_the_charset() {
        for label in ["utf-8", ""] {
            let mut bytes = TEXT.replace("LABEL", label).into_bytes();
            check(bytes.get(..bytes.len() - 8).unwrap(), None, true);
            bytes.insert(60, 0xff);
            check(&bytes, None, true);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_become_text(bytes in prop::collection::vec(any::<u8>(), 0..400), header in "\\PC{0,40}") {
            decode(&bytes, Some(&header));
            decode(&bytes, None);
        }
    }
}
