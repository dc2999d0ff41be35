//! Telling people that a restriction is due for a review: once for each day of review, when it has come.

use std::collections::HashSet;

use diesel::{
    QueryableByName,
    prelude::*,
    sql_types::{Array, Nullable, Uuid as SqlUuid},
};
use domain::{ids::UserId, notifications::Kind, permission::Permission};
use uuid::Uuid;

use crate::{
    Store, StoreResult, notifications,
    roles::{KeptRoles, held_columns},
    schema::users,
    scope::Scoped,
    statement::Sql,
    tx::{Caller, WriteTx},
    users::holders,
};

impl Store {
    /// Tells who entered a restriction in force and who may lift it that its day of review has come. Says how many
    /// restrictions there were.
    pub fn remind_of_restriction_reviews(&self) -> StoreResult<usize> {
        self.write_public(&Caller::job(), "restrictions.remind_of_reviews", remind)
    }
}

/// Marks those whose day has come, with who has the client on their caseload. Of several servers, one finds a restriction
/// unmarked.
const DUE: &str = "update restrictions set review_told_for = review_date \
    where lifted_at is null and start_date <= (select today()) \
        and coalesce(end_date, 'infinity') >= (select today()) \
        and review_date <= (select today()) and review_told_for is distinct from review_date \
    returning id, created_by, array(select user_id from caseload \
        where caseload.client_id = restrictions.client_id) as workers";

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    created_by: Option<Uuid>,
    #[diesel(sql_type = Array<SqlUuid>)]
    workers: Vec<Uuid>,
}

fn remind(tx: &mut WriteTx) -> StoreResult<usize> {
    let due: Vec<Due> = tx.returning_sql(Sql::new(DUE))?;
    if due.is_empty() {
        return Ok(0);
    }
    let readers = readers(tx)?;
    for one in &due {
        let told: Vec<UserId> =
            readers.iter().filter(|reader| reader.hears(one)).map(|reader| reader.id.into()).collect();
        notifications::tell(tx, &told, Kind::RestrictionReviewDue, one.id)?;
    }
    Ok(due.len())
}

/// Somebody who may know why people are restricted, and when that is looked at again.
struct Reader {
    id: Uuid,
    everyone: bool,
    caseload: bool,
    lifts: bool,
}

impl Reader {
    /// It is theirs to look at, and of a client whom they see.
    fn hears(&self, due: &Due) -> bool {
        let sees = self.everyone || (self.caseload && due.workers.contains(&self.id));
        sees && (self.lifts || due.created_by == Some(self.id))
    }
}

fn readers(tx: &mut WriteTx) -> StoreResult<Vec<Reader>> {
    let lifters = users_with(tx, Permission::LiftRestrictions)?;
    let seers = users_with(tx, Permission::SeeRestrictions)?;
    let query = Scoped::by_permission(users::table)
        .filter(users::status.eq("active"))
        .filter(holders(Permission::SeeRestrictionReasons))
        .select((users::id, held_columns()));
    let rows: Vec<(Uuid, KeptRoles)> = tx.load(query)?;
    let reader = |(id, roles): (Uuid, KeptRoles)| {
        let held = roles.held()?;
        let (everyone, caseload) = (held.sees_everyone(), held.sees_caseload());
        Ok(Reader { id, everyone, caseload, lifts: lifters.contains(&id) })
    };
    rows.into_iter().filter(|(id, _)| seers.contains(id)).map(reader).collect()
}

fn users_with(tx: &mut WriteTx, permission: Permission) -> StoreResult<HashSet<Uuid>> {
    Ok(crate::users::allowed(tx, permission)?.into_iter().map(UserId::uuid).collect())
}
