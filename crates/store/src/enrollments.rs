//! Enrollments: reading them. They are written by [`crate::canonical`].

mod ask;
mod ends;
mod occupancy;

use chrono::NaiveDate;
use diesel::{
    dsl::{self, case_when},
    pg::Pg,
    prelude::*,
    sql_types::Text,
};
use domain::{
    clients::display_name,
    enrollments::{Discharge, Enrollment, EnrollmentFilter, LeftByEnding, State, state_on},
    follow_ups::FollowUp,
    ids::{ClientId, EnrollmentId, ProgramId},
    page::Page,
};
use uuid::Uuid;

pub(crate) use self::occupancy::first_full_day;
pub use self::{
    ask::{ask, requests, standings, withdraw},
    ends::{discharges_of_client, intakes_of_client},
    occupancy::occupancy,
};
use crate::{
    StoreError, StoreResult, clients as people,
    follow_ups::LosesClient,
    page::Window,
    programs as courses,
    schema::{clients, discharges, enrollments, intakes, programs},
    scope::Scoped,
    tx::ReadTx,
};

/// A client's enrollments, the latest first.
pub fn list_of_client(tx: &mut ReadTx, client: ClientId) -> StoreResult<Vec<Enrollment>> {
    let found = fetch(tx, |query| {
        let order = (enrollments::start_date.desc(), enrollments::id.desc());
        query.filter(enrollments::client_id.eq(client.uuid())).order(order)
    })?;
    if found.is_empty() {
        people::in_sight(tx, client)?;
    }
    tx.saw("enrollments.list", [client]);
    Ok(found)
}

/// Those that would outlast a last day, of a client in sight whose record is to be closed.
pub(crate) fn outlasting(tx: &mut ReadTx, client: ClientId, last: NaiveDate) -> StoreResult<Vec<Enrollment>> {
    let mut found = fetch(tx, |query| {
        query
            .filter(enrollments::client_id.eq(client.uuid()))
            .order((enrollments::start_date, enrollments::id))
    })?;
    found.retain(|one| one.outlasts(last));
    Ok(found)
}

/// Latest start first; the key of the last row is where the next page begins.
type Key = (NaiveDate, EnrollmentId);

/// Who is in a program, was in it or will be, of the clients in sight.
pub fn list_of_program(
    tx: &mut ReadTx,
    program: ProgramId,
    filter: &EnrollmentFilter,
) -> StoreResult<Page<Enrollment>> {
    let window = Window::<Key>::read(filter.limit, filter.cursor.as_deref())?;
    let today = tx.today();
    let found = fetch(tx, |mut query| {
        query = query.filter(enrollments::program_id.eq(program.uuid()));
        if !filter.state.is_empty() {
            // `state_on` in SQL; a test compares the two.
            let state = case_when(enrollments::end_date.lt(today), State::Past.code().into_sql::<Text>())
                .when(enrollments::start_date.gt(today), State::Upcoming.code().into_sql::<Text>())
                .otherwise(State::Current.code().into_sql::<Text>());
            query = query.filter(state.eq_any(filter.state.iter().map(|state| state.code())));
        }
        if let Some((start, id)) = window.after {
            let earlier = enrollments::start_date.lt(start);
            let same_day = enrollments::start_date.eq(start).and(enrollments::id.lt(id.uuid()));
            query = query.filter(earlier.or(same_day));
        }
        query.order((enrollments::start_date.desc(), enrollments::id.desc())).limit(window.fetch())
    })?;
    if found.is_empty() {
        courses::name(tx, program)?.ok_or(StoreError::NotFound)?;
    }
    tx.saw("enrollments.list", found.iter().map(|one| one.client_id));
    window.page(found, None, |one| (one.start_date, one.id))
}

/// One enrollment of a client in sight.
pub fn find(tx: &mut ReadTx, id: EnrollmentId) -> StoreResult<Enrollment> {
    let found = fetch(tx, |query| query.filter(enrollments::id.eq(id.uuid())))?;
    found.into_iter().next().ok_or(StoreError::NotFound)
}

