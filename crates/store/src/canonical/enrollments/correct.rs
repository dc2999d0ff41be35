//! Correcting a date that was written down wrong.

use diesel::prelude::*;
use domain::{
    enrollments::{Correction, Days, Enrollment},
    ids::EnrollmentId,
};

use super::{dated, gate};
use crate::{
    StoreResult, canonical::unchanged, enrollments::find, follow_ups::LosesClient, schema::discharges,
    tx::WriteTx, waitlist::came_in,
};

/// Corrects a date. Where the last day is taken away, nobody was discharged; where the person is not in the program any more
/// by it, what its staff have still to do is handed over as with a discharge.
pub(in crate::canonical) fn correct(
    tx: &mut WriteTx,
    id: EnrollmentId,
    patch: &Correction,
    seen: Option<i32>,
) -> StoreResult<Enrollment> {
    let found = find(tx, id)?;
    unchanged(seen, found.version)?;
    let days = patch.over(&found, tx.today())?;
    if !patch.takes_out(&found, tx.today()) {
        return redated(tx, found, patch, days);
    }
    let parting = LosesClient::by(&found, None);
    let left = parting.left(tx)?;
    let corrected = redated(tx, found, patch, days)?;
    parting.hand_over(tx, left, patch.follow_ups.as_ref())?;
    Ok(corrected)
}

fn redated(tx: &mut WriteTx, found: Enrollment, patch: &Correction, days: Days) -> StoreResult<Enrollment> {
    let over = gate::longer(tx, &found, days, patch.override_reason.as_deref())?;
    tx.because(&patch.reason)?;
    if over.comes_back {
        came_in(tx, (found.client_id, found.program_id), found.id)?;
    }
    let found = over.on(found);
    if days.1.is_some() {
        return dated(tx, found, days);
    }
    tx.run(diesel::delete(discharges::table.filter(discharges::enrollment_id.eq(found.id.uuid()))))?;
    dated(tx, Enrollment { discharge: None, ..found }, days)
}
