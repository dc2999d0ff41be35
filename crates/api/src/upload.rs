//! Files on their way from a request into the vault. Staff send one in a single request, applicants in pieces
//! ([`Uploads::take`]), because their connections break.
//!
//! A handler looks first whether the sender may send a file at all, then lets [`Upload::receive`] stream it, and
//! then writes the row inside [`Arrived::keep`]. At no moment does a row stand without its file: a server that is
//! killed in between leaves at most a file without a row, which [`store::files::Vault::sweep`] removes.

mod logo;
mod photo;
#[cfg(test)]
mod tests;

use std::{
    future::{Future, Ready, ready},
    io,
    sync::Arc,
    time::Duration,
};

use actix_multipart::{Field, Multipart};
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::CONTENT_LENGTH, web};
use domain::{
    documents::{Format, MAX_BYTES, Refusal, promising},
    ids::DocumentId,
    photos::Square,
    problem::{Code, FieldError},
};
use futures_util::StreamExt;
use store::{
    documents::File,
    drafts::Whole,
    files::{Content, Inspector, Stored, Vault, VaultError, Writer},
};
use tokio::sync::Semaphore;
use utoipa::ToSchema;
use uuid::Uuid;

pub use photo::PictureForm;

use crate::{problem::Refused, session::State};

/// Boundaries and headers around the file.
const ENVELOPE: u64 = 16 * 1024;
/// Somebody who sends more than this is not a person with a large file.
const LARGEST_DROPPED: u64 = 10 * MAX_BYTES;
/// Slow telephones send 10 MiB in less; a body that takes longer is somebody holding a connection open.
const LONGEST_WAIT: Duration = Duration::from_secs(300);
/// Nothing at all for so long is a connection that is gone.
const LONGEST_SILENCE: Duration = Duration::from_secs(30);
/// Files that are in memory as a whole at the same time, to be looked into.
const OPEN_AT_ONCE: usize = 4;

/// The vault, who looks into files, and how many of them at once.
#[derive(Clone)]
pub struct Uploads {
    vault: Vault,
    inspector: Inspector,
    open: Arc<Semaphore>,
    drawn: Arc<Semaphore>,
}

impl Uploads {
    pub fn new(vault: Vault, inspector: Inspector) -> Self {
        let at_once = |files| Arc::new(Semaphore::new(files));
        Self { vault, inspector, open: at_once(OPEN_AT_ONCE), drawn: at_once(photo::DRAWN_AT_ONCE) }
    }

    /// A whole file. Whoever asks has recorded the disclosure before.
    pub async fn read(&self, id: DocumentId) -> Result<Vec<u8>, Refused> {
        self.vault.read(id).await.map_err(Refused::internal)
    }

    /// Forgets a file that has no row, or none any more. Where that does not work now, a sweep will do it.
    pub async fn forget(&self, id: DocumentId) {
        if let Err(error) = self.vault.delete(id).await {
            tracing::warn!(%id, %error, "a file stays in the vault until the next sweep");
        }
    }

    /// A whole file, or "not found".
    pub(crate) async fn find(&self, id: DocumentId) -> Result<Vec<u8>, Refused> {
        match self.vault.read(id).await {
            Err(VaultError::Missing) => Err(Refused::new(Code::NotFound)),
            found => found.map_err(Refused::internal),
        }
    }

    async fn looked_into(&self, id: DocumentId, name: String) -> Result<Format, Refused> {
        let _open = self.open.acquire().await.map_err(Refused::internal)?;
        let content = Arc::new(self.read(id).await?);
        let format = self.inspector.document(&name, content).await.map_err(unlooked)?;
        format.map_err(refused)
    }

    /// The photo that is made from a picture in the vault.
    async fn drawn(&self, id: DocumentId, square: Option<Square>) -> Result<Vec<u8>, Refused> {
        let _drawn = self.drawn.acquire().await.map_err(Refused::internal)?;
        let content = self.read(id).await?;
        let photo = self.inspector.photo(Arc::new(content), square).await.map_err(unlooked)?;
        photo.map_err(photo::refused)
    }

