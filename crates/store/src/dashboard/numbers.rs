//! What the reader did lately.

use chrono::Days;
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Date, Uuid as SqlUuid},
};
use domain::{
    dashboard::{MyNumbers, NUMBERS_OF_DAYS},
    permission::Permission,
};

use crate::{StoreResult, scope::Scoped, tx::ReadTx};

#[derive(QueryableByName)]
struct Numbers {
    #[diesel(sql_type = BigInt)]
    notes: i64,
    #[diesel(sql_type = BigInt)]
    follow_ups_done: i64,
    #[diesel(sql_type = BigInt)]
    new_clients: i64,
}

/// Of what the lists would show, by whole days as they filter: a number that no list explains would only puzzle.
pub(super) fn mine(tx: &mut ReadTx) -> StoreResult<MyNumbers> {
    let (me, since) = (tx.user()?.uuid(), tx.today() - Days::new(NUMBERS_OF_DAYS));
    let confidential = tx.may(Permission::DiscloseConfidentialNotes);
    let every_kind = tx.may(Permission::SeeClientDetails);
    let statement = Scoped::sql(tx.actor(), "client_id", |sight| {
        format!(
            "select (select count(*) from notes where author_id = $1 and written_at >= (select day_begins($2))
                    and (not confidential or {confidential}) and (kind = 'general' or {every_kind})
                    and {sight}) as notes,
                (select count(*) from follow_ups where assignee_id = $1 and status = 'done'
                    and closed_at >= (select day_begins($2)) and {sight}) as follow_ups_done,
                (select count(*) from assignments where user_id = $1 and ended_at is null
                    and started_at >= (select day_begins($2)) and {sight}) as new_clients"
        )
    })?;
    let statement = statement.bind::<SqlUuid, _>(me).bind::<Date, _>(since);
    let Numbers { notes, follow_ups_done, new_clients } = tx.first(statement)?;
    let told = |number: i64, list: Permission| tx.may(list).then_some(number);
    Ok(MyNumbers {
        since,
        notes: told(notes, Permission::ReadNotes),
        follow_ups_done: told(follow_ups_done, Permission::SeeFollowUps),
        new_clients: told(new_clients, Permission::SeeClientDetails),
    })
}
