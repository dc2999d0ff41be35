//! Joining a list, offering a place to the next in order, and what is said of it.

use chrono::Days;
use diesel::{QueryableByName, prelude::*, sql_types::Uuid as SqlUuid};
use domain::{
    ids::{ClientId, EnrollmentId, ProgramId, WaitlistEntryId},
    validate::Draft,
    waitlist::{Joining, OfferDraft, Status, WaitlistAnswer, WaitlistEntry},
};
use uuid::Uuid;

use super::{OPEN, find};
use crate::{
    StoreError, StoreResult,
    canonical::{client_to_enroll, hold, once, place_for, unchanged},
    clients::hold_record,
    new_id,
    schema::waitlist_entries,
    scope::Tally,
    tx::{ReadTx, WriteTx},
};

/// Puts somebody at the end of a program's list. The record is held first, as wherever somebody is enrolled: whoever closes it
/// at this moment is found here, or finds the entry. Then the program: who comes into it at this moment waits for nothing.
pub fn join(tx: &mut WriteTx, program: ProgramId, joining: &Joining) -> StoreResult<WaitlistEntry> {
    hold_record(tx, joining.client_id)?;
    let client = client_to_enroll(tx, joining.client_id)?;
    hold(tx, program)?.ok_or(StoreError::NotFound)?;
    let from_today = (tx.today(), None);
    once(tx, "/client_id", (client.id, program), from_today, None)?;
    let id = WaitlistEntryId::from(new_id());
    let insert = diesel::insert_into(waitlist_entries::table).values((
        waitlist_entries::id.eq(id.uuid()),
        waitlist_entries::program_id.eq(program.uuid()),
        waitlist_entries::client_id.eq(client.id.uuid()),
        waitlist_entries::added_by.eq(tx.actor().user().map(|user| user.uuid())),
    ));
    tx.run(insert).map_err(|error| error.naming("waitlist_entries_once", "/client_id", "on_the_list"))?;
    find(tx, id)
}

/// Offers a place to the next in order. Whether there is one, and whether a restriction stands in the way, is looked at
/// now, while nobody else holds the program.
pub fn offer(tx: &mut WriteTx, program: ProgramId, draft: &OfferDraft) -> StoreResult<WaitlistEntry> {
    draft.check(tx.today())?;
    hold(tx, program)?.ok_or(StoreError::NotFound)?;
    let next = next(tx, program)?.ok_or(StoreError::Conflict("Nobody waits for a place in this program."))?;
    let entry = find(tx, next).map_err(|error| match error {
        StoreError::NotFound => StoreError::NotYours(
            "The next in order is somebody whom you do not see. A coordinator can make the offer.",
        ),
        other => other,
    })?;
    client_to_enroll(tx, entry.client_id)?;
    place_for(tx, (entry.client_id, program), (draft.start_date, None))?;
    let update = diesel::update(waitlist_entries::table.find(entry.id.uuid()))
        .filter(waitlist_entries::version.eq(entry.version))
        .set((
            waitlist_entries::status.eq(Status::Offered.code()),
            waitlist_entries::offered_at.eq(tx.now()),
            waitlist_entries::offered_by.eq(tx.actor().user().map(|user| user.uuid())),
            waitlist_entries::start_date.eq(draft.start_date),
            waitlist_entries::reply_by.eq(tx.today() + Days::new(draft.reply_days.into())),
            waitlist_entries::version.eq(entry.version + 1),
        ));
    if tx.run(update)? == 0 {
        return Err(StoreError::Stale);
    }
    find(tx, entry.id)
}

#[derive(QueryableByName)]
struct Next {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// Who is next in order, of everybody who waits.
fn next(tx: &mut ReadTx, program: ProgramId) -> StoreResult<Option<WaitlistEntryId>> {
    const NEXT: &str = "select id from waitlist_entries where program_id = $1 and status = 'waiting'
        order by joined_at, id limit 1";
    let found: Vec<Next> = tx.tally(Tally::of(NEXT).bind::<SqlUuid, _>(program.uuid()))?;
    Ok(found.into_iter().next().map(|next| next.id.into()))
}

/// Writes down that a place was declined, that somebody is skipped, leaves the list, or is put back to their place.
pub fn answer(
    tx: &mut WriteTx,
    id: WaitlistEntryId,
    seen: i32,
    answer: &WaitlistAnswer,
) -> StoreResult<WaitlistEntry> {
    answer.check(tx.today())?;
    let entry = find(tx, id)?;
    unchanged(Some(seen), entry.version)?;
    if !entry.status.may_become(answer.status) {
        return Err(StoreError::Conflict(
            "This does not fit where the person stands on the list now; look again.",
        ));
    }
    let left = answer.status != Status::Waiting;
    let update = diesel::update(waitlist_entries::table.find(id.uuid()))
        .filter(waitlist_entries::version.eq(entry.version))
        .set((
            waitlist_entries::status.eq(answer.status.code()),
            waitlist_entries::reason.eq(&answer.reason),
            waitlist_entries::decided_at.eq(left.then_some(tx.now())),
            waitlist_entries::decided_by.eq(tx.actor().user().filter(|_| left).map(|user| user.uuid())),
            waitlist_entries::version.eq(entry.version + 1),
        ));
    if tx.run(update)? == 0 {
        return Err(StoreError::Stale);
    }
    find(tx, id)
}

/// Takes somebody off the list of the program that they are in now or will be, by an offer or otherwise.
pub(crate) fn came_in(
    tx: &mut WriteTx,
    (client, program): (ClientId, ProgramId),
    by: EnrollmentId,
) -> StoreResult<()> {
    let theirs = waitlist_entries::table
        .filter(waitlist_entries::client_id.eq(client.uuid()))
        .filter(waitlist_entries::program_id.eq(program.uuid()))
        .filter(waitlist_entries::status.eq_any(OPEN.map(Status::code)));
    tx.run(diesel::update(theirs).set((
        waitlist_entries::status.eq(Status::Enrolled.code()),
        waitlist_entries::enrollment_id.eq(by.uuid()),
        waitlist_entries::decided_at.eq(tx.now()),
        waitlist_entries::decided_by.eq(tx.actor().user().map(|user| user.uuid())),
        waitlist_entries::version.eq(waitlist_entries::version + 1),
    )))?;
    Ok(())
}
