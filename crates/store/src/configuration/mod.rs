//! The whole configuration: written as one file, compared with one, and taken from one.
//!
//! A file is taken by the same functions as the pages of the settings write with, so what they would refuse is refused
//! here. The preview does all of it and takes it back, which is how it knows.

mod apply;
mod here;

use domain::{
    configuration::{Changes, Configuration, Preview, changes},
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
    let says = Here::load(tx)?.configuration();
    let exported_from = says.profile.name.clone().unwrap_or_default();
    Ok(Configuration { exported_from, exported_at: Some(tx.now()), ..says })
}

/// What taking a file would change, and what keeps it from being taken. Nothing is changed by asking.
pub fn preview(tx: &mut WriteTx, file: &Configuration) -> StoreResult<Preview> {
    let here = Here::load(tx)?;
    let file = &file.over(&here.configuration());
    let mut preview = compared(tx, &here, file)?;
    let refused = rehearsed(tx, &here, file, &preview.changes)?;
    preview.changes.stopped_by(refused);
    Ok(preview)
}

/// Takes a file, all of it or nothing. `seen` is the version of the preview: what is done is what it showed. Of two who
/// take one at once, the second compares with what the first one left.
pub fn import(tx: &mut WriteTx, file: &Configuration, seen: Option<&str>) -> StoreResult<Preview> {
    tx.in_turn(LOCK)?;
    let here = Here::load(tx)?;
    let whole = file.over(&here.configuration());
    let preview = compared(tx, &here, &whole)?;
    if seen != Some(preview.version.as_str()) {
        return Err(StoreError::Conflict(MOVED));
    }
    let known = preview.changes.problems.iter().map(|problem| problem.error.clone()).collect();
    refuse(known)?;
    let done = tx.attempt(|tx| refuse(apply::apply(tx, &here, &whole, &preview.changes)?));
    match done {
        Err(StoreError::Invalid(_)) if has_moved(tx, file, &preview)? => Err(StoreError::Conflict(MOVED)),
        done => done.map(|()| preview),
    }
}

/// Whether somebody who used a page wrote while the file was being taken: what was refused is theirs then.
fn has_moved(tx: &mut WriteTx, file: &Configuration, preview: &Preview) -> StoreResult<bool> {
    let here = Here::load(tx)?;
    let whole = file.over(&here.configuration());
    Ok(version(&here.configuration(), &whole)? != preview.version)
}

/// One file after the other.
const LOCK: i64 = 0x4f50_454e_434f_4e46;

const MOVED: &str = "The file or something that is set here is another one than the preview showed. Look at the preview again.";

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
