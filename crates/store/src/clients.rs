//! Clients: reading them. They are written by [`crate::canonical`].

use diesel::prelude::*;
use domain::{clients::display_name, ids::ClientId};
use uuid::Uuid;

use crate::{StoreResult, schema::clients, scope::Scoped, tx::ReadTx};

/// What a write about a client needs of the client.
pub(crate) struct Card {
    pub id: ClientId,
    pub version: i32,
    pub name: String,
}

/// A client in sight; the door for everything that is written about one.
pub(crate) fn find_card(tx: &mut ReadTx, id: ClientId) -> StoreResult<Card> {
    let query = Scoped::over(tx.actor(), clients::table, clients::id).filter(clients::id.eq(id.uuid()));
    let (id, version, preferred, first, last): (Uuid, i32, Option<String>, String, String) =
        tx.first(query.select((
            clients::id,
            clients::version,
            clients::preferred_name,
            clients::first_name,
            clients::last_name,
        )))?;
    Ok(Card { id: id.into(), version, name: display_name(preferred.as_deref(), &first, &last) })
}
