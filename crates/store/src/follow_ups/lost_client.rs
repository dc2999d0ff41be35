//! Open follow-ups with a client who leaves a program, of its staff who see the client by that program alone.

use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{Bool, Nullable, Uuid as SqlUuid},
};
use domain::{
    enrollments::Enrollment,
    follow_ups::{FollowUp, Handover, Status},
    ids::{ClientId, EnrollmentId, ProgramId, UserId},
    page::Page,
    permission::Permission,
};
use uuid::Uuid;

use super::{
    Parting,
    handover::keep_others_out,
    left::page_of,
    list::Key,
    lost_sight::Reach,
    rows::{Rows, fetch},
};
use crate::{
    StoreError, StoreResult,
    page::Window,
    roles::of_user,
    schema::follow_ups,
    scope::{Existence, Scoped},
    tx::{ReadTx, WriteTx},
};

/// The end of an enrollment, and where the client goes.
pub(crate) struct LosesClient {
    client: ClientId,
    enrollment: EnrollmentId,
    goal: Option<ProgramId>,
}

impl LosesClient {
    pub fn by(found: &Enrollment, goal: Option<ProgramId>) -> Self {
        Self { client: found.client_id, enrollment: found.id, goal }
    }

    /// What would be left behind. It is asked before anything is written, and until the transaction ends nobody is given
    /// a follow-up with this client.
    pub fn left(&self, tx: &mut WriteTx) -> StoreResult<Vec<Uuid>> {
        keep_others_out(tx, vec![self.client.uuid()])?;
        let people = self.people(tx)?;
        let left = fetch(tx, |rows| self.narrow(rows, people))?;
        Ok(left.into_iter().map(|one| one.id.uuid()).collect())
    }

    /// The same, to be looked at before anything is done.
    pub fn list(&self, tx: &mut ReadTx, window: &Window<Key>) -> StoreResult<Page<FollowUp>> {
        if !tx.may(Permission::SeeFollowUps) {
            return Err(StoreError::Forbidden(Permission::SeeFollowUps));
        }
        let people = self.people(tx)?;
        page_of(tx, "follow_ups.lost_client", window, |rows| self.narrow(rows, people))
    }

    /// Hands over what was left, once the enrollment has its end. Whoever loses the client too does not get it.
    pub fn hand_over(
        &self,
        tx: &mut WriteTx,
        left: Vec<Uuid>,
        handover: Option<&Handover>,
    ) -> StoreResult<()> {
        let to = handover.and_then(Handover::recipient).filter(|_| !left.is_empty());
        match to.map(|to| self.loses_it(tx, to)).transpose()? {
            Some(true) => Err(StoreError::field("/follow_ups/to", "does_not_see_the_client")),
            Some(false) | None => Parting::of_those(tx, left, handover),
        }
    }

    /// Who has something to do with the client and sees no more than their caseload.
    fn people(&self, tx: &mut ReadTx) -> StoreResult<Vec<Uuid>> {
        let query = Scoped::over(tx.actor(), follow_ups::table, follow_ups::client_id)
            .filter(follow_ups::client_id.eq(self.client.uuid()))
            .filter(follow_ups::status.eq(Status::Open.code()))
            .order(follow_ups::assignee_id)
            .select(follow_ups::assignee_id);
        let mut all: Vec<Uuid> = tx.load(query)?;
        all.dedup();
        let mut people = Vec::new();
        for id in all {
            if sees_caseload(tx, id.into())? {
                people.push(id);
            }
        }
        Ok(people)
    }

    fn loses_it(&self, tx: &mut ReadTx, person: UserId) -> StoreResult<bool> {
        let question = Existence::of("select loses_client($1, $2, $3, $4) as answer")
            .bind::<SqlUuid, _>(person.uuid())
            .bind::<SqlUuid, _>(self.client.uuid())
            .bind::<SqlUuid, _>(self.enrollment.uuid())
            .bind::<Nullable<SqlUuid>, _>(self.goal.map(ProgramId::uuid));
        Ok(sees_caseload(tx, person)? && tx.exists(question)?)
    }

    /// Those of these people that would be left behind.
    fn narrow(&self, rows: Rows, people: Vec<Uuid>) -> Rows {
        let loses = sql::<Bool>("loses_client(follow_ups.assignee_id, follow_ups.client_id, ")
            .bind::<SqlUuid, _>(self.enrollment.uuid())
            .sql(", ")
            .bind::<Nullable<SqlUuid>, _>(self.goal.map(ProgramId::uuid))
            .sql(")");
        rows.filter(follow_ups::client_id.eq(self.client.uuid()))
            .filter(follow_ups::status.eq(Status::Open.code()))
            .filter(follow_ups::assignee_id.eq_any(people))
            .filter(loses)
    }
}

fn sees_caseload(tx: &mut ReadTx, person: UserId) -> StoreResult<bool> {
    Ok(Reach::of(&of_user(tx, person)?) == Reach::Caseload)
}
