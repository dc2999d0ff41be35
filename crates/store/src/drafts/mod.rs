//! Unsent forms, kept on the server. A browser holds a random token in a cookie and the database the token's hash
//! alone; after thirty idle minutes the cookie opens nothing any more, because the next person may sit at the same
//! computer. A draft goes with its last cookie, unless it has a private link ([`link`]): then it stays for two
//! weeks, and the link opens it anew.
//!
//! A form may be open in several browsers at once. Each save names the version that it goes on from, so nobody
//! overwrites what was typed elsewhere without having seen it.

mod link;
mod opening;
mod token;
mod uploads;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::prelude::*;
use domain::{
    applications::Step,
    drafts::{OpenDraft, SavedDraft, SavedForm},
    ids::{ApplicationId, DocumentId},
    problem::FieldError,
    ssn::TypedSsn,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    StoreError, StoreResult, applications,
    crypt::Place,
    intake_links, organization,
    schema::{application_drafts, documents, draft_cookies, draft_uploads},
    scope::Scoped,
    ssn::{Incoming, SealedSsn},
    tx::{ReadTx, WriteTx},
};

pub use link::make as make_link;
use opening::admit;
pub use opening::{assist, open, open_by};
pub use token::DraftToken;
pub use uploads::{
    BEGIN, Whole, add_document, append, begin, forget_upload, received, remove_document, whole,
};

/// How long a cookie opens a draft after it was last used, and how long a draft without a link is kept.
pub const IDLE: TimeDelta = TimeDelta::minutes(30);
/// How long a file that stopped halfway is kept: nobody's connection is away for longer with the page still open.
const UNFINISHED: TimeDelta = TimeDelta::hours(24);

/// The draft of a token.
pub fn find(tx: &mut ReadTx, token: &DraftToken) -> StoreResult<OpenDraft> {
    find_row(tx, token)?.open(tx)
}

/// Keeps what was typed so far. The social security number is sealed and never read back: absent keeps the one that
/// was written before; an empty one, and one that is not whole, takes it away.
pub fn save(tx: &mut WriteTx, token: &DraftToken, mut saved: SavedForm) -> StoreResult<SavedDraft> {
    saved.form.check_unfinished(tx.today()).map_err(within_form)?;
    let ssn = saved.form.ssn.take();
    let form = serde_json::to_value(&saved.form)?;
    let draft = touch(tx, token)?.ok_or(StoreError::NotFound)?;
    if ssn.is_none() && form == draft.form {
        return turn_to(tx, &draft, saved.step);
    }
    if !draft.is_continued_by(&saved) {
        return Err(StoreError::Stale);
    }
    let version = draft.version + 1;
    // Half a date does not take the whole one away: the link would open no more.
    let born = saved.form.date_of_birth.map(|born| application_drafts::date_of_birth.eq(born));
    tx.run(diesel::update(application_drafts::table.find(draft.id)).set((
        application_drafts::form.eq(form),
        application_drafts::step.eq(saved.step.code()),
        application_drafts::version.eq(version),
        application_drafts::saved_by.eq(saved.page),
        born,
    )))?;
    if let Some(typed) = ssn {
        put_ssn(tx, &draft, &typed)?;
    }
    Ok(SavedDraft { version })
}

/// Somebody leafed and typed nothing: who has the form open elsewhere has seen all there is.
fn turn_to(tx: &mut WriteTx, draft: &Draft, step: Step) -> StoreResult<SavedDraft> {
    if draft.step != step.code() {
        let row = application_drafts::table.find(draft.id);
        tx.run(diesel::update(row).set(application_drafts::step.eq(step.code())))?;
    }
    Ok(SavedDraft { version: draft.version })
}

/// The form stands one level down in what is saved.
fn within_form(errors: Vec<FieldError>) -> StoreError {
    let named = |error: FieldError| FieldError { pointer: format!("/form{}", error.pointer), ..error };
    errors.into_iter().map(named).collect::<Vec<_>>().into()
}

fn put_ssn(tx: &mut WriteTx, draft: &Draft, typed: &TypedSsn) -> StoreResult<()> {
    let asked = organization::settings(tx)?.public.collects_ssn;
    let ssn = typed.parse().ok().filter(|_| asked).map(Incoming::Typed);
    let ssn = ssn.map(|ssn| ssn.sealed_for(tx.sealer(), place(draft.id))).transpose()?;
    tx.run(diesel::update(application_drafts::table.find(draft.id)).set((
        application_drafts::ssn_sealed.eq(ssn.as_ref().map(|ssn| ssn.sealed.as_slice())),
        application_drafts::ssn_last_four.eq(ssn.as_ref().map(|ssn| ssn.last_four.as_str())),
        application_drafts::ssn_index.eq(ssn.as_ref().map(|ssn| ssn.index.as_slice())),
    )))?;
    Ok(())
}

/// Ends a draft that was handed in. One with a link leaves a row without the answers, so that the link can say what
/// became of it.
pub(crate) fn close(tx: &mut WriteTx, draft: &Draft, became: ApplicationId) -> StoreResult<()> {
    let row = application_drafts::table.find(draft.id);
    if draft.link_sealed.is_none() {
        tx.run(diesel::delete(row))?;
        return Ok(());
    }
    tx.run(diesel::update(row).set((
        application_drafts::application_id.eq(became.uuid()),
        application_drafts::form.eq(json!({})),
        application_drafts::ssn_sealed.eq(None::<Vec<u8>>),
        application_drafts::ssn_last_four.eq(None::<String>),
        application_drafts::ssn_index.eq(None::<Vec<u8>>),
    )))?;
    tx.run(diesel::delete(draft_cookies::table.filter(draft_cookies::draft_id.eq(draft.id))))?;
    tx.run(diesel::delete(draft_uploads::table.filter(draft_uploads::draft_id.eq(draft.id))))?;
    Ok(())
}

