//! What waits for the reader: follow-ups, clients, applications, proposals.

use diesel::{
    dsl::count_star,
    prelude::*,
    sql_types::{BigInt, Uuid as SqlUuid},
};
use domain::{
    applications::{ApplicationFilter, Status as ApplicationStatus},
    changes::{ChangeFilter, Status as ChangeStatus},
    clients::{ClientFilter, ClientSort},
    dashboard::{Approvals, MyClients, MyFollowUps, NewApplications},
    follow_ups::FollowUpFilter,
    page::Total,
};

use crate::{StoreResult, applications, changes, clients, follow_ups, schema, scope::Scoped, tx::ReadTx};

/// How many rows a tile shows.
const FEW: u16 = 5;
const FEW_FOLLOW_UPS: u16 = 8;

pub(super) fn new_applications(tx: &mut ReadTx) -> StoreResult<NewApplications> {
    let new = schema::applications::status.eq(ApplicationStatus::New.code());
    let count =
        tx.first(Scoped::by_permission(schema::applications::table).filter(new).select(count_star()))?;
    let filter = ApplicationFilter {
        status: vec![ApplicationStatus::New],
        limit: Some(FEW),
        ..ApplicationFilter::default()
    };
    Ok(NewApplications { count, oldest: applications::list(tx, &filter)?.items })
}

/// The caseload; of those who see everyone, the clients who are assigned to them.
pub(super) fn my_clients(tx: &mut ReadTx) -> StoreResult<MyClients> {
    let filter = ClientFilter {
        assignee: if tx.actor().sight.everyone { Some(tx.user()?) } else { None },
        sort: Some(ClientSort::Updated),
        limit: Some(FEW),
        ..ClientFilter::default()
    };
    let page = clients::list(tx, &filter)?;
    let total = page.total.unwrap_or_else(|| Total::counted(page.items.len() as u64));
    Ok(MyClients { total, recent: page.items })
}

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = BigInt)]
    overdue: i64,
    #[diesel(sql_type = BigInt)]
    today: i64,
}

pub(super) fn follow_ups(tx: &mut ReadTx) -> StoreResult<MyFollowUps> {
    let me = tx.user()?.uuid();
    let counts = Scoped::sql(tx.actor(), "client_id", |sight| {
        format!(
            "select count(*) filter (where due_on < today()) as overdue,
                    count(*) filter (where due_on = today()) as today
             from follow_ups where assignee_id = $1 and status = 'open' and due_on <= today() and {sight}"
        )
    })?;
    let Due { overdue, today } = tx.first(counts.bind::<SqlUuid, _>(me))?;
    let filter = FollowUpFilter { limit: Some(FEW_FOLLOW_UPS), ..FollowUpFilter::default() };
    Ok(MyFollowUps { overdue, today, next: follow_ups::list(tx, &filter)?.items })
}

/// Those that the reader may decide: nobody reviews what they proposed.
pub(super) fn approvals(tx: &mut ReadTx) -> StoreResult<Approvals> {
    let pending = schema::pending_changes::status.eq(ChangeStatus::Pending.code());
    let of_others = schema::pending_changes::requested_by.ne(tx.user()?.uuid());
    let query = Scoped::by_permission(schema::pending_changes::table)
        .filter(pending.and(of_others))
        .filter(changes::about_whom_one_sees(tx.actor()));
    let count = tx.first(query.select(count_star()))?;
    let filter = ChangeFilter { to_decide: true, limit: Some(FEW), ..ChangeFilter::default() };
    Ok(Approvals { count, latest: changes::list(tx, &filter)?.items })
}
