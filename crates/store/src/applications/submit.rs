//! Handing in an application: once, whole or not at all.

use chrono::{NaiveDate, TimeDelta};
use diesel::{pg::Pg, prelude::*, query_builder::QueryFragment};
use domain::{
    applications::{ApplicationDraft, Receipt},
    ids::{ApplicationId, ProgramId},
    notifications::Kind,
    organization::Reader,
    permission::Permission,
    problem::FieldError,
    validate::Draft as _,
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{known, place, reference};
use crate::{
    StoreError, StoreResult,
    batch::Batch,
    canonical::codes::{self, Retired, Use},
    crypt::Sealer,
    custom_fields::{self, Owner},
    drafts::{self, Draft, DraftToken},
    equal_opportunity,
    idempotency::Once,
    intake,
    intake_links::{self, Taken},
    new_id, notifications,
    organization::{self, Asked},
    outbox::{self, Mail, Message},
    schema::{application_programs, applications, demographics, documents},
    scope::Scoped,
    ssn::{self, Incoming, SealedSsn},
    tx::{Write, WriteTx},
};

/// What the audit calls it.
pub const OPERATION: &str = "applications.submit";

/// Hands in a form. What its draft keeps (files and a social security number) comes along, and the draft is gone.
/// The same key with the same form is the same application, however often it arrives.
pub fn submit(
    tx: &mut WriteTx,
    key: &str,
    draft: Option<&DraftToken>,
    form: &ApplicationDraft,
) -> StoreResult<Receipt> {
    let once = Once { operation: OPERATION, key, request_hash: hash(tx.sealer(), form)? };
    once.run(tx, |tx| {
        let asked = organization::asked(tx)?;
        check(tx, form, &asked)?;
        let fields = custom_fields::check_application(tx, &form.fields)?;
        let draft = draft.map(|token| drafts::claim(tx, token)).transpose()?.flatten();
        let id = ApplicationId::from(new_id());
        let ssn = number(form, draft.as_ref(), &asked)?;
        let ssn = ssn.map(|ssn| ssn.sealed_for(tx.sealer(), place(id))).transpose()?;
        let reference = reference::random()?;
        let link = draft.as_ref().and_then(|draft| draft.intake_link_id);
        let assisted_by = draft.as_ref().and_then(|draft| draft.assisted_by);
        let link = link.map(|link| intake_links::take(tx, link)).transpose()?;
        let mut mails = mails(tx, form, &asked, &reference)?;
        mails.extend(link.as_ref().and_then(Taken::mail));
        let (ssn, link) = (ssn.as_ref(), link.as_ref());
        insert(tx, New { id, form, ssn, reference: &reference, link, assisted_by }, &mails)?;
        let values = form.fields.iter().map(|(name, value)| (name, Some(value)));
        custom_fields::write(tx, Owner::Application(id), &fields, values)?;
        let documents = draft.map_or(Ok(0), |draft| take_over(tx, id, &draft))?;
        Ok(Receipt { reference, submitted_at: tx.now(), documents })
    })
}

/// Stands for the form beside its key. The number goes in by its keyed hash: a plain hash of a form that is known
/// but for nine digits would give the digits away.
fn hash(sealer: &Sealer, form: &ApplicationDraft) -> StoreResult<[u8; 32]> {
    let without = ApplicationDraft { ssn: None, ..form.clone() };
    let number = form.ssn.as_ref().and_then(|ssn| ssn.parse().ok()).map(|ssn| sealer.index(&ssn));
    let hash = Sha256::new().chain_update(serde_json::to_vec(&without)?);
    Ok(hash
        .chain_update([u8::from(form.ssn.is_some())])
        .chain_update(number.unwrap_or_default())
        .finalize()
        .into())
}

/// Everything that is wrong with the form, by itself and beside the lists of today.
fn check(tx: &mut WriteTx, form: &ApplicationDraft, asked: &Asked) -> StoreResult<()> {
    form.check(tx.today())?;
    if form.consent_version != asked.consent_version {
        return Err(StoreError::field("/consent", "outdated"));
    }
    check_programs(tx, &form.program_interests)?;
    let fields = [
        ("residency", "/residency", &form.residency),
        ("neighborhood", "/neighborhood", &form.neighborhood),
        ("referral_source", "/referral_source", &form.referral_source),
    ];
    let fields = fields.into_iter().filter(|(_, _, code)| !code.is_empty());
    let fields =
        fields.map(|(list, pointer, code)| Use { list, code, pointer: pointer.to_owned(), on: None });
    let answers = codes::of_answers(form.answers.iter().enumerate());
    let uses: Vec<Use> = fields.chain(answers).chain(equal_opportunity::uses(form)).collect();
    codes::check(tx, &uses, Retired::Refused)
}

fn check_programs(tx: &mut WriteTx, wanted: &[ProgramId]) -> StoreResult<()> {
    if wanted.is_empty() {
        return Ok(());
    }
    let open = intake::open_programs(tx, &Reader::default())?;
    let errors = wanted.iter().enumerate().filter_map(|(index, id)| {
        let code = match () {
            () if wanted[..index].contains(id) => "twice",
            () if !open.iter().any(|program| program.id == *id) => "not_open",
            () => return None,
        };
        Some(FieldError::new(format!("/program_interests/{index}"), code))
    });
    let errors: Vec<_> = errors.collect();
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// The number that was typed into the form, else the one that the draft keeps.
fn number(form: &ApplicationDraft, draft: Option<&Draft>, asked: &Asked) -> StoreResult<Option<Incoming>> {
    let kept = || draft.and_then(Draft::ssn).map(Incoming::Sealed);
    match ssn::typed(form.ssn.as_ref())?.or_else(kept) {
        Some(Incoming::Typed(_)) if !asked.collects_ssn => Err(StoreError::field("/ssn", "not_asked")),
        // It was asked when the draft was written and is not any more.
        Some(Incoming::Sealed(_)) if !asked.collects_ssn => Ok(None),
        ssn => Ok(ssn),
    }
}

#[derive(Insertable)]
#[diesel(table_name = applications)]
struct Row<'a> {
    id: Uuid,
    reference: String,
    submitted_at: chrono::DateTime<chrono::Utc>,
    language: &'a str,
    first_name: &'a str,
    last_name: &'a str,
    preferred_name: &'a str,
    date_of_birth: NaiveDate,
    phone: &'a str,
    phone_key: String,
    email: &'a str,
    email_key: String,
    ssn_sealed: Option<&'a [u8]>,
    ssn_last_four: Option<&'a str>,
    ssn_index: Option<&'a [u8]>,
    residency: &'a str,
    neighborhood: &'a str,
    address: Option<Value>,
    employment_goals: &'a str,
    referral_source: &'a str,
    referral_detail: &'a str,
    consent_version: &'a str,
    search_key: String,
}

#[derive(Clone, Copy)]
struct New<'a> {
    id: ApplicationId,
    form: &'a ApplicationDraft,
    ssn: Option<&'a SealedSsn>,
    reference: &'a str,
    link: Option<&'a Taken>,
    assisted_by: Option<Uuid>,
}

