//! One owner a directory.

use anyhow::{Context, Result, bail};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek, Write};
use std::path::Path;
use std::process;
use std::thread;
use std::time::Duration;

/// Held as long as the server runs. The kernel lets go of it when the owner dies, however it dies, so a lock that is
/// free while PostgreSQL runs means that PostgreSQL has lost its owner.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Writes our process number into the file, for the message that the next one gets.
    pub fn take(directory: &Path) -> Result<Self> {
        let path = directory.join("lock");
        let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
        if !is_ours_after_a_while(&file).with_context(|| format!("cannot lock {}", path.display()))? {
            bail!(
                "the database in {} is already in use by {}. Stop that one first, or use another directory.",
                directory.display(),
                holder(&path)
            );
        }
        file.set_len(0)?;
        file.rewind()?;
        write!(file, "{}", process::id())?;
        Ok(Self { _file: file })
    }

    /// Whether the directory had an owner who is gone. An empty file belongs to one who is about to lock it.
    pub fn is_abandoned(directory: &Path) -> bool {
        let path = directory.join("lock");
        File::open(&path).is_ok_and(|file| file.try_lock().is_ok())
            && fs::read(&path).is_ok_and(|number| !number.is_empty())
    }
}

/// `is_abandoned` holds the lock for a moment, so one refusal is not yet an answer.
fn is_ours_after_a_while(file: &File) -> io::Result<bool> {
    for _ in 0..10 {
        match file.try_lock() {
            Ok(()) => return Ok(true),
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(20)),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Ok(false)
}

fn holder(path: &Path) -> String {
    match fs::read_to_string(path) {
        Ok(number) if !number.is_empty() => format!("process {number}"),
        _ => "another process".to_owned(),
    }
}
