//! Whom somebody passes who comes into a program otherwise than by an offer.

use diesel::{
    QueryableByName,
    sql_types::{Bool, Text, Uuid as SqlUuid},
};
use domain::{
    ids::{ClientId, ProgramId},
    waitlist::{Status, passed_by},
};

use crate::{
    StoreResult,
    scope::{Existence, Tally},
    tx::ReadTx,
};

/// How everybody on a list stands, in order, of all caseloads, and whether it is the one who is asked for.
const LINE: &str = "select client_id = $2 as own, status from waitlist_entries
    where program_id = $1 and status in ('waiting', 'offered', 'skipped') order by joined_at, id";

#[derive(QueryableByName)]
struct Stands {
    #[diesel(sql_type = Bool)]
    own: bool,
    #[diesel(sql_type = Text)]
    status: String,
}

/// How many wait before somebody, if anybody does. Whoever asks before enrolling them holds the program's row, so that
/// nobody joins the list meanwhile.
pub(crate) fn passed(tx: &mut ReadTx, (client, program): (ClientId, ProgramId)) -> StoreResult<Option<i32>> {
    let question = Tally::of(LINE).bind::<SqlUuid, _>(program.uuid()).bind::<SqlUuid, _>(client.uuid());
    let line: Vec<Stands> = tx.tally(question)?;
    let stands = |one: &Stands| (one.own, Status::from_code(&one.status).unwrap_or(Status::Removed));
    let many = passed_by(&line, stands).len();
    Ok(i32::try_from(many).ok().filter(|many| *many > 0))
}

/// Whether a place is held for somebody.
pub(crate) fn holds_place(tx: &mut ReadTx, (client, program): (ClientId, ProgramId)) -> StoreResult<bool> {
    const HELD: &str = "select exists (select from waitlist_entries
        where program_id = $1 and client_id = $2 and status = 'offered') as answer";
    tx.exists(Existence::of(HELD).bind::<SqlUuid, _>(program.uuid()).bind::<SqlUuid, _>(client.uuid()))
}
