//! Case notes.
//!
//! A confidential note stands in the list without its text, for those who may open it; to all others it does
//! not exist. Whoever sees the card of a client alone reads general notes alone.

mod across;
mod disclose;
mod mention;
mod pin;
mod review;
mod write;

pub use across::across;
pub use disclose::disclose;
pub use mention::readers;
pub use pin::{pin, unpin};
pub use review::{review, take_back};
pub use write::{add, amend, create};

use chrono::{DateTime, Utc};
use diesel::{
    dsl,
    pg::Pg,
    prelude::*,
    sql_types::{Jsonb, Nullable, Text},
};
use domain::{
    ids::{AddendumId, ClientId, NoteId, UserId},
    notes::{EDIT_WINDOW, GENERAL, Note, NoteFilter, NoteReview, TYPES},
    page::Page,
    permission::Permission,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    StoreError, StoreResult,
    canonical::codes::{self, Retired},
    clients,
    crypt::Place,
    page::Window,
    schema::{notes, programs, users},
    scope::{Scoped, shown_if},
    statement::computed,
    tx::{ReadTx, WriteTx},
};

/// Latest first, by when it happened.
type Key = (DateTime<Utc>, NoteId);

/// A client's notes.
pub fn list(tx: &mut ReadTx, client: ClientId, filter: &NoteFilter) -> StoreResult<Page<Note>> {
    let window = Window::<Key>::read(filter.limit, filter.cursor.as_deref())?;
    let rows = fetch(tx, |mut query| {
        query = query.filter(notes::client_id.eq(client.uuid()));
        if !filter.kind.is_empty() {
            query = query.filter(notes::kind.eq_any(filter.kind.clone()));
        }
        if let Some(pinned) = filter.pinned {
            query = query.filter(notes::pinned_at.is_not_null().eq(pinned));
        }
        if let Some((at, id)) = window.after {
            let same_time = notes::happened_at.eq(at).and(notes::id.lt(id.uuid()));
            query = query.filter(notes::happened_at.lt(at).or(same_time));
        }
        query.order((notes::happened_at.desc(), notes::id.desc())).limit(window.fetch())
    })?;
    if rows.is_empty() {
        clients::find_card(tx, client)?;
    }
    tx.saw("notes.list", [client]);
    window.page(rows, None, |note| (note.happened_at, note.id))
}

/// One note, as far as the reader may see it.
pub(crate) fn find(tx: &mut ReadTx, id: NoteId) -> StoreResult<Note> {
    let rows = fetch(tx, |query| query.filter(notes::id.eq(id.uuid())))?;
    rows.into_iter().next().ok_or(StoreError::NotFound)
}

/// Notes with their author and program, in sight.
type Rows = Scoped<
    dsl::IntoBoxed<'static, dsl::LeftJoin<dsl::InnerJoin<notes::table, users::table>, programs::table>, Pg>,
>;

/// What was added, in the order of writing; of a confidential note without the text, which is not kept open.
const ADDENDA: &str = "coalesce((select jsonb_agg(jsonb_build_object(
        'id', addenda.id, 'author', writers.name, 'written_at', addenda.written_at, 'text', addenda.text)
        order by addenda.written_at, addenda.id)
    from addenda join users writers on writers.id = addenda.author_id
    where addenda.note_id = notes.id), '[]')";

/// Who reviewed it. The author stands beside it under the table's own name.
const REVIEWER: &str = "(select reviewers.name from users reviewers where reviewers.id = notes.reviewed_by)";

/// Who pinned it.
const PINNER: &str = "(select pinners.name from users pinners where pinners.id = notes.pinned_by)";

/// Whom it is about: the three names of which one is shown.
const CLIENT: &str = "(select jsonb_build_array(preferred_name, first_name, last_name) from clients \
    where clients.id = notes.client_id)";

/// Refuses a type that the list does not offer. Plain notes have theirs always, so most notes cost no statement more.
pub(crate) fn offered(tx: &mut WriteTx, kind: &str) -> StoreResult<()> {
    if kind == GENERAL {
        return Ok(());
    }
    let one = codes::Use { list: TYPES, code: kind, pointer: "/kind".into(), on: None };
    codes::check(tx, &[one], Retired::Refused)
}

