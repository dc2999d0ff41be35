//! Code lists: the choices that forms offer.

use actix_web::{delete, get, patch, post};
use domain::{
    code_lists::{CodeValue, CodeValueDraft, CodeValuePatch, Usage},
    ids::CodeValueId,
    permission::Permission::{
        self, EditCodeLists, ReviewProposals, SeeApplications, SeeClients, SeeEqualOpportunity, SeePrograms,
    },
};
use store::{code_lists, tx::WriteTx};

use crate::{
    answer::{Answer, Reply},
    extract::{Id, Ids, IfMatch, Json},
    routes::Routes,
    session::Session,
};

pub(crate) fn routes(api: &mut Routes) {
    api.service(list).service(usage).service(add).service(amend).service(remove);
}

/// Whose pages say codes in words: whoever reads a record, an application, a proposal, a program or a count that has some.
const READERS: [Permission; 6] =
    [SeeClients, SeeApplications, SeeEqualOpportunity, ReviewProposals, SeePrograms, EditCodeLists];

/// The values of a list in their order
///
/// Retired values too, because old records name them; `retired_on` tells which are not offered any more.
#[utoipa::path(operation_id = "code_lists.list",
    params(("list" = String, Path, example = "referral_source")),
    extensions(("x-permission" = json!(READERS))), responses((status = 200, body = Vec<CodeValue>)))]
#[get("/code-lists/{list}")]
async fn list(session: Session, name: Id<String>) -> Reply<Vec<CodeValue>> {
    Ok(Answer::ok(session.read_any(&READERS, move |tx| code_lists::list(tx, &name.0)).await?))
}

/// How many records name each value of a list
///
/// Clients in sight, each counted once for a value; applications; and other records, such as proposals that wait.
#[utoipa::path(operation_id = "code_lists.usage",
    params(("list" = String, Path, example = "referral_source")),
    extensions(("x-permission" = json!(EditCodeLists))), responses((status = 200, body = Vec<Usage>)))]
#[get("/code-lists/{list}/usage")]
async fn usage(session: Session, name: Id<String>) -> Reply<Vec<Usage>> {
    Ok(Answer::ok(session.read(EditCodeLists, move |tx| code_lists::usage(tx, &name.0)).await?))
}

/// Add a value at the end of a list
#[utoipa::path(operation_id = "code_lists.add", request_body = CodeValueDraft,
    params(("list" = String, Path, example = "referral_source")),
    extensions(("x-permission" = json!(EditCodeLists))), responses((status = 201, body = CodeValue)))]
#[post("/code-lists/{list}")]
async fn add(session: Session, name: Id<String>, draft: Json<CodeValueDraft>) -> Reply<CodeValue> {
    let address = format!("/api/v1/code-lists/{}", name.0);
    let work = move |tx: &mut WriteTx| code_lists::add(tx, &name.0, &draft.0);
    Ok(Answer::created(session.write(&[EditCodeLists], "code_lists.add", work).await?, address))
}

/// Word a value anew, move it, retire it or offer it again
///
/// Records that name it follow a new label. A retired value stays on the records that name it.
#[utoipa::path(operation_id = "code_lists.amend", request_body = CodeValuePatch,
    params(("list" = String, Path, example = "referral_source"), ("id" = CodeValueId, Path, description = "The id of the value."), IfMatch),
    extensions(("x-permission" = json!(EditCodeLists))), responses((status = 200, body = CodeValue)))]
#[patch("/code-lists/{list}/{id}")]
async fn amend(
    session: Session,
    ids: Ids<String, CodeValueId>,
    seen: IfMatch,
    patch: Json<CodeValuePatch>,
) -> Reply<CodeValue> {
    let work = move |tx: &mut WriteTx| code_lists::amend(tx, (&ids.0, ids.1), seen.0, &patch.0);
    let amended = session.write(&[EditCodeLists], "code_lists.amend", work).await?;
    Ok(Answer::ok(amended).etag(|value| value.version))
}

/// Delete a value that no record names
///
/// One that is in use is 409: retire it instead.
#[utoipa::path(operation_id = "code_lists.remove",
    params(("list" = String, Path, example = "referral_source"), ("id" = CodeValueId, Path, description = "The id of the value.")),
    extensions(("x-permission" = json!(EditCodeLists))),
    responses((status = 204), (status = 409, description = "Records name it")))]
#[delete("/code-lists/{list}/{id}")]
async fn remove(session: Session, ids: Ids<String, CodeValueId>) -> Reply<()> {
    let work = move |tx: &mut WriteTx| code_lists::remove(tx, (&ids.0, ids.1));
    session.write(&[EditCodeLists], "code_lists.remove", work).await?;
    Ok(Answer::no_content())
}
