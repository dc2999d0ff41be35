//! Keys of programs that call the API.

use actix_web::{delete, get, post};
use domain::{
    api_keys::{ApiKey, ApiKeyDraft, ApiKeyFilter, NewApiKey},
    ids::ApiKeyId,
    page::Page,
    permission::Permission::ManageApiKeys,
};
use store::{api_keys, tx::WriteTx};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, Json, Query},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(make).service(revoke);
}

/// Keys, the newest first
///
/// Without what opens with them. Revoked and expired ones too, because the audit names them.
#[utoipa::path(operation_id = "api_keys.list", params(ApiKeyFilter),
    extensions(("x-permission" = json!(ManageApiKeys))), responses((status = 200, body = Page<ApiKey>)))]
#[get("/api-keys")]
async fn list(session: Session, filter: Query<ApiKeyFilter>) -> Reply<Page<ApiKey>> {
    Ok(Answer::ok(session.read(ManageApiKeys, move |tx| api_keys::list(tx, &filter.0)).await?))
}

/// Make a key
///
/// Its `secret` is told in this answer and never again. The key sees what its maker sees, and may do what both it and
/// its maker may at that moment: when the maker loses a role or the account is closed, the key's next request follows.
/// Permissions that manage users, roles, keys, the organization or background work are 422 `not_by_key`; those that the
/// maker lacks, `more_than_own`.
#[utoipa::path(operation_id = "api_keys.make", request_body = ApiKeyDraft,
    extensions(("x-permission" = json!(ManageApiKeys))), responses((status = 201, body = NewApiKey)))]
#[post("/api-keys")]
async fn make(session: Session, draft: Json<ApiKeyDraft>) -> Reply<NewApiKey> {
    let work = move |tx: &mut WriteTx| api_keys::make(tx, &draft.0);
    Ok(Answer::created(session.write(&[ManageApiKeys], "api_keys.make", work).await?, "/api/v1/api-keys"))
}

/// Revoke a key
///
/// For good: its next request is refused. One that was revoked before stays so.
#[utoipa::path(operation_id = "api_keys.revoke", params(("id" = ApiKeyId, Path)),
    extensions(("x-permission" = json!(ManageApiKeys))), responses((status = 204)))]
#[delete("/api-keys/{id}")]
async fn revoke(session: Session, id: Id<ApiKeyId>) -> Reply<()> {
    session.write(&[ManageApiKeys], "api_keys.revoke", move |tx| api_keys::revoke(tx, id.0)).await?;
    Ok(Answer::no_content())
}
