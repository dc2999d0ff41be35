//! The notes of all clients in sight: one's own, a colleague's, those that wait for a review.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    clients::display_name,
    ids::{NoteId, ProgramId, UserId},
    notes::{NoteOfClient, NotesFilter},
    page::Page,
};
use serde_json::Value;

use super::{Reader, Row, Rows, rows};
use crate::{StoreResult, page::Window, schema::notes, statement::DayBegins, tx::ReadTx};

/// Latest first, by when it was written: what is new stands on top, whenever it happened.
type Key = (DateTime<Utc>, NoteId);

/// Notes of the clients in sight. A confidential one is here as it is in its client's list: without its text, and only
/// for those who may open it.
pub fn across(tx: &mut ReadTx, filter: &NotesFilter) -> StoreResult<Page<NoteOfClient>> {
    let window = Window::<Key>::read(filter.limit, filter.cursor.as_deref())?;
    let reader = Reader::of(tx);
    let found = rows(tx, true, |query| {
        let mut query = narrowed(query, filter, reader);
        if let Some((at, id)) = window.after {
            let same_time = notes::written_at.eq(at).and(notes::id.lt(id.uuid()));
            query = query.filter(notes::written_at.lt(at).or(same_time));
        }
        query.order((notes::written_at.desc(), notes::id.desc())).limit(window.fetch())
    })?;
    let all = found.into_iter().map(|row| of_client(row, reader)).collect::<StoreResult<Vec<_>>>()?;
    tx.saw("notes.across", all.iter().map(|row| row.note.client_id));
    window.page(all, None, |row| (row.note.written_at, row.note.id))
}

fn narrowed(mut query: Rows, filter: &NotesFilter, reader: Reader) -> Rows {
    if !filter.kind.is_empty() {
        query = query.filter(notes::kind.eq_any(filter.kind.clone()));
    }
    if let Some(author) = filter.author.map(UserId::uuid) {
        query = query.filter(notes::author_id.eq(author));
    }
    if let Some(program) = filter.program.map(ProgramId::uuid) {
        query = query.filter(notes::program_id.eq(program));
    }
    if let Some(day) = filter.written_since {
        query = query.filter(notes::written_at.ge(DayBegins(day)));
    }
    match filter.reviewed {
        Some(true) => query.filter(notes::reviewed_version.is_not_distinct_from(notes::version.nullable())),
        Some(false) => {
            let waits = notes::reviewed_version.is_distinct_from(notes::version.nullable());
            match reader.user {
                Some(me) => query.filter(waits.and(notes::author_id.ne(me.uuid()))),
                None => query.filter(waits),
            }
        }
        None => query,
    }
}

fn of_client(row: Row, reader: Reader) -> StoreResult<NoteOfClient> {
    let names: (Option<String>, String, String) =
        serde_json::from_value(row.names.2.clone().unwrap_or(Value::Null))?;
    let client_name = display_name(names.0.as_deref(), &names.1, &names.2);
    Ok(NoteOfClient { client_name, note: row.note(reader)? })
}
