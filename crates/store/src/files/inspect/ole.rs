//! The compound file: what Word wrote until 2007, and what still wraps its locked files and embedded objects.
//!
//! A small file system: sectors, a table that chains them (FAT) and a directory. Only the directory and the first
//! bytes of a stream are read. Each chain is at most as long as the file has sectors, so a loop ends.

use super::{u16_at, u32_at};

const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Numbers from here on are marks, not sectors.
const END_OF_CHAIN: u32 = 0xffff_fffe;
/// Streams below this size stand together in a stream of their own, in pieces of 64 bytes.
const SMALL_STREAM: u32 = 4096;
const SMALL_SECTOR: usize = 64;

/// A compound file's directory.
pub(super) struct Compound<'a> {
    content: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    entries: Vec<Entry>,
}

/// A stream, a folder, or what is left of one.
struct Entry {
    name: String,
    start: u32,
    size: u32,
}

impl<'a> Compound<'a> {
    /// Nothing if it is not one, or a broken one.
    pub fn read(content: &'a [u8]) -> Option<Self> {
        let sector = match (content.starts_with(MAGIC), u16_at(content, 0x1e)?) {
            (true, 9) => 512,
            (true, 12) => 4096,
            _ => return None,
        };
        let mut compound = Self { content, sector, fat: Vec::new(), entries: Vec::new() };
        compound.read_fat()?;
        compound.read_directory()?;
        Some(compound)
    }

    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// A newer document behind a password, or behind rights management.
    pub fn is_locked_package(&self) -> bool {
        self.has("EncryptedPackage") || self.has("\u{6}DataSpaces")
    }

    /// Visual Basic, or a packaged file of any kind. Entries count at any depth, erased ones too.
    pub fn carries_programs(&self) -> bool {
        let names = ["Macros", "VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "\u{1}Ole10Native"];
        names.iter().any(|name| self.has(name))
    }

    /// How a stream begins: 32 bytes, or nothing if the stream is shorter or not all there.
    pub fn beginning(&self, name: &str) -> Option<&'a [u8]> {
        let entry = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        let place = match entry.size >= SMALL_STREAM {
            true => self.large_place(entry)?,
            false => self.small_place(entry)?,
        };
        self.content.get(place..place.checked_add(32)?)
    }

    fn read_fat(&mut self) -> Option<()> {
        let mut tables: Vec<u32> = (0..109).filter_map(|at| u32_at(self.content, 0x4c + 4 * at)).collect();
        let mut next = u32_at(self.content, 0x44)?;
        for _ in 0..self.sectors() {
            let Some(more) = self.at(next) else { break };
            let numbers = self.sector / 4 - 1;
            tables.extend((0..numbers).filter_map(|at| u32_at(more, 4 * at)));
            next = u32_at(more, 4 * numbers)?;
        }
        for table in tables {
            let room = self.sectors() - self.fat.len();
            let numbers = self.at(table).unwrap_or_default().as_chunks().0;
            self.fat.extend(numbers.iter().take(room).map(|number| u32::from_le_bytes(*number)));
        }
        Some(())
    }

    fn read_directory(&mut self) -> Option<()> {
        const ENTRY: usize = 128;
        for sector in self.chain(u32_at(self.content, 0x30)?)? {
            let entries = self.at(sector)?.as_chunks::<ENTRY>().0;
            self.entries.extend(entries.iter().filter_map(|entry| Entry::read(entry)));
        }
        (!self.entries.is_empty()).then_some(())
    }

    fn chain(&self, start: u32) -> Option<Vec<u32>> {
        let mut chain = Vec::new();
        let mut next = start;
        while next < END_OF_CHAIN {
            chain.push(next);
            next = *self.fat.get(next as usize)?;
            if chain.len() > self.sectors() {
                return None;
            }
        }
        Some(chain)
    }

    fn large_place(&self, entry: &Entry) -> Option<usize> {
        let chain = self.chain(entry.start)?;
        let there: usize = chain.iter().filter_map(|sector| self.at(*sector)).map(<[u8]>::len).sum();
        if there >= entry.size as usize { self.place(entry.start) } else { None }
    }

    /// Small streams stand in the root's stream.
    fn small_place(&self, entry: &Entry) -> Option<usize> {
        let offset = (entry.start as usize).checked_mul(SMALL_SECTOR)?;
        let chain = self.chain(self.entries.first()?.start)?;
        let sector = *chain.get(offset / self.sector)?;
        self.place(sector)?.checked_add(offset % self.sector)
    }

    fn at(&self, sector: u32) -> Option<&'a [u8]> {
        let start = self.place(sector)?;
        // The last sector of some writers is short.
        self.content.get(start..self.content.len().min(start.checked_add(self.sector)?))
    }

    /// The header takes the place of one sector.
    fn place(&self, sector: u32) -> Option<usize> {
        (sector as usize).checked_add(1)?.checked_mul(self.sector)
    }

    fn sectors(&self) -> usize {
        self.content.len() / self.sector + 1
    }
}

impl Entry {
    fn read(bytes: &[u8]) -> Option<Self> {
        let length = usize::from(u16_at(bytes, 64)?).clamp(2, 64) / 2 - 1;
        let units = (0..length).filter_map(|at| u16_at(bytes, 2 * at)).collect::<Vec<_>>();
        let name = String::from_utf16_lossy(&units);
        Some(Self { name, start: u32_at(bytes, 116)?, size: u32_at(bytes, 120)? })
    }
}
