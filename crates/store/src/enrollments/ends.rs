//! A client's intakes and discharges: the enrollments, each with who wrote its beginning or its end.
//!
//! Who that was stands in the log alone, so that it cannot be told otherwise than the log has it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    prelude::*,
    sql_types::{Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use domain::{
    enrollments::{AskedIn, DischargeRow, Enrollment, IntakeRow, Written},
    ids::{ClientId, EnrollmentId},
    permission::Permission,
};
use uuid::Uuid;

use super::fetch;
use crate::{
    StoreResult, clients as people,
    parameters::Parameters,
    schema::{discharges, enrollments, intakes},
    scope::Scoped,
    tx::ReadTx,
};

/// A client's intakes, the latest first.
pub fn intakes_of_client(tx: &mut ReadTx, client: ClientId) -> StoreResult<Vec<IntakeRow>> {
    let found = fetch(tx, |query| {
        let order = (enrollments::start_date.desc(), enrollments::id.desc());
        let of_client = enrollments::client_id.eq(client.uuid());
        query.filter(of_client.and(intakes::id.is_not_null())).order(order)
    })?;
    let mut ends = ends(tx, client, "intakes", &found)?;
    tx.saw("enrollments.intakes", [client]);
    let row = |enrollment: Enrollment| {
        let End { written, application } = ends.remove(&enrollment.id).unwrap_or_default();
        IntakeRow { enrollment, written, application }
    };
    Ok(found.into_iter().map(row).collect())
}

/// A client's discharges, the latest first.
pub fn discharges_of_client(tx: &mut ReadTx, client: ClientId) -> StoreResult<Vec<DischargeRow>> {
    let found = fetch(tx, |query| {
        let order = (enrollments::end_date.desc(), enrollments::id.desc());
        let of_client = enrollments::client_id.eq(client.uuid());
        query.filter(of_client.and(discharges::id.is_not_null())).order(order)
    })?;
    let mut ends = ends(tx, client, "discharges", &found)?;
    tx.saw("enrollments.discharges", [client]);
    let row = |enrollment: Enrollment| {
        let End { written, .. } = ends.remove(&enrollment.id).unwrap_or_default();
        DischargeRow { enrollment, written }
    };
    Ok(found.into_iter().map(row).collect())
}

/// What stands about the beginning or the end of an enrollment besides the enrollment.
#[derive(Default)]
struct End {
    written: Option<Written>,
    application: Option<AskedIn>,
}

/// Those of one table, `intakes` or `discharges`. Not found where the client is out of sight.
fn ends(
    tx: &mut ReadTx,
    client: ClientId,
    table: &'static str,
    found: &[Enrollment],
) -> StoreResult<HashMap<EnrollmentId, End>> {
    if found.is_empty() {
        people::in_sight(tx, client)?;
        return Ok(HashMap::new());
    }
    let mut parameters = Parameters::default();
    let id = parameters.add(client.uuid());
    let asked = if table == "intakes" && tx.may(Permission::SeeApplications) { ASKED } else { UNASKED };
    let statement = Scoped::sql(tx.actor(), "ends.client_id", |sight| {
        format!(
            "select ends.enrollment_id, written.at, written.name, asked.id as application, asked.reference
            from {table} as ends
            left join lateral (
                select audit.at, users.name from audit join users on users.id = audit.principal_id
                where audit.entity = '{table}' and audit.entity_id = ends.id and audit.action = 'create'
                order by audit.seq desc limit 1
            ) as written on true
            left join lateral ({asked}) as asked on true
            where ends.client_id = {id} and {sight}"
        )
    })?;
    let rows: Vec<Row> = tx.load(parameters.bound_to(statement))?;
    Ok(rows.into_iter().map(Row::end).collect())
}

/// The latest application that named the program and was there before the intake was written.
const ASKED: &str = "
    select applications.id, applications.reference
    from applications join application_programs on application_programs.application_id = applications.id
    where applications.client_id = ends.client_id and application_programs.program_id = ends.program_id
    and applications.submitted_at <= coalesce(written.at, 'infinity')
    order by applications.submitted_at desc limit 1";

/// Not asked for by those who may not read applications.
const UNASKED: &str = "select null::uuid as id, null::text as reference";

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    enrollment_id: Uuid,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    name: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    application: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    reference: Option<String>,
}

impl Row {
    fn end(self) -> (EnrollmentId, End) {
        let written = self.at.zip(self.name).map(|(at, by)| Written { at, by });
        let application = self.application.zip(self.reference);
        let application = application.map(|(id, reference)| AskedIn { id: id.into(), reference });
        (self.enrollment_id.into(), End { written, application })
    }
}
