//! Reminding people of what they have to do: once a morning, of what is due on the day and of what is overdue.

use std::collections::BTreeMap;

use diesel::{
    QueryableByName,
    prelude::*,
    sql_types::{BigInt, Bool, Uuid as SqlUuid},
};
use domain::{notifications::Kind, permission::Permission};
use uuid::Uuid;

use crate::{
    Store, StoreResult, notifications,
    outbox::Message,
    roles::{KeptRoles, held_columns},
    schema::users,
    scope::Scoped,
    statement::Sql,
    tx::{Caller, WriteTx},
    users::holders,
};

impl Store {
    /// Tells everybody who has something to do by today how much it is, once a day of the organization's. Says how many
    /// people there were.
    pub fn remind_of_follow_ups(&self) -> StoreResult<usize> {
        self.write_public(&Caller::job(), "follow_ups.remind", remind)
    }
}

/// What is open and due: whose it is, whether its day is over, and whether the client is of the person's caseload.
const DUE: &str = "select assignee_id, due_on < (select today()) as is_late, \
        exists(select from caseload where caseload.user_id = follow_ups.assignee_id \
            and caseload.client_id = follow_ups.client_id) as in_caseload, \
        count(*) as n, (array_agg(id order by due_on, id))[1] as first \
    from follow_ups where status = 'open' and due_on <= (select today()) \
    group by assignee_id, is_late, in_caseload order by is_late desc";

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = SqlUuid)]
    assignee_id: Uuid,
    #[diesel(sql_type = Bool)]
    is_late: bool,
    #[diesel(sql_type = Bool)]
    in_caseload: bool,
    #[diesel(sql_type = BigInt)]
    n: i64,
    #[diesel(sql_type = SqlUuid)]
    first: Uuid,
}

/// What somebody is reminded of.
struct Reminder {
    first: Uuid,
    today: i64,
    overdue: i64,
}

fn remind(tx: &mut WriteTx) -> StoreResult<usize> {
    let readers = readers(tx)?;
    let mut people: BTreeMap<Uuid, Reminder> = BTreeMap::new();
    for due in tx.returning_sql::<Due>(Sql::new(DUE))? {
        // What a list does not show is not counted: whoever lost sight of a client has nothing to do there.
        let sees = readers.get(&due.assignee_id).is_some_and(|sight| sight.shows(due.in_caseload));
        if sees {
            let none = Reminder { first: due.first, today: 0, overdue: 0 };
            let reminder = people.entry(due.assignee_id).or_insert(none);
            let count = if due.is_late { &mut reminder.overdue } else { &mut reminder.today };
            *count += due.n;
        }
    }
    let told = mark(tx, people.keys().copied().collect())?;
    for user in &told {
        let Some(Reminder { first, today, overdue }) = people.remove(user) else { continue };
        let mail = Message::Reminder { today, overdue };
        notifications::remind(tx, (*user).into(), Kind::FollowUpsDue, first, &mail)?;
    }
    Ok(told.len())
}

/// Whose clients somebody sees.
struct Sight {
    everyone: bool,
    caseload: bool,
}

impl Sight {
    fn shows(&self, in_caseload: bool) -> bool {
        self.everyone || (self.caseload && in_caseload)
    }
}

/// Everybody who has follow-ups and can sign in.
fn readers(tx: &mut WriteTx) -> StoreResult<BTreeMap<Uuid, Sight>> {
    let query = Scoped::by_permission(users::table)
        .filter(users::status.eq("active"))
        .filter(holders(Permission::SeeFollowUps))
        .select((users::id, held_columns()));
    let rows: Vec<(Uuid, KeptRoles)> = tx.load(query)?;
    let sight = |(id, roles): (Uuid, KeptRoles)| {
        let held = roles.held()?;
        Ok((id, Sight { everyone: held.sees_everyone(), caseload: held.sees_caseload() }))
    };
    rows.into_iter().map(sight).collect()
}

/// Marks today as told for these people; says for whom it was not yet. Of several servers, one finds somebody unmarked.
/// A day that comes again, because the organization moved to another time zone, is not told again.
fn mark(tx: &mut WriteTx, people: Vec<Uuid>) -> StoreResult<Vec<Uuid>> {
    let today = tx.today();
    let waiting = users::table
        .filter(users::id.eq_any(people))
        .filter(users::reminded_on.is_null().or(users::reminded_on.lt(today)));
    tx.returning_all(diesel::update(waiting).set(users::reminded_on.eq(today)).returning(users::id))
}
