//! The whole configuration: written as one file, compared with one, and taken from one.
//!
//! A file is taken by the same functions as the pages of the settings write with, so what they would refuse is refused
//! here. The preview does all of it and takes it back, which is how it knows.

mod apply;
mod here;

use domain::{
    configuration::{Changes, Configuration, NEEDED, Preview, changes},
    problem::FieldError,
};
use sha2::{Digest, Sha256};

use self::here::Here;
use crate::{
    StoreError, StoreResult,
    tx::{ReadTx, WriteTx},
};

/// All that is set here.
pub fn export(tx: &mut ReadTx) -> StoreResult<Configuration> {
    needs_all(tx)?;
    let says = Here::load(tx)?.configuration();
    let exported_from = says.profile.name.clone().unwrap_or_default();
    Ok(Configuration { exported_from, exported_at: Some(tx.now()), ..says })
}

/// What taking a file would change, and what keeps it from being taken. Nothing is changed by asking.
pub fn preview(tx: &mut WriteTx, file: &Configuration) -> StoreResult<Preview> {
    needs_all(tx)?;
    let here = Here::load(tx)?;
    let mut preview = compared(tx, &here, file)?;
    let refused = rehearsed(tx, &here, file, &preview.changes)?;
    preview.changes.stopped_by(refused);
    Ok(preview)
}

/// Takes a file, all of it or nothing. `seen` is the version of the preview: what is done is what it showed.
pub fn import(tx: &mut WriteTx, file: &Configuration, seen: Option<&str>) -> StoreResult<Preview> {
    needs_all(tx)?;
    let here = Here::load(tx)?;
    let preview = compared(tx, &here, file)?;
    if seen != Some(preview.version.as_str()) {
        return Err(StoreError::Conflict(MOVED));
    }
    let known = preview.changes.problems.iter().map(|problem| problem.error.clone()).collect();
    refuse(known)?;
    refuse(apply::apply(tx, &here, file, &preview.changes)?)?;
    Ok(preview)
}

const MOVED: &str = "The file or something that is set here is another one than the preview showed. Look at the preview again.";

fn needs_all(tx: &ReadTx) -> StoreResult<()> {
    let lacking = NEEDED.into_iter().find(|permission| !tx.may(*permission));
    lacking.map_or(Ok(()), |permission| Err(StoreError::Forbidden(permission)))
}

fn refuse(errors: Vec<FieldError>) -> StoreResult<()> {
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

fn compared(tx: &ReadTx, here: &Here, file: &Configuration) -> StoreResult<Preview> {
    let says = here.configuration();
    Ok(Preview {
        version: version(&says, file)?,
        exported_from: file.exported_from.clone(),
        exported_at: file.exported_at,
        changes: changes(&says, file, tx.today()),
    })
}

/// Of both sides: neither the file nor anything here can be another one unnoticed.
fn version(here: &Configuration, file: &Configuration) -> StoreResult<String> {
    let digest =
        Sha256::new().chain_update(serde_json::to_vec(here)?).chain_update(serde_json::to_vec(file)?);
    Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What the rows would refuse. Where the file itself is at fault that is told first.
fn rehearsed(
    tx: &mut WriteTx,
    here: &Here,
    file: &Configuration,
    changes: &Changes,
) -> StoreResult<Vec<FieldError>> {
    let mut refused = Vec::new();
    if changes.problems.is_empty() && !changes.is_empty() {
        tx.rehearse(|tx| {
            refused = apply::apply(tx, here, file, changes)?;
            Ok(())
        })?;
    }
    Ok(refused)
}
