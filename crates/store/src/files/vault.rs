//! Where files lie: sealed, under their id alone, in a folder or in any other object store.
//!
//! A file appears at once and whole when its writing is finished. A server that is killed before leaves a temporary
//! file, and one that is killed between the file and its row in the database leaves a file that nobody knows;
//! [`Vault::sweep`] removes both.

use std::{
    fmt, fs, io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use domain::{documents::MAX_BYTES, ids::DocumentId};
use futures_util::TryStreamExt;
use object_store::{
    MultipartUpload, ObjectStore, ObjectStoreExt, local::LocalFileSystem, memory::InMemory, path::Path as Key,
};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::segments::{self, SEGMENT, Sealing};
use crate::crypt::{CryptError, Sealer};

/// Sealed bytes that are collected before they are sent. S3 would want 5 MiB.
const PART: usize = 4 * SEGMENT;
/// A sealed file is less than a hundredth longer than the file. What is larger was not written here.
const MAX_SEALED: u64 = MAX_BYTES + MAX_BYTES / 100;

/// Version and key stand before everything that is sealed, files too.
const KEY_ENDS: u64 = 5;

/// The files of an installation.
#[derive(Clone)]
pub struct Vault {
    objects: Arc<dyn ObjectStore>,
    /// Set if the store is a folder: its temporary files do not appear in its list.
    folder: Option<PathBuf>,
    sealer: Arc<Sealer>,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Bytes of the file itself.
    pub size: u64,
    /// Of the file itself, to show later what was handed in.
    pub sha256: [u8; 32],
}

/// What a sweep removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Files without a row in the database.
    pub unknown: usize,
    /// Uploads that were never finished.
    pub unfinished: usize,
}

#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    #[error("there is no such file")]
    Missing,
    /// More bytes arrived than a file may have.
    #[error("the file is larger than {MAX_BYTES} bytes")]
    TooLarge,
    #[error(transparent)]
    Crypt(#[from] CryptError),
    #[error("the file store does not work: {0}")]
    Objects(#[source] object_store::Error),
    #[error("the folder of the files does not work: {0}")]
    Folder(#[from] io::Error),
}

impl Vault {
    /// A vault in a folder, which is made for its owner alone if it is not there.
    ///
    /// # Errors
    /// [`VaultError::Folder`] if it cannot be made, [`VaultError::Objects`] if it is not a folder.
    pub fn local(folder: &Path, sealer: Arc<Sealer>) -> Result<Self, VaultError> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        // A row must never outlive its file, so the file is on the disk before the row is written.
        let objects = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self { objects: Arc::new(objects), folder: Some(folder.to_owned()), sealer })
    }

    /// A vault that forgets, for tests.
    pub fn in_memory(sealer: Arc<Sealer>) -> Self {
        Self { objects: Arc::new(InMemory::new()), folder: None, sealer }
    }

    /// Starts a new file. Nobody sees it before [`Writer::finish`]; dropped, it leaves nothing.
    ///
    /// # Errors
    /// [`VaultError::Objects`] if there is no room, [`VaultError::Crypt`] without random bytes.
    pub async fn begin(&self, id: DocumentId) -> Result<Writer, VaultError> {
        let sealing = Sealing::begin(&self.sealer, id)?;
        let upload = self.objects.put_multipart(&key(id)).await?;
        Ok(Writer { upload, sealing, size: 0, hash: Sha256::new() })
    }

    /// The whole file, once all of it is verified.
    ///
    /// # Errors
    /// [`VaultError::Missing`], or [`VaultError::Crypt`] if it was changed on the disk.
    pub async fn read(&self, id: DocumentId) -> Result<Vec<u8>, VaultError> {
        let found = self.objects.get(&key(id)).await?;
        if found.meta.size > MAX_SEALED {
            return Err(VaultError::TooLarge);
        }
        Ok(segments::open(&self.sealer, id, &found.bytes().await?)?)
    }

    /// Forgets a file. One that is not there is forgotten already.
    ///
    /// # Errors
    /// [`VaultError::Objects`] if it is there and cannot be removed.
    pub async fn delete(&self, id: DocumentId) -> Result<(), VaultError> {
        match self.objects.delete(&key(id)).await {
            Err(object_store::Error::NotFound { .. }) => Ok(()),
            other => Ok(other?),
        }
    }

    /// Seals every file anew that stands under an older key than the first of the keyring; says how many there were.
    /// Stopped on the way, it goes on where it was. A file that is deleted at that moment may come back without a row, and
    /// goes with the next sweep.
    ///
    /// # Errors
    /// The first file that cannot be opened or written ends it; what was done before is done.
    pub async fn rotate(&self) -> Result<usize, VaultError> {
        let mut moved = 0;
        for id in self.under_older_keys().await? {
            let clear = match self.read(id).await {
                Err(VaultError::Missing) => continue,
                read => Zeroizing::new(read?),
            };
            let mut writer = self.begin(id).await?;
            writer.write(&clear).await?;
            writer.finish().await?;
            moved += 1;
        }
        Ok(moved)
    }

    async fn under_older_keys(&self) -> Result<Vec<DocumentId>, VaultError> {
        let current = self.sealer.current_key()?;
        let files: Vec<_> = self.objects.list(None).try_collect().await?;
        let mut older = Vec::new();
        for file in files {
            let Ok(id) = id(&file.location) else { continue };
            let head = match self.objects.get_range(&file.location, 0..KEY_ENDS).await {
                Err(object_store::Error::NotFound { .. }) => continue,
                head => head?,
            };
            if Sealer::key_of(&head)? != current {
                older.push(id);
            }
        }
        Ok(older)
    }

    /// Removes what was left behind before `older_than`: far enough back that no upload of then still runs.
    /// `known` must answer from the database that belongs to this vault; one that knows nothing empties it.
    ///
    /// # Errors
    /// The first file that cannot be removed ends it; what was removed before stays removed.
    pub async fn sweep(
        &self,
        older_than: DateTime<Utc>,
        known: impl Fn(DocumentId) -> bool,
    ) -> Result<Swept, VaultError> {
        let mut swept = Swept::default();
        let files: Vec<_> = self.objects.list(None).try_collect().await?;
        for file in files.iter().filter(|file| file.last_modified < older_than) {
            // A name that is no id was not written here and is left alone.
            if let Ok(id) = id(&file.location)
                && !known(id)
            {
                self.delete(id).await?;
                swept.unknown += 1;
            }
        }
        if let Some(folder) = self.folder.clone() {
            swept.unfinished = blocking(move || remove_unfinished(&folder, older_than)).await?;
        }
        Ok(swept)
    }
}

