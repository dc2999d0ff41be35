//! Links to the form.
//!
//! A link's code is told once, and what is kept is its hash. It opens a form ([`opening`]), and the form carries the link
//! to the application, so the code is never stored with what somebody typed.

mod list;
mod opening;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain::{
    ids::{IntakeLinkId, ProgramId},
    intake_links::{IntakeLinkDraft, NewIntakeLink},
    organization::Reader,
    validate::Draft,
};
use uuid::Uuid;

pub use list::list;
pub use opening::referral;
pub(crate) use opening::{OpenLink, Taken, of, opened_by, origin, take, takes_forms};

use crate::{
    StoreError, StoreResult, intake, letters, new_id,
    schema::intake_links,
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// As long as the private link of an unsent form: 137 random bits that one can still write down.
const GROUPS: usize = 7;
/// By what a partner knows a referral: short enough to say on the phone.
const REFERENCE: usize = 2;

/// A link as it is kept. What stands at its end is of a partner who refers somebody.
#[derive(Insertable)]
#[diesel(table_name = intake_links)]
struct Row<'a> {
    id: Uuid,
    name: &'a str,
    kind: &'static str,
    hash: Vec<u8>,
    program_id: Option<Uuid>,
    partner: Option<&'a str>,
    made_by: Uuid,
    made_at: DateTime<Utc>,
    expires_on: NaiveDate,
    partner_email: Option<&'a str>,
    partner_language: Option<&'a str>,
    reference: Option<String>,
    status_hash: Option<Vec<u8>>,
}

/// Makes a link and tells its codes, this once.
pub fn make(tx: &mut WriteTx, draft: &IntakeLinkDraft) -> StoreResult<NewIntakeLink> {
    draft.check(tx.today())?;
    check_program(tx, draft.program_id)?;
    let (id, code, tells) = (new_id(), letters::random(GROUPS)?, draft.kind.tells_partner());
    let status_code = tells.then(|| letters::random(GROUPS)).transpose()?;
    let language = if draft.partner_language.is_empty() { "en" } else { draft.partner_language.as_str() };
    tx.run(diesel::insert_into(intake_links::table).values(Row {
        id,
        name: draft.name.trim(),
        kind: draft.kind.code(),
        hash: letters::hash(&code),
        program_id: draft.program_id.map(ProgramId::uuid),
        partner: draft.kind.has_partner().then(|| draft.partner.trim()),
        made_by: tx.user()?.uuid(),
        made_at: tx.now(),
        expires_on: draft.expires_on,
        partner_email: tells.then_some(draft.partner_email.as_str()),
        partner_language: tells.then_some(language),
        reference: tells.then(|| letters::random(REFERENCE)).transpose()?,
        status_hash: status_code.as_deref().map(letters::hash),
    }))?;
    Ok(NewIntakeLink { code, status_code, link: list::find(tx, id.into())? })
}

fn check_program(tx: &mut ReadTx, wanted: Option<ProgramId>) -> StoreResult<()> {
    let Some(wanted) = wanted else { return Ok(()) };
    let open = intake::open_programs(tx, &Reader::default())?;
    match open.iter().any(|program| program.id == wanted) {
        true => Ok(()),
        false => Err(StoreError::field("/program_id", "not_open")),
    }
}

/// Ends a link for good. One that was ended stays so. Forms that were begun by it are not taken any more.
pub fn end(tx: &mut WriteTx, id: IntakeLinkId) -> StoreResult<()> {
    let query = Scoped::by_permission(intake_links::table).filter(intake_links::id.eq(id.uuid()));
    let ended_at: Option<DateTime<Utc>> = tx.first(query.select(intake_links::ended_at))?;
    if ended_at.is_some() {
        return Ok(());
    }
    let (now, user) = (tx.now(), tx.user()?);
    let open = intake_links::table.find(id.uuid()).filter(intake_links::ended_at.is_null());
    let ended = (intake_links::ended_at.eq(now), intake_links::ended_by.eq(user.uuid()));
    tx.run(diesel::update(open).set(ended))?;
    Ok(())
}
