//! Some months of work: notes, follow-ups and applications, written by the people who would have.

use crate::{Store, StoreResult, files::Vault};

pub(super) fn some_months(_store: &Store, _vault: &Vault) -> StoreResult<()> {
    Ok(())
}
