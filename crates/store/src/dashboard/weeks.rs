//! The last weeks: what was overdue when each ended, and how soon applicants were answered.

use chrono::{NaiveDate, TimeDelta};
use diesel::{
    QueryableByName,
    dsl::{count_star, sql},
    prelude::*,
    sql_types::{Array, BigInt, Date, Double, Nullable, Uuid as SqlUuid},
};
use domain::{
    dashboard::{OverdueTrend, OverdueWeek, ResponseWeek, WEEKS, Week, weeks_to},
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

/// The Monday, by the organization's calendar, of the week in which an application came.
const MONDAY: &str = "date_trunc('week', submitted_at at time zone coalesce((select time_zone from organization), 'UTC'))::date";

/// The hours until somebody spoke with the person, or decided, in the middle one of those who were answered.
const MEDIAN: &str = "percentile_cont(0.5) within group (order by greatest(0, extract(epoch from \
    least(first_contact_at, decided_at) - submitted_at)::float8 / 3600)) \
    filter (where coalesce(first_contact_at, decided_at) is not null)";

/// Each week's applications until the first answer. The database brings them to one row a week.
pub(super) fn response_time(tx: &mut ReadTx) -> StoreResult<Vec<ResponseWeek>> {
    // Some days too early, and a time that the planner knows: behind a question it would look at every row.
    let since = tx.now() - TimeDelta::weeks(WEEKS as i64 + 1);
    let query = Scoped::by_permission(applications::table)
        .filter(applications::submitted_at.ge(since))
        .group_by(computed::<Date>(MONDAY))
        .select((
            computed::<Date>(MONDAY),
            count_star(),
            sql::<BigInt>("count(coalesce(first_contact_at, decided_at))"),
            sql::<Nullable<Double>>(MEDIAN),
        ));
    let rows: Vec<Row> = tx.load(query)?;
    Ok(weeks_to(tx.today()).into_iter().map(|week| answered_in(week, &rows)).collect())
}

/// The Monday, how many came in, how many were answered, and how soon.
type Row = (NaiveDate, i64, i64, Option<f64>);

fn answered_in(week: Week, rows: &[Row]) -> ResponseWeek {
    let found = rows.iter().find(|row| row.0 == week.from);
    let (_, received, answered, median_hours) = found.copied().unwrap_or_default();
    ResponseWeek { week, received, answered, median_hours }
}
