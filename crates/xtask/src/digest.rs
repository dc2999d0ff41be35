//! Telling whether files have changed.

use anyhow::{Context, Result};
use std::fmt;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

/// A number that changes with the content of files. It guards against change, not against anybody's intent.
pub struct Digest(DefaultHasher);

impl Digest {
    pub fn new() -> Self {
        Self(DefaultHasher::new())
    }

    pub fn of_files(paths: &[PathBuf]) -> Result<Self> {
        let mut digest = Self::new();
        for path in paths {
            digest.add_file(path)?;
        }
        Ok(digest)
    }

    pub fn add(&mut self, bytes: &[u8]) {
        self.0.write_usize(bytes.len());
        self.0.write(bytes);
    }

    pub fn add_file(&mut self, path: &Path) -> Result<()> {
        self.add(&fs::read(path).with_context(|| format!("cannot read {}", path.display()))?);
        Ok(())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:016x}", self.0.finish())
    }
}

/// Every file below a folder, in one order on every machine, without the folders and files of these names.
pub fn files_below(folder: &Path, without: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let entry = entry?;
        if without.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        match entry.file_type()?.is_dir() {
            true => found.extend(files_below(&entry.path(), without)?),
            false => found.push(entry.path()),
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_a_byte_from_one_file_to_the_next_changes_the_digest() {
        let digest = |parts: [&str; 2]| {
            let mut digest = Digest::new();
            parts.iter().for_each(|part| digest.add(part.as_bytes()));
            digest.to_string()
        };
        assert_ne!(digest(["ab", "c"]), digest(["a", "bc"]));
    }
}
