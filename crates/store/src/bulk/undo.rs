//! Taking a change of many clients back: a change of its own, over the rows that were changed.

use diesel::{prelude::*, sql_types::Uuid as SqlUuid};
use domain::{
    bulk::{Bulk, State},
    changes::Verdict,
    ids::BulkId,
    permission::Permission,
};

use super::{
    find::find,
    run::{begun_by, go_on},
};
use crate::{StoreError, StoreResult, new_id, schema::bulk_changes, statement::Sql, tx::WriteTx};

/// In the same order, each with what it was.
const ROWS: &str = "insert into bulk_rows (bulk_id, place, client_id, seen, outcome, was) \
    select $1, row_number() over (order by place), client_id, seen, 'ready', was from bulk_rows \
    where bulk_id = $2 and outcome = 'changed'";

/// Returns each client to what they were, unless they moved since.
pub fn undo(tx: &mut WriteTx, id: BulkId) -> StoreResult<Bulk> {
    let found = find(tx, id)?;
    if !found.can_undo {
        return Err(StoreError::Conflict("This can be taken back once, within a day after it was done."));
    }
    if found.action.verdict(tx.actor()) != Verdict::Apply {
        return Err(StoreError::Forbidden(Permission::ProposeEdits));
    }
    let back = BulkId::from(new_id());
    let user = tx.user()?;
    let made = tx.run(
        diesel::insert_into(bulk_changes::table)
            .values((
                bulk_changes::id.eq(back.uuid()),
                bulk_changes::user_id.eq(user.uuid()),
                begun_by(tx),
                bulk_changes::action.eq(serde_json::to_value(&found.action)?),
                bulk_changes::proposes.eq(found.proposes),
                bulk_changes::undoes.eq(id.uuid()),
                bulk_changes::state.eq(State::Running.code()),
            ))
            .on_conflict_do_nothing(),
    )?;
    if made == 0 {
        return Err(StoreError::Conflict("This is being taken back already."));
    }
    tx.run_sql(Sql::new(ROWS).bind::<SqlUuid, _>(back.uuid()).bind::<SqlUuid, _>(id.uuid()))?;
    go_on(tx, back, found.counts.changed)
}
