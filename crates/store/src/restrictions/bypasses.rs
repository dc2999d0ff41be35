//! Bypasses of restrictions: giving them, ending them, and showing them with their restriction.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain::{
    ids::{BypassId, EnrollmentId, ProgramId, RestrictionId},
    permission::Permission,
    restrictions::{Bypass, BypassDraft, BypassState, Limits, Restriction, State},
    validate::Draft,
};
use uuid::Uuid;

use super::find;
use crate::{
    StoreError, StoreResult, new_id, programs as courses,
    schema::{programs, restriction_bypasses, users},
    scope::{Scoped, shown_if},
    tx::{ReadTx, WriteTx},
};

/// Sets a restriction aside for a program, within limits.
pub fn bypass(tx: &mut WriteTx, id: RestrictionId, draft: &BypassDraft) -> StoreResult<Restriction> {
    draft.check(tx.today())?;
    let found = find(tx, id)?;
    if matches!(found.state, State::Lifted | State::Expired) {
        return Err(StoreError::Conflict(
            "The restriction is not in force any more; nothing has to be bypassed.",
        ));
    }
    courses::name(tx, draft.program_id)?.ok_or_else(|| StoreError::field("/program_id", "unknown"))?;
    if found.reach.program().is_some_and(|program| program != draft.program_id) {
        return Err(StoreError::field("/program_id", "not_restricted"));
    }
    tx.because(&draft.reason)?;
    tx.run(diesel::insert_into(restriction_bypasses::table).values((
        restriction_bypasses::id.eq(new_id()),
        restriction_bypasses::restriction_id.eq(id.uuid()),
        restriction_bypasses::client_id.eq(found.client_id.uuid()),
        restriction_bypasses::program_id.eq(draft.program_id.uuid()),
        restriction_bypasses::valid_from.eq(draft.valid_from),
        restriction_bypasses::valid_until.eq(draft.valid_until),
        restriction_bypasses::single_use.eq(draft.single_use),
        restriction_bypasses::reason.eq(&draft.reason),
        restriction_bypasses::created_by.eq(tx.actor().user().map(|user| user.uuid())),
    )))?;
    find(tx, id)
}

/// Ends a bypass before its last day. Whoever came in by it stays.
pub fn end_bypass(tx: &mut WriteTx, restriction: RestrictionId, id: BypassId) -> StoreResult<Restriction> {
    let found = find(tx, restriction)?;
    let bypass = found.bypasses.into_iter().find(|one| one.id == id).ok_or(StoreError::NotFound)?;
    if bypass.state != BypassState::Open {
        return Err(StoreError::Conflict("This bypass lets nobody in any more; there is nothing to end."));
    }
    let ended = tx.run(
        diesel::update(restriction_bypasses::table.find(id.uuid()))
            .filter(restriction_bypasses::ended_at.is_null())
            .set((
                restriction_bypasses::ended_at.eq(tx.now()),
                restriction_bypasses::ended_by.eq(tx.actor().user().map(|user| user.uuid())),
            )),
    )?;
    if ended == 0 {
        return Err(StoreError::Conflict("A colleague ended this bypass a moment ago."));
    }
    find(tx, restriction)
}

/// Notes whom bypasses let in. One that is for once lets nobody else in from here on.
pub(crate) fn used(tx: &mut WriteTx, ids: &[BypassId], by: EnrollmentId) -> StoreResult<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let unused = restriction_bypasses::single_use.eq(false).or(restriction_bypasses::used_at.is_null());
    let met = tx.run(
        diesel::update(restriction_bypasses::table.filter(restriction_bypasses::id.eq_any(&ids)))
            .filter(restriction_bypasses::ended_at.is_null().and(unused))
            .set((restriction_bypasses::used_at.eq(tx.now()), restriction_bypasses::used_for.eq(by.uuid()))),
    )?;
    if met == ids.len() {
        Ok(())
    } else {
        Err(StoreError::Conflict("The bypass was ended or used at this moment; look again."))
    }
}

/// The bypasses of some restrictions, the latest first.
pub(super) fn of_all(
    tx: &mut ReadTx,
    restrictions: &[RestrictionId],
) -> StoreResult<HashMap<RestrictionId, Vec<Bypass>>> {
    let mut by_restriction: HashMap<RestrictionId, Vec<Bypass>> = HashMap::new();
    if restrictions.is_empty() {
        return Ok(by_restriction);
    }
    let reasons = tx.may(Permission::SeeRestrictionReasons);
    let author =
        users::table.filter(users::id.nullable().eq(restriction_bypasses::created_by)).select(users::name);
    let joined = restriction_bypasses::table.inner_join(programs::table);
    let ids: Vec<Uuid> = restrictions.iter().map(|id| id.uuid()).collect();
    let query = Scoped::over(tx.actor(), joined, restriction_bypasses::client_id)
        .filter(restriction_bypasses::restriction_id.eq_any(ids))
        .order((restriction_bypasses::created_at.desc(), restriction_bypasses::id.desc()))
        .select((
            (restriction_bypasses::restriction_id, restriction_bypasses::id),
            (restriction_bypasses::program_id, programs::name),
            (restriction_bypasses::valid_from, restriction_bypasses::valid_until),
            (restriction_bypasses::single_use, restriction_bypasses::created_at),
            (restriction_bypasses::used_at, restriction_bypasses::ended_at),
            (shown_if(reasons, restriction_bypasses::reason), shown_if(reasons, author.single_value())),
        ));
    let rows: Vec<Row> = tx.load(query)?;
    let today = tx.today();
    for row in rows {
        by_restriction.entry(row.ids.0.into()).or_default().push(row.bypass(today));
    }
    Ok(by_restriction)
}

#[derive(Queryable)]
struct Row {
    ids: (Uuid, Uuid),
    program: (Uuid, String),
    days: (NaiveDate, NaiveDate),
    made: (bool, DateTime<Utc>),
    ends: (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    reasons: (Option<String>, Option<String>),
}

impl Row {
    fn bypass(self, today: NaiveDate) -> Bypass {
        let ((valid_from, valid_until), (single_use, created_at)) = (self.days, self.made);
        let (used_at, ended_at) = self.ends;
        let limits = Limits { valid_until, single_use, used: used_at.is_some(), ended: ended_at.is_some() };
        Bypass {
            id: self.ids.1.into(),
            program_id: ProgramId::from(self.program.0),
            program_name: self.program.1,
            valid_from,
            valid_until,
            single_use,
            state: limits.state_on(today),
            created_at,
            reason: self.reasons.0,
            created_by: self.reasons.1,
            used_at,
            ended_at,
        }
    }
}
