//! PDF: begins and ends like one, is nothing else at the same time, and opens without a password.

use domain::documents::Refusal;

use super::{contains, docx, last_position, tail};

/// Readers look for the header in the first KiB and for the end in the last one.
const EDGE: usize = 1024;

pub(super) fn check(content: &[u8]) -> Result<(), Refusal> {
    let whole = starts(content) && ends(content) && contains(content, b" obj");
    // A zip archive is read from its end, so a PDF with one behind it is both.
    if !whole || docx::end_record(content).is_some() {
        return Err(Refusal::Mismatch);
    }
    if is_encrypted(content) { Err(Refusal::Encrypted) } else { Ok(()) }
}

/// The header may stand anywhere in the first KiB, but only blanks may stand before it: markup or a program there
/// would make the file something else to another reader.
fn starts(content: &[u8]) -> bool {
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let blanks = content.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    blanks < EDGE && content[blanks..].starts_with(b"%PDF-")
}

/// The end mark in the last KiB, and in the KiB before it the place of the cross-reference table.
fn ends(content: &[u8]) -> bool {
    let edge = content.len().saturating_sub(EDGE);
    let Some(end) = last_position(&content[edge..], b"%%EOF") else { return false };
    let before = tail(&content[..edge + end], EDGE);
    let table = last_position(before, b"startxref").map(|at| before[at + 9..].trim_ascii_start());
    table.is_some_and(|table| table.first().is_some_and(u8::is_ascii_digit))
}

/// The trailer names the encryption by reference or in place; the trailer itself is never compressed.
fn is_encrypted(content: &[u8]) -> bool {
    let mut rest = content;
    while let Some(at) = rest.iter().position(|byte| *byte == b'/') {
        rest = &rest[at + 1..];
        if let Some(value) = after_name(rest, b"Encrypt") {
            let value = value.trim_ascii_start();
            if value.starts_with(b"<<") || value.first().is_some_and(u8::is_ascii_digit) {
                return true;
            }
        }
    }
    false
}

/// What follows if the name stands here. A letter may be written as `#` and two hexadecimal digits.
fn after_name<'a>(bytes: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let mut rest = bytes;
    for letter in name {
        let (byte, after) = letter_of(rest)?;
        rest = after;
        if byte != *letter {
            return None;
        }
    }
    Some(rest).filter(|rest| rest.first().is_none_or(|byte| !byte.is_ascii_alphanumeric()))
}

fn letter_of(bytes: &[u8]) -> Option<(u8, &[u8])> {
    match bytes {
        [b'#', high, low, rest @ ..] => {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let value = digit(*high)? << 4 | digit(*low)?;
            Some((value as u8, rest))
        }
        [byte, rest @ ..] => Some((*byte, rest)),
        [] => None,
    }
}