fn row<'a>(tx: &WriteTx, new: New<'a>) -> StoreResult<Row<'a>> {
    let New { id, form, ssn, reference, .. } = new;
    let names = [&form.first_name, &form.last_name, &form.preferred_name].map(String::as_str);
    let others = [form.phone.as_str(), &form.email];
    let address = form.address.as_ref().filter(|address| !address.is_empty());
    Ok(Row {
        id: id.uuid(),
        submitted_at: tx.now(),
        language: &form.language,
        first_name: &form.first_name,
        last_name: &form.last_name,
        preferred_name: &form.preferred_name,
        date_of_birth: form.date_of_birth.ok_or_else(|| StoreError::field("/date_of_birth", "required"))?,
        phone: &form.phone,
        phone_key: linkage::phone(&form.phone),
        email: &form.email,
        email_key: linkage::email(&form.email),
        ssn_sealed: ssn.map(|ssn| ssn.sealed.as_slice()),
        ssn_last_four: ssn.map(|ssn| ssn.last_four.as_str()),
        ssn_index: ssn.map(|ssn| ssn.index.as_slice()),
        residency: &form.residency,
        neighborhood: &form.neighborhood,
        address: address.map(serde_json::to_value).transpose()?,
        employment_goals: &form.employment_goals,
        referral_source: &form.referral_source,
        referral_detail: &form.referral_detail,
        consent_version: &form.consent_version,
        search_key: linkage::search_key(
            names.into_iter().chain(others).chain([&*reference::compact(reference)]),
        ),
        reference: reference.to_owned(),
    })
}

