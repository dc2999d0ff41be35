//! The organization that runs this installation.

use diesel::prelude::*;
use domain::organization::PublicOrganization;

use crate::{StoreResult, schema::organization, scope::Scoped, tx::ReadTx};

#[derive(Queryable, Selectable)]
#[diesel(table_name = organization)]
struct Profile {
    name: String,
    mission: String,
    address: String,
    phone: String,
    email: String,
    website: String,
    accent_color: String,
    residency_label: String,
    collects_ssn: bool,
    languages: Vec<String>,
    places_people: bool,
}

/// The profile, as everybody sees it.
pub fn public(tx: &mut ReadTx) -> StoreResult<PublicOrganization> {
    let profile: Profile =
        tx.first(Scoped::by_permission(organization::table).select(Profile::as_select()))?;
    Ok(profile.into())
}

impl From<Profile> for PublicOrganization {
    fn from(profile: Profile) -> Self {
        Self {
            name: profile.name,
            mission: profile.mission,
            address: profile.address,
            phone: profile.phone,
            email: profile.email,
            website: profile.website,
            accent_color: profile.accent_color,
            residency_label: profile.residency_label,
            collects_ssn: profile.collects_ssn,
            languages: profile.languages,
            places_people: profile.places_people,
        }
    }
}
