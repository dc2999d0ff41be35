//! TXT: letters alone, and not the beginning of something that a program would run or render.

use domain::documents::Refusal;

use super::is_program;

/// How other kinds begin. A letter that begins with one of these is not worth the risk.
const BEGINNINGS: [&[u8]; 9] =
    [b"%pdf", b"%!ps", b"pk\x03\x04", b"{\\rtf", b"#!", b"<?", b"<!", b"mime-version:", b"begin:v"];
/// Markup by its first element, as browsers tell HTML from text.
const ELEMENTS: [&[u8]; 16] = [
    b"html", b"head", b"body", b"script", b"svg", b"iframe", b"img", b"a", b"b", b"p", b"br", b"div", b"h1",
    b"style", b"table", b"title",
];

pub(super) fn check(content: &[u8]) -> Result<(), Refusal> {
    let text = decoded(content).ok_or(Refusal::Mismatch)?;
    let begins_otherwise = is_program(content) || is_other_kind(text.trim_start().as_bytes());
    if begins_otherwise || text.chars().any(is_binary) { Err(Refusal::Mismatch) } else { Ok(()) }
}

/// UTF-16 needs its mark; without one it is UTF-8, or what Windows wrote before.
fn decoded(content: &[u8]) -> Option<String> {
    match content {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => match std::str::from_utf8(content) {
            Ok(text) => Some(text.trim_start_matches('\u{feff}').to_owned()),
            Err(_) => windows_1252(content),
        },
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (units, rest) = bytes.as_chunks();
    match char::decode_utf16(units.iter().copied().map(unit)).collect() {
        Ok(text) if rest.is_empty() => Some(text),
        _ => None,
    }
}

/// Only whether a byte is a letter matters here, so the letters above 127 may stand for themselves. Five bytes
/// have no letter.
fn windows_1252(content: &[u8]) -> Option<String> {
    let is_unused = |byte: &u8| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d);
    let letter = |byte: &u8| if byte.is_ascii() { char::from(*byte) } else { 'ÿ' };
    (!content.iter().any(is_unused)).then(|| content.iter().map(letter).collect())
}

/// Control characters that no text has: tab, line ends and the page break are the exceptions.
fn is_binary(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\t' | '\n' | '\r' | '\u{c}' | '\u{85}')
}

fn is_other_kind(start: &[u8]) -> bool {
    let starts_with =
        |wanted: &[u8]| start.get(..wanted.len()).is_some_and(|s| s.eq_ignore_ascii_case(wanted));
    BEGINNINGS.into_iter().any(starts_with) || is_markup(start)
}

fn is_markup(start: &[u8]) -> bool {
    let Some(rest) = start.strip_prefix(b"<") else { return false };
    let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    ELEMENTS.iter().any(|element| element.eq_ignore_ascii_case(&rest[..length]))
}