/// What its program's staff would leave behind with the client, if it ended.
pub fn left_behind(tx: &mut ReadTx, id: EnrollmentId, asked: &LeftByEnding) -> StoreResult<Page<FollowUp>> {
    let window = Window::read(asked.limit, asked.cursor.as_deref())?;
    LosesClient::by(&find(tx, id)?, asked.program_id).list(tx, &window)
}

/// An enrollment of the client in the program that has a day in common with these.
pub(crate) fn overlapping(
    tx: &mut ReadTx,
    (client, program): (ClientId, ProgramId),
    (start, end): (NaiveDate, Option<NaiveDate>),
    but: Option<EnrollmentId>,
) -> StoreResult<Option<Enrollment>> {
    let found = fetch(tx, |mut query| {
        query = query
            .filter(enrollments::client_id.eq(client.uuid()).and(enrollments::program_id.eq(program.uuid())))
            .filter(enrollments::end_date.is_null().or(enrollments::end_date.ge(start)));
        if let Some(end) = end {
            query = query.filter(enrollments::start_date.le(end));
        }
        if let Some(but) = but {
            query = query.filter(enrollments::id.ne(but.uuid()));
        }
        query.order(enrollments::start_date).limit(1)
    })?;
    Ok(found.into_iter().next())
}

/// Enrollments with whom and what they are about.
type Rows = Scoped<
    dsl::IntoBoxed<
        'static,
        dsl::LeftJoin<
            dsl::LeftJoin<
                dsl::InnerJoin<dsl::InnerJoin<enrollments::table, clients::table>, programs::table>,
                intakes::table,
            >,
            discharges::table,
        >,
        Pg,
    >,
>;

fn fetch(tx: &mut ReadTx, narrow: impl FnOnce(Rows) -> Rows) -> StoreResult<Vec<Enrollment>> {
    let joined = enrollments::table
        .inner_join(clients::table)
        .inner_join(programs::table)
        .left_join(intakes::table)
        .left_join(discharges::table);
    let query = narrow(Scoped::over(tx.actor(), joined.into_boxed(), enrollments::client_id))
        .filter(clients::erased_at.is_null());
    let rows: Vec<Row> = tx.load(query.select((
        (enrollments::id, enrollments::version, enrollments::client_id, enrollments::program_id),
        (clients::preferred_name, clients::first_name, clients::last_name, programs::name),
        (
            enrollments::start_date,
            enrollments::end_date,
            enrollments::override_reason,
            enrollments::passed_waiting,
        ),
        (intakes::source_system.nullable(), discharges::reason.nullable(), discharges::comment.nullable()),
    )))?;
    let today = tx.today();
    Ok(rows.into_iter().map(|row| row.enrollment(today)).collect())
}

#[derive(Queryable)]
struct Row {
    ids: (Uuid, i32, Uuid, Uuid),
    names: (Option<String>, String, String, String),
    /// From when to when, why in spite of what, and how many were passed.
    times: (NaiveDate, Option<NaiveDate>, Option<String>, Option<i32>),
    /// Where the intake was written, and why and how the person left.
    ends: (Option<String>, Option<String>, Option<String>),
}

impl Row {
    fn enrollment(self, today: NaiveDate) -> Enrollment {
        let (id, version, client_id, program_id) = self.ids;
        let (preferred, first, last, program_name) = self.names;
        let (start_date, end_date, override_reason, passed_waiting) = self.times;
        let (source_system, reason, comment) = self.ends;
        Enrollment {
            id: id.into(),
            version,
            client_id: client_id.into(),
            client_name: display_name(preferred.as_deref(), &first, &last),
            program_id: program_id.into(),
            program_name,
            start_date,
            end_date,
            state: state_on(start_date, end_date, today),
            source_system,
            discharge: reason.map(|reason| Discharge { reason, comment: comment.unwrap_or_default() }),
            override_reason,
            passed_waiting,
        }
    }
}
