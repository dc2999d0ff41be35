//! Waiting lists: reading them. They are written by [`crate::canonical`] where somebody comes into a program, and here
//! where somebody joins, is offered a place, or answers.

mod accept;
mod lapse;
mod leave;
mod line;
mod write;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    dsl,
    pg::Pg,
    prelude::*,
    sql_types::{Array, BigInt, Uuid as SqlUuid},
};
use domain::{
    clients::display_name,
    ids::{ClientId, ProgramId, WaitlistEntryId},
    waitlist::{Status, WaitlistEntry},
};
use uuid::Uuid;

pub use self::{
    accept::accept,
    write::{answer, join, offer},
};
pub(crate) use self::{
    leave::{leave_all, wait_again},
    line::{holds_place, passed},
    write::came_in,
};
use crate::{
    StoreError, StoreResult, clients as people, programs as courses,
    schema::{clients, programs, waitlist_entries},
    scope::{Scoped, Tally},
    tx::ReadTx,
};

/// No list is longer: a person at its end would wait for years.
const LONGEST: i64 = 1000;

/// Who waits for a place in a program, in order, of the clients in sight.
pub fn list_of_program(tx: &mut ReadTx, program: ProgramId) -> StoreResult<Vec<WaitlistEntry>> {
    courses::name(tx, program)?.ok_or(StoreError::NotFound)?;
    let found = fetch(tx, |query| {
        query
            .filter(waitlist_entries::program_id.eq(program.uuid()))
            .filter(waitlist_entries::status.eq_any(OPEN.map(Status::code)))
            .order((waitlist_entries::joined_at, waitlist_entries::id))
            .limit(LONGEST)
    })?;
    tx.saw("waitlist.list", found.iter().map(|one| one.client_id));
    Ok(found)
}

const OPEN: [Status; 3] = [Status::Waiting, Status::Offered, Status::Skipped];

/// What a client waits for, or waited for, the latest first.
pub fn list_of_client(tx: &mut ReadTx, client: ClientId) -> StoreResult<Vec<WaitlistEntry>> {
    let found = entries_of(tx, client)?;
    tx.saw("waitlist.of_client", found.first().map(|one| one.client_id));
    Ok(found)
}

pub(crate) fn entries_of(tx: &mut ReadTx, client: ClientId) -> StoreResult<Vec<WaitlistEntry>> {
    let found = fetch(tx, |query| {
        query
            .filter(waitlist_entries::client_id.eq(client.uuid()))
            .order((waitlist_entries::joined_at.desc(), waitlist_entries::id))
    })?;
    if found.is_empty() {
        people::in_sight(tx, client)?;
    }
    Ok(found)
}

/// One entry of a client in sight.
pub fn find(tx: &mut ReadTx, id: WaitlistEntryId) -> StoreResult<WaitlistEntry> {
    let found = fetch(tx, |query| query.filter(waitlist_entries::id.eq(id.uuid())))?;
    found.into_iter().next().ok_or(StoreError::NotFound)
}

type Rows = Scoped<
    dsl::IntoBoxed<
        'static,
        dsl::InnerJoin<dsl::InnerJoin<waitlist_entries::table, clients::table>, programs::table>,
        Pg,
    >,
>;

fn fetch(tx: &mut ReadTx, narrow: impl FnOnce(Rows) -> Rows) -> StoreResult<Vec<WaitlistEntry>> {
    let joined = waitlist_entries::table.inner_join(clients::table).inner_join(programs::table);
    let query = narrow(Scoped::over(tx.actor(), joined.into_boxed(), waitlist_entries::client_id));
    let rows: Vec<Row> = tx.load(query.select((
        (
            waitlist_entries::id,
            waitlist_entries::version,
            waitlist_entries::client_id,
            waitlist_entries::program_id,
        ),
        (clients::preferred_name, clients::first_name, clients::last_name, programs::name),
        (waitlist_entries::status, waitlist_entries::joined_at, waitlist_entries::offered_at),
        (waitlist_entries::start_date, waitlist_entries::reply_by),
        (waitlist_entries::reason, waitlist_entries::enrollment_id),
    )))?;
    let places = places(tx, rows.iter().map(|row| row.ids.0).collect())?;
    let place = |id| places.iter().find(|place| place.id == id).map(|place| place.place);
    Ok(rows.into_iter().map(|row| (place(row.ids.0), row)).map(|(place, row)| row.entry(place)).collect())
}

#[derive(Queryable)]
struct Row {
    ids: (Uuid, i32, Uuid, Uuid),
    names: (Option<String>, String, String, String),
    stands: (String, DateTime<Utc>, Option<DateTime<Utc>>),
    offer: (Option<NaiveDate>, Option<NaiveDate>),
    ends: (Option<String>, Option<Uuid>),
}

impl Row {
    fn entry(self, place: Option<i64>) -> WaitlistEntry {
        let (id, version, client_id, program_id) = self.ids;
        let (preferred, first, last, program_name) = self.names;
        let (status, joined_at, offered_at) = self.stands;
        WaitlistEntry {
            id: id.into(),
            version,
            program_id: program_id.into(),
            program_name,
            client_id: client_id.into(),
            client_name: display_name(preferred.as_deref(), &first, &last),
            status: Status::from_code(&status).unwrap_or(Status::Removed),
            joined_at,
            place,
            offered_at,
            start_date: self.offer.0,
            reply_by: self.offer.1,
            reason: self.ends.0,
            enrollment_id: self.ends.1.map(Into::into),
        }
    }
}

/// A number, which says nothing of those who stand before.
#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = BigInt)]
    place: i64,
}

/// The places of those who are on a list still, counted over everybody on it.
fn places(tx: &mut ReadTx, ids: Vec<Uuid>) -> StoreResult<Vec<Place>> {
    const PLACES: &str = "select one.id, count(*) as place from waitlist_entries as one
        join waitlist_entries as before on before.program_id = one.program_id
            and before.status in ('waiting', 'offered', 'skipped')
            and (before.joined_at, before.id) <= (one.joined_at, one.id)
        where one.id = any($1) and one.status in ('waiting', 'offered', 'skipped') group by one.id";
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    tx.tally(Tally::of(PLACES).bind::<Array<SqlUuid>, _>(ids))
}
