//! Restrictions as a gate: what keeps a client from a program, and what lets them through all the same.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{
    ids::{BypassId, ClientId, ProgramId, RestrictionId},
    permission::Permission,
    problem::FieldError,
};
use uuid::Uuid;

use crate::{
    StoreResult,
    schema::{restriction_bypasses, restrictions},
    scope::Scoped,
    tx::ReadTx,
};

/// A restriction that stands in the way.
struct InForce {
    id: RestrictionId,
    end: Option<NaiveDate>,
    reason: String,
}

/// What keeps a client from a program on any of these days. Gives the bypasses that let them through where every
/// restriction is set aside, else what the refusal says: whoever may not know why is sent to a supervisor.
pub(crate) fn pass(
    tx: &mut ReadTx,
    (client, program): (ClientId, ProgramId),
    days: (NaiveDate, Option<NaiveDate>),
) -> StoreResult<Result<Vec<BypassId>, FieldError>> {
    let mut used = Vec::new();
    for restriction in in_force(tx, (client, program), days)? {
        match bypass(tx, restriction.id, program, days.0)? {
            Some(bypass) => used.push(bypass),
            None => return Ok(Err(refusal(tx, restriction))),
        }
    }
    Ok(Ok(used))
}

/// Neither lifted nor expired, of the organization or of this program, and in force on one of the days.
fn in_force(
    tx: &mut ReadTx,
    (client, program): (ClientId, ProgramId),
    (start, end): (NaiveDate, Option<NaiveDate>),
) -> StoreResult<Vec<InForce>> {
    let still = start.max(tx.today());
    let of_it = restrictions::program_id.is_null().or(restrictions::program_id.eq(program.uuid()));
    let mut query = Scoped::over(tx.actor(), restrictions::table.into_boxed(), restrictions::client_id)
        .filter(restrictions::client_id.eq(client.uuid()))
        .filter(restrictions::lifted_at.is_null())
        .filter(restrictions::end_date.is_null().or(restrictions::end_date.ge(still)))
        .filter(of_it);
    if let Some(end) = end {
        query = query.filter(restrictions::start_date.le(end));
    }
    let query = query.order((restrictions::start_date, restrictions::id));
    let rows: Vec<(Uuid, Option<NaiveDate>, String)> =
        tx.load(query.select((restrictions::id, restrictions::end_date, restrictions::reason)))?;
    Ok(rows.into_iter().map(|(id, end, reason)| InForce { id: id.into(), end, reason }).collect())
}

/// A bypass that holds for an enrollment that begins on this day, and that has not expired meanwhile.
fn bypass(
    tx: &mut ReadTx,
    restriction: RestrictionId,
    program: ProgramId,
    start: NaiveDate,
) -> StoreResult<Option<BypassId>> {
    let unused = restriction_bypasses::single_use.eq(false).or(restriction_bypasses::used_at.is_null());
    let query = Scoped::over(tx.actor(), restriction_bypasses::table, restriction_bypasses::client_id)
        .filter(restriction_bypasses::restriction_id.eq(restriction.uuid()))
        .filter(restriction_bypasses::program_id.eq(program.uuid()))
        .filter(restriction_bypasses::ended_at.is_null().and(unused))
        .filter(restriction_bypasses::valid_from.le(start))
        .filter(restriction_bypasses::valid_until.ge(start.max(tx.today())))
        .order((restriction_bypasses::single_use, restriction_bypasses::created_at))
        .limit(1)
        .select(restriction_bypasses::id);
    let found: Option<Uuid> = tx.find(query)?;
    Ok(found.map(BypassId::from))
}

fn refusal(tx: &ReadTx, restriction: InForce) -> FieldError {
    let mut refusal = FieldError::new("/program_id", "restricted");
    if tx.may(Permission::SeeRestrictions) {
        refusal = refusal.with("restriction", restriction.id.to_string());
        if let Some(end) = restriction.end {
            refusal = refusal.with("until", end.to_string());
        }
    }
    if tx.may(Permission::SeeRestrictionReasons) {
        refusal = refusal.with("reason", restriction.reason);
    }
    refusal
}
