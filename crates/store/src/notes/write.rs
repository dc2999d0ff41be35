//! Writing notes, editing them within a day, and adding to them afterwards.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    ids::{AddendumId, ClientId, NoteId, ProgramId, UserId},
    notes::{AddendumDraft, EDIT_WINDOW, Note, NoteDraft, NotePatch, NoteReaders, permission_of},
    patch::Patch,
    permission::Permission,
    validate::Draft,
};
use uuid::Uuid;

use super::{addendum_place, find, mention, offered, place};
use crate::{
    StoreError, StoreResult,
    canonical::unchanged,
    clients,
    crypt::Place,
    new_id, programs,
    schema::{addenda, notes},
    tx::{ReadTx, WriteTx},
};

/// Writes a note. Who may write which stands in [`NoteDraft::permission`].
pub fn create(tx: &mut WriteTx, client: ClientId, draft: &NoteDraft) -> StoreResult<Note> {
    permit(tx, draft.permission())?;
    draft.check(tx.today())?;
    let client_id = clients::find_card(tx, client)?.id;
    let program_name = program_name(tx, draft.program_id)?;
    let readers = NoteReaders { kind: Some(draft.kind.clone()), confidential: draft.confidential };
    offered(tx, &draft.kind)?;
    mention::check(tx, client_id, &readers, &draft.mentions)?;
    let (id, author_id, now) = (NoteId::from(new_id()), tx.user()?, tx.now());
    let text = Text::of(tx, place(id), &draft.text, draft.confidential)?;
    tx.run(diesel::insert_into(notes::table).values((
        notes::id.eq(id.uuid()),
        notes::client_id.eq(client_id.uuid()),
        notes::program_id.eq(draft.program_id.map(ProgramId::uuid)),
        notes::kind.eq(&draft.kind),
        notes::happened_at.eq(draft.happened_at),
        notes::confidential.eq(draft.confidential),
        notes::text.eq(&text.open),
        notes::text_sealed.eq(text.sealed),
        notes::author_id.eq(author_id.uuid()),
        notes::written_at.eq(now),
        notes::mentions.eq(uuids(&draft.mentions)),
    )))?;
    mention::tell(tx, client_id, &draft.mentions)?;
    Ok(Note {
        id,
        version: 1,
        client_id,
        kind: draft.kind.clone(),
        happened_at: draft.happened_at,
        written_at: now,
        author_id,
        author: tx.actor().name.clone(),
        program_id: draft.program_id,
        program_name,
        confidential: draft.confidential,
        text: text.open,
        edited_at: None,
        editable_until: now + EDIT_WINDOW,
        addenda: Vec::new(),
        review: None,
        pinned_at: None,
        pinned_by: None,
        mentions: draft.mentions.clone(),
    })
}

/// The author's correction, within a day of writing.
pub fn amend(tx: &mut WriteTx, id: NoteId, patch: NotePatch, seen: i32) -> StoreResult<Note> {
    let found = find(tx, id)?;
    if found.author_id != tx.user()? {
        return Err(StoreError::NotYours("A note is edited by its author; others add to it."));
    }
    unchanged(Some(seen), found.version)?;
    if tx.now() > found.editable_until {
        return Err(StoreError::Conflict("The day in which a note may be edited is over; add an addendum."));
    }
    patch.check(tx.today())?;
    let kind = patch.kind.set().unwrap_or(&found.kind);
    permit(tx, permission_of(kind, found.confidential))?;
    if *kind != found.kind {
        offered(tx, kind)?;
    }
    let readers = NoteReaders { kind: Some(kind.clone()), confidential: found.confidential };
    mention::check(tx, found.client_id, &readers, patch.mentions.as_deref().unwrap_or_default())?;
    program_name(tx, patch.program_id.set().copied())?;
    let new = |user: &&UserId| !found.mentions.contains(user);
    let new: Vec<UserId> = patch.mentions.iter().flatten().filter(new).copied().collect();
    let changes = Changes::of(tx, patch, &found)?;
    let changed = tx.run(
        diesel::update(notes::table.find(id.uuid())).filter(notes::version.eq(found.version)).set(changes),
    )?;
    if changed == 0 {
        return Err(StoreError::Stale);
    }
    mention::tell(tx, found.client_id, &new)?;
    find(tx, id)
}

