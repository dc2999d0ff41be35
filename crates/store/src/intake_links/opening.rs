//! A form that is opened by a link, and the application that comes of it.

use chrono::{DateTime, Utc};
use diesel::{pg::Pg, prelude::*, query_builder::QueryFragment};
use domain::{
    account::LinkCode,
    ids::{ApplicationId, ProgramId},
    intake_links::{IntakeLinkKind, IntakeLinkState, OpenedBy, ReferralStatus},
    validate::Draft,
};
use uuid::Uuid;

use super::list::{in_state, kind_of};
use crate::{
    StoreError, StoreResult, drafts, letters,
    outbox::{Mail, Message},
    schema::{application_origins, intake_links},
    scope::Scoped,
    tx::{ReadTx, Write, WriteTx},
};

/// A link that works.
pub(crate) struct OpenLink {
    pub id: Uuid,
    pub program: Option<ProgramId>,
}

/// The link of a code. One that was used, is over or was ended, and one that there never was, are not found: which of
/// them is not told.
pub(crate) fn of(tx: &mut ReadTx, code: &LinkCode) -> StoreResult<OpenLink> {
    code.check(tx.today())?;
    let links = Scoped::by_permission(intake_links::table).into_boxed();
    let query = in_state(links, IntakeLinkState::Works, tx.today())
        .filter(intake_links::hash.eq(letters::hash(&code.code)));
    let (id, program): (Uuid, Option<Uuid>) =
        tx.first(query.select((intake_links::id, intake_links::program_id)))?;
    Ok(OpenLink { id, program: program.map(ProgramId::from) })
}

/// Whether a form that was begun by a link is still taken: also after its last day.
pub(crate) fn takes_forms(tx: &mut ReadTx, link: Uuid) -> StoreResult<bool> {
    let query = Scoped::by_permission(intake_links::table)
        .filter(intake_links::id.eq(link))
        .filter(intake_links::used_at.is_null())
        .filter(intake_links::ended_at.is_null());
    let found: Option<Uuid> = tx.find(query.select(intake_links::id))?;
    Ok(found.is_some())
}

/// What whoever fills the form in may know of its link.
pub(crate) fn opened_by(tx: &mut ReadTx, draft: &drafts::Draft) -> StoreResult<Option<OpenedBy>> {
    let Some(link) = draft.intake_link_id else {
        let assisted = draft.assisted_by.map(|_| OpenedBy { kind: IntakeLinkKind::Assisted, partner: None });
        return Ok(assisted);
    };
    let query = Scoped::by_permission(intake_links::table).filter(intake_links::id.eq(link));
    let (kind, partner): (String, Option<String>) =
        tx.first(query.select((intake_links::kind, intake_links::partner)))?;
    Ok(Some(OpenedBy { kind: kind_of(&kind)?, partner }))
}

/// A link that an application comes by.
pub(crate) struct Taken {
    id: Uuid,
    partner: Option<(String, String, String)>,
}

impl Taken {
    /// What the partner is told who referred the person: nothing of the person, and not the application's number.
    pub(crate) fn mail(&self) -> Option<Mail> {
        let (to, language, reference) = self.partner.clone()?;
        Some(Mail { to, language, message: Message::ReferralArrived { reference } })
    }
}

type Partner = (Option<String>, Option<String>, Option<String>);

/// Uses a link for an application. Of several who hand in by one that works once, the first writes it, the others wait
/// for that and find it used. A form that was begun in time is taken after the last day too.
pub(crate) fn take(tx: &mut WriteTx, link: Uuid) -> StoreResult<Taken> {
    let works = Scoped::by_permission(intake_links::table)
        .filter(intake_links::id.eq(link))
        .filter(intake_links::ended_at.is_null());
    let partner = (intake_links::partner_email, intake_links::partner_language, intake_links::reference);
    let (kind, (email, language, reference)): (String, Partner) =
        tx.first(works.select((intake_links::kind, partner)))?;
    if kind_of(&kind)?.works_once() {
        use_up(tx, link)?;
    }
    let told = email.zip(language).zip(reference);
    Ok(Taken { id: link, partner: told.map(|((to, language), reference)| (to, language, reference)) })
}

fn use_up(tx: &mut WriteTx, link: Uuid) -> StoreResult<()> {
    let unused = intake_links::table
        .find(link)
        .filter(intake_links::used_at.is_null())
        .filter(intake_links::ended_at.is_null());
    match tx.run(diesel::update(unused).set(intake_links::used_at.eq(tx.now())))? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Where an application came from, to be written with it.
pub(crate) fn origin(
    tx: &WriteTx,
    id: ApplicationId,
    link: Option<&Taken>,
    assisted_by: Option<Uuid>,
) -> impl Write + QueryFragment<Pg> + use<> {
    let (now, link) = (tx.now(), link.map(|link| link.id));
    let row = link.or(assisted_by).map(|_| {
        (
            application_origins::application_id.eq(id.uuid()),
            application_origins::intake_link_id.eq(link),
            application_origins::assisted_by.eq(assisted_by),
            application_origins::arrived_at.eq(now),
        )
    });
    diesel::insert_into(application_origins::table).values(row.into_iter().collect::<Vec<_>>())
}

/// Whether a partner's referral arrived, for whoever has its status code.
pub fn referral(tx: &mut ReadTx, code: &LinkCode) -> StoreResult<ReferralStatus> {
    code.check(tx.today())?;
    let query = Scoped::by_permission(intake_links::table)
        .filter(intake_links::status_hash.eq(letters::hash(&code.code)));
    let arrived_at: Option<DateTime<Utc>> = tx.first(query.select(intake_links::used_at))?;
    Ok(ReferralStatus { arrived_at })
}
