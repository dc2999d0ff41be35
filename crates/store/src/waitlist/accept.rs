//! Taking a place that was offered.

use domain::{changes::Edit, enrollments::EnrollmentDraft, ids::WaitlistEntryId, waitlist::WaitlistEntry};

use super::find;
use crate::{
    StoreError, StoreResult,
    canonical::{hold, unchanged},
    changes::{self, Outcome},
    clients::hold_record,
    scope::held_waitlist_entry,
    tx::WriteTx,
};

/// Enrolls whoever was offered a place, or proposes it. `seen` is the version that the writer read.
///
/// The program is held before the entry, as wherever somebody is enrolled. Whoever answers for the same person at this moment
/// comes before, and is found here, or after, and finds an entry that has moved on.
pub fn accept(tx: &mut WriteTx, id: WaitlistEntryId, seen: i32) -> StoreResult<Outcome> {
    let WaitlistEntry { client_id, program_id: program, .. } = find(tx, id)?;
    // In the order of everybody who enrolls: the client, then the program.
    hold_record(tx, client_id)?;
    hold(tx, program)?.ok_or(StoreError::NotFound)?;
    let held = held_waitlist_entry(tx.actor(), id);
    tx.first(held)?;
    let entry = find(tx, id)?;
    unchanged(Some(seen), entry.version)?;
    let start_date = entry
        .enters_on(tx.today())
        .ok_or(StoreError::Conflict("No place is offered to this person any more."))?;
    let draft = EnrollmentDraft {
        program_id: program,
        start_date,
        end_date: None,
        source_system: None,
        override_reason: None,
    };
    changes::submit(tx, Edit::Enroll { client: entry.client_id, draft }, None)
}
