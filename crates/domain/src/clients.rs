//! Clients: the people who are served.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use crate::{
    demographics::{self, Answer},
    ids::{ApplicationId, ClientId, ProgramId, UserId},
    patch::Patch,
    problem::FieldError,
    ssn::TypedSsn,
    validate::{self, Draft},
};

/// Where the record stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ClientStatus))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Applicant,
    #[default]
    Active,
    Inactive,
    Closed,
    Deceased,
    /// Joined into another record.
    Merged,
}

/// The place in the journey.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    #[default]
    Intake,
    InitialContact,
    Assessment,
    ProgramAssignment,
    ProgressTracking,
    /// Job placement, or service completion where the agency does not place people.
    JobPlacement,
    FollowUp,
}

macro_rules! codes {
    ($name:ident: $($variant:ident $code:literal),*) => {
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// As it stands in the database and in JSON.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}
pub(crate) use codes;

codes!(Status: Applicant "applicant", Active "active", Inactive "inactive", Closed "closed",
    Deceased "deceased", Merged "merged");
codes!(Stage: Intake "intake", InitialContact "initial_contact", Assessment "assessment",
    ProgramAssignment "program_assignment", ProgressTracking "progress_tracking",
    JobPlacement "job_placement", FollowUp "follow_up");

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    Phone,
    Email,
}
codes!(ContactKind: Phone "phone", Email "email");

/// A phone number or an email address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[validate(schema(function = contact_value))]
pub struct ContactPoint {
    pub kind: ContactKind,
    #[validate(length(min = 1, max = 254), custom(function = validate::line))]
    pub value: String,
    /// "Work", "sister's phone".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 60), custom(function = validate::line))]
    pub label: Option<String>,
    /// Whether the person agreed to be contacted here.
    #[serde(default = "yes")]
    pub may_contact: bool,
}

fn yes() -> bool {
    true
}

fn contact_value(contact: &ContactPoint) -> Result<(), ValidationError> {
    match contact.kind {
        ContactKind::Phone => validate::phone(&contact.value),
        ContactKind::Email => validate::email(&contact.value),
    }
}

/// Where somebody lives or gets mail. No fixed address is an address too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[validate(schema(function = street_or_none))]
pub struct Address {
    /// The person has no fixed address; the lines below may say where they can be found.
    #[serde(default)]
    pub no_fixed_address: bool,
    #[serde(default)]
    #[validate(length(max = 120), custom(function = validate::line))]
    pub street: String,
    #[serde(default)]
    #[validate(length(max = 120), custom(function = validate::line))]
    pub unit: String,
    #[serde(default)]
    #[validate(length(max = 80), custom(function = validate::line))]
    pub city: String,
    /// State or province.
    #[serde(default)]
    #[validate(length(max = 40), custom(function = validate::line))]
    pub region: String,
    #[serde(default)]
    #[validate(length(max = 12), custom(function = validate::line))]
    pub postal_code: String,
}

impl Address {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// On one line, as on an envelope.
    pub fn line(&self) -> String {
        let place =
            [&self.region, &self.postal_code].map(|s| s.as_str()).into_iter().filter(|s| !s.is_empty());
        let place = place.collect::<Vec<_>>().join(" ");
        let parts = [self.street.as_str(), &self.unit, &self.city, &place];
        parts.into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

fn street_or_none(address: &Address) -> Result<(), ValidationError> {
    let fine =
        address.no_fixed_address || !address.street.trim().is_empty() || !address.city.trim().is_empty();
    if fine { Ok(()) } else { Err(ValidationError::new("required")) }
}

/// The number that another system knows the person by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExternalId {
    /// The other system.
    #[validate(length(min = 1, max = 40), custom(function = validate::line))]
    pub source: String,
    #[validate(length(min = 1, max = 80), custom(function = validate::line))]
    pub value: String,
}

/// Whom to call when something happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EmergencyContact {
    #[validate(length(min = 1, max = 200), custom(function = validate::line))]
    pub name: String,
    #[serde(default)]
    #[validate(length(max = 60), custom(function = validate::line))]
    pub relationship: String,
    #[validate(custom(function = validate::phone))]
    pub phone: String,
}

/// A new client.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ClientDraft {
    #[validate(length(min = 1, max = 100), custom(function = validate::line))]
    pub first_name: String,
    /// Empty for a person with one name.
    #[serde(default)]
    #[validate(length(max = 100), custom(function = validate::line))]
    pub last_name: String,
    #[serde(default)]
    #[validate(length(max = 100), custom(function = validate::line))]
    pub preferred_name: Option<String>,
    #[serde(default)]
    #[validate(length(max = 10), custom(function = validate::line_each))]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub date_of_birth: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ssn: Option<TypedSsn>,
    #[serde(default)]
    pub status: Status,
    /// A code of the list `residency`.
    #[serde(default)]
    #[validate(custom(function = validate::code))]
    pub residency: Option<String>,
    /// A code of the list `residency_proof`: how residency was verified.
    #[serde(default)]
    #[validate(custom(function = validate::code))]
    pub residency_verified_by: Option<String>,
    #[serde(default)]
    #[validate(custom(function = validate::code))]
    pub neighborhood: Option<String>,
    #[serde(default)]
    #[validate(custom(function = validate::code))]
    pub referral_source: Option<String>,
    #[serde(default)]
    #[validate(length(max = 10), nested)]
    pub contact_points: Vec<ContactPoint>,
    #[serde(default)]
    #[validate(length(max = 5), nested)]
    pub addresses: Vec<Address>,
    #[serde(default)]
    #[validate(length(max = 10), nested)]
    pub external_ids: Vec<ExternalId>,
    #[serde(default)]
    #[validate(nested)]
    pub emergency_contact: Option<EmergencyContact>,
    #[serde(default)]
    #[validate(length(max = 9), nested)]
    pub answers: Vec<Answer>,
}