fn fetch(tx: &mut ReadTx, narrow: impl FnOnce(Rows) -> Rows) -> StoreResult<Vec<Note>> {
    let rows = rows(tx, false, narrow)?;
    let reader = Reader::of(tx);
    rows.into_iter().map(|row| row.note(reader)).collect()
}

fn rows(tx: &mut ReadTx, named: bool, narrow: impl FnOnce(Rows) -> Rows) -> StoreResult<Vec<Row>> {
    let joined = notes::table.inner_join(users::table).left_join(programs::table);
    let mut query = narrow(Scoped::over(tx.actor(), joined.into_boxed(), notes::client_id));
    if !tx.may(Permission::DiscloseConfidentialNotes) {
        query = query.filter(notes::confidential.eq(false));
    }
    if !tx.may(Permission::SeeClientDetails) {
        query = query.filter(notes::kind.eq(GENERAL));
    }
    tx.load(query.select((
        (notes::id, notes::version, notes::client_id, notes::program_id, notes::author_id),
        (notes::kind, notes::confidential, notes::text),
        (notes::happened_at, notes::written_at, notes::edited_at),
        (users::name, programs::name.nullable(), shown_if(named, computed::<Nullable<Jsonb>>(CLIENT))),
        computed::<Jsonb>(ADDENDA),
        (
            notes::reviewed_version,
            notes::reviewed_at,
            notes::review_comment,
            computed::<Nullable<Text>>(REVIEWER),
        ),
        (notes::pinned_at, computed::<Nullable<Text>>(PINNER), notes::mentions),
    )))
}

/// Who reads, as far as a review's comment is concerned.
#[derive(Clone, Copy)]
struct Reader {
    user: Option<UserId>,
    reviews: bool,
}

impl Reader {
    fn of(tx: &ReadTx) -> Self {
        Self { user: tx.actor().user(), reviews: tx.may(Permission::ReviewNotes) }
    }
}

#[derive(Queryable)]
struct Row {
    ids: (Uuid, i32, Uuid, Option<Uuid>, Uuid),
    content: (String, bool, Option<String>),
    times: (DateTime<Utc>, DateTime<Utc>, Option<DateTime<Utc>>),
    names: (String, Option<String>, Option<Value>),
    addenda: Value,
    review: (Option<i32>, Option<DateTime<Utc>>, Option<String>, Option<String>),
    at_hand: (Option<DateTime<Utc>>, Option<String>, Vec<Uuid>),
}

impl Row {
    fn note(self, reader: Reader) -> StoreResult<Note> {
        let (id, version, client_id, program_id, author_id) = self.ids;
        let (kind, confidential, text) = self.content;
        let (happened_at, written_at, edited_at) = self.times;
        let (author, program_name, _) = self.names;
        let reads_comment = reader.reviews || reader.user == Some(author_id.into());
        let (reviewed_version, reviewed_at, comment, reviewer) = self.review;
        let review = reviewed_version.zip(reviewed_at).map(|(seen, reviewed_at)| NoteReview {
            reviewer: reviewer.unwrap_or_default(),
            reviewed_at,
            comment: comment.filter(|_| reads_comment),
            outdated: seen != version,
        });
        Ok(Note {
            id: id.into(),
            version,
            client_id: client_id.into(),
            kind,
            happened_at,
            written_at,
            author_id: author_id.into(),
            author,
            program_id: program_id.map(Into::into),
            program_name,
            confidential,
            text,
            edited_at,
            editable_until: written_at + EDIT_WINDOW,
            addenda: serde_json::from_value(self.addenda)?,
            review,
            pinned_at: self.at_hand.0,
            pinned_by: self.at_hand.1,
            mentions: self.at_hand.2.into_iter().map(UserId::from).collect(),
        })
    }
}

/// Where a confidential note keeps its text.
fn place(id: NoteId) -> Place {
    Place::new("notes", "text", id)
}

/// Where an addendum to one does.
fn addendum_place(id: AddendumId) -> Place {
    Place::new("addenda", "text", id)
}
