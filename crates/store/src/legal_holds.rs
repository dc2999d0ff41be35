//! Legal holds: setting, lifting and listing them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    ids::{ClientId, LegalHoldId},
    legal_holds::{HoldReason, LegalHold},
    validate::Draft,
};
use uuid::Uuid;

use crate::{
    StoreError, StoreResult, clients, new_id,
    schema::{legal_holds, users},
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// Every hold that a client has or had, the latest first.
pub fn list_of_client(tx: &mut ReadTx, client: ClientId) -> StoreResult<Vec<LegalHold>> {
    clients::in_sight(tx, client)?;
    let found = fetch(tx, Wanted::OfClient(client))?;
    tx.saw("legal_holds.list_of_client", [client]);
    Ok(found)
}

/// Keeps a client's record from being erased.
pub fn set(tx: &mut WriteTx, client: ClientId, why: &HoldReason) -> StoreResult<LegalHold> {
    why.check(tx.today())?;
    clients::in_sight(tx, client)?;
    let id = LegalHoldId::from(new_id());
    tx.run(diesel::insert_into(legal_holds::table).values((
        legal_holds::id.eq(id.uuid()),
        legal_holds::client_id.eq(client.uuid()),
        legal_holds::reason.eq(&why.reason),
        legal_holds::set_by.eq(tx.actor().user().map(|user| user.uuid())),
        legal_holds::set_at.eq(tx.now()),
    )))?;
    find(tx, id)
}

/// Lifts a hold. It stays in the history.
pub fn lift(tx: &mut WriteTx, id: LegalHoldId, why: &HoldReason) -> StoreResult<LegalHold> {
    why.check(tx.today())?;
    let found = find(tx, id)?;
    clients::in_sight(tx, found.client_id)?;
    let lifted = tx.run(
        diesel::update(legal_holds::table.find(id.uuid())).filter(legal_holds::lifted_at.is_null()).set((
            legal_holds::lifted_at.eq(tx.now()),
            legal_holds::lifted_by.eq(tx.actor().user().map(|user| user.uuid())),
            legal_holds::lifting_reason.eq(&why.reason),
        )),
    )?;
    if lifted == 0 {
        return Err(StoreError::Conflict("This hold was lifted already; set a new one."));
    }
    find(tx, id)
}

fn find(tx: &mut ReadTx, id: LegalHoldId) -> StoreResult<LegalHold> {
    fetch(tx, Wanted::One(id))?.into_iter().next().ok_or(StoreError::NotFound)
}

#[derive(Clone, Copy)]
enum Wanted {
    One(LegalHoldId),
    OfClient(ClientId),
}

fn fetch(tx: &mut ReadTx, wanted: Wanted) -> StoreResult<Vec<LegalHold>> {
    let mut query = Scoped::over(tx.actor(), legal_holds::table.into_boxed(), legal_holds::client_id);
    query = match wanted {
        Wanted::One(id) => query.filter(legal_holds::id.eq(id.uuid())),
        Wanted::OfClient(client) => query.filter(legal_holds::client_id.eq(client.uuid())),
    };
    let setter = users::table.filter(users::id.nullable().eq(legal_holds::set_by)).select(users::name);
    let lifter = users::table.filter(users::id.nullable().eq(legal_holds::lifted_by)).select(users::name);
    let rows: Vec<Row> =
        tx.load(query.order((legal_holds::set_at.desc(), legal_holds::id.desc())).select((
            (legal_holds::id, legal_holds::client_id),
            (legal_holds::reason, legal_holds::set_at, setter.single_value()),
            (legal_holds::lifted_at, lifter.single_value(), legal_holds::lifting_reason),
        )))?;
    Ok(rows.into_iter().map(hold).collect())
}

type Row = (
    (Uuid, Uuid),
    (String, DateTime<Utc>, Option<String>),
    (Option<DateTime<Utc>>, Option<String>, Option<String>),
);

fn hold(((id, client), (reason, set_at, set_by), (lifted_at, lifted_by, lifting_reason)): Row) -> LegalHold {
    LegalHold {
        id: id.into(),
        client_id: client.into(),
        reason,
        set_at,
        set_by,
        lifted_at,
        lifted_by,
        lifting_reason,
    }
}