    /// The logo that is made from a picture in the vault.
    async fn emblem(&self, id: DocumentId) -> Result<Vec<u8>, Refused> {
        let _drawn = self.drawn.acquire().await.map_err(Refused::internal)?;
        let content = self.read(id).await?;
        let logo = self.inspector.logo(Arc::new(content)).await.map_err(unlooked)?;
        logo.map_err(photo::refused)
    }

    /// Takes a file that came in pieces: puts them together when its turn has come, looks what the file is, and lays
    /// it into the vault. Refused files leave nothing there.
    pub async fn take(
        &self,
        id: DocumentId,
        put_together: impl Future<Output = Result<Whole, Refused>>,
    ) -> Result<File, Refused> {
        let _open = self.open.acquire().await.map_err(Refused::internal)?;
        let whole = put_together.await?;
        let content: Content = Arc::new(whole.content);
        let format = self.inspector.document(&whole.name, Arc::clone(&content)).await.map_err(unlooked)?;
        let format = format.map_err(refused)?;
        let stored = self.lay(id, (*content).as_ref()).await?;
        Ok(File { id, name: whole.name, format, size: stored.size as i64, sha256: stored.sha256 })
    }

    /// Lays a file that is in memory into the vault.
    async fn lay(&self, id: DocumentId, content: &[u8]) -> Result<Stored, Refused> {
        let mut writer = self.vault.begin(id).await.map_err(unwritten)?;
        writer.write(content).await.map_err(unwritten)?;
        writer.finish().await.map_err(unwritten)
    }
}

/// The body of an upload, as the documentation shows it.
#[derive(Debug, ToSchema)]
pub struct UploadForm {
    /// A PDF, a Word document or a text of at most 10 MiB.
    #[schema(value_type = String, format = Binary)]
    pub file: Vec<u8>,
}

/// A file that has not been read yet.
pub struct Upload {
    parts: Multipart,
    uploads: Uploads,
    length: Option<u64>,
}

impl FromRequest for Upload {
    type Error = Refused;
    type Future = Ready<Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let uploads = request.app_data::<web::Data<State>>().map(|state| state.uploads.clone());
        let uploads = uploads.ok_or_else(|| Refused::internal("the server has no state"));
        ready(uploads.map(|uploads| Self::new(request, payload, uploads)))
    }
}

impl Upload {
    fn new(request: &HttpRequest, payload: &mut Payload, uploads: Uploads) -> Self {
        let length = request.headers().get(CONTENT_LENGTH);
        let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
        Self { parts: Multipart::new(request.headers(), payload.take()), uploads, length }
    }

    /// Streams the one part `file` into the vault and looks what it is. Refused files leave nothing.
    pub async fn receive(mut self) -> Result<Arrived, Refused> {
        let id = DocumentId::from(Uuid::now_v7());
        match self.in_time(async |parts, uploads| arrive(parts, uploads, id).await).await {
            Ok(file) => Ok(Arrived { id, file, uploads: self.uploads }),
            Err(refused) => {
                self.uploads.forget(id).await;
                Err(self.instead(refused).await)
            }
        }
    }

    /// What `arrive` makes of the body, unless that is too large or takes too long.
    async fn in_time<T>(
        &mut self,
        arrive: impl AsyncFnOnce(&mut Multipart, &Uploads) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        if self.length.is_some_and(|length| length > MAX_BYTES + ENVELOPE) {
            return Err(refused(Refusal::TooLarge));
        }
        let arriving = arrive(&mut self.parts, &self.uploads);
        tokio::time::timeout(LONGEST_WAIT, arriving).await.unwrap_or_else(|_| Err(too_slow()))
    }

    /// Refuses the file. A browser reads the answer only when it has sent everything, so what is still on its way
    /// is let in and dropped, as long as it is not endless.
    pub async fn instead(mut self, refused: Refused) -> Refused {
        // What could not be taken apart has no next part to ask for.
        let readable = !matches!(refused.problem().code, Code::Malformed | Code::UnsupportedMediaType);
        if readable && self.length.is_some_and(|length| length <= LARGEST_DROPPED) {
            let rest = async { while let Ok(Some(Ok(_))) = next(&mut self.parts).await {} };
            // Whoever is slower than this has heard nothing for too long to wait for an answer.
            drop(tokio::time::timeout(LONGEST_WAIT, rest).await);
        }
        refused
    }
}

