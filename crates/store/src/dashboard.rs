//! What awaits one this morning: a page of parts, each for those who may use it.

use diesel::{
    dsl::count_star,
    prelude::*,
    sql_types::{BigInt, Uuid as SqlUuid},
};
use domain::{
    applications::{ApplicationFilter, Status as ApplicationStatus},
    clients::{ClientFilter, ClientSort},
    dashboard::{Dashboard, MyClients, MyFollowUps, MyNumbers, NewApplications},
    follow_ups::FollowUpFilter,
    permission::Permission,
};

use crate::{StoreResult, activity, applications, clients, follow_ups, schema, scope::Scoped, tx::ReadTx};

/// How many rows a part shows.
const FEW: u16 = 5;
const FEW_FOLLOW_UPS: u16 = 8;

pub fn show(tx: &mut ReadTx) -> StoreResult<Dashboard> {
    Ok(Dashboard {
        new_applications: new_applications(tx)?,
        my_clients: my_clients(tx)?,
        follow_ups: my_follow_ups(tx)?,
        activity: activity::of_my_clients(tx)?,
        numbers: my_numbers(tx)?,
    })
}

fn new_applications(tx: &mut ReadTx) -> StoreResult<Option<NewApplications>> {
    if !tx.may(Permission::ReviewApplications) {
        return Ok(None);
    }
    let new = schema::applications::status.eq(ApplicationStatus::New.code());
    let count =
        tx.first(Scoped::by_permission(schema::applications::table).filter(new).select(count_star()))?;
    let filter = ApplicationFilter {
        status: vec![ApplicationStatus::New],
        limit: Some(FEW),
        ..ApplicationFilter::default()
    };
    Ok(Some(NewApplications { count, oldest: applications::list(tx, &filter)?.items }))
}

/// The caseload; of those who see everyone, the clients who are assigned to them.
fn my_clients(tx: &mut ReadTx) -> StoreResult<Option<MyClients>> {
    let sight = tx.actor().sight;
    if !sight.everyone && sight.caseload_of.is_none() {
        return Ok(None);
    }
    let filter = ClientFilter {
        assignee: if sight.everyone { Some(tx.user()?) } else { None },
        sort: Some(ClientSort::Updated),
        limit: Some(FEW),
        ..ClientFilter::default()
    };
    let page = clients::list(tx, &filter)?;
    let count = page.total.map_or(page.items.len() as u64, |total| total.count);
    Ok(Some(MyClients { count: i64::try_from(count).unwrap_or(i64::MAX), recent: page.items }))
}

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = BigInt)]
    overdue: i64,
    #[diesel(sql_type = BigInt)]
    today: i64,
}

fn my_follow_ups(tx: &mut ReadTx) -> StoreResult<Option<MyFollowUps>> {
    if !tx.may(Permission::SeeFollowUps) {
        return Ok(None);
    }
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
    Ok(Some(MyFollowUps { overdue, today, next: follow_ups::list(tx, &filter)?.items }))
}

#[derive(QueryableByName)]
struct Numbers {
    #[diesel(sql_type = BigInt)]
    notes: i64,
    #[diesel(sql_type = BigInt)]
    follow_ups_done: i64,
    #[diesel(sql_type = BigInt)]
    new_clients: i64,
}

/// Of clients in sight alone: a number that no list explains would only puzzle.
fn my_numbers(tx: &mut ReadTx) -> StoreResult<MyNumbers> {
    let me = tx.user()?.uuid();
    let statement = Scoped::sql(tx.actor(), "client_id", |sight| {
        format!(
            "select (select count(*) from notes where author_id = $1
                    and written_at > now() - interval '30 days' and {sight}) as notes,
                (select count(*) from follow_ups where assignee_id = $1 and status = 'done'
                    and closed_at > now() - interval '30 days' and {sight}) as follow_ups_done,
                (select count(*) from assignments where user_id = $1 and ended_at is null
                    and started_at > now() - interval '30 days' and {sight}) as new_clients"
        )
    })?;
    let Numbers { notes, follow_ups_done, new_clients } = tx.first(statement.bind::<SqlUuid, _>(me))?;
    Ok(MyNumbers { notes, follow_ups_done, new_clients })
}
