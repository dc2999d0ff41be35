//! Clients: reading them. They are written by [`crate::canonical`].

mod detail;
mod keys;
mod list;
mod search;

use diesel::{prelude::*, sql_types::Uuid as SqlUuid};
use domain::{clients::display_name, ids::ClientId};
use uuid::Uuid;

use crate::{
    StoreError, StoreResult,
    schema::clients,
    scope,
    statement::Sql,
    tx::{ReadTx, WriteTx},
};

pub use detail::find;
pub(crate) use detail::{DETAILS, Shown, find_whole};
pub(crate) use keys::Keys;
pub use list::list;
pub(crate) use list::matching;

/// What a write about a client needs of the client.
pub(crate) struct Card {
    pub id: ClientId,
    pub name: String,
}

/// A client in sight; the door for everything that is written about one.
pub(crate) fn find_card(tx: &mut ReadTx, id: ClientId) -> StoreResult<Card> {
    let query = scope::clients(tx.actor()).filter(clients::id.eq(id.uuid()));
    let (id, preferred, first, last): (Uuid, Option<String>, String, String) = tx.first(query.select((
        clients::id,
        clients::preferred_name,
        clients::first_name,
        clients::last_name,
    )))?;
    Ok(Card { id: id.into(), name: display_name(preferred.as_deref(), &first, &last) })
}

/// Holds a client's record until the transaction ends: of who restricts somebody and who enrolls them at the same moment,
/// one comes after the other and sees what the first one wrote. Whoever holds a program too holds the client first.
pub(crate) fn hold_record(tx: &mut WriteTx, id: ClientId) -> StoreResult<()> {
    let hold = Sql::new("select from clients where id = $1 and erased_at is null for no key update");
    match tx.run_sql(hold.bind::<SqlUuid, _>(id.uuid()))? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Refuses a client who is out of sight or does not exist.
pub fn in_sight(tx: &mut ReadTx, id: ClientId) -> StoreResult<()> {
    find_card(tx, id).map(|_| ())
}
