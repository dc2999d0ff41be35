//! DOCX: a zip archive whose parts say that they are a text document without macros.

use std::io::{Cursor, Read};

use domain::documents::Refusal;
use zip::{
    ZipArchive,
    read::{ArchiveOffset, Config, ZipFile},
};

use super::{contains, contains_in_any_case, is_program, ole, tail, u16_at};

/// A thesis with two thousand pictures is still taken.
const MAX_ENTRIES: usize = 4_000;
/// What all parts together may unpack to.
const MAX_UNPACKED: u64 = 100 * 1024 * 1024;
/// Text in XML packs to a twentieth, rarely to a fiftieth; a bomb to a thousandth.
const MAX_RATIO: u64 = 100;
/// Below this the ratio says nothing.
const SMALL: u64 = 4 * 1024 * 1024;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

pub(super) fn check(content: &[u8]) -> Result<(), Refusal> {
    if ole::Compound::read(content).is_some_and(|compound| compound.is_locked_package()) {
        return Err(Refusal::Encrypted);
    }
    let mut archive = open(content)?;
    let limit = (content.len() as u64 * MAX_RATIO).clamp(SMALL, MAX_UNPACKED);
    check_entries(&mut archive, limit)?;
    archive.validate_header_consistency().map_err(|_| Refusal::Mismatch)?;
    check_types(&mut archive)?;
    check_contents(&mut archive, limit)
}

/// Where the record stands that ends a zip archive, if it ends exactly with the content.
pub(super) fn end_record(content: &[u8]) -> Option<usize> {
    const LENGTH: usize = 22;
    let start = content.len() - tail(content, LENGTH + usize::from(u16::MAX)).len();
    let mut places = (start..=content.len().checked_sub(LENGTH)?).rev();
    places.find(|at| {
        content[*at..].starts_with(b"PK\x05\x06")
            && u16_at(content, at + 20)
                .is_some_and(|comment| at + LENGTH + usize::from(comment) == content.len())
    })
}

/// Counts before the library does, so that the list of entries cannot be used to fill the memory.
fn open(content: &[u8]) -> Result<Archive<'_>, Refusal> {
    let end = end_record(content).filter(|_| content.starts_with(b"PK\x03\x04")).ok_or(Refusal::Mismatch)?;
    let entries = u16_at(content, end + 10).map(usize::from).ok_or(Refusal::Mismatch)?;
    if entries > MAX_ENTRIES {
        return Err(Refusal::Bomb);
    }
    let config = Config { archive_offset: ArchiveOffset::Known(0) };
    let archive = ZipArchive::with_config(config, Cursor::new(content)).map_err(|_| Refusal::Mismatch)?;
    // Another number means that two readers would see two archives.
    if archive.len() == entries { Ok(archive) } else { Err(Refusal::Mismatch) }
}

/// What the list of entries says, before anything is unpacked.
fn check_entries(archive: &mut Archive, limit: u64) -> Result<(), Refusal> {
    let mut unpacked = 0_u64;
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|_| Refusal::Mismatch)?;
        check_entry(&entry)?;
        unpacked = unpacked.saturating_add(entry.size());
    }
    if unpacked > limit { Err(Refusal::Bomb) } else { Ok(()) }
}

fn check_entry(entry: &ZipFile<Cursor<&[u8]>>) -> Result<(), Refusal> {
    let name = entry.name_raw();
    let kind = entry.unix_mode().unwrap_or_default() & 0o170_000;
    if entry.encrypted() {
        return Err(Refusal::Encrypted);
    }
    // A plain file, a folder or an archive without Unix rights; not a link or a device.
    if !matches!(kind, 0 | 0o100_000 | 0o040_000) || !is_tame(name) {
        return Err(Refusal::Mismatch);
    }
    if has_macros(name) { Err(Refusal::Macros) } else { Ok(()) }
}

/// A relative path that stays where it is.
fn is_tame(name: &[u8]) -> bool {
    let climbs = name.split(|byte| *byte == b'/').any(|part| part == b"..");
    !climbs && !name.starts_with(b"/") && !name.iter().any(|byte| matches!(byte, b'\\' | b':' | 0..=31))
}

fn has_macros(name: &[u8]) -> bool {
    [b"vbaproject".as_slice(), b"vbadata", b"activex/"].iter().any(|part| contains_in_any_case(name, part))
}

/// `[Content_Types].xml` says what the parts are. References to characters could spell a word so that it is not
/// found, and no writer uses them there.
fn check_types(archive: &mut Archive) -> Result<(), Refusal> {
    const LARGEST: u64 = 1024 * 1024;
    let entry = archive.by_name("[Content_Types].xml").map_err(|_| Refusal::Mismatch)?;
    let types = unpacked(entry, LARGEST)?;
    if contains_in_any_case(&types, b"macroenabled") || contains_in_any_case(&types, b"vbaproject") {
        return Err(Refusal::Macros);
    }
    let plain = std::str::from_utf8(&types).is_ok() && !contains(&types, b"<!") && !contains(&types, b"&#");
    let is_text =
        contains(&types, b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml");
    let is_rooted = archive.index_for_name("_rels/.rels").is_some();
    if plain && is_text && is_rooted { Ok(()) } else { Err(Refusal::Mismatch) }
}

/// Unpacks every part, because the sizes in the list are only a claim.
fn check_contents(archive: &mut Archive, limit: u64) -> Result<(), Refusal> {
    let mut left = limit;
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|_| Refusal::Mismatch)?;
        let part = unpacked(entry, left)?;
        left -= part.len() as u64;
        if carries_programs(&part) {
            return Err(Refusal::Macros);
        }
    }
    Ok(())
}

/// The checksum is compared at the end of reading, so a part that was cut or changed is found too.
fn unpacked(entry: ZipFile<Cursor<&[u8]>>, limit: u64) -> Result<Vec<u8>, Refusal> {
    let mut part = Vec::new();
    entry.take(limit + 1).read_to_end(&mut part).map_err(|_| Refusal::Mismatch)?;
    if part.len() as u64 > limit { Err(Refusal::Bomb) } else { Ok(part) }
}

/// Tables and charts bring workbooks along, which is fine unless those carry macros.
fn carries_programs(part: &[u8]) -> bool {
    let in_archive = part.starts_with(b"PK") && contains_in_any_case(part, b"vbaproject");
    let in_compound = ole::Compound::read(part).is_some_and(|compound| compound.carries_programs());
    in_archive || in_compound || is_program(part)
}
