//! Enrollments: reading them.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{
    enrollments::Enrollment,
    ids::{ClientId, EnrollmentId, ProgramId},
};
use uuid::Uuid;

use crate::{
    StoreResult, clients,
    schema::{enrollments, programs},
    scope::Scoped,
    tx::ReadTx,
};

/// A client's enrollments, the latest first.
pub fn list_of_client(tx: &mut ReadTx, client: ClientId) -> StoreResult<Vec<Enrollment>> {
    let joined = enrollments::table.inner_join(programs::table);
    let query = Scoped::over(tx.actor(), joined, enrollments::client_id)
        .filter(enrollments::client_id.eq(client.uuid()))
        .order((enrollments::start_date.desc(), enrollments::id.desc()));
    let rows: Vec<Row> = tx.load(query.select((
        enrollments::id,
        programs::id,
        programs::name,
        enrollments::start_date,
        enrollments::end_date,
    )))?;
    if rows.is_empty() {
        clients::in_sight(tx, client)?;
    }
    tx.saw("enrollments.list", [client]);
    let today = tx.today();
    Ok(rows.into_iter().map(|row| row.enrollment(client, today)).collect())
}

#[derive(Queryable)]
struct Row {
    id: Uuid,
    program_id: Uuid,
    program_name: String,
    start_date: NaiveDate,
    end_date: Option<NaiveDate>,
}

impl Row {
    fn enrollment(self, client_id: ClientId, today: NaiveDate) -> Enrollment {
        Enrollment {
            id: EnrollmentId::from(self.id),
            client_id,
            program_id: ProgramId::from(self.program_id),
            program_name: self.program_name,
            current: self.start_date <= today && self.end_date.is_none_or(|end| end >= today),
            start_date: self.start_date,
            end_date: self.end_date,
        }
    }
}
