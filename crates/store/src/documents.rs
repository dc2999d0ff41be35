//! Documents: the rows of uploaded files. The files themselves lie in [`crate::files::Vault`].

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    documents::{Document, Format, Refusal},
    ids::{ClientId, DocumentId},
};
use uuid::Uuid;

use crate::{
    StoreError, StoreResult, clients,
    schema::{documents, users},
    scope::Scoped,
    tx::{Disclosure, ReadTx, WriteTx},
};

/// A file that lies in the vault, inspected, and waits for its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub id: DocumentId,
    pub name: String,
    pub format: Format,
    pub size: i64,
    pub sha256: [u8; 32],
}

/// A client's documents, the latest first.
pub fn list_of_client(tx: &mut ReadTx, client: ClientId) -> StoreResult<Vec<Document>> {
    let joined = documents::table.left_join(users::table);
    let query = Scoped::over(tx.actor(), joined, documents::client_id)
        .filter(documents::client_id.eq(client.uuid()))
        .order((documents::uploaded_at.desc(), documents::id.desc()));
    let rows: Vec<Row> = tx.load(query.select((
        (documents::id, documents::name, documents::format),
        (documents::size, documents::uploaded_at, users::name.nullable()),
    )))?;
    if rows.is_empty() {
        clients::in_sight(tx, client)?;
    }
    tx.saw("documents.list", [client]);
    Ok(rows.into_iter().filter_map(Row::document).collect())
}

#[derive(Queryable)]
struct Row {
    file: (Uuid, String, String),
    upload: (i64, DateTime<Utc>, Option<String>),
}

impl Row {
    fn document(self) -> Option<Document> {
        let (id, name, format) = self.file;
        let (size, uploaded_at, uploaded_by) = self.upload;
        let format = Format::from_code(&format)?;
        Some(Document { id: id.into(), name, format, size, uploaded_at, uploaded_by })
    }
}

/// Writes the row of a file that lies in the vault.
pub fn add(tx: &mut WriteTx, client: ClientId, file: &File) -> StoreResult<Document> {
    clients::in_sight(tx, client)?;
    if u64::try_from(file.size).is_ok_and(|size| size > tx.settings().file_limits().bytes()) {
        return Err(StoreError::field("/file", Refusal::TooLarge.code()));
    }
    let (now, user) = (tx.now(), tx.user()?);
    tx.run(diesel::insert_into(documents::table).values((
        documents::id.eq(file.id.uuid()),
        documents::client_id.eq(client.uuid()),
        documents::name.eq(&file.name),
        documents::format.eq(file.format.code()),
        documents::size.eq(file.size),
        documents::sha256.eq(file.sha256.as_slice()),
        documents::uploaded_at.eq(now),
        documents::uploaded_by.eq(user.uuid()),
    )))?;
    Ok(Document {
        id: file.id,
        name: file.name.clone(),
        format: file.format,
        size: file.size,
        uploaded_at: now,
        uploaded_by: Some(tx.actor().name.clone()),
    })
}

/// Records that a client's file is opened; only then it is read.
pub fn disclose(tx: &mut Disclosure, id: DocumentId) -> StoreResult<Document> {
    // Files of applications that are nobody's yet are opened through their application.
    let query = Scoped::over(tx.actor(), documents::table.left_join(users::table), documents::client_id)
        .filter(documents::id.eq(id.uuid()).and(documents::client_id.is_not_null()));
    let (row, client): (Row, Option<Uuid>) = tx.first(query.select((
        (
            (documents::id, documents::name, documents::format),
            (documents::size, documents::uploaded_at, users::name.nullable()),
        ),
        documents::client_id,
    )))?;
    tx.of("documents", id.uuid(), client.map(ClientId::from))?;
    row.document().ok_or_else(|| StoreError::Internal("a document of a kind that is not known".into()))
}
