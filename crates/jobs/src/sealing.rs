//! Sealing the audit log, and keeping the heads of its chain and the ledger of erasures outside of the database: in this server's own file, and in
//! its log, which can both be sent to where nobody who may change the database may change them.

use store::{Store, StoreResult, audit::heads::Heads, erasures::kept::Kept};

/// Batches in one round: what came in a day of an import. The rest is next.
const BATCHES: usize = 10;

/// What this server keeps outside of the database, each in a file that is only added to.
#[derive(Debug)]
pub struct Outside {
    pub heads: Heads,
    pub erasures: Kept,
}

pub(crate) struct Sealing {
    store: Store,
    heads: Heads,
    erasures: Kept,
}

impl Sealing {
    pub fn new(store: Store, outside: Outside) -> Self {
        let Outside { heads, erasures } = outside;
        Self { store, heads, erasures }
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
        if let Err(error) = self.keep_erasures() {
            tracing::error!(%error, "the ledger of erasures could not be kept outside of the database");
        }
        sealed.unwrap_or(true)
    }

    fn keep_erasures(&mut self) -> Result<(), Box<dyn std::error::Error>> {
        let lines = self.store.erasures_since(self.erasures.since())?;
        Ok(self.erasures.add(&lines)?)
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