impl Draft for ClientDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        if let Some(born) = self.date_of_birth {
            validate::birth("/date_of_birth", born, today, errors);
        }
        check_ssn(self.ssn.as_ref(), errors);
        if self.status == Status::Merged {
            errors.push(FieldError::new("/status", "set_by_merge"));
        }
        demographics::check_all(&self.answers, today, errors);
        for (index, id) in self.external_ids.iter().enumerate() {
            if self.external_ids[..index].contains(id) {
                errors.push(FieldError::new(format!("/external_ids/{index}/value"), "twice"));
            }
        }
    }
}

fn check_ssn(ssn: Option<&TypedSsn>, errors: &mut Vec<FieldError>) {
    if ssn.is_some_and(|ssn| ssn.parse().is_err()) {
        errors.push(FieldError::new("/ssn", "ssn"));
    }
}

/// A change of a client's record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ClientPatch {
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub first_name: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub last_name: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub preferred_name: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub aliases: Patch<Vec<String>>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub date_of_birth: Patch<NaiveDate>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub ssn: Patch<TypedSsn>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub status: Patch<Status>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub residency: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub residency_verified_by: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub neighborhood: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub referral_source: Patch<String>,
    /// All of them; the ones that are left out go.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub contact_points: Patch<Vec<ContactPoint>>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub addresses: Patch<Vec<Address>>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub external_ids: Patch<Vec<ExternalId>>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub emergency_contact: Patch<EmergencyContact>,
}

impl ClientPatch {
    /// Whether it touches phones, emails and addresses alone, which more people may change.
    pub fn touches_contact_details_only(&self) -> bool {
        let rest = Self { contact_points: Patch::Keep, addresses: Patch::Keep, ..self.clone() };
        rest == Self::default()
    }

    /// The record that would stand afterwards, so that the rules of a draft hold for a change as well.
    fn over_blank(&self) -> ClientDraft {
        let text = |patch: &Patch<String>| patch.set().cloned();
        ClientDraft {
            first_name: text(&self.first_name).unwrap_or_else(|| "kept".into()),
            last_name: text(&self.last_name).unwrap_or_default(),
            preferred_name: text(&self.preferred_name),
            aliases: self.aliases.set().cloned().unwrap_or_default(),
            date_of_birth: self.date_of_birth.set().copied(),
            ssn: self.ssn.set().cloned(),
            status: self.status.set().copied().unwrap_or_default(),
            residency: text(&self.residency),
            residency_verified_by: text(&self.residency_verified_by),
            neighborhood: text(&self.neighborhood),
            referral_source: text(&self.referral_source),
            contact_points: self.contact_points.set().cloned().unwrap_or_default(),
            addresses: self.addresses.set().cloned().unwrap_or_default(),
            external_ids: self.external_ids.set().cloned().unwrap_or_default(),
            emergency_contact: self.emergency_contact.set().cloned(),
            answers: Vec::new(),
        }
    }
}

impl Draft for ClientPatch {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        errors.extend(self.over_blank().check(today).err().unwrap_or_default());
        for (pointer, cleared) in
            [("/first_name", self.first_name == Patch::Clear), ("/status", self.status == Patch::Clear)]
        {
            if cleared {
                errors.push(FieldError::new(pointer, "required"));
            }
        }
    }
}

