//! Colleagues who are named in a note: only those who may read it, so that naming somebody opens nothing to them.

use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{Bool, Uuid as SqlUuid},
};
use domain::{
    ids::{ClientId, UserId},
    notes::{GENERAL, NoteReader, NoteReaders},
    notifications::Kind,
    permission::Permission,
    problem::FieldError,
    roles::Held,
};
use uuid::Uuid;

use crate::{
    StoreError, StoreResult, clients, notifications,
    roles::{KeptRoles, held_columns},
    schema::users,
    scope::Scoped,
    tx::{ReadTx, WriteTx},
};

/// Colleagues who may read such a note about a client in sight, by name; without oneself.
pub fn readers(tx: &mut ReadTx, client: ClientId, of: &NoteReaders) -> StoreResult<Vec<NoteReader>> {
    let client = clients::find_card(tx, client)?.id;
    let in_caseload = sql::<Bool>("exists(select from caseload where caseload.user_id = users.id")
        .sql(" and caseload.client_id = ")
        .bind::<SqlUuid, _>(client.uuid())
        .sql(")");
    let query = Scoped::by_permission(users::table)
        .filter(users::status.eq("active"))
        .order((users::name, users::id))
        .select((users::id, users::name, held_columns(), in_caseload));
    let rows: Vec<(Uuid, String, KeptRoles, bool)> = tx.load(query)?;
    let me = tx.actor().user();
    let mut readers = Vec::new();
    for (id, name, roles, in_caseload) in rows {
        let (held, id) = (roles.held()?, UserId::from(id));
        if Some(id) != me && reads(&held, in_caseload, of) {
            readers.push(NoteReader { id, name });
        }
    }
    Ok(readers)
}

fn reads(held: &Held, in_caseload: bool, of: &NoteReaders) -> bool {
    let may = |permission| held.permissions().has(permission);
    let sees = held.sees_everyone() || (in_caseload && held.sees_caseload());
    let opens = !of.confidential || may(Permission::DiscloseConfidentialNotes);
    // Whoever sees the card alone reads general notes alone.
    let reads_kind =
        of.kind.as_deref().is_none_or(|kind| kind == GENERAL) || may(Permission::SeeClientDetails);
    sees && opens && reads_kind && may(Permission::ReadNotes)
}

/// Refuses to name anybody who could not read the note.
pub(super) fn check(
    tx: &mut ReadTx,
    client: ClientId,
    of: &NoteReaders,
    mentions: &[UserId],
) -> StoreResult<()> {
    if mentions.is_empty() {
        return Ok(());
    }
    let (readers, me) = (readers(tx, client, of)?, tx.actor().user());
    let is_fine = |user: &UserId| Some(*user) == me || readers.iter().any(|reader| reader.id == *user);
    let wrong = mentions.iter().enumerate().filter(|(_, user)| !is_fine(user));
    let errors: Vec<_> =
        wrong.map(|(at, _)| FieldError::new(format!("/mentions/{at}"), "does_not_see_the_note")).collect();
    if errors.is_empty() { Ok(()) } else { Err(StoreError::Invalid(errors)) }
}

/// Tells those who are named; where the note is, they find on the client's page.
pub(super) fn tell(tx: &mut WriteTx, client: ClientId, mentions: &[UserId]) -> StoreResult<()> {
    if mentions.is_empty() {
        return Ok(());
    }
    let mut all = mentions.to_vec();
    all.sort_unstable();
    all.dedup();
    notifications::tell(tx, &all, Kind::NoteMentioned, client.uuid())
}
