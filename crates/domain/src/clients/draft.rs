//! A new client, and a change of one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use super::{Address, ContactPoint, EmergencyContact, ExternalId, Status, tags};
use crate::{
    custom_fields::{self, Values},
    demographics::{self, Answer},
    enrollments::Departure,
    follow_ups::Handover,
    organization::LANGUAGES,
    patch::Patch,
    problem::FieldError,
    ssn::TypedSsn,
    validate::{self, Draft},
};

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
    /// The language of messages to the person: one of the public pages' languages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = spoken))]
    #[cfg_attr(feature = "openapi", schema(example = "es"))]
    pub language: Option<String>,
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
    /// Codes of the list `tag`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(example = json!(["job_fair"])))]
    pub tags: Vec<String>,
    #[serde(default)]
    #[validate(length(max = 9), nested)]
    pub answers: Vec<Answer>,
    /// Values of custom fields, by their names.
    #[serde(default, skip_serializing_if = "Values::is_empty")]
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub fields: Values,
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
        tags::check(&self.tags, errors);
        custom_fields::check_typed("/fields", &self.fields, errors);
        for (index, id) in self.external_ids.iter().enumerate() {
            if self.external_ids[..index].contains(id) {
                errors.push(FieldError::new(format!("/external_ids/{index}/value"), "twice"));
            }
        }
    }
}

/// A language that messages are written in.
fn spoken(language: &str) -> Result<(), ValidationError> {
    if LANGUAGES.contains(&language) { Ok(()) } else { Err(ValidationError::new("language")) }
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
    /// The language of messages to the person.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub language: Patch<String>,
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
    /// All of them, codes of the list `tag`; the ones that are left out go.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub tags: Patch<Vec<String>>,
    /// Where open follow-ups with the client go. Required where the new status closes the record and there are any; it is
    /// not a field of the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<Handover>,
    /// How the client leaves the programs that they are in. Required where the new status closes the record and there are
    /// any, and it takes the permission `enroll`; it is not a field of the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discharge: Option<Departure>,
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
            language: text(&self.language),
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
            tags: self.tags.set().cloned().unwrap_or_default(),
            answers: Vec::new(),
            fields: Values::new(),
        }
    }
}

impl Draft for ClientPatch {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        errors.extend(self.over_blank().check(today).err().unwrap_or_default());
        let cleared =
            [("/first_name", self.first_name == Patch::Clear), ("/status", self.status == Patch::Clear)];
        validate::never_empty(cleared, errors);
        if let Some(handover) = &self.follow_ups {
            handover.check(errors);
        }
        if let Some(departure) = &self.discharge {
            errors.extend(departure.check_at("/discharge", today));
        }
    }
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
    fn a_language_that_nothing_is_written_in_is_refused() {
        assert!(errors_of(r#"{"language":"zh-Hant"}"#).is_empty());
        assert_eq!(errors_of(r#"{"language":"fr"}"#), [("/language".into(), "language".into())]);
    }

    #[test]
    fn contact_details_are_a_part_of_their_own() {
        let patch: ClientPatch = serde_json::from_str(r#"{"addresses":[]}"#).unwrap();
        assert!(patch.touches_contact_details_only());
    }
}
