//! Clients: reading them. They are written by [`crate::canonical`].

mod detail;
mod keys;
mod list;
mod search;

use diesel::prelude::*;
use domain::{clients::display_name, ids::ClientId};
use uuid::Uuid;

use crate::{StoreResult, schema::clients, scope, tx::ReadTx};

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

/// Refuses a client who is out of sight or does not exist.
pub fn in_sight(tx: &mut ReadTx, id: ClientId) -> StoreResult<()> {
    find_card(tx, id).map(|_| ())
}
