//! What the server throws away by itself: drafts that nobody came back to, keys that are too old to be repeated,
//! refresh tokens of sessions that are long over, texts that were never sent.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::ids::DocumentId;
use uuid::Uuid;

use crate::{
    Store, StoreResult, drafts, idempotency,
    organization::logo,
    photos,
    schema::documents,
    scope::unclaimed_documents,
    sessions,
    tx::{Caller, ReadTx, WriteTx},
    unsent,
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
    pub fn known_files(&self) -> StoreResult<Known> {
        self.read_public(&Caller::job(), known)
    }
}

/// What the database knew at one moment.
#[derive(Clone, Debug)]
pub struct Known {
    /// By the database's clock.
    pub at: DateTime<Utc>,
    pub files: HashSet<DocumentId>,
}

fn sweep(tx: &mut WriteTx) -> StoreResult<Swept> {
    if !tx.alone(LOCK)? {
        return Ok(Swept::default());
    }
    sessions::sweep(tx)?;
    unsent::sweep(tx)?;
    Ok(Swept { files: drafts::sweep(tx)?, keys: idempotency::sweep(tx)? })
}

fn known(tx: &mut ReadTx) -> StoreResult<Known> {
    // The server itself sees every client, so these are all there are.
    let all: Vec<Uuid> = tx.load(unclaimed_documents(tx.actor()).select(documents::id))?;
    let documents = all.into_iter().map(DocumentId::from);
    let files = photos::known(tx)?.into_iter().chain(logo::known(tx)?).chain(documents).collect();
    Ok(Known { at: tx.now(), files })
}