async fn arrive(parts: &mut Multipart, uploads: &Uploads, id: DocumentId) -> Result<File, Refused> {
    let part = file_part(parts).await?;
    let name =
        part.content_disposition().and_then(|header| header.get_filename()).unwrap_or_default().to_owned();
    promising(&name, 1).map_err(refused)?;
    let stored = land(part, parts, uploads, id).await?;
    let format = uploads.looked_into(id, name.clone()).await?;
    Ok(File { id, name, format, size: stored.size as i64, sha256: stored.sha256 })
}

/// Brings the one part into the vault, as it came.
async fn land(
    mut part: Field,
    parts: &mut Multipart,
    uploads: &Uploads,
    id: DocumentId,
) -> Result<Stored, Refused> {
    let mut writer = uploads.vault.begin(id).await.map_err(unwritten)?;
    let whole = stream(&mut part, &mut writer).await;
    drop(part);
    let whole = match whole {
        Ok(()) => nothing_more(parts).await,
        refused => refused,
    };
    if let Err(refused) = whole {
        writer.abort().await.map_err(unwritten)?;
        return Err(refused);
    }
    writer.finish().await.map_err(unwritten)
}

async fn file_part(parts: &mut Multipart) -> Result<Field, Refused> {
    let part = next(parts).await?.transpose().map_err(unreadable)?;
    part.filter(|part| part.name() == Some("file"))
        .ok_or_else(|| Refused::field(Code::Invalid, FieldError::new("/file", "required")))
}

async fn stream(part: &mut Field, writer: &mut Writer) -> Result<(), Refused> {
    while let Some(bytes) = next(part).await? {
        writer.write(&bytes.map_err(unreadable)?).await.map_err(unwritten)?;
    }
    Ok(())
}

/// The end of the body must have arrived too: half a file is not a file.
async fn nothing_more(parts: &mut Multipart) -> Result<(), Refused> {
    match next(parts).await?.transpose().map_err(unreadable)? {
        None => Ok(()),
        Some(_) => Err(Refused::new(Code::Malformed).because("Send one file at a time, as the part `file`.")),
    }
}

async fn next<S: futures_util::Stream + Unpin>(stream: &mut S) -> Result<Option<S::Item>, Refused> {
    tokio::time::timeout(LONGEST_SILENCE, stream.next()).await.map_err(|_| too_slow())
}

fn too_slow() -> Refused {
    Refused::new(Code::Malformed).because("The file did not arrive in time.")
}

fn unreadable(cause: actix_multipart::MultipartError) -> Refused {
    use actix_multipart::MultipartError::{ContentTypeIncompatible, ContentTypeMissing, ContentTypeParse};
    let code = match cause {
        ContentTypeIncompatible | ContentTypeMissing | ContentTypeParse => Code::UnsupportedMediaType,
        _ => Code::Malformed,
    };
    Refused::new(code).because("Send multipart/form-data with one part `file`.")
}

fn unwritten(error: VaultError) -> Refused {
    match error {
        VaultError::TooLarge => refused(Refusal::TooLarge),
        other => Refused::internal(other),
    }
}

/// No process could be started to look into a file: nothing is wrong with the file.
fn unlooked(cause: io::Error) -> Refused {
    Refused::new(Code::Unavailable).retry_after(5).caused_by(cause)
}

fn refused(why: Refusal) -> Refused {
    Refused::field(Code::Invalid, FieldError::new("/file", why.code()))
}

/// A file that lies in the vault and has no row yet.
pub struct Arrived<F = File> {
    id: DocumentId,
    file: F,
    uploads: Uploads,
}

impl<File> Arrived<File> {
    /// Keeps the file if its row is written, and forgets it if the row was refused.
    pub async fn keep<T, F>(self, write: impl FnOnce(File) -> F) -> Result<T, Refused>
    where
        F: Future<Output = Result<T, Refused>>,
    {
        let written = write(self.file).await;
        if written.as_ref().is_err_and(certain) {
            self.uploads.forget(self.id).await;
        }
        written
    }
}

/// Whether the row is certainly not there. When a connection broke, the row may have been written all the same, so
/// the file stays; a sweep sees later whether it has one.
fn certain(refused: &Refused) -> bool {
    refused.problem().status < 500
}
