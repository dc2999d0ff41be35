//! Assignments: reading them. They are written by [`crate::canonical`].

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    assignments::{Assignment, CaseLoad},
    ids::ClientId,
};
use uuid::Uuid;

use crate::{
    StoreResult, clients,
    schema::{assignments, follow_ups, users},
    scope::{Scoped, in_sight},
    tx::ReadTx,
    users::works_here,
};

/// Who works or worked with a client, the latest first.
pub fn list_of_client(tx: &mut ReadTx, client: ClientId) -> StoreResult<Vec<Assignment>> {
    clients::in_sight(tx, client)?;
    let joined = assignments::table.inner_join(users::table);
    let query = Scoped::over(tx.actor(), joined, assignments::client_id)
        .filter(assignments::client_id.eq(client.uuid()))
        .order((assignments::started_at.desc(), assignments::id.desc()));
    let rows: Vec<Row> = tx.load(query.select((
        assignments::id,
        users::id,
        users::name,
        assignments::started_at,
        assignments::ended_at,
    )))?;
    tx.saw("assignments.list", [client]);
    Ok(rows.into_iter().map(|row| row.assignment(client)).collect())
}

/// How much each active member of staff carries, of clients in sight: as much as the lists show.
pub fn case_loads(tx: &mut ReadTx) -> StoreResult<Vec<CaseLoad>> {
    let assigned = assignments::table
        .filter(in_sight(tx.actor(), assignments::client_id))
        .filter(assignments::user_id.eq(users::id).and(assignments::ended_at.is_null()))
        .count();
    let theirs = || {
        follow_ups::table
            .filter(in_sight(tx.actor(), follow_ups::client_id))
            .filter(follow_ups::assignee_id.eq(users::id).and(follow_ups::status.eq("open")))
    };
    let open = theirs().count();
    let overdue = theirs().filter(follow_ups::due_on.lt(tx.today())).count();
    let due_today = theirs().filter(follow_ups::due_on.eq(tx.today())).count();
    let staff = Scoped::by_permission(users::table).filter(works_here()).order((users::name, users::id));
    let rows: Vec<Load> = tx.load(staff.select((
        (users::id, users::name, users::status),
        assigned.single_value(),
        (open.single_value(), overdue.single_value(), due_today.single_value()),
    )))?;
    let loads = rows.into_iter().map(case_load);
    Ok(loads.filter(|load| load.active || load.clients + load.open_follow_ups > 0).collect())
}

type Load = ((Uuid, String, String), Option<i64>, (Option<i64>, Option<i64>, Option<i64>));

fn case_load(((user_id, user, status), clients, (open, overdue, today)): Load) -> CaseLoad {
    CaseLoad {
        user_id: user_id.into(),
        user,
        active: status == "active",
        clients: clients.unwrap_or_default(),
        open_follow_ups: open.unwrap_or_default(),
        overdue_follow_ups: overdue.unwrap_or_default(),
        follow_ups_today: today.unwrap_or_default(),
    }
}

#[derive(Queryable)]
struct Row {
    id: Uuid,
    user_id: Uuid,
    user: String,
    started_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

impl Row {
    fn assignment(self, client_id: ClientId) -> Assignment {
        Assignment {
            id: self.id.into(),
            client_id,
            user_id: self.user_id.into(),
            user: self.user,
            started_at: self.started_at,
            ended_at: self.ended_at,
        }
    }
}