/// Writes the application with all that stands around it, in one round.
fn insert(tx: &mut WriteTx, new: New, mails: &[Mail]) -> StoreResult<()> {
    let New { id, form, link, assisted_by, .. } = new;
    let told = notifications::audience_who_may(tx, Permission::ReviewApplications, Kind::NewApplication)?;
    let told = if told.mails().is_empty() || !are_many(tx)? { told } else { told.later() };
    let all = Batch::of(diesel::insert_into(applications::table).values(row(tx, new)?))
        .with(programs(id, &form.program_interests))
        .with(answers(tx, id, form))
        .with(equal_opportunity::of_application(tx, id, form))
        .with(intake_links::origin(tx, id, link, assisted_by))
        .with(known::looking_up(tx, id)?)
        .with(told.telling(tx, id.uuid()))
        .with(outbox::sending(tx, &[mails, told.mails()].concat())?);
    tx.run(all)?;
    Ok(())
}

/// One to whoever applied, in their language, and one to the organization. Whoever has no address gets none.
fn mails(
    tx: &mut WriteTx,
    form: &ApplicationDraft,
    asked: &Asked,
    reference: &str,
) -> StoreResult<Vec<Mail>> {
    let mail = |to: &str, language: &str, message| {
        let (to, language) = (to.trim().to_owned(), language.to_owned());
        (!to.is_empty()).then_some(Mail { to, language, message })
    };
    let reference = || reference.to_owned();
    let received = Message::ApplicationReceived { reference: reference() };
    let received = mail(&form.email, &form.language, received);
    let received = match received {
        Some(mail) if !had_enough(tx, &mail.to)? => Some(mail),
        _ => None,
    };
    let new = mail(&asked.email, &asked.language, Message::NewApplication { reference: reference() });
    Ok(received.into_iter().chain(new).collect())
}

/// Anybody can hand in forms, so reviewers get no more mails at once than this in an hour.
const MANY: usize = 20;

fn are_many(tx: &mut WriteTx) -> StoreResult<bool> {
    let lately = Scoped::by_permission(applications::table)
        .filter(applications::submitted_at.gt(tx.now() - TimeDelta::hours(1)));
    let lately: Vec<Uuid> = tx.load(lately.select(applications::id).limit(MANY as i64))?;
    Ok(lately.len() >= MANY)
}

/// Anybody can write anybody's address into the form, so nobody is told more often than this in a day.
const ENOUGH: usize = 3;

fn had_enough(tx: &mut WriteTx, email: &str) -> StoreResult<bool> {
    let lately = Scoped::by_permission(applications::table)
        .filter(applications::email_key.eq(linkage::email(email)))
        .filter(applications::submitted_at.gt(tx.now() - TimeDelta::days(1)));
    let lately: Vec<Uuid> = tx.load(lately.select(applications::id).limit(ENOUGH as i64))?;
    Ok(lately.len() >= ENOUGH)
}

fn programs(id: ApplicationId, wanted: &[ProgramId]) -> impl Write + QueryFragment<Pg> + use<> {
    let rows = wanted.iter().zip(0..).map(|(program, position)| {
        (
            application_programs::application_id.eq(id.uuid()),
            application_programs::program_id.eq(program.uuid()),
            application_programs::position.eq(position),
        )
    });
    diesel::insert_into(application_programs::table).values(rows.collect::<Vec<_>>())
}

fn answers<'a>(
    tx: &WriteTx,
    id: ApplicationId,
    form: &'a ApplicationDraft,
) -> impl Write + QueryFragment<Pg> + use<'a> {
    let today = tx.today();
    let rows = form.answers.iter().map(|answer| {
        (
            demographics::id.eq(new_id()),
            demographics::application_id.eq(id.uuid()),
            demographics::question.eq(answer.question.code()),
            demographics::status.eq(answer.status.code()),
            demographics::codes.eq(&answer.codes),
            demographics::valid_from.eq(answer.valid_from.unwrap_or(today)),
        )
    });
    diesel::insert_into(demographics::table).values(rows.collect::<Vec<_>>())
}

/// Moves the draft's files to the application and ends the draft. Says how many files there are.
fn take_over(tx: &mut WriteTx, id: ApplicationId, draft: &Draft) -> StoreResult<u32> {
    let files = documents::table.filter(documents::draft_id.eq(draft.id));
    let moved = tx.run(
        diesel::update(files)
            .set((documents::application_id.eq(id.uuid()), documents::draft_id.eq(None::<Uuid>))),
    )?;
    drafts::close(tx, draft, id)?;
    u32::try_from(moved).map_err(|error| StoreError::Internal(error.to_string()))
}
