//! How many places of a program are taken, by the day. All clients count, whoever asks: a place is taken also by somebody
//! outside one's sight.

use chrono::{Days, NaiveDate};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Date, Integer, Nullable, Uuid as SqlUuid},
};
use domain::{
    enrollments::{Occupancy, OccupancyFilter},
    ids::{ClientId, EnrollmentId, ProgramId},
};

use crate::{StoreError, StoreResult, programs, scope::Tally, tx::ReadTx};

/// The days between two on which something changes, with what holds from each on. A place that is offered counts as taken
/// as long as the offer holds: until its last day, and beyond it while somebody decides on an answer that came by then. `$4` is an enrollment that does not count, `$5` a client whose offer does not.
const BY_DAY: &str = "select day,
        (select count(*) from enrollments
         where program_id = $1 and start_date <= day and coalesce(end_date, 'infinity') >= day
             and id is distinct from $4)
        + (select count(*) from waitlist_entries
           where program_id = $1 and status = 'offered' and start_date <= day
               and (reply_by >= today() or waits_for_review(client_id, program_id, offered_at, reply_by))
               and client_id is distinct from $5) as taken,
        (select capacity from program_capacities
         where program_id = $1 and effective_from <= day order by effective_from desc limit 1) as capacity
    from (select $2 as day
        union select start_date from enrollments where program_id = $1 and start_date > $2 and start_date <= $3
        union select end_date + 1 from enrollments where program_id = $1 and end_date >= $2 and end_date < $3
        union select start_date from waitlist_entries
            where program_id = $1 and status = 'offered' and start_date > $2 and start_date <= $3
        union select effective_from from program_capacities
            where program_id = $1 and effective_from > $2 and effective_from <= $3) as days";

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Date)]
    day: NaiveDate,
    #[diesel(sql_type = BigInt)]
    taken: i64,
    #[diesel(sql_type = Nullable<Integer>)]
    capacity: Option<i32>,
}

impl Row {
    fn occupancy(self) -> Occupancy {
        Occupancy { day: self.day, taken: self.taken, capacity: self.capacity }
    }
}

/// The first day between two on which the client does not fit into a program. Whoever asks before enrolling somebody holds the
/// program's row, so that nobody enrolls meanwhile.
pub(crate) fn first_full_day(
    tx: &mut ReadTx,
    (client, program): (ClientId, ProgramId),
    (start, end): (NaiveDate, Option<NaiveDate>),
    but: Option<EnrollmentId>,
) -> StoreResult<Option<Occupancy>> {
    const FULL: &str = "select * from by_day where taken >= capacity order by day limit 1";
    let text = format!("with by_day as materialized ({BY_DAY}) {FULL}");
    let question = Tally::of(text)
        .bind::<SqlUuid, _>(program.uuid())
        .bind::<Date, _>(start)
        .bind::<Date, _>(end.unwrap_or(FAR))
        .bind::<Nullable<SqlUuid>, _>(but.map(EnrollmentId::uuid))
        .bind::<Nullable<SqlUuid>, _>(Some(client.uuid()));
    let found: Vec<Row> = tx.tally(question)?;
    Ok(found.into_iter().next().map(Row::occupancy))
}

/// Later than every day that is taken.
const FAR: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// The most days that are told at once.
const MOST: i64 = 3660;

/// How many places of a program were taken, are and will be: each day on which it changes.
pub fn occupancy(
    tx: &mut ReadTx,
    program: ProgramId,
    filter: &OccupancyFilter,
) -> StoreResult<Vec<Occupancy>> {
    programs::name(tx, program)?.ok_or(StoreError::NotFound)?;
    let from = filter.from.unwrap_or(tx.today() - Days::new(365));
    let to = filter.to.unwrap_or(tx.today() + Days::new(183));
    if to < from {
        return Err(StoreError::field("/to", "before_start"));
    }
    if (to - from).num_days() > MOST {
        return Err(StoreError::field("/to", "too_long"));
    }
    let question = Tally::of(format!("{BY_DAY} order by day"))
        .bind::<SqlUuid, _>(program.uuid())
        .bind::<Date, _>(from)
        .bind::<Date, _>(to)
        .bind::<Nullable<SqlUuid>, _>(None::<uuid::Uuid>)
        .bind::<Nullable<SqlUuid>, _>(None::<uuid::Uuid>);
    let mut days: Vec<Occupancy> = tx.tally(question)?.into_iter().map(Row::occupancy).collect();
    days.dedup_by(|next, before| (next.taken, next.capacity) == (before.taken, before.capacity));
    Ok(days)
}
