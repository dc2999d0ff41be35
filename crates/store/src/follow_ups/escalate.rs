//! Telling managers of follow-ups that stay undone.

use std::collections::HashSet;

use diesel::{
    QueryableByName,
    sql_types::{Array, Uuid as SqlUuid},
};
use domain::{ids::UserId, notifications::Kind, permission::Permission};
use uuid::Uuid;

use crate::{
    Store, StoreResult, notifications,
    statement::Sql,
    tx::{Caller, WriteTx},
    users::allowed,
};

impl Store {
    /// Marks follow-ups that have been overdue for as long as the client's program or the organization says, and tells who can do something about
    /// it. Says how many there were.
    pub fn escalate_follow_ups(&self) -> StoreResult<usize> {
        self.write_public(&Caller::job(), "follow_ups.escalate", escalate)
    }
}

/// Those of each, with who runs a program that the client is in today. Of the days that these programs say the fewest
/// count; where none says any, the organization's do.
const ESCALATE: &str = "with late as (update follow_ups set escalated_at = now() \
        where status = 'open' and escalated_at is null and due_on < today() \
            and due_on <= today() - coalesce((select min(programs.escalate_after_days) from enrollments \
                    join programs on programs.id = enrollments.program_id \
                    where enrollments.client_id = follow_ups.client_id and enrollments.start_date <= today() \
                        and coalesce(enrollments.end_date, 'infinity') >= today()), \
                (select escalate_after_days from organization), 3) \
        returning id, client_id, assignee_id) \
    select id, assignee_id, array(select distinct program_staff.user_id from enrollments \
        join program_staff on program_staff.program_id = enrollments.program_id and program_staff.manages \
        where enrollments.client_id = late.client_id and enrollments.start_date <= today() \
            and coalesce(enrollments.end_date, 'infinity') >= today()) as managers from late";

#[derive(QueryableByName)]
struct Late {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    assignee_id: Uuid,
    #[diesel(sql_type = Array<SqlUuid>)]
    managers: Vec<Uuid>,
}

fn escalate(tx: &mut WriteTx) -> StoreResult<usize> {
    let late: Vec<Late> = tx.returning_sql(Sql::new(ESCALATE))?;
    let Some(first) = late.first() else { return Ok(0) };
    let subject = first.id;
    let readers: HashSet<Uuid> = ids(allowed(tx, Permission::SeeFollowUps)?);
    let team: HashSet<Uuid> = ids(allowed(tx, Permission::SeeTeam)?);
    let everybodys: HashSet<Uuid> =
        ids(allowed(tx, Permission::AssignStaff)?).intersection(&team).copied().collect();
    // Once for a morning, however many there are: the list has them all.
    let told: HashSet<Uuid> = late.iter().flat_map(|one| tells(one, &readers, &everybodys)).collect();
    let told: Vec<UserId> = told.into_iter().map(UserId::from).collect();
    notifications::tell(tx, &told, Kind::FollowUpsEscalated, subject)?;
    Ok(late.len())
}

fn ids(users: Vec<UserId>) -> HashSet<Uuid> {
    users.into_iter().map(UserId::uuid).collect()
}

/// Who runs the client's program; where nobody else does, whoever sees the team and may give the client to somebody.
fn tells(late: &Late, readers: &HashSet<Uuid>, everybodys: &HashSet<Uuid>) -> Vec<Uuid> {
    let other = |user: &&Uuid| **user != late.assignee_id;
    let managers: Vec<Uuid> =
        late.managers.iter().filter(other).filter(|user| readers.contains(user)).copied().collect();
    match managers.is_empty() {
        true => everybodys.iter().filter(other).copied().collect(),
        false => managers,
    }
}