/// A file on its way into the vault.
pub struct Writer {
    upload: Box<dyn MultipartUpload>,
    sealing: Sealing,
    size: u64,
    hash: Sha256,
}

impl Writer {
    /// Takes the next bytes. Little of the file is in memory at any time.
    ///
    /// # Errors
    /// [`VaultError::TooLarge`] as soon as it is too much; the bytes are counted, not believed.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), VaultError> {
        self.size += bytes.len() as u64;
        if self.size > MAX_BYTES {
            return Err(VaultError::TooLarge);
        }
        for some in bytes.chunks(SEGMENT) {
            self.hash.update(some);
            self.sealing.push(some)?;
            if self.sealing.sealed().len() >= PART {
                let part = std::mem::take(self.sealing.sealed());
                self.upload.put_part(part.into()).await?;
            }
        }
        Ok(())
    }

    /// Makes the file visible, on the disk and whole.
    ///
    /// # Errors
    /// [`VaultError::Objects`] if the disk is full, [`VaultError::TooLarge`] again if it was; then there is no file.
    pub async fn finish(mut self) -> Result<Stored, VaultError> {
        if self.size > MAX_BYTES {
            return Err(VaultError::TooLarge);
        }
        self.upload.put_part(self.sealing.finish()?.into()).await?;
        self.upload.complete().await?;
        Ok(Stored { size: self.size, sha256: self.hash.finalize().into() })
    }

    /// Gives up. Over a network this frees the parts that were sent.
    ///
    /// # Errors
    /// [`VaultError::Objects`] if they cannot be freed now; a sweep will.
    pub async fn abort(mut self) -> Result<(), VaultError> {
        Ok(self.upload.abort().await?)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Vault({})", self.objects)
    }
}

impl From<object_store::Error> for VaultError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Missing,
            other => Self::Objects(other),
        }
    }
}

/// The last byte of an id is random, the first ones are the time: 256 folders that fill evenly.
fn key(id: DocumentId) -> Key {
    let name = id.to_string();
    Key::from(format!("{}/{name}", &name[name.len() - 2..]))
}

fn id(key: &Key) -> Result<DocumentId, uuid::Error> {
    key.filename().unwrap_or_default().parse()
}

/// Temporary files are named after the file with `#` and a number behind.
fn remove_unfinished(folder: &Path, older_than: DateTime<Utc>) -> io::Result<usize> {
    let mut removed = 0;
    for place in fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()? {
        if !place.file_type()?.is_dir() {
            continue;
        }
        for file in fs::read_dir(place.path())?.collect::<io::Result<Vec<_>>>()? {
            let is_old = DateTime::<Utc>::from(file.metadata()?.modified()?) < older_than;
            if is_old && file.file_name().to_string_lossy().contains('#') {
                fs::remove_file(file.path())?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

/// Keeps slow disks away from the threads that answer requests.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

#[cfg(test)]
mod tests;
