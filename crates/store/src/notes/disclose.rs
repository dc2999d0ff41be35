//! Opening a confidential note.

use diesel::prelude::*;
use domain::{ids::NoteId, notes::Note};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{addendum_place, find, place};
use crate::{
    StoreError, StoreResult,
    crypt::Place,
    schema::{addenda, notes},
    scope::Scoped,
    tx::{Disclosure, ReadTx},
};

/// Opens a confidential note and what was added to it. The audit has the reader and the reason first.
pub fn disclose(tx: &mut Disclosure, id: NoteId) -> StoreResult<Note> {
    let mut note = find(tx, id)?;
    if !note.confidential {
        return Err(StoreError::Conflict("This note is not confidential; its text stands in the list."));
    }
    tx.of("notes", id.uuid(), Some(note.client_id))?;
    let text = Scoped::over(tx.actor(), notes::table, notes::client_id)
        .filter(notes::id.eq(id.uuid()))
        .select(notes::text_sealed);
    let sealed: Option<Vec<u8>> = tx.first(text)?;
    note.text = open(tx, place(id), sealed)?;
    let texts = Scoped::over(tx.actor(), addenda::table, addenda::client_id)
        .filter(addenda::note_id.eq(id.uuid()))
        .select((addenda::id, addenda::text_sealed));
    let added: Vec<(Uuid, Option<Vec<u8>>)> = tx.load(texts)?;
    for (addendum, sealed) in added {
        let text = open(tx, addendum_place(addendum.into()), sealed)?;
        if let Some(addendum) = note.addenda.iter_mut().find(|one| one.id.uuid() == addendum) {
            addendum.text = text;
        }
    }
    Ok(note)
}

fn open(tx: &ReadTx, place: Place, sealed: Option<Vec<u8>>) -> StoreResult<Option<String>> {
    let Some(sealed) = sealed else { return Ok(None) };
    let bytes = Zeroizing::new(tx.sealer().open(&place, &sealed)?);
    let text =
        std::str::from_utf8(&bytes).map_err(|e| StoreError::Internal(format!("a note's text: {e}")))?;
    Ok(Some(text.to_owned()))
}
