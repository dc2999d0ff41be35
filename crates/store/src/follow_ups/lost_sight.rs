//! Open follow-ups with clients whom somebody is about to see no longer: they are taken out of a program's staff, or a role
//! of theirs is taken away.

use diesel::{
    QueryableByName,
    dsl::sql,
    prelude::*,
    sql_types::{Bool, Nullable, Text, Uuid as SqlUuid},
};
use domain::{
    follow_ups::{FollowUp, Status},
    ids::{ProgramId, UserId},
    page::Page,
    permission::Permission,
    roles::Held,
};
use uuid::Uuid;

use super::{left::page_of, list::Key, rows::Rows};
use crate::{
    StoreError, StoreResult,
    page::Window,
    roles::of_user,
    schema::follow_ups,
    statement::Sql,
    tx::{ReadTx, WriteTx},
};

/// Whose follow-ups somebody finds on their list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    Nobody,
    Caseload,
    Everyone,
}

impl Reach {
    pub fn of(held: &Held) -> Self {
        match () {
            () if !held.sees_clients() || !held.permissions().has(Permission::SeeFollowUps) => Self::Nobody,
            () if held.sees_everyone() => Self::Everyone,
            () if held.sees_caseload() => Self::Caseload,
            () => Self::Nobody,
        }
    }

    /// As `loses_sight` in functions.sql has it.
    fn code(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Caseload => "caseload",
            Self::Everyone => "everyone",
        }
    }
}

/// Somebody, and what they see before and after.
pub(crate) struct LosesSight {
    user: UserId,
    before: Reach,
    after: Reach,
    program: Option<ProgramId>,
}

impl LosesSight {
    /// Who does not work in a program any more.
    pub fn of_program(tx: &mut ReadTx, user: UserId, program: ProgramId) -> StoreResult<Self> {
        let reach = Reach::of(&of_user(tx, user)?);
        Ok(Self { user, before: reach, after: reach, program: Some(program) })
    }

    /// Who is to have these roles and no others.
    pub fn of_roles(tx: &mut ReadTx, user: UserId, wanted: &Held) -> StoreResult<Self> {
        let before = Reach::of(&of_user(tx, user)?);
        Ok(Self { user, before, after: Reach::of(wanted), program: None })
    }

    /// Who has one of these roles changed under them.
    pub fn between(user: UserId, before: &Held, after: &Held) -> Self {
        Self { user, before: Reach::of(before), after: Reach::of(after), program: None }
    }

    /// Whether they find on their list what they found before.
    pub fn nothing(&self) -> bool {
        self.before == self.after && self.program.is_none()
    }

    /// What would be left behind. It is asked before anything is written, and until the transaction ends nobody gives
    /// this person a follow-up.
    pub fn left(&self, tx: &mut WriteTx) -> StoreResult<Vec<Uuid>> {
        let hold = "select from users where id = $1 for update";
        tx.run_sql(Sql::new(hold).bind::<SqlUuid, _>(self.user.uuid()))?;
        let text = "select id from follow_ups where status = 'open' and assignee_id = $1 \
            and loses_sight(assignee_id, client_id, $2, $3, $4)";
        let statement = Sql::new(text)
            .bind::<SqlUuid, _>(self.user.uuid())
            .bind::<Text, _>(self.before.code())
            .bind::<Text, _>(self.after.code())
            .bind::<Nullable<SqlUuid>, _>(self.program.map(ProgramId::uuid));
        let rows: Vec<Lost> = tx.returning_sql(statement)?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }

    /// The same, to be looked at before anything is done, as far as the reader sees the clients.
    pub fn list(&self, tx: &mut ReadTx, window: &Window<Key>) -> StoreResult<Page<FollowUp>> {
        if !tx.may(Permission::SeeFollowUps) {
            return Err(StoreError::Forbidden(Permission::SeeFollowUps));
        }
        page_of(tx, "follow_ups.lost_sight", window, |rows| self.narrow(rows))
    }

    fn narrow(&self, rows: Rows) -> Rows {
        let lost = sql::<Bool>("loses_sight(follow_ups.assignee_id, follow_ups.client_id, ")
            .bind::<Text, _>(self.before.code())
            .sql(", ")
            .bind::<Text, _>(self.after.code())
            .sql(", ")
            .bind::<Nullable<SqlUuid>, _>(self.program.map(ProgramId::uuid))
            .sql(")");
        rows.filter(follow_ups::status.eq(Status::Open.code()))
            .filter(follow_ups::assignee_id.eq(self.user.uuid()))
            .filter(lost)
    }
}

#[derive(QueryableByName)]
struct Lost {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}
