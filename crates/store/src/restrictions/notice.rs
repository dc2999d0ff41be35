//! The notice of a restriction for the person it is about.

use diesel::prelude::*;
use domain::{
    ids::{ClientId, RestrictionId},
    organization::{LANGUAGES, Reader},
    restrictions::{
        Restriction, State,
        notice::{Notice, NoticeLanguage, WithReason},
    },
    validate::Draft,
};

use crate::{
    StoreError, StoreResult, organization,
    restrictions::find,
    schema::clients,
    scope,
    tx::{Disclosure, ReadTx},
};

/// Without the reason.
pub fn notice(tx: &mut ReadTx, id: RestrictionId, wanted: &NoticeLanguage) -> StoreResult<Notice> {
    let (found, language) = about(tx, id, wanted)?;
    tx.saw("restrictions.notice", [found.client_id]);
    made(tx, &found, &language, WithReason::No)
}

/// With the reason: what the person is told leaves the house, so the audit has who opened it.
pub fn notice_with_reason(
    tx: &mut Disclosure,
    id: RestrictionId,
    wanted: &NoticeLanguage,
) -> StoreResult<Notice> {
    let (found, language) = about(tx, id, wanted)?;
    tx.of("restrictions", id.uuid(), Some(found.client_id))?;
    made(tx, &found, &language, WithReason::Yes)
}

/// A restriction that has not ended, and the language of its notice.
fn about(tx: &mut ReadTx, id: RestrictionId, wanted: &NoticeLanguage) -> StoreResult<(Restriction, String)> {
    wanted.check(tx.today())?;
    let found = find(tx, id)?;
    if matches!(found.state, State::Expired | State::Lifted) {
        return Err(StoreError::Conflict("The restriction has ended; there is nothing to give notice of."));
    }
    let language = match &wanted.language {
        Some(language) => Some(language.clone()),
        None => clients_own(tx, found.client_id)?,
    };
    let language = language.filter(|one| LANGUAGES.contains(&one.as_str()));
    Ok((found, language.unwrap_or_else(|| LANGUAGES[0].to_owned())))
}

fn clients_own(tx: &mut ReadTx, client: ClientId) -> StoreResult<Option<String>> {
    let query = scope::clients(tx.actor()).filter(clients::id.eq(client.uuid()));
    tx.first(query.select(clients::language))
}

fn made(tx: &mut ReadTx, of: &Restriction, language: &str, with: WithReason) -> StoreResult<Notice> {
    let reader = Reader { language: Some(language.to_owned()) };
    let organization = organization::read_by(tx, &reader)?;
    Ok(domain::restrictions::notice::notice(of, &organization, language, with, tx.today())?)
}
