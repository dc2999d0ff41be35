//! The organization's profile.

pub mod logo;

use chrono_tz::Tz;
use diesel::prelude::*;
use domain::{
    account::is_required,
    organization::{Organization, OrganizationPatch, PublicOrganization, Reader},
    patch::Patch,
    role::Role,
    validate::Draft,
};
use serde_json::Value;

use self::logo::KeptLogo;
use crate::{
    StoreError, StoreResult, account,
    canonical::unchanged,
    schema::organization,
    scope::Scoped,
    tx::{ReadTx, WriteTx},
    users::read_roles,
};

/// The profile with what only the administration needs. Not found before a profile was installed.
pub fn settings(tx: &mut ReadTx) -> StoreResult<Organization> {
    let row: Row = tx.first(Scoped::by_permission(organization::table).select(Row::as_select()))?;
    row.organization()
}

/// The profile as everybody sees it, in the organization's first language.
pub fn public(tx: &mut ReadTx) -> StoreResult<PublicOrganization> {
    settings(tx).map(|settings| settings.public)
}

/// The profile as somebody reads it.
pub fn read_by(tx: &mut ReadTx, reader: &Reader) -> StoreResult<PublicOrganization> {
    let found = settings(tx)?;
    Ok(found.public.read_in(reader.language.as_deref(), &found.words))
}

/// Which consent text the form shows now.
pub(crate) fn consent_version(tx: &mut ReadTx) -> StoreResult<String> {
    tx.first(Scoped::by_permission(organization::table).select(organization::consent_version))
}

/// Roles that may not do without a second factor.
pub(crate) fn second_factor_roles(tx: &mut ReadTx) -> StoreResult<Vec<Role>> {
    let query = Scoped::by_permission(organization::table).select(organization::second_factor_roles);
    let codes: Option<Vec<String>> = tx.find(query)?;
    Ok(read_roles(&codes.unwrap_or_default()))
}

/// What a form that is handed in is held to.
pub(crate) struct Asked {
    pub consent_version: String,
    pub collects_ssn: bool,
    /// Where the organization reads its mail.
    pub email: String,
    /// In which language.
    pub language: String,
}

pub(crate) fn asked(tx: &mut ReadTx) -> StoreResult<Asked> {
    let columns = (
        organization::consent_version,
        organization::collects_ssn,
        organization::email,
        organization::languages,
    );
    let (consent_version, collects_ssn, email, languages): (String, bool, String, Vec<String>) =
        tx.first(Scoped::by_permission(organization::table).select(columns))?;
    let language = languages.into_iter().next().unwrap_or_default();
    Ok(Asked { consent_version, collects_ssn, email, language })
}

/// Changes the profile. `seen` is the version that the writer read.
pub fn amend(tx: &mut WriteTx, seen: i32, patch: &OrganizationPatch) -> StoreResult<Organization> {
    patch.check(tx.today())?;
    if patch.time_zone.as_ref().is_some_and(|name| name.parse::<Tz>().is_err()) {
        return Err(StoreError::field("/time_zone", "time_zone"));
    }
    let found = settings(tx)?;
    unchanged(Some(seen), found.version)?;
    refuse_own_exclusion(tx, patch)?;
    let places_people = match patch.places_people {
        Patch::Set(places) => Some(places),
        Patch::Keep | Patch::Clear => None,
    };
    let second_factor_roles = patch.second_factor_roles.as_ref();
    let second_factor_roles =
        second_factor_roles.map(|roles| roles.iter().map(|role| role.code()).collect::<Vec<_>>());
    let words = patch.words.as_ref().map(serde_json::to_value).transpose()?;
    let statement = diesel::update(organization::table)
        .filter(organization::version.eq(found.version))
        .set((
            patch.name.as_ref().map(|name| organization::name.eq(name)),
            patch.mission.as_ref().map(|mission| organization::mission.eq(mission)),
            patch.address.as_ref().map(|address| organization::address.eq(address)),
            patch.phone.as_ref().map(|phone| organization::phone.eq(phone)),
            patch.email.as_ref().map(|email| organization::email.eq(email)),
            patch.website.as_ref().map(|website| organization::website.eq(website)),
            patch.accent_color.as_ref().map(|color| organization::accent_color.eq(color)),
            patch.header_color.as_ref().map(|color| organization::header_color.eq(color)),
            patch.residency_label.as_ref().map(|label| organization::residency_label.eq(label)),
            patch.collects_ssn.map(|collects| organization::collects_ssn.eq(collects)),
            patch.time_zone.as_ref().map(|zone| organization::time_zone.eq(zone)),
            places_people.map(|places| organization::places_people.eq(places)),
            second_factor_roles.map(|roles| organization::second_factor_roles.eq(roles)),
            patch.languages.as_ref().map(|languages| organization::languages.eq(languages)),
            words.map(|words| organization::words.eq(words)),
            patch.escalate_after_days.map(|days| organization::escalate_after_days.eq(i16::from(days))),
            organization::version.eq(found.version + 1),
        ))
        .returning(Row::as_returning());
    let row: Option<Row> = tx.try_returning(statement)?;
    row.ok_or(StoreError::Stale)?.organization()
}

/// Whoever requires a second factor of their own role has one: else the decision would shut them out themselves.
fn refuse_own_exclusion(tx: &mut ReadTx, patch: &OrganizationPatch) -> StoreResult<()> {
    let required_of = patch.second_factor_roles.as_deref().unwrap_or_default();
    if !is_required(&tx.actor().held, required_of) {
        return Ok(());
    }
    let user = tx.user()?;
    match account::has_second_factor(tx, user)? {
        true => Ok(()),
        false => Err(StoreError::field("/second_factor_roles", "own_second_factor_first")),
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = organization)]
struct Row {
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
    time_zone: String,
    second_factor_roles: Vec<String>,
    escalate_after_days: i16,
    header_color: String,
    logo: Option<Value>,
    words: Value,
    version: i32,
}

impl Row {
    fn organization(self) -> StoreResult<Organization> {
        let public = PublicOrganization {
            name: self.name,
            mission: self.mission,
            address: self.address,
            phone: self.phone,
            email: self.email,
            website: self.website,
            accent_color: self.accent_color,
            residency_label: self.residency_label,
            collects_ssn: self.collects_ssn,
            languages: self.languages,
            places_people: self.places_people,
        };
        let logo = self.logo.map(serde_json::from_value::<KeptLogo>).transpose()?;
        Ok(Organization {
            public,
            header_color: self.header_color,
            logo: logo.map(|kept| kept.logo),
            time_zone: self.time_zone,
            second_factor_roles: read_roles(&self.second_factor_roles),
            words: serde_json::from_value(self.words)?,
            escalate_after_days: u8::try_from(self.escalate_after_days).unwrap_or(u8::MAX),
            version: self.version,
        })
    }
}
