//! A supervisor's mark on a note.

use diesel::prelude::*;
use domain::{
    ids::NoteId,
    notes::{Note, NoteReviewDraft},
    notifications::Kind,
    validate::Draft,
};

use super::find;
use crate::{
    StoreError, StoreResult,
    canonical::unchanged,
    notifications,
    schema::notes,
    tx::{ReadTx, WriteTx},
};

/// Marks a note as read in the version that the reviewer saw. A comment is for its author, who is told.
pub fn review(tx: &mut WriteTx, id: NoteId, draft: &NoteReviewDraft, seen: i32) -> StoreResult<Note> {
    draft.check(tx.today())?;
    let found = of_somebody_else(tx, id)?;
    unchanged(Some(seen), found.version)?;
    let comment = Some(draft.comment.as_str()).filter(|comment| !comment.is_empty());
    if found.confidential && comment.is_some() {
        return Err(StoreError::field("/comment", "confidential_note"));
    }
    let changed =
        tx.run(diesel::update(notes::table.find(id.uuid())).filter(notes::version.eq(seen)).set((
            notes::reviewed_version.eq(seen),
            notes::reviewed_by.eq(tx.user()?.uuid()),
            notes::reviewed_at.eq(tx.now()),
            notes::review_comment.eq(comment),
        )))?;
    if changed == 0 {
        return Err(StoreError::Stale);
    }
    if comment.is_some() {
        notifications::tell(tx, &[found.author_id], Kind::NoteReviewed, id.uuid())?;
    }
    find(tx, id)
}

/// Takes one's own mark on a version back, with its comment. A colleague's stays, and one that was made of a later version.
pub fn take_back(tx: &mut WriteTx, id: NoteId, seen: i32) -> StoreResult<Note> {
    of_somebody_else(tx, id)?;
    let mine = notes::table
        .find(id.uuid())
        .filter(notes::reviewed_by.eq(tx.user()?.uuid()).and(notes::reviewed_version.eq(seen)));
    let changed = tx.run(diesel::update(mine).set((
        notes::reviewed_version.eq(None::<i32>),
        notes::reviewed_by.eq(None::<uuid::Uuid>),
        notes::reviewed_at.eq(None::<chrono::DateTime<chrono::Utc>>),
        notes::review_comment.eq(None::<String>),
    )))?;
    if changed == 0 {
        return Err(StoreError::Conflict(
            "There is no review of yours of this version; somebody reviewed it anew.",
        ));
    }
    find(tx, id)
}

fn of_somebody_else(tx: &mut ReadTx, id: NoteId) -> StoreResult<Note> {
    let found = find(tx, id)?;
    if found.author_id == tx.user()? {
        return Err(StoreError::NotYours("A note is reviewed by somebody else than its author."));
    }
    Ok(found)
}
