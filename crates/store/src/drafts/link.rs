//! The private link to an unsent form: it opens the form on any device, together with the date of birth that was
//! typed into it. Either of them alone opens nothing, and whoever has one of them wrong is not told which.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain::{
    drafts::{DraftLink, Resumed, Resumption},
    validate::Draft as _,
};
use uuid::Uuid;

use super::{Draft, DraftToken, admit, touch};
use crate::{
    Store, StoreError, StoreResult, applications,
    crypt::Place,
    letters,
    rate_limits::{self, Class},
    schema::application_drafts,
    tx::{Caller, ReadTx, WriteTx},
};

/// Seven groups of four letters: 137 random bits, and still something that one can write down.
const GROUPS: usize = 7;

/// What the audit calls it.
const OPERATION: &str = "intake.resume";

/// The link of a draft, and whether it was made just now. It wants a date of birth that the server has: without one
/// nobody could open it.
pub fn make(tx: &mut WriteTx, token: &DraftToken) -> StoreResult<(DraftLink, bool)> {
    let draft = touch(tx, token)?.ok_or(StoreError::NotFound)?;
    if draft.date_of_birth.is_none() {
        return Err(StoreError::field("/date_of_birth", "required"));
    }
    if let Some(link) = of(tx, &draft)? {
        return Ok((link, false));
    }
    let code = letters::random(GROUPS)?;
    let sealed = tx.sealer().seal(&place(draft.id), code.as_bytes())?;
    tx.run(diesel::update(application_drafts::table.find(draft.id)).set((
        application_drafts::link_hash.eq(letters::hash(&code)),
        application_drafts::link_sealed.eq(sealed),
    )))?;
    Ok((DraftLink { code, kept_until: kept_until(tx, &draft) }, true))
}

/// The link that a draft has.
pub(super) fn of(tx: &ReadTx, draft: &Draft) -> StoreResult<Option<DraftLink>> {
    let Some(sealed) = &draft.link_sealed else { return Ok(None) };
    let code = String::from_utf8(tx.sealer().open(&place(draft.id), sealed)?)
        .map_err(|error| StoreError::Internal(error.to_string()))?;
    Ok(Some(DraftLink { code, kept_until: kept_until(tx, draft) }))
}

fn kept_until(tx: &ReadTx, draft: &Draft) -> DateTime<Utc> {
    draft.last_used_at + tx.settings().drafts_kept()
}

impl Store {
    /// Opens a draft by its link for another browser, which gets a cookie of its own. Tries are counted by place and
    /// by link, whether the link exists or not: guessing a date of birth takes longer than the link lives, and the
    /// link is only slowed down, never taken from its owner.
    pub fn resume(
        &self,
        caller: &Caller,
        known: &Resumption,
        place: &str,
    ) -> StoreResult<(Resumed, Option<DraftToken>)> {
        known.check(NaiveDate::default())?;
        let code = letters::compact(&known.code);
        let tries = [(Class::Resume, place), (Class::ResumeLink, &*code), (Class::ResumeLinkDaily, &*code)];
        let refused = rate_limits::count(self, &tries)?;
        if let Some(retry_after) = refused.iter().map(|(_, seconds)| *seconds).max() {
            return Err(StoreError::TooMany { retry_after });
        }
        let resumed = self.write_public(caller, OPERATION, |tx| open(tx, &code, known.date_of_birth))?;
        rate_limits::forgive(self, &tries)?;
        Ok(resumed)
    }
}

/// One statement asks for both, so the answer takes as long whichever of them is wrong.
fn open(tx: &mut WriteTx, code: &str, born: Option<NaiveDate>) -> StoreResult<(Resumed, Option<DraftToken>)> {
    let (now, kept) = (tx.now(), tx.settings().drafts_kept());
    let row = application_drafts::table
        .filter(application_drafts::link_hash.eq(letters::hash(code)))
        .filter(application_drafts::date_of_birth.eq(born))
        .filter(application_drafts::last_used_at.gt(now - kept));
    let used = diesel::update(row).set(application_drafts::last_used_at.eq(now));
    let draft: Draft = tx.returning(used.returning(Draft::as_returning()))?;
    if let Some(application) = draft.application_id {
        return Ok((Resumed::Sent(applications::sent(tx, application.into())?), None));
    }
    let token = admit(tx, draft.id)?;
    Ok((Resumed::Open(Box::new(draft.open(tx)?)), Some(token)))
}

/// Where a draft keeps its link, to show it again.
fn place(id: Uuid) -> Place {
    Place::new("application_drafts", "link", id)
}
