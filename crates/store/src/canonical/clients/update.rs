//! A change of a client's record.

use diesel::prelude::*;
use domain::{
    clients::{Client, ClientPatch, Status},
    follow_ups::Leaving,
    ids::ClientId,
    patch::Patch,
    permission::Permission,
};

use super::{
    find_open, lists,
    tags::{self, sorted},
};
use crate::{
    StoreError, StoreResult,
    canonical::{
        codes::{self, Retired, Use},
        enrollments::depart,
    },
    clients::{Keys, Shown},
    follow_ups::Parting,
    schema::clients,
    ssn::{Incoming, client_place},
    tx::WriteTx,
    waitlist::leave_all,
};

pub(in crate::canonical) fn update(
    tx: &mut WriteTx,
    id: ClientId,
    patch: &ClientPatch,
    seen: Option<i32>,
    ssn: Option<&Incoming>,
) -> StoreResult<Client> {
    let shown = Shown::to(tx.actor());
    may_patch(shown, patch, ssn)?;
    let found = find_open(tx, id, seen)?;
    codes::check(tx, &uses(patch, &found), Retired::Refused)?;
    let ssn = number(tx, id, patch, ssn)?;
    let after = after(patch, &found, &ssn);
    if after == found && ssn.is_none() {
        return Ok(shown.of(found));
    }
    let closes = after.status != found.status && after.status.is_some_and(Status::is_closing);
    let after = write(tx, &found, after, ssn)?;
    lists::update(tx, patch, &found, &after)?;
    if closes {
        // First, so that nobody gets a follow-up who sees the person by a program alone that ends with it.
        depart(tx, id, patch.discharge.as_ref())?;
        let parting = Parting::of_one(tx, id, Leaving::Everybody, patch.follow_ups.as_ref())?;
        parting.settle_one(tx, id)?;
        leave_all(tx, vec![id.uuid()])?;
    }
    Ok(shown.of(after))
}

/// What one does not see one does not overwrite.
fn may_patch(shown: Shown, patch: &ClientPatch, ssn: Option<&Incoming>) -> StoreResult<()> {
    let numbered = ssn.is_some() || patch.ssn == Patch::Clear;
    match () {
        () if !shown.details && !patch.touches_contact_details_only() => {
            Err(StoreError::Forbidden(Permission::SeeClientDetails))
        }
        () if !shown.ssn_last_four && numbered => Err(StoreError::Forbidden(Permission::SeeSsnLastFour)),
        () => Ok(()),
    }
}

/// The codes that are new on the record. A retired one that stands there already may stay.
fn uses<'a>(patch: &'a ClientPatch, found: &'a Client) -> Vec<Use<'a>> {
    let fields = [
        ("residency", "/residency", &patch.residency, &found.residency),
        (
            "residency_proof",
            "/residency_verified_by",
            &patch.residency_verified_by,
            &found.residency_verified_by,
        ),
        ("neighborhood", "/neighborhood", &patch.neighborhood, &found.neighborhood),
        ("referral_source", "/referral_source", &patch.referral_source, &found.referral_source),
    ];
    let new = fields.into_iter().filter(|(.., now, was)| now.set() != was.as_ref());
    let used = new.filter_map(|(list, pointer, code, _)| {
        Some(Use { list, code: code.set()?, pointer: pointer.to_owned(), on: None })
    });
    used.chain(tags::uses(patch.tags.set().map_or(&[], Vec::as_slice), &found.tags)).collect()
}

/// What becomes of the number: outside whether anything does, inside the new one.
type Number = Option<Option<(Vec<u8>, String, Vec<u8>)>>;

fn number(tx: &WriteTx, id: ClientId, patch: &ClientPatch, ssn: Option<&Incoming>) -> StoreResult<Number> {
    let Some(incoming) = ssn else { return Ok((patch.ssn == Patch::Clear).then_some(None)) };
    let sealed = incoming.sealed_for(tx.sealer(), client_place(id))?;
    Ok(Some(Some((sealed.sealed, sealed.last_four, sealed.index))))
}

