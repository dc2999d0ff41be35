//! Capacities by the day from which they hold.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{
    ids::{CapacityId, ProgramId},
    programs::{Capacity, CapacityDraft},
    validate::Draft,
};
use uuid::Uuid;

use super::name;
use crate::{
    StoreError, StoreResult, new_id,
    schema::{program_capacities, users},
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// Every capacity of a program, in the order of their days.
pub(super) fn list(tx: &mut ReadTx, program: ProgramId) -> StoreResult<Vec<Capacity>> {
    let author = users::table.filter(users::id.nullable().eq(program_capacities::set_by)).select(users::name);
    let query = Scoped::by_permission(program_capacities::table)
        .filter(program_capacities::program_id.eq(program.uuid()))
        .order(program_capacities::effective_from)
        .select((
            program_capacities::id,
            program_capacities::effective_from,
            program_capacities::capacity,
            author.single_value(),
        ));
    let rows: Vec<(Uuid, NaiveDate, i32, Option<String>)> = tx.load(query)?;
    let capacity = |(id, effective_from, capacity, set_by): (Uuid, _, _, _)| Capacity {
        id: id.into(),
        effective_from,
        capacity,
        set_by,
    };
    Ok(rows.into_iter().map(capacity).collect())
}

/// Sets how many people fit from a day on. Days that have gone by keep what was true of them, unless they are corrected for a
/// reason: the audit has what stood there. One that is still to come is set anew.
pub fn set(tx: &mut WriteTx, program: ProgramId, draft: &CapacityDraft) -> StoreResult<Capacity> {
    draft.check(tx.today())?;
    name(tx, program)?.ok_or(StoreError::NotFound)?;
    let known = list(tx, program)?;
    if draft.corrects(&known, tx.today()) {
        let reason = draft.reason.as_deref();
        tx.because(reason.ok_or_else(|| StoreError::field("/reason", "reason_for_the_past"))?)?;
    }
    let set_by = tx.actor().user().map(|user| user.uuid());
    let row = (
        program_capacities::capacity.eq(draft.capacity),
        program_capacities::set_by.eq(set_by),
        program_capacities::set_at.eq(tx.now()),
    );
    let once = (program_capacities::program_id, program_capacities::effective_from);
    let insert = diesel::insert_into(program_capacities::table).values((
        program_capacities::id.eq(new_id()),
        program_capacities::program_id.eq(program.uuid()),
        program_capacities::effective_from.eq(draft.effective_from),
        row,
    ));
    tx.run(insert.on_conflict(once).do_update().set(row))?;
    let now = list(tx, program)?;
    let made = now.into_iter().find(|one| one.effective_from == draft.effective_from);
    made.ok_or(StoreError::NotFound)
}

/// Takes back a capacity whose day has not come.
pub fn remove(tx: &mut WriteTx, program: ProgramId, id: CapacityId) -> StoreResult<()> {
    let found = list(tx, program)?.into_iter().find(|one| one.id == id).ok_or(StoreError::NotFound)?;
    if found.effective_from <= tx.today() {
        return Err(StoreError::Conflict(
            "This capacity has begun to hold, and stays in the history. Set another one.",
        ));
    }
    tx.run(diesel::delete(program_capacities::table.find(id.uuid())))?;
    Ok(())
}