/// Adds to a note; the author, or anybody else who may write one of its kind.
pub fn add(tx: &mut WriteTx, note: NoteId, draft: &AddendumDraft) -> StoreResult<Note> {
    let found = find(tx, note)?;
    permit(tx, permission_of(&found.kind, found.confidential))?;
    draft.check(tx.today())?;
    let readers = NoteReaders { kind: Some(found.kind.clone()), confidential: found.confidential };
    mention::check(tx, found.client_id, &readers, &draft.mentions)?;
    let (id, now) = (AddendumId::from(new_id()), tx.now());
    let text = Text::of(tx, addendum_place(id), &draft.text, found.confidential)?;
    let author = tx.user()?;
    let insert = diesel::insert_into(addenda::table).values((
        addenda::id.eq(id.uuid()),
        addenda::note_id.eq(note.uuid()),
        addenda::client_id.eq(found.client_id.uuid()),
        addenda::text.eq(&text.open),
        addenda::text_sealed.eq(text.sealed),
        addenda::author_id.eq(author.uuid()),
        addenda::written_at.eq(now),
    ));
    tx.run(insert)?;
    mention::tell(tx, found.client_id, &draft.mentions)?;
    // Whoever has read the note has not read this, so it is another version for a review, also for one that is being
    // written at this moment.
    tx.run(diesel::update(notes::table.find(note.uuid())).set(notes::version.eq(notes::version + 1)))?;
    find(tx, note)
}

fn uuids(users: &[UserId]) -> Vec<Uuid> {
    users.iter().map(|user| user.uuid()).collect()
}

pub(super) fn permit(tx: &ReadTx, permission: Permission) -> StoreResult<()> {
    if tx.may(permission) { Ok(()) } else { Err(StoreError::Forbidden(permission)) }
}

/// The name of the program that a note is about; refuses one that does not exist.
fn program_name(tx: &mut ReadTx, id: Option<ProgramId>) -> StoreResult<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    let name = programs::name(tx, id)?;
    name.map(Some).ok_or_else(|| StoreError::field("/program_id", "unknown"))
}

/// A text as a row keeps it: open, or sealed for its place.
struct Text {
    open: Option<String>,
    sealed: Option<Vec<u8>>,
}

impl Text {
    fn of(tx: &ReadTx, place: Place, text: &str, confidential: bool) -> StoreResult<Self> {
        Ok(if confidential {
            Self { open: None, sealed: Some(tx.sealer().seal(&place, text.as_bytes())?) }
        } else {
            Self { open: Some(text.to_owned()), sealed: None }
        })
    }
}

#[derive(AsChangeset)]
#[diesel(table_name = notes)]
struct Changes {
    kind: Option<String>,
    happened_at: Option<DateTime<Utc>>,
    program_id: Option<Option<Uuid>>,
    text: Option<String>,
    text_sealed: Option<Vec<u8>>,
    edited_at: DateTime<Utc>,
    mentions: Option<Vec<Uuid>>,
    version: i32,
}

impl Changes {
    fn of(tx: &ReadTx, patch: NotePatch, found: &Note) -> StoreResult<Self> {
        let text = match patch.text.set() {
            Some(text) => Text::of(tx, place(found.id), text, found.confidential)?,
            None => Text { open: None, sealed: None },
        };
        Ok(Self {
            kind: patch.kind.set().cloned(),
            happened_at: patch.happened_at.set().copied(),
            program_id: match patch.program_id {
                Patch::Keep => None,
                Patch::Clear => Some(None),
                Patch::Set(id) => Some(Some(id.uuid())),
            },
            text: text.open,
            text_sealed: text.sealed,
            edited_at: tx.now(),
            mentions: patch.mentions.as_deref().map(uuids),
            version: found.version + 1,
        })
    }
}
