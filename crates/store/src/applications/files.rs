//! Files of applicants.

use chrono::{DateTime, Utc};
use diesel::{dsl, pg::Pg, prelude::*};
use domain::{
    documents::{Document, Format},
    ids::{ApplicationId, ClientId, DocumentId},
    permission::Permission,
};
use uuid::Uuid;

use crate::{
    StoreError, StoreResult,
    schema::{documents, users},
    scope::{Scoped, unclaimed_documents},
    tx::{Disclosure, ReadTx},
};

/// Files that a draft keeps.
pub(crate) fn of_draft(tx: &mut ReadTx, draft: Uuid) -> StoreResult<Vec<Document>> {
    fetch(tx, |query| query.filter(documents::draft_id.eq(draft)))
}

/// Files that came with an application. Once they belong to a client, whoever sees the client sees them.
pub(crate) fn of_application(tx: &mut ReadTx, id: ApplicationId) -> StoreResult<Vec<Document>> {
    fetch(tx, |query| query.filter(documents::application_id.eq(id.uuid())))
}

type Rows = Scoped<dsl::IntoBoxed<'static, documents::table, Pg>>;

fn fetch(tx: &mut ReadTx, narrow: impl FnOnce(Rows) -> Rows) -> StoreResult<Vec<Document>> {
    let query = narrow(unclaimed_documents(tx.actor()).into_boxed());
    let sender = users::table.filter(users::id.nullable().eq(documents::uploaded_by)).select(users::name);
    let query = query.order((documents::uploaded_at, documents::id)).select((
        documents::id,
        documents::name,
        documents::format,
        documents::size,
        documents::uploaded_at,
        sender.single_value(),
    ));
    let rows: Vec<Row> = tx.load(query)?;
    Ok(rows.into_iter().filter_map(Row::document).collect())
}

#[derive(Queryable)]
struct Row {
    id: Uuid,
    name: String,
    format: String,
    size: i64,
    uploaded_at: DateTime<Utc>,
    uploaded_by: Option<String>,
}

impl Row {
    fn document(self) -> Option<Document> {
        let Self { id, name, size, uploaded_at, uploaded_by, .. } = self;
        Some(Document {
            id: id.into(),
            name,
            format: Format::from_code(&self.format)?,
            size,
            uploaded_at,
            uploaded_by,
        })
    }
}

/// Records that an application's file is opened, before it is. Whoever may open files must also be one who reviews
/// applications.
pub fn disclose(tx: &mut Disclosure, application: ApplicationId, id: DocumentId) -> StoreResult<Document> {
    if !tx.may(Permission::ReviewApplications) {
        return Err(StoreError::Forbidden(Permission::ReviewApplications));
    }
    let found = of_application(tx, application)?.into_iter().find(|document| document.id == id);
    let document = found.ok_or(StoreError::NotFound)?;
    let client =
        unclaimed_documents(tx.actor()).filter(documents::id.eq(id.uuid())).select(documents::client_id);
    let client: Option<Uuid> = tx.first(client)?;
    tx.of("documents", id.uuid(), client.map(ClientId::from))?;
    Ok(document)
}
