//! Unsent forms, kept for the browser that began them. It holds a random token in a cookie; the database holds the
//! token's hash alone. After thirty idle minutes a draft is gone.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use diesel::prelude::*;
use domain::{
    applications::{ApplicationDraft, Step},
    documents::{Document, MAX_FILES, Refusal},
    drafts::{OpenDraft, SavedForm},
    ids::DocumentId,
    problem::FieldError,
    ssn::TypedSsn,
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    StoreError, StoreResult, applications,
    crypt::{Place, chance},
    documents::File,
    new_id, organization,
    schema::{application_drafts, documents},
    scope::Scoped,
    ssn::{Incoming, SealedSsn},
    tx::{ReadTx, WriteTx},
};

/// How long a draft is kept after it was last written.
pub const IDLE: TimeDelta = TimeDelta::minutes(30);

/// What a browser proves with that a draft is its own: 256 random bits.
#[derive(Clone)]
pub struct DraftToken(Zeroizing<String>);

impl DraftToken {
    pub fn random() -> StoreResult<Self> {
        Ok(Self(Zeroizing::new(URL_SAFE_NO_PAD.encode(chance::<32>()?))))
    }

    /// A cookie's value. What was not made here is nobody's token.
    pub fn read(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == 32);
        bytes.map(|_| Self(Zeroizing::new(text.to_owned())))
    }

    /// For the cookie alone.
    pub fn text(&self) -> &str {
        &self.0
    }

    fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}

/// Opens the draft of a token, or a new one where there is none any more. A new one has a new token.
pub fn open(tx: &mut WriteTx, token: Option<&DraftToken>) -> StoreResult<(OpenDraft, Option<DraftToken>)> {
    if let Some(draft) = token.map(|token| touch(tx, token)).transpose()?.flatten() {
        return Ok((draft.open(tx)?, None));
    }
    let token = DraftToken::random()?;
    let form = ApplicationDraft::default();
    tx.run(diesel::insert_into(application_drafts::table).values((
        application_drafts::id.eq(new_id()),
        application_drafts::token_hash.eq(token.hash()),
        application_drafts::form.eq(serde_json::to_value(&form)?),
        application_drafts::step.eq(Step::default().code()),
        application_drafts::created_at.eq(tx.now()),
        application_drafts::last_used_at.eq(tx.now()),
    )))?;
    Ok((OpenDraft { form, step: Step::default(), ssn_given: false, documents: Vec::new() }, Some(token)))
}

/// The draft of a token.
pub fn find(tx: &mut ReadTx, token: &DraftToken) -> StoreResult<OpenDraft> {
    find_row(tx, token)?.open(tx)
}

/// Keeps what was typed so far. The social security number is sealed and never read back: absent keeps the one that
/// was written before; an empty one, and one that is not whole, takes it away.
pub fn save(tx: &mut WriteTx, token: &DraftToken, mut saved: SavedForm) -> StoreResult<()> {
    saved.form.check_unfinished(tx.today()).map_err(within_form)?;
    let ssn = saved.form.ssn.take();
    let form = serde_json::to_value(&saved.form)?;
    let draft = touch(tx, token)?.ok_or(StoreError::NotFound)?;
    let row = application_drafts::table.find(draft.id);
    tx.run(
        diesel::update(row)
            .set((application_drafts::form.eq(form), application_drafts::step.eq(saved.step.code()))),
    )?;
    match ssn {
        Some(typed) => put_ssn(tx, &draft, &typed),
        None => Ok(()),
    }
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

/// Refuses where the draft is gone or has as many files as it may. Asked before a file is read; [`add_document`]
/// asks again.
pub fn has_room(tx: &mut ReadTx, token: &DraftToken) -> StoreResult<()> {
    let draft = find_row(tx, token)?;
    room(applications::of_draft(tx, draft.id)?.len())
}

fn room(files: usize) -> StoreResult<()> {
    if files < MAX_FILES { Ok(()) } else { Err(StoreError::field("/file", Refusal::TooMany.code())) }
}

/// Adds a file that lies in the vault.
pub fn add_document(tx: &mut WriteTx, token: &DraftToken, file: File) -> StoreResult<Document> {
    let draft = touch(tx, token)?.ok_or(StoreError::NotFound)?;
    room(applications::of_draft(tx, draft.id)?.len())?;
    let now = tx.now();
    tx.run(diesel::insert_into(documents::table).values((
        documents::id.eq(file.id.uuid()),
        documents::draft_id.eq(draft.id),
        documents::name.eq(&file.name),
        documents::format.eq(file.format.code()),
        documents::size.eq(file.size),
        documents::sha256.eq(file.sha256.as_slice()),
        documents::uploaded_at.eq(now),
    )))?;
    let File { id, name, format, size, .. } = file;
    Ok(Document { id, name, format, size, uploaded_at: now, uploaded_by: None })
}

/// Takes a file back. Its content is to be forgotten by the vault afterwards.
pub fn remove_document(tx: &mut WriteTx, token: &DraftToken, id: DocumentId) -> StoreResult<()> {
    let draft = touch(tx, token)?.ok_or(StoreError::NotFound)?;
    let row = documents::table.filter(documents::id.eq(id.uuid())).filter(documents::draft_id.eq(draft.id));
    match tx.run(diesel::delete(row))? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Deletes drafts that nobody came back to, and gives the files that went with them.
pub(crate) fn sweep(tx: &mut WriteTx) -> StoreResult<Vec<DocumentId>> {
    let idle = application_drafts::table.filter(application_drafts::last_used_at.lt(tx.now() - IDLE));
    // Locked first: a draft that is written at this moment is not idle any more.
    let same = application_drafts::step.eq(application_drafts::step);
    let drafts: Vec<Uuid> =
        tx.returning_all(diesel::update(idle).set(same).returning(application_drafts::id))?;
    let files = documents::table.filter(documents::draft_id.eq_any(drafts.clone()));
    let files: Vec<Uuid> = tx.returning_all(diesel::delete(files).returning(documents::id))?;
    tx.run(diesel::delete(application_drafts::table.filter(application_drafts::id.eq_any(drafts))))?;
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

    fn open(self, tx: &mut ReadTx) -> StoreResult<OpenDraft> {
        Ok(OpenDraft {
            documents: applications::of_draft(tx, self.id)?,
            // A form that an older version of this program wrote may not be readable: it begins anew.
            form: serde_json::from_value(self.form).unwrap_or_default(),
            step: Step::from_code(&self.step).unwrap_or_default(),
            ssn_given: self.ssn_sealed.is_some(),
        })
    }
}

/// Finds a draft, keeps it from growing idle, and lets nobody else write it until this transaction ends.
pub(crate) fn touch(tx: &mut WriteTx, token: &DraftToken) -> StoreResult<Option<Draft>> {
    let now = tx.now();
    let row = application_drafts::table
        .filter(application_drafts::token_hash.eq(token.hash()))
        .filter(application_drafts::last_used_at.gt(now - IDLE));
    let touched = diesel::update(row).set(application_drafts::last_used_at.eq(now));
    tx.try_returning(touched.returning(Draft::as_returning()))
}

fn find_row(tx: &mut ReadTx, token: &DraftToken) -> StoreResult<Draft> {
    let query = Scoped::by_permission(application_drafts::table)
        .filter(application_drafts::token_hash.eq(token.hash()))
        .filter(application_drafts::last_used_at.gt(tx.now() - IDLE));
    tx.first(query.select(Draft::as_select()))
}

/// Where a draft keeps a number.
fn place(id: Uuid) -> Place {
    Place::new("application_drafts", "ssn", id)
}