/// Deletes drafts that nobody came back to, with what was on its way to them, and gives the files that went too.
pub(crate) fn sweep(tx: &mut WriteTx) -> StoreResult<Vec<DocumentId>> {
    let now = tx.now();
    let unlinked = application_drafts::link_hash.is_null();
    let idle = application_drafts::last_used_at.lt(now - IDLE).and(unlinked);
    let old = application_drafts::last_used_at.lt(now - tx.settings().drafts_kept());
    let idle = application_drafts::table.filter(idle.or(old));
    // Locked first: a draft that is written at this moment is not idle any more.
    let same = application_drafts::step.eq(application_drafts::step);
    let drafts: Vec<Uuid> =
        tx.returning_all(diesel::update(idle).set(same).returning(application_drafts::id))?;
    let files = documents::table.filter(documents::draft_id.eq_any(drafts.clone()));
    let files: Vec<Uuid> = tx.returning_all(diesel::delete(files).returning(documents::id))?;
    tx.run(diesel::delete(application_drafts::table.filter(application_drafts::id.eq_any(drafts))))?;
    tx.run(diesel::delete(draft_cookies::table.filter(draft_cookies::last_used_at.lt(now - IDLE))))?;
    let stopped = draft_uploads::last_written_at.lt(now - UNFINISHED);
    tx.run(diesel::delete(draft_uploads::table.filter(stopped)))?;
    Ok(files.into_iter().map(DocumentId::from).collect())
}

/// A draft's row.
#[derive(Queryable, Selectable)]
#[diesel(table_name = application_drafts)]
pub(crate) struct Draft {
    pub id: Uuid,
    form: Value,
    step: String,
    ssn_sealed: Option<Vec<u8>>,
    ssn_last_four: Option<String>,
    ssn_index: Option<Vec<u8>>,
    last_used_at: DateTime<Utc>,
    version: i32,
    saved_by: Option<Uuid>,
    date_of_birth: Option<NaiveDate>,
    link_sealed: Option<Vec<u8>>,
    application_id: Option<Uuid>,
    pub intake_link_id: Option<Uuid>,
    pub assisted_by: Option<Uuid>,
}

impl Draft {
    /// The number that the draft keeps sealed.
    pub(crate) fn ssn(&self) -> Option<SealedSsn> {
        Some(SealedSsn {
            place: place(self.id),
            sealed: self.ssn_sealed.clone()?,
            last_four: self.ssn_last_four.clone()?,
            index: self.ssn_index.clone()?,
        })
    }

    /// Whether nothing was saved that this page has not seen. A page has seen its own last save, also where the
    /// answer to it was lost on its way.
    fn is_continued_by(&self, saved: &SavedForm) -> bool {
        saved.version == self.version || saved.page.is_some() && saved.page == self.saved_by
    }

    fn open(self, tx: &mut ReadTx) -> StoreResult<OpenDraft> {
        Ok(OpenDraft {
            documents: applications::of_draft(tx, self.id)?,
            link: link::of(tx, &self)?,
            opened_by: intake_links::opened_by(tx, &self)?,
            // A form that an older version of this program wrote may not be readable: it begins anew.
            form: serde_json::from_value(self.form).unwrap_or_default(),
            step: Step::from_code(&self.step).unwrap_or_default(),
            version: self.version,
            ssn_given: self.ssn_sealed.is_some(),
        })
    }
}

/// Finds a draft, keeps it and its cookie from growing idle, and lets nobody else write it until this transaction
/// ends.
fn touch(tx: &mut WriteTx, token: &DraftToken) -> StoreResult<Option<Draft>> {
    let draft = claim(tx, token)?;
    if draft.is_some() {
        // After the draft, as everywhere: a sweep that locked them the other way round would block this.
        let used = draft_cookies::last_used_at.eq(tx.now());
        tx.run(diesel::update(draft_cookies::table.find(token.hash())).set(used))?;
    }
    Ok(draft)
}

/// As [`touch`], for a draft that is about to be closed.
pub(crate) fn claim(tx: &mut WriteTx, token: &DraftToken) -> StoreResult<Option<Draft>> {
    let now = tx.now();
    let row = application_drafts::table.filter(opened_by(token.hash(), now - IDLE));
    let used = diesel::update(row).set(application_drafts::last_used_at.eq(now));
    tx.try_returning(used.returning(Draft::as_returning()))
}

fn find_row(tx: &mut ReadTx, token: &DraftToken) -> StoreResult<Draft> {
    let query =
        Scoped::by_permission(application_drafts::table).filter(opened_by(token.hash(), tx.now() - IDLE));
    tx.first(query.select(Draft::as_select()))
}

/// True for the unsent draft that a cookie of this hash opens, where it was used since then.
#[diesel::dsl::auto_type]
fn opened_by(hash: Vec<u8>, since: DateTime<Utc>) -> _ {
    let cookies = draft_cookies::table
        .filter(draft_cookies::hash.eq(hash))
        .filter(draft_cookies::last_used_at.gt(since))
        .select(draft_cookies::draft_id);
    application_drafts::id.eq_any(cookies).and(application_drafts::application_id.is_null())
}

/// Where a draft keeps a number.
fn place(id: Uuid) -> Place {
    Place::new("application_drafts", "ssn", id)
}
