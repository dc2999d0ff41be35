//! Files on their way to a draft, in pieces: a connection that is lost costs one piece, and the sender goes on where
//! the server stopped, as in the tus protocol (tus.io, 1.0.0), whose words the API uses.
//!
//! The pieces of an unfinished file stand sealed in the database and not in the vault. So a piece and the place where
//! the next one begins are written together or not at all, every server sees the same, and whatever is left goes
//! with its draft. Only a file that is whole and was looked into comes to lie in the vault. An upload has from the
//! start the id that its document will have, so the sender can ask for either without knowing how far it came.

use diesel::prelude::*;
use domain::{
    documents::{Document, Refusal, Upload, UploadDraft, promising},
    ids::DocumentId,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{DraftToken, find_row, touch};
use crate::{
    StoreError, StoreResult, applications,
    crypt::Place,
    documents::File,
    idempotency::Once,
    new_id,
    schema::{documents, draft_upload_pieces, draft_uploads},
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// What the audit calls it.
pub const BEGIN: &str = "intake.begin_upload";

/// Makes room for a file, as far as its name and size promise that it may be taken. The same key is the same upload.
pub fn begin(tx: &mut WriteTx, token: &DraftToken, key: &str, offered: &UploadDraft) -> StoreResult<Upload> {
    promising(&offered.name, offered.size).map_err(refused)?;
    if offered.size > tx.settings().file_limits().bytes() {
        return Err(refused(Refusal::TooLarge));
    }
    let draft = touch(tx, token)?.ok_or(StoreError::NotFound)?.id;
    let request_hash = Sha256::new()
        .chain_update(draft.as_bytes())
        .chain_update(offered.size.to_be_bytes())
        .chain_update(&offered.name);
    let once = Once { operation: BEGIN, key, request_hash: request_hash.finalize().into() };
    once.run(tx, |tx| {
        let files = applications::of_draft(tx, draft)?.len();
        room(tx, files)?;
        forget_the_most_silent(tx, draft)?;
        let upload = Upload { id: new_id().into(), received: 0, size: offered.size, document: None };
        tx.run(diesel::insert_into(draft_uploads::table).values((
            draft_uploads::id.eq(upload.id.uuid()),
            draft_uploads::draft_id.eq(draft),
            draft_uploads::name.eq(&offered.name),
            draft_uploads::size.eq(signed(offered.size)?),
            draft_uploads::last_written_at.eq(tx.now()),
        )))?;
        Ok(upload)
    })
}

/// A draft has at most as many unfinished files as it may have files. The others were given up with their page, and
/// nobody can go on with them: the file itself is on the sender's machine.
fn forget_the_most_silent(tx: &mut WriteTx, draft: Uuid) -> StoreResult<()> {
    let latest = Scoped::by_permission(draft_uploads::table)
        .filter(draft_uploads::draft_id.eq(draft))
        .order((draft_uploads::last_written_at.desc(), draft_uploads::id.desc()))
        .select(draft_uploads::id);
    let all: Vec<Uuid> = tx.load(latest)?;
    let silent: Vec<Uuid> = all.into_iter().skip(tx.settings().file_limits().files - 1).collect();
    if !silent.is_empty() {
        tx.run(diesel::delete(draft_uploads::table.filter(draft_uploads::id.eq_any(silent))))?;
    }
    Ok(())
}

/// How much of a file is here.
pub fn received(tx: &mut ReadTx, token: &DraftToken, id: DocumentId) -> StoreResult<Upload> {
    let draft = find_row(tx, token)?.id;
    match unfinished(tx, draft, id)? {
        Some(row) => row.upload(),
        None => Ok(finished(tx, draft, id)?.ok_or(StoreError::NotFound)?),
    }
}

/// Takes the piece that begins at `start`. An empty one is fine: at the end of the file it asks once more whether
/// the file is taken, where the first answer was lost.
pub fn append(
    tx: &mut WriteTx,
    token: &DraftToken,
    id: DocumentId,
    start: u64,
    piece: &[u8],
) -> StoreResult<Upload> {
    let draft = touch(tx, token)?.ok_or(StoreError::NotFound)?.id;
    let upload = match unfinished(tx, draft, id)? {
        Some(row) => row.upload()?,
        None => finished(tx, draft, id)?.ok_or(StoreError::NotFound)?,
    };
    if upload.received != start {
        return Err(StoreError::Conflict("The file goes on elsewhere: HEAD says where."));
    }
    let received = start + piece.len() as u64;
    if received > upload.size {
        return Err(refused(Refusal::TooLarge));
    }
    if !piece.is_empty() {
        keep(tx, id, start, piece)?;
    }
    Ok(Upload { received, ..upload })
}

fn keep(tx: &mut WriteTx, id: DocumentId, start: u64, piece: &[u8]) -> StoreResult<()> {
    let row = new_id();
    let sealed = tx.sealer().seal(&place(row), piece)?;
    tx.run(diesel::insert_into(draft_upload_pieces::table).values((
        draft_upload_pieces::id.eq(row),
        draft_upload_pieces::upload_id.eq(id.uuid()),
        draft_upload_pieces::start.eq(signed(start)?),
        draft_upload_pieces::content_sealed.eq(sealed),
    )))?;
    tx.run(diesel::update(draft_uploads::table.find(id.uuid())).set((
        draft_uploads::received.eq(signed(start + piece.len() as u64)?),
        draft_uploads::last_written_at.eq(tx.now()),
    )))?;
    Ok(())
}

/// A file whose pieces are all here.
pub struct Whole {
    pub name: String,
    pub content: Zeroizing<Vec<u8>>,
}

/// Puts the pieces together.
pub fn whole(tx: &mut ReadTx, token: &DraftToken, id: DocumentId) -> StoreResult<Whole> {
    let draft = find_row(tx, token)?.id;
    let row = unfinished(tx, draft, id)?.ok_or(StoreError::NotFound)?;
    let pieces = Scoped::by_permission(draft_upload_pieces::table)
        .filter(draft_upload_pieces::upload_id.eq(id.uuid()))
        .order(draft_upload_pieces::start)
        .select((draft_upload_pieces::id, draft_upload_pieces::content_sealed));
    let pieces: Vec<(Uuid, Vec<u8>)> = tx.load(pieces)?;
    let mut content = Zeroizing::new(Vec::with_capacity(usize::try_from(row.size).unwrap_or_default()));
    for (piece, sealed) in pieces {
        content.extend_from_slice(&Zeroizing::new(tx.sealer().open(&place(piece), &sealed)?));
    }
    match content.len() as u64 == unsigned(row.size)? {
        true => Ok(Whole { name: row.name, content }),
        false => Err(StoreError::Internal(format!("pieces of the upload {id} are missing"))),
    }
}

/// Writes the row of a file that lies in the vault, in the place of its upload. Where two requests finish the same
/// file, both get the same document.
pub fn add_document(tx: &mut WriteTx, token: &DraftToken, file: &File) -> StoreResult<Document> {
    let draft = touch(tx, token)?.ok_or(StoreError::NotFound)?.id;
    let kept = applications::of_draft(tx, draft)?;
    let count = kept.len();
    if let Some(document) = kept.into_iter().find(|document| document.id == file.id) {
        return Ok(document);
    }
    remove_upload(tx, draft, file.id)?;
    room(tx, count)?;
    let now = tx.now();
    tx.run(diesel::insert_into(documents::table).values((
        documents::id.eq(file.id.uuid()),
        documents::draft_id.eq(draft),
        documents::name.eq(&file.name),
        documents::format.eq(file.format.code()),
        documents::size.eq(file.size),
        documents::sha256.eq(file.sha256.as_slice()),
        documents::uploaded_at.eq(now),
    )))?;
    let File { id, name, format, size, .. } = file.clone();
    Ok(Document { id, name, format, size, uploaded_at: now, uploaded_by: None })
}

/// Takes a file back, however much of it is here. Its content is to be forgotten by the vault afterwards.
pub fn remove_document(tx: &mut WriteTx, token: &DraftToken, id: DocumentId) -> StoreResult<()> {
    let draft = touch(tx, token)?.ok_or(StoreError::NotFound)?.id;
    let row = documents::table.filter(documents::id.eq(id.uuid())).filter(documents::draft_id.eq(draft));
    match tx.run(diesel::delete(row))? {
        0 => remove_upload(tx, draft, id),
        _ => Ok(()),
    }
}

/// Forgets a file that is not taken.
pub fn forget_upload(tx: &mut WriteTx, token: &DraftToken, id: DocumentId) -> StoreResult<()> {
    let draft = touch(tx, token)?.ok_or(StoreError::NotFound)?.id;
    remove_upload(tx, draft, id)
}

fn remove_upload(tx: &mut WriteTx, draft: Uuid, id: DocumentId) -> StoreResult<()> {
    let row = draft_uploads::table
        .filter(draft_uploads::id.eq(id.uuid()))
        .filter(draft_uploads::draft_id.eq(draft));
    match tx.run(diesel::delete(row))? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

#[derive(Queryable)]
struct Row {
    id: Uuid,
    name: String,
    size: i64,
    received: i64,
}

impl Row {
    fn upload(&self) -> StoreResult<Upload> {
        let (received, size) = (unsigned(self.received)?, unsigned(self.size)?);
        Ok(Upload { id: self.id.into(), received, size, document: None })
    }
}

fn unfinished(tx: &mut ReadTx, draft: Uuid, id: DocumentId) -> StoreResult<Option<Row>> {
    let row = Scoped::by_permission(draft_uploads::table)
        .filter(draft_uploads::id.eq(id.uuid()))
        .filter(draft_uploads::draft_id.eq(draft));
    let columns = (draft_uploads::id, draft_uploads::name, draft_uploads::size, draft_uploads::received);
    tx.find(row.select(columns))
}

fn finished(tx: &mut ReadTx, draft: Uuid, id: DocumentId) -> StoreResult<Option<Upload>> {
    let document = applications::of_draft(tx, draft)?.into_iter().find(|document| document.id == id);
    let upload = |document: Document| {
        let size = unsigned(document.size)?;
        Ok(Upload { id, received: size, size, document: Some(document) })
    };
    document.map(upload).transpose()
}

fn room(tx: &ReadTx, files: usize) -> StoreResult<()> {
    if files < tx.settings().file_limits().files { Ok(()) } else { Err(refused(Refusal::TooMany)) }
}

fn refused(why: Refusal) -> StoreError {
    StoreError::field("/file", why.code())
}

/// Where a piece stands.
fn place(piece: Uuid) -> Place {
    Place::new("draft_upload_pieces", "content", piece)
}

/// The database counts with a sign. No file comes near the end of either.
fn signed(bytes: u64) -> StoreResult<i64> {
    i64::try_from(bytes).map_err(|error| StoreError::Internal(error.to_string()))
}

fn unsigned(bytes: i64) -> StoreResult<u64> {
    u64::try_from(bytes).map_err(|error| StoreError::Internal(error.to_string()))
}
