//! The last weeks: what was overdue when each ended, and how soon applicants were answered.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::{
    QueryableByName,
    prelude::*,
    sql_types::{Array, BigInt, Date, Uuid as SqlUuid},
};
use domain::{
    dashboard::{OverdueTrend, OverdueWeek, ResponseWeek, WEEKS, Waited, weeks_to},
    permission::Permission,
};

use crate::{
    StoreResult, follow_ups::LATE, schema::applications, scope::Scoped, statement::computed, tx::ReadTx,
};

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Date)]
    ended_on: NaiveDate,
    #[diesel(sql_type = BigInt)]
    overdue: i64,
}

/// The reader's own, or the team's for those who see it. What was closed in time was never overdue, and is not looked at.
pub(super) fn overdue(tx: &mut ReadTx) -> StoreResult<OverdueTrend> {
    let team = tx.may(Permission::SeeTeam);
    let days: Vec<NaiveDate> = weeks_to(tx.today()).into_iter().map(|week| week.to).collect();
    // The parameter stands in both, so that there is one list of them.
    let whose = if team { "$2::uuid is not null" } else { "assignee_id = $2" };
    let statement = Scoped::sql(tx.actor(), "client_id", |sight| {
        format!(
            "with ends as materialized (
                select day, day_begins(day + 1) as ended_at from unnest($1) as days (day)
            ), late as materialized (
                select due_on, created_at, closed_at from follow_ups
                where status = 'open' and due_on < today() and {whose} and {sight}
                union all
                select due_on, created_at, closed_at from follow_ups
                where {LATE} and closed_at >= (select min(ended_at) from ends) and {whose} and {sight}
            )
            select ends.day as ended_on, count(late.due_on) as overdue
            from ends left join late on late.due_on < ends.day and late.created_at < ends.ended_at
                and (late.closed_at is null or late.closed_at >= ends.ended_at)
            group by ends.day order by ends.day"
        )
    })?;
    let me = tx.user()?.uuid();
    let counted: Vec<Counted> = tx.load(statement.bind::<Array<Date>, _>(days).bind::<SqlUuid, _>(me))?;
    let weeks =
        counted.into_iter().map(|one| OverdueWeek { on: one.ended_on, overdue: one.overdue }).collect();
    Ok(OverdueTrend { team, weeks })
}

/// The organization's day on which an application came.
const CAME_ON: &str =
    "(submitted_at at time zone coalesce((select time_zone from organization), 'UTC'))::date";

/// Each week's applications until the first answer: that somebody spoke with the person, or decided.
pub(super) fn response_time(tx: &mut ReadTx) -> StoreResult<Vec<ResponseWeek>> {
    let weeks = weeks_to(tx.today());
    // Some days too early, and a time that the planner knows: behind a question it would look at every row.
    let since = tx.now() - TimeDelta::weeks(WEEKS as i64 + 1);
    let query =
        Scoped::by_permission(applications::table).filter(applications::submitted_at.ge(since)).select((
            computed::<Date>(CAME_ON),
            applications::submitted_at,
            applications::first_contact_at,
            applications::decided_at,
        ));
    let rows: Vec<Row> = tx.load(query)?;
    let all: Vec<Waited> = rows.into_iter().map(waited).collect();
    Ok(weeks.into_iter().map(|week| ResponseWeek::of(week, &all)).collect())
}

type Row = (NaiveDate, DateTime<Utc>, Option<DateTime<Utc>>, Option<DateTime<Utc>>);

fn waited((day, submitted_at, contacted_at, decided_at): Row) -> Waited {
    let answered_at = contacted_at.into_iter().chain(decided_at).min();
    Waited { day, submitted_at, answered_at }
}