/// The record as it will stand.
fn after(patch: &ClientPatch, found: &Client, ssn: &Number) -> Client {
    let (patch, found) = (patch.clone(), found.clone());
    let last_four = ssn.as_ref().map(|new| new.as_ref().map(|(_, last_four, _)| last_four.clone()));
    Client {
        first_name: patch.first_name.over(Some(found.first_name)).unwrap_or_default(),
        last_name: patch.last_name.over(Some(found.last_name)).unwrap_or_default(),
        preferred_name: patch.preferred_name.over(found.preferred_name).filter(|name| !name.is_empty()),
        language: patch.language.over(found.language),
        aliases: patch.aliases.over(Some(found.aliases)).unwrap_or_default(),
        date_of_birth: patch.date_of_birth.over(found.date_of_birth),
        status: patch.status.over(found.status),
        ssn_last_four: last_four.unwrap_or(found.ssn_last_four),
        residency: patch.residency.over(found.residency),
        residency_verified_by: patch.residency_verified_by.over(found.residency_verified_by),
        neighborhood: patch.neighborhood.over(found.neighborhood),
        referral_source: patch.referral_source.over(found.referral_source),
        contact_points: patch.contact_points.over(Some(found.contact_points)).unwrap_or_default(),
        addresses: patch.addresses.over(Some(found.addresses)).unwrap_or_default(),
        external_ids: patch.external_ids.over(Some(found.external_ids)).unwrap_or_default(),
        emergency_contact: patch.emergency_contact.over(found.emergency_contact),
        tags: sorted(patch.tags.over(Some(found.tags)).unwrap_or_default()),
        ..found
    }
}

/// The number's three columns; outer `None` leaves them alone.
#[derive(AsChangeset)]
#[diesel(table_name = clients)]
struct NumberColumns {
    ssn_sealed: Option<Option<Vec<u8>>>,
    ssn_last_four: Option<Option<String>>,
    ssn_index: Option<Option<Vec<u8>>>,
}

impl From<Number> for NumberColumns {
    fn from(number: Number) -> Self {
        let Some(new) = number else {
            return Self { ssn_sealed: None, ssn_last_four: None, ssn_index: None };
        };
        let (sealed, last_four, index) = match new {
            Some((sealed, last_four, index)) => (Some(sealed), Some(last_four), Some(index)),
            None => (None, None, None),
        };
        Self { ssn_sealed: Some(sealed), ssn_last_four: Some(last_four), ssn_index: Some(index) }
    }
}

fn write(tx: &mut WriteTx, found: &Client, after: Client, ssn: Number) -> StoreResult<Client> {
    let keys = Keys::of(&after);
    let emergency = after.emergency_contact.as_ref().map(serde_json::to_value).transpose()?;
    let now = tx.now();
    let version = tx.try_returning(
        diesel::update(clients::table.find(found.id.uuid()))
            .filter(clients::version.eq(found.version))
            .set((
                (
                    clients::first_name.eq(&after.first_name),
                    clients::last_name.eq(&after.last_name),
                    clients::preferred_name.eq(&after.preferred_name),
                    clients::language.eq(&after.language),
                    clients::aliases.eq(&after.aliases),
                    clients::date_of_birth.eq(after.date_of_birth),
                    clients::status.eq(after.status.unwrap_or_default().code()),
                ),
                (
                    clients::residency.eq(&after.residency),
                    clients::residency_verified_by.eq(&after.residency_verified_by),
                    clients::neighborhood.eq(&after.neighborhood),
                    clients::referral_source.eq(&after.referral_source),
                    clients::emergency_contact.eq(emergency),
                ),
                NumberColumns::from(ssn),
                (clients::name_key.eq(keys.name), clients::search_key.eq(keys.search)),
                (clients::updated_at.eq(now), clients::version.eq(found.version + 1)),
            ))
            .returning(clients::version),
    )?;
    Ok(Client { version: version.ok_or(StoreError::Stale)?, updated_at: now, ..after })
}
