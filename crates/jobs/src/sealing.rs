//! Sealing the audit log, and keeping the heads of its chain outside of the database: in this server's own file, and in
//! its log, which can both be sent to where nobody who may change the database may change them.

use store::{Store, StoreResult, audit::heads::Heads};

/// Batches in one round: what came in a day of an import. The rest is next.
const BATCHES: usize = 10;

pub(crate) struct Sealing {
    store: Store,
    heads: Heads,
}

impl Sealing {
    pub fn new(store: Store, heads: Heads) -> Self {
        Self { store, heads }
    }

    /// Says whether nothing is left to be sealed or to be found by its words.
    pub fn round(&mut self) -> bool {
        let sealed = self.sealed().and_then(|all| Ok(self.indexed()? && all));
        if let Err(error) = &sealed {
            tracing::warn!(%error, "the audit log could not be sealed, or its words not be written");
        }
        if let Err(error) = self.keep() {
            tracing::error!(%error, "the heads of the audit log could not be kept outside of the database");
        }
        sealed.unwrap_or(true)
    }

    fn sealed(&self) -> StoreResult<bool> {
        for _ in 0..BATCHES {
            if self.store.seal_audit()? == 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn indexed(&self) -> StoreResult<bool> {
        for _ in 0..BATCHES {
            if self.store.index_audit()? == 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whoever of several servers made a seal, each keeps it.
    fn keep(&mut self) -> Result<(), Box<dyn std::error::Error>> {
        loop {
            let heads = self.store.heads_after(self.heads.last())?;
            if heads.is_empty() {
                return Ok(());
            }
            self.heads.add(&heads)?;
            for head in &heads {
                tracing::info!(
                    seal = head.number,
                    lines = head.position,
                    head = head.hash,
                    "sealed the audit log"
                );
            }
        }
    }
}
