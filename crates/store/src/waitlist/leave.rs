//! Leaving every list with a record that is closed, and coming back where that was a slip.

use std::collections::HashMap;

use diesel::{
    QueryableByName,
    sql_types::{Array, Nullable, Timestamptz, Uuid as SqlUuid},
};
use domain::ids::{UserId, WaitlistEntryId};
use uuid::Uuid;

use crate::{StoreResult, statement::Sql, tx::WriteTx};

#[derive(QueryableByName)]
struct Left {
    #[diesel(sql_type = SqlUuid)]
    client_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

const LEAVE: &str = "update waitlist_entries \
    set status = 'removed', decided_at = $2, decided_by = $3, version = version + 1 \
    where client_id = any($1) and status in ('waiting', 'offered', 'skipped') returning client_id, id";

/// Takes these clients off every list, and gives back the places that they were offered. Says where each of them waited.
pub(crate) fn leave_all(
    tx: &mut WriteTx,
    clients: Vec<Uuid>,
) -> StoreResult<HashMap<Uuid, Vec<WaitlistEntryId>>> {
    let statement = Sql::new(LEAVE)
        .bind::<Array<SqlUuid>, _>(clients)
        .bind::<Timestamptz, _>(tx.now())
        .bind::<Nullable<SqlUuid>, _>(tx.actor().user().map(UserId::uuid));
    let left: Vec<Left> = tx.returning_sql(statement)?;
    let mut all: HashMap<Uuid, Vec<WaitlistEntryId>> = HashMap::new();
    for one in left {
        all.entry(one.client_id).or_default().push(one.id.into());
    }
    Ok(all)
}

/// At the place that they had. A place that was offered may be somebody else's by now.
const RETURN: &str = "update waitlist_entries set status = 'waiting', decided_at = null, decided_by = null, \
    version = version + 1 where id = any($1) and status = 'removed' and not exists ( \
        select from waitlist_entries as other where other.program_id = waitlist_entries.program_id \
            and other.client_id = waitlist_entries.client_id and other.status in ('waiting', 'offered', 'skipped'))";

/// Puts them back, where nobody did meanwhile.
pub(crate) fn wait_again(tx: &mut WriteTx, entries: Vec<WaitlistEntryId>) -> StoreResult<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = entries.into_iter().map(WaitlistEntryId::uuid).collect();
    tx.run_sql(Sql::new(RETURN).bind::<Array<SqlUuid>, _>(ids)).map(|_| ())
}
