//! What a change of many clients would leave behind, to be looked at before anything is done.

use chrono::NaiveDate;
use diesel::{
    dsl::{count_star, sql},
    prelude::*,
    sql_types::{Bool, Uuid as SqlUuid},
};
use domain::{
    follow_ups::{FollowUp, Leaving, Status},
    ids::{BulkId, FollowUpId},
    page::Page,
};

use super::{
    handover::WORKS_WITH,
    list::Key,
    rows::{Rows, fetch},
};
use crate::{
    StoreResult,
    page::Window,
    schema::{clients, follow_ups},
    scope::Scoped,
    tx::ReadTx,
};

/// How many there are with the clients that would be changed.
pub(crate) fn count_left(tx: &mut ReadTx, bulk: BulkId, leaving: Leaving) -> StoreResult<i64> {
    let joined = follow_ups::table.inner_join(clients::table);
    let rows = Scoped::over(tx.actor(), joined.into_boxed(), follow_ups::client_id);
    tx.first(left(rows, bulk, leaving).select(count_star()))
}

/// Those themselves, earliest first.
pub(crate) fn list_left(
    tx: &mut ReadTx,
    bulk: BulkId,
    leaving: Leaving,
    window: &Window<(NaiveDate, FollowUpId)>,
) -> StoreResult<Page<FollowUp>> {
    page_of(tx, "bulk.follow_ups", window, |rows| left(rows, bulk, leaving))
}

/// A page of what is left of them when they are narrowed down. `name` is what the access log calls it.
pub(super) fn page_of(
    tx: &mut ReadTx,
    name: &'static str,
    window: &Window<Key>,
    narrow: impl FnOnce(Rows) -> Rows,
) -> StoreResult<Page<FollowUp>> {
    let rows = fetch(tx, |rows| {
        let mut rows = narrow(rows);
        if let Some((due, id)) = window.after {
            let same_day = follow_ups::due_on.eq(due).and(follow_ups::id.gt(id.uuid()));
            rows = rows.filter(follow_ups::due_on.gt(due).or(same_day));
        }
        rows.order((follow_ups::due_on, follow_ups::id)).limit(window.fetch())
    })?;
    tx.saw(name, rows.iter().map(|row| row.client_id));
    window.page(rows, None, |row| -> Key { (row.due_on, row.id) })
}

fn left(rows: Rows, bulk: BulkId, leaving: Leaving) -> Rows {
    let is_named = sql::<Bool>(
        "exists(select from bulk_rows where bulk_rows.client_id = follow_ups.client_id \
         and bulk_rows.outcome = 'ready' and bulk_rows.bulk_id = ",
    );
    let is_named = is_named.bind::<SqlUuid, _>(bulk.uuid()).sql(")");
    let rows = rows.filter(follow_ups::status.eq(Status::Open.code())).filter(is_named);
    match leaving {
        Leaving::Person(user) => rows.filter(follow_ups::assignee_id.eq(user.uuid())),
        Leaving::AllBut(user) => {
            rows.filter(follow_ups::assignee_id.ne(user.uuid())).filter(sql::<Bool>(WORKS_WITH))
        }
        Leaving::Everybody => rows,
    }
}
