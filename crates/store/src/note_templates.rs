//! Templates of notes.

use diesel::{dsl::count_star, prelude::*};
use domain::{
    ids::NoteTemplateId,
    note_templates::{MOST_TEMPLATES, NoteTemplate, NoteTemplateDraft, NoteTemplatePatch},
    validate::Draft,
};
use uuid::Uuid;

use crate::{
    StoreError, StoreResult,
    canonical::unchanged,
    new_id, notes,
    schema::note_templates,
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// All of them, by name.
pub fn list(tx: &mut ReadTx) -> StoreResult<Vec<NoteTemplate>> {
    let query = Scoped::by_permission(note_templates::table)
        .order((note_templates::name, note_templates::id))
        .select(Row::as_select());
    let rows: Vec<Row> = tx.load(query)?;
    Ok(rows.into_iter().map(NoteTemplate::from).collect())
}

pub fn add(tx: &mut WriteTx, draft: &NoteTemplateDraft) -> StoreResult<NoteTemplate> {
    draft.check(tx.today())?;
    notes::offered(tx, &draft.kind)?;
    let count: i64 = tx.first(Scoped::by_permission(note_templates::table).select(count_star()))?;
    if count >= MOST_TEMPLATES {
        return Err(StoreError::Conflict("There are 100 templates already; delete one that nobody needs."));
    }
    let insert = diesel::insert_into(note_templates::table)
        .values((
            note_templates::id.eq(new_id()),
            note_templates::kind.eq(&draft.kind),
            note_templates::name.eq(draft.name.trim()),
            note_templates::text.eq(draft.text.trim_end()),
        ))
        .returning(Row::as_returning());
    let made: StoreResult<Row> = tx.returning(insert);
    Ok(made.map_err(named)?.into())
}

/// Changes a template. `seen` is the version that the writer read.
pub fn amend(
    tx: &mut WriteTx,
    id: NoteTemplateId,
    seen: i32,
    patch: &NoteTemplatePatch,
) -> StoreResult<NoteTemplate> {
    patch.check(tx.today())?;
    let found = find(tx, id)?;
    unchanged(Some(seen), found.version)?;
    if let Some(kind) = patch.kind.as_deref().filter(|kind| *kind != found.kind) {
        notes::offered(tx, kind)?;
    }
    let update = diesel::update(note_templates::table.find(id.uuid()))
        .filter(note_templates::version.eq(found.version))
        .set((
            patch.kind.as_ref().map(|kind| note_templates::kind.eq(kind)),
            patch.name.as_ref().map(|name| note_templates::name.eq(name.trim())),
            patch.text.as_ref().map(|text| note_templates::text.eq(text.trim_end())),
            note_templates::version.eq(found.version + 1),
        ))
        .returning(Row::as_returning());
    let row: Option<Row> = tx.try_returning(update).map_err(named)?;
    row.map(NoteTemplate::from).ok_or(StoreError::Stale)
}

pub fn remove(tx: &mut WriteTx, id: NoteTemplateId) -> StoreResult<()> {
    match tx.run(diesel::delete(note_templates::table.find(id.uuid())))? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

fn find(tx: &mut ReadTx, id: NoteTemplateId) -> StoreResult<NoteTemplate> {
    let query = Scoped::by_permission(note_templates::table).filter(note_templates::id.eq(id.uuid()));
    let row: Row = tx.first(query.select(Row::as_select()))?;
    Ok(row.into())
}

fn named(error: StoreError) -> StoreError {
    error.naming("note_templates_by_name", "/name", "taken")
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = note_templates)]
struct Row {
    id: Uuid,
    version: i32,
    kind: String,
    name: String,
    text: String,
}

impl From<Row> for NoteTemplate {
    fn from(row: Row) -> Self {
        Self { id: row.id.into(), version: row.version, kind: row.kind, name: row.name, text: row.text }
    }
}
