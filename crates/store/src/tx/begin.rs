//! Who is calling: the first statement of every transaction.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    pg::PgConnection,
    prelude::*,
    sql_types::{Array, Bool, Date, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use domain::{
    account::is_required,
    actor::{Actor, Principal},
    ids::{ClientId, UserId},
};
use serde_json::Value;
use std::sync::Arc;
use uuid::Uuid;

use super::{Caller, Intent, ReadTx, Who};
use crate::{Store, StoreError, StoreResult, roles::KeptRoles, statement::Sql, users::read_roles};

#[derive(QueryableByName)]
struct ActorRow {
    #[diesel(sql_type = Date)]
    today: NaiveDate,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    user_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    email: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    client_id: Option<Uuid>,
    #[diesel(sql_type = Array<Text>)]
    roles: Vec<String>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    own_roles: Option<Value>,
    #[diesel(sql_type = Array<Text>)]
    second_factor_roles: Vec<String>,
    #[diesel(sql_type = Bool)]
    has_second_factor: bool,
}

impl ActorRow {
    fn actor(&self, who: Who) -> StoreResult<Actor> {
        let session = match who {
            Who::Session(session) => session,
            Who::Public => return Ok(Actor::unattended(Principal::Public)),
            Who::Job => return Ok(Actor::job()),
        };
        let user = self.user_id.ok_or(StoreError::Unauthenticated)?;
        let held = KeptRoles(self.roles.clone(), self.own_roles.clone()).held()?;
        let required_of = read_roles(&self.second_factor_roles);
        let lacking = !self.has_second_factor && is_required(&held, &required_of);
        let (name, own) = (self.name.clone().unwrap_or_default(), self.client_id.map(ClientId::from));
        let actor = Actor::signed_in(UserId::from(user), session, name, held, own);
        Ok(if lacking { actor.without_second_factor() } else { actor })
    }

    fn tx<'a>(self, store: &'a Store, conn: &'a mut PgConnection, who: Who) -> StoreResult<ReadTx<'a>> {
        let actor = Arc::new(self.actor(who)?);
        let email = self.email.unwrap_or_default();
        Ok(ReadTx { conn, actor, email, today: self.today, now: self.at, store })
    }
}

fn session_of(who: Who) -> Option<Uuid> {
    match who {
        Who::Session(session) => Some(session.uuid()),
        Who::Public | Who::Job => None,
    }
}

fn principal_of(who: Who) -> &'static str {
    match who {
        Who::Session(_) => "user",
        Who::Public => Principal::Public.kind(),
        Who::Job => Principal::Job.kind(),
    }
}

pub(super) fn begin_read<'a>(
    store: &'a Store,
    conn: &'a mut PgConnection,
    caller: &Caller,
) -> StoreResult<ReadTx<'a>> {
    let row: ActorRow = Sql::new("select * from actor($1)")
        .prepared()
        .bind::<Nullable<SqlUuid>, _>(session_of(caller.who))
        .get_result(conn)?;
    row.tx(store, conn, caller.who)
}

pub(super) fn begin_write<'a>(
    store: &'a Store,
    conn: &'a mut PgConnection,
    caller: &Caller,
    intent: &Intent,
) -> StoreResult<ReadTx<'a>> {
    let row: ActorRow = Sql::new("select * from begin_as($1, $2, $3, $4, $5)")
        .prepared()
        .bind::<Text, _>(principal_of(caller.who))
        .bind::<Nullable<SqlUuid>, _>(session_of(caller.who))
        .bind::<Text, _>(intent.operation)
        .bind::<Nullable<Text>, _>(intent.reason.map(str::to_owned))
        .bind::<Nullable<Text>, _>(caller.request_id.clone())
        .get_result(conn)?;
    row.tx(store, conn, caller.who)
}
