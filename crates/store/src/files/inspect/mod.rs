//! What an uploaded file is, by its content. A name promises; the content decides.
//!
//! Everything here reads bytes that a stranger chose: no index without a check, no allocation by a number that
//! stands in the file, no loop without an end. It looks for what must not come in (programs, macros, bombs, locked
//! files, one kind posing as another); whether a real PDF or letter hides an exploit is a virus scanner's question.

mod doc;
mod docx;
#[cfg(test)]
mod hostile;
mod ole;
mod pdf;
mod picture;
#[cfg(test)]
mod samples;
mod text;

pub use picture::{emblem, portrait};

use domain::documents::{Format, Refusal, promising};

/// The kind of a file that may be kept.
///
/// # Errors
/// The first reason against it; [`Refusal::Mismatch`] also for a file that is cut short.
pub fn inspect(name: &str, content: &[u8]) -> Result<Format, Refusal> {
    let format = promising(name, content.len() as u64)?;
    examine(format, content)?;
    Ok(format)
}

/// Whether content is what a name promised.
pub(super) fn examine(format: Format, content: &[u8]) -> Result<(), Refusal> {
    match format {
        Format::Pdf => pdf::check(content),
        Format::Docx => docx::check(content),
        Format::Doc => doc::check(content),
        Format::Txt => text::check(content),
    }
}

/// Windows and Unix executables.
fn is_program(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x7fELF") || is_windows_program(bytes)
}

/// `MZ` alone is two letters that a text may start with; the header that it points to is not.
fn is_windows_program(bytes: &[u8]) -> bool {
    let header = u32_at(bytes, 0x3c).and_then(|at| bytes.get(at as usize..));
    bytes.starts_with(b"MZ") && header.is_some_and(|header| header.starts_with(b"PE\0\0"))
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn contains_in_any_case(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window.eq_ignore_ascii_case(wanted))
}

fn last_position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|window| window == wanted)
}

/// The last `length` bytes, or all.
fn tail(bytes: &[u8], length: usize) -> &[u8] {
    &bytes[bytes.len().saturating_sub(length)..]
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}
