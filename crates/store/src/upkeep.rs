//! What the server throws away by itself: drafts that nobody came back to, keys that are too old to be repeated,
//! refresh tokens of sessions that are long over.

use std::collections::HashSet;

use domain::ids::DocumentId;
use uuid::Uuid;

use crate::{
    Store, StoreResult, drafts, idempotency,
    schema::documents,
    scope::{Scoped, unclaimed_documents},
    sessions,
    tx::{Caller, ReadTx, WriteTx},
};

/// What the audit calls it.
const OPERATION: &str = "upkeep.sweep";

/// Any number will do, as long as only sweeps use it: of several servers, one sweeps at a time.
const LOCK: i64 = 0x4f50_454e_5357_4550;

/// What a sweep threw away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Files whose rows are gone: the vault has to forget them.
    pub files: Vec<DocumentId>,
    pub keys: usize,
}

impl Store {
    /// Throws away what is too old. Where another server does it at this moment, nothing is done.
    pub fn sweep(&self) -> StoreResult<Swept> {
        self.write_public(&Caller::job(), OPERATION, sweep)
    }

    /// Every file that has a row, for the vault's own sweep.
    pub fn known_documents(&self) -> StoreResult<HashSet<DocumentId>> {
        self.read_public(&Caller::job(), known)
    }
}

fn sweep(tx: &mut WriteTx) -> StoreResult<Swept> {
    if !tx.alone(LOCK)? {
        return Ok(Swept::default());
    }
    sessions::sweep(tx)?;
    Ok(Swept { files: drafts::sweep(tx)?, keys: idempotency::sweep(tx)? })
}

fn known(tx: &mut ReadTx) -> StoreResult<HashSet<DocumentId>> {
    let query = Scoped::over(tx.actor(), documents::table, documents::client_id);
    let of_clients: Vec<Uuid> = tx.load(query.select(documents::id))?;
    let unclaimed = unclaimed_documents(tx.actor()).select(documents::id);
    let unclaimed: Vec<Uuid> = tx.load(unclaimed)?;
    Ok(of_clients.into_iter().chain(unclaimed).map(DocumentId::from).collect())
}
