//! Who is calling: the first statement of every transaction.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    pg::PgConnection,
    prelude::*,
    sql_types::{Array, Binary, Bool, Date, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use domain::{
    account::is_required,
    actor::{Actor, Principal},
    ids::{ClientId, UserId},
    settings::{Module, SystemSettings},
};
use serde_json::Value;
use std::sync::Arc;
use uuid::Uuid;

use super::{Caller, Intent, ReadTx, Who};
use crate::{
    Store, StoreError, StoreResult,
    api_keys::Presented,
    roles::{KeptRoles, read_permissions},
    statement::Sql,
    users::read_roles,
};

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
    #[diesel(sql_type = Nullable<Binary>)]
    key_hash: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Array<Text>>)]
    key_permissions: Option<Vec<String>>,
    #[diesel(sql_type = Bool)]
    collects_ssn: bool,
    #[diesel(sql_type = Integer)]
    settings_version: i32,
}

impl ActorRow {
    fn actor(&self, who: Who) -> StoreResult<Actor> {
        match who {
            Who::Session(session) => Ok(Actor { session: Some(session), ..self.person()? }),
            Who::Key(shown) => {
                self.opened_by(shown)?;
                self.program()
            }
            Who::KeyAtWork(_) => self.program(),
            Who::Public => Ok(Actor::unattended(Principal::Public)),
            Who::Job => Ok(Actor::job()),
        }
    }

    fn person(&self) -> StoreResult<Actor> {
        let user = self.user_id.ok_or(StoreError::Unauthenticated)?;
        let held = KeptRoles(self.roles.clone(), self.own_roles.clone()).held()?;
        let required_of = read_roles(&self.second_factor_roles);
        let lacking = !self.has_second_factor && is_required(&held, &required_of);
        let (name, own) = (self.name.clone().unwrap_or_default(), self.client_id.map(ClientId::from));
        let actor = Actor::person(UserId::from(user), name, held, own);
        let actor = Actor { collects_ssn: self.collects_ssn, ..actor };
        Ok(if lacking { actor.without_second_factor() } else { actor })
    }

    /// Whether what a program shows is the key.
    fn opened_by(&self, shown: Presented) -> StoreResult<()> {
        let kept = self.key_hash.as_deref().ok_or(StoreError::Unauthenticated)?;
        if shown.opens(kept) { Ok(()) } else { Err(StoreError::Unauthenticated) }
    }

    /// A program acts for whoever made its key, with what both may.
    fn program(&self) -> StoreResult<Actor> {
        let permissions = read_permissions(self.key_permissions.as_deref().unwrap_or_default());
        Ok(self.person()?.by_key(permissions))
    }

    fn tx<'a>(
        self,
        store: &'a Store,
        conn: &'a mut PgConnection,
        caller: &Caller,
    ) -> StoreResult<ReadTx<'a>> {
        let actor = Arc::new(self.actor(caller.who)?);
        let settings = store.kept_settings.of(self.settings_version, conn)?;
        in_use(&settings, caller)?;
        if let Who::Key(shown) = caller.who {
            store.key_uses.note(shown.id(), self.at, store.limits.api_key)?;
        }
        let email = self.email.unwrap_or_default();
        Ok(ReadTx { conn, actor, settings, email, today: self.today, now: self.at, store })
    }
}

/// Refuses what belongs to a part that is switched off. Where that is keys, a key is none.
fn in_use(settings: &SystemSettings, caller: &Caller) -> StoreResult<()> {
    match (caller.module, caller.who) {
        (Some(module), _) if settings.is_off(module) => Err(StoreError::SwitchedOff(module)),
        (_, Who::Key(_) | Who::KeyAtWork(_)) if settings.is_off(Module::ApiKeys) => {
            Err(StoreError::Unauthenticated)
        }
        _ => Ok(()),
    }
}

fn session_of(who: Who) -> Option<Uuid> {
    match who {
        Who::Session(session) => Some(session.uuid()),
        Who::Key(_) | Who::KeyAtWork(_) | Who::Public | Who::Job => None,
    }
}

fn key_of(who: Who) -> Option<Uuid> {
    match who {
        Who::Key(shown) => Some(shown.id().uuid()),
        Who::KeyAtWork(key) => Some(key.0.uuid()),
        Who::Session(_) | Who::Public | Who::Job => None,
    }
}

fn principal_of(who: Who) -> &'static str {
    match who {
        Who::Session(_) => "user",
        Who::Key(_) | Who::KeyAtWork(_) => "api_key",
        Who::Public => Principal::Public.kind(),
        Who::Job => Principal::Job.kind(),
    }
}

pub(super) fn begin_read<'a>(
    store: &'a Store,
    conn: &'a mut PgConnection,
    caller: &Caller,
) -> StoreResult<ReadTx<'a>> {
    let row: ActorRow = Sql::new("select * from actor($1, $2)")
        .prepared()
        .bind::<Nullable<SqlUuid>, _>(session_of(caller.who))
        .bind::<Nullable<SqlUuid>, _>(key_of(caller.who))
        .get_result(conn)?;
    row.tx(store, conn, caller)
}

pub(super) fn begin_write<'a>(
    store: &'a Store,
    conn: &'a mut PgConnection,
    caller: &Caller,
    intent: &Intent,
) -> StoreResult<ReadTx<'a>> {
    let row: ActorRow = Sql::new("select * from begin_as($1, $2, $3, $4, $5, $6)")
        .prepared()
        .bind::<Text, _>(principal_of(caller.who))
        .bind::<Nullable<SqlUuid>, _>(session_of(caller.who))
        .bind::<Text, _>(intent.operation)
        .bind::<Nullable<Text>, _>(intent.reason.map(str::to_owned))
        .bind::<Nullable<Text>, _>(caller.request_id.clone())
        .bind::<Nullable<SqlUuid>, _>(key_of(caller.who))
        .get_result(conn)?;
    row.tx(store, conn, caller)
}
