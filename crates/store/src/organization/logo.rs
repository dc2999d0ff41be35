//! The organization's logo: which file of the vault it is. It is public, and known by the digest of its bytes.

use diesel::prelude::*;
use domain::{
    ids::DocumentId,
    organization::{Logo, Organization},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Row, settings};
use crate::{
    StoreError, StoreResult,
    canonical::unchanged,
    schema::organization,
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// A logo, and the file that it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptLogo {
    pub file: DocumentId,
    #[serde(flatten)]
    pub logo: Logo,
}

/// The file with this digest. Not found where the logo is another one by now.
pub fn find(tx: &mut ReadTx, digest: &str) -> StoreResult<DocumentId> {
    let kept = kept(tx)?.filter(|kept| kept.logo.digest == digest);
    kept.map(|kept| kept.file).ok_or(StoreError::NotFound)
}

/// Looks before a picture is received whether it could become the logo.
pub fn before(tx: &mut ReadTx, seen: i32) -> StoreResult<()> {
    let found = settings(tx)?;
    unchanged(Some(seen), found.version)
}

/// The organization with another logo or without one, and the file that it had before.
pub fn set(
    tx: &mut WriteTx,
    seen: i32,
    logo: Option<&KeptLogo>,
) -> StoreResult<(Organization, Option<DocumentId>)> {
    let (found, had) = (settings(tx)?, kept(tx)?);
    unchanged(Some(seen), found.version)?;
    if logo.is_none() && had.is_none() {
        return Err(StoreError::NotFound);
    }
    let statement = diesel::update(organization::table)
        .filter(organization::version.eq(found.version))
        .set((
            organization::logo.eq(logo.map(serde_json::to_value).transpose()?),
            organization::version.eq(found.version + 1),
        ))
        .returning(Row::as_returning());
    let row: Option<Row> = tx.try_returning(statement)?;
    Ok((row.ok_or(StoreError::Stale)?.organization()?, had.map(|kept| kept.file)))
}

/// The logo's file, for the vault's sweep.
pub(crate) fn known(tx: &mut ReadTx) -> StoreResult<Option<DocumentId>> {
    Ok(kept(tx)?.map(|kept| kept.file))
}

fn kept(tx: &mut ReadTx) -> StoreResult<Option<KeptLogo>> {
    let query = Scoped::by_permission(organization::table).select(organization::logo);
    let found: Option<Option<Value>> = tx.find(query)?;
    Ok(found.flatten().map(serde_json::from_value).transpose()?)
}