/// A move to another place in the journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StageMove {
    pub stage: Stage,
}
impl Draft for StageMove {}

/// A client's record, as far as the reader may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Client {
    pub id: ClientId,
    pub version: i32,
    pub first_name: String,
    pub last_name: String,
    pub preferred_name: Option<String>,
    pub contact_points: Vec<ContactPoint>,
    pub addresses: Vec<Address>,
    /// The next open follow-up with the person.
    pub next_appointment: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ssn_last_four: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residency: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residency_verified_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub neighborhood: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral_source: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub external_ids: Vec<ExternalId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emergency_contact: Option<EmergencyContact>,
    /// The application that the record came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_id: Option<ApplicationId>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// Fields that exist and that the reader may not see.
    pub withheld: Vec<String>,
}

impl Client {
    /// The name to address the person by.
    pub fn display_name(&self) -> String {
        display_name(self.preferred_name.as_deref(), &self.first_name, &self.last_name)
    }
}

/// Preferred name first, as the person is called.
pub fn display_name(preferred: Option<&str>, first: &str, last: &str) -> String {
    format!("{} {last}", preferred.unwrap_or(first)).trim().to_owned()
}

/// A client in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientRow {
    pub id: ClientId,
    pub version: i32,
    pub first_name: String,
    pub last_name: String,
    pub preferred_name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// Names of the staff that the client is assigned to.
    pub assignees: Vec<String>,
    /// A restriction is in force now.
    pub restricted: bool,
    pub updated_at: DateTime<Utc>,
}

/// Orders that have an index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClientSort {
    /// Last name, first name.
    #[default]
    Name,
    /// Newest record first.
    Newest,
    /// Last changed first.
    Updated,
}

/// Which clients are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct ClientFilter {
    /// Any name, alias, phone, email, external id or date of birth; slips of the finger and accents are
    /// forgiven.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// May be repeated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<Status>,
    /// May be repeated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stage: Vec<Stage>,
    /// Enrolled now in this program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program: Option<ProgramId>,
    /// Assigned to this user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<UserId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub sort: Option<ClientSort>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Why a secret is asked for. It stands in the audit beside the reader's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Reason {
    #[validate(length(min = 5, max = 500), custom(function = validate::line))]
    pub reason: String,
}
impl Draft for Reason {}

/// A disclosed social security number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DisclosedSsn {
    /// `536-22-1234`
    pub ssn: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 2).unwrap()
    }

    fn errors_of(patch: &str) -> Vec<(String, String)> {
        let patch: ClientPatch = serde_json::from_str(patch).unwrap();
        patch.check(day()).err().unwrap_or_default().into_iter().map(|e| (e.pointer, e.code)).collect()
    }

    #[test]
    fn a_person_with_one_name_is_fine() {
        let draft = ClientDraft { first_name: "Sukarno".into(), ..ClientDraft::default() };
        assert!(draft.check(day()).is_ok());
    }

    #[test]
    fn a_birth_in_the_future_is_refused() {
        assert_eq!(
            errors_of(r#"{"date_of_birth":"9999-12-31"}"#),
            [("/date_of_birth".into(), "in_the_future".into())]
        );
    }

    #[test]
    fn a_first_name_cannot_be_cleared() {
        assert_eq!(errors_of(r#"{"first_name":null}"#), [("/first_name".into(), "required".into())]);
    }

    #[test]
    fn nobody_sets_what_joining_sets() {
        let expected = [("/status".to_owned(), "set_by_merge".to_owned())];
        assert_eq!(errors_of(r#"{"status":"merged"}"#), expected);
        let draft =
            ClientDraft { first_name: "Ana".into(), status: Status::Merged, ..ClientDraft::default() };
        assert_eq!(draft.check(day()).unwrap_err()[0].code, "set_by_merge");
    }

    #[test]
    fn a_wrong_email_is_named_by_its_place() {
        let patch =
            r#"{"contact_points":[{"kind":"phone","value":"415-865-2105"},{"kind":"email","value":"a@b"}]}"#;
        assert_eq!(errors_of(patch).first().map(|e| e.1.as_str()), Some("email"));
    }

    #[test]
    fn contact_details_are_a_part_of_their_own() {
        let patch: ClientPatch = serde_json::from_str(r#"{"addresses":[]}"#).unwrap();
        assert!(patch.touches_contact_details_only());
    }

    #[test]
    fn no_fixed_address_is_an_address() {
        let nowhere = Address { no_fixed_address: true, ..Address::default() };
        assert!(nowhere.validate().is_ok());
        assert!(Address::default().validate().is_err());
    }
}
