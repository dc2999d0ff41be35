//! Opening a form: one's own, by a link of the organization, or for somebody else.

use diesel::prelude::*;
use domain::{
    account::LinkCode,
    applications::{ApplicationDraft, Step},
    drafts::OpenDraft,
};
use uuid::Uuid;

use super::{Draft, DraftToken, touch};
use crate::{
    StoreResult,
    intake_links::{self, OpenLink},
    new_id,
    schema::{application_drafts, draft_cookies},
    tx::WriteTx,
};

/// Opens the draft of a token, or a new one where there is none any more. A new one has a new token.
pub fn open(tx: &mut WriteTx, token: Option<&DraftToken>) -> StoreResult<(OpenDraft, Option<DraftToken>)> {
    let (draft, token) = open_or_begin(tx, token)?;
    let draft = free(tx, draft)?;
    Ok((draft.open(tx)?, token))
}

/// The same by a link of the organization, whose program is chosen beforehand. A form that is open already goes on by it,
/// but for one that somebody of the staff fills in: who does so is not forgotten.
pub fn open_by(
    tx: &mut WriteTx,
    token: Option<&DraftToken>,
    code: &LinkCode,
) -> StoreResult<(OpenDraft, Option<DraftToken>)> {
    let link = intake_links::of(tx, code)?;
    let open = token.map(|token| touch(tx, token)).transpose()?.flatten();
    let (draft, token) = match open.filter(|draft| draft.assisted_by.is_none()) {
        Some(draft) => (draft, None),
        None => new_draft(tx, None)?,
    };
    let draft = if draft.intake_link_id == Some(link.id) { draft } else { tie(tx, draft, &link)? };
    Ok((draft.open(tx)?, token))
}

/// The same by somebody of the staff, for somebody else. They go on with the form that they began so; one that was begun
/// otherwise stays as it is, and is not theirs.
pub fn assist(tx: &mut WriteTx, token: Option<&DraftToken>) -> StoreResult<(OpenDraft, Option<DraftToken>)> {
    let user = tx.person()?.uuid();
    let open = token.map(|token| touch(tx, token)).transpose()?.flatten();
    let (draft, token) = match open {
        Some(draft) if draft.assisted_by == Some(user) => (draft, None),
        _ => new_draft(tx, Some(user))?,
    };
    Ok((draft.open(tx)?, token))
}

fn tie(tx: &mut WriteTx, draft: Draft, link: &OpenLink) -> StoreResult<Draft> {
    let mut form: ApplicationDraft = serde_json::from_value(draft.form.clone()).unwrap_or_default();
    let chosen = link.program.filter(|program| !form.program_interests.contains(program));
    form.program_interests.extend(chosen);
    let row = diesel::update(application_drafts::table.find(draft.id)).set((
        application_drafts::intake_link_id.eq(link.id),
        application_drafts::form.eq(serde_json::to_value(form)?),
        // Who has it open elsewhere has not seen the program that was chosen.
        application_drafts::version.eq(draft.version + i32::from(chosen.is_some())),
    ));
    tx.returning(row.returning(Draft::as_returning()))
}

/// A form whose link was used or ended meanwhile goes on without it: whoever opens it by the public address can send it
/// like anybody else.
fn free(tx: &mut WriteTx, draft: Draft) -> StoreResult<Draft> {
    match draft.intake_link_id {
        Some(link) if !intake_links::takes_forms(tx, link)? => {
            let row = diesel::update(application_drafts::table.find(draft.id))
                .set(application_drafts::intake_link_id.eq(None::<Uuid>));
            tx.returning(row.returning(Draft::as_returning()))
        }
        _ => Ok(draft),
    }
}

fn open_or_begin(tx: &mut WriteTx, token: Option<&DraftToken>) -> StoreResult<(Draft, Option<DraftToken>)> {
    if let Some(draft) = token.map(|token| touch(tx, token)).transpose()?.flatten() {
        return Ok((draft, None));
    }
    new_draft(tx, None)
}

fn new_draft(tx: &mut WriteTx, assisted_by: Option<Uuid>) -> StoreResult<(Draft, Option<DraftToken>)> {
    let form = serde_json::to_value(ApplicationDraft::default())?;
    let draft: Draft = tx.returning(
        diesel::insert_into(application_drafts::table)
            .values((
                application_drafts::id.eq(new_id()),
                application_drafts::form.eq(form),
                application_drafts::step.eq(Step::default().code()),
                application_drafts::assisted_by.eq(assisted_by),
                application_drafts::created_at.eq(tx.now()),
                application_drafts::last_used_at.eq(tx.now()),
            ))
            .returning(Draft::as_returning()),
    )?;
    let token = admit(tx, draft.id)?;
    Ok((draft, Some(token)))
}

/// Lets another browser in.
pub(super) fn admit(tx: &mut WriteTx, draft: Uuid) -> StoreResult<DraftToken> {
    let token = DraftToken::random()?;
    tx.run(diesel::insert_into(draft_cookies::table).values((
        draft_cookies::hash.eq(token.hash()),
        draft_cookies::draft_id.eq(draft),
        draft_cookies::last_used_at.eq(tx.now()),
    )))?;
    Ok(token)
}
