//! What a file says of each thing, and how that is made of what is here. What it may leave out is optional: left out of
//! something that is here already it stays, left out of something new it is as usual.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    code_lists::{CodeValue, CodeValueDraft, Labels},
    custom_fields::{CustomField, CustomFieldDraft, On, Takes},
    departments::DepartmentDraft,
    ids::DepartmentId,
    mail_texts::{MailKind, MailText, MailTextPatch},
    organization::{Organization, OrganizationPatch},
    patch::Patch,
    permission::{Permission, Permissions},
    programs::ProgramDraft,
    roles::{ListedRole, RoleDraft, RoleSight},
    settings::{SystemSettings, SystemSettingsPatch},
};

/// One of the organization's own roles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfiguredRole {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub sight: RoleSight,
    /// Codes: a file of another version may name some that this one does not know, which is told with the preview.
    pub permissions: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor_required: Option<bool>,
}

impl ConfiguredRole {
    pub fn of(role: &ListedRole) -> Self {
        Self {
            name: role.name.clone(),
            description: Some(role.description.clone()),
            sight: role.sight,
            permissions: role.permissions.iter().map(|permission| permission.code().to_owned()).collect(),
            second_factor_required: Some(role.second_factor_required),
        }
    }

    /// With the permissions that this version knows, and what goes without saying.
    pub fn draft(&self) -> RoleDraft {
        RoleDraft {
            name: self.name.clone(),
            description: self.description.clone().unwrap_or_default(),
            sight: self.sight,
            permissions: self.known().whole(),
            second_factor_required: self.second_factor_required.unwrap_or_default(),
        }
    }

    /// Says what goes without saying, as what is here says it: else a file of before would never be as what it made.
    pub(super) fn spell_out(&mut self) {
        let unsaid = self.known().whole().minus(self.known());
        self.permissions.extend(unsaid.iter().map(|permission| permission.code().to_owned()));
    }

    fn known(&self) -> Permissions {
        self.permissions.iter().filter_map(|code| Permission::from_code(code)).collect()
    }
}

/// A value of a code list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfiguredValue {
    pub code: String,
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub labels: Labels,
    /// The first day on which it is offered; null for always.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub offered_from: Patch<NaiveDate>,
    /// It is not offered any more, or has a day from which it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<bool>,
    /// That day; the one on which the file is taken where a retired value names none.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub retired_on: Patch<NaiveDate>,
}

impl ConfiguredValue {
    pub fn of(value: &CodeValue) -> Self {
        Self {
            code: value.code.clone(),
            labels: value.labels.clone(),
            offered_from: Patch::to(value.offered_from),
            retired: Some(value.retired_on.is_some()),
            retired_on: Patch::to(value.retired_on),
        }
    }

    pub fn draft(&self) -> CodeValueDraft {
        CodeValueDraft {
            code: self.code.clone(),
            labels: self.labels.clone(),
            offered_from: self.offered_from.set().copied(),
            retired_on: self.retired_on.set().copied(),
        }
    }

    /// Whether it is to be retired. A day says so by itself.
    pub fn retires(&self) -> bool {
        self.retired == Some(true) || self.retired_on.set().is_some()
    }
}

/// A department, without who answers for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfiguredDepartment {
    pub name: String,
}

impl ConfiguredDepartment {
    pub fn draft(&self) -> DepartmentDraft {
        DepartmentDraft { name: self.name.clone(), owner_id: None }
    }
}

/// A program, without the people who work in it and without its capacities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfiguredProgram {
    pub name: String,
    /// By its name; null for none.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub department: Patch<String>,
    /// A value of the code list `program_type`; null for none.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub kind: Patch<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The same in the organization's other languages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub descriptions: Option<BTreeMap<String, String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// A new program is, where the file does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_to_intake: Option<bool>,
    /// Null for as many as in the organization.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub escalate_after_days: Patch<u8>,
}

impl ConfiguredProgram {
    /// In a department that is here.
    pub fn draft(&self, department_id: Option<DepartmentId>) -> ProgramDraft {
        ProgramDraft {
            name: self.name.clone(),
            description: self.description.clone().unwrap_or_default(),
            descriptions: self.descriptions.clone().unwrap_or_default(),
            location: self.location.clone().unwrap_or_default(),
            kind: self.kind.set().cloned(),
            department_id,
            open_to_intake: self.open_to_intake.unwrap_or(true),
            escalate_after_days: self.escalate_after_days.set().copied(),
            staff: Vec::new(),
        }
    }
}

/// A custom field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfiguredField {
    pub name: String,
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub labels: Labels,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub hints: Option<Labels>,
    pub takes: Takes,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<On>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<bool>,
    /// It is not asked any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<bool>,
}

impl ConfiguredField {
    pub fn of(field: &CustomField) -> Self {
        Self {
            name: field.name.clone(),
            labels: field.labels.clone(),
            hints: Some(field.hints.clone()),
            takes: field.takes.clone(),
            required: Some(field.required),
            on: Some(field.on),
            sensitive: Some(field.sensitive),
            retired: Some(field.retired_on.is_some()),
        }
    }

    pub fn draft(&self) -> CustomFieldDraft {
        CustomFieldDraft {
            name: self.name.clone(),
            labels: self.labels.clone(),
            hints: self.hints.clone().unwrap_or_default(),
            takes: self.takes.clone(),
            required: self.required.unwrap_or_default(),
            on: self.on.unwrap_or_default(),
            sensitive: self.sensitive.unwrap_or_default(),
        }
    }
}

/// The organization's own words for a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfiguredMail {
    pub kind: MailKind,
    pub language: String,
    pub subject: String,
    pub body: String,
}

impl ConfiguredMail {
    pub fn of(text: &MailText) -> Self {
        let MailText { kind, language, subject, body, .. } = text.clone();
        Self { kind, language, subject, body }
    }

    pub fn patch(&self) -> MailTextPatch {
        MailTextPatch { subject: Some(self.subject.clone()), body: Some(self.body.clone()) }
    }
}

/// All that can be set of a profile. The logo is a file of its own and stays where it is.
pub fn profile_of(found: &Organization) -> OrganizationPatch {
    let public = found.public.clone();
    OrganizationPatch {
        name: Some(public.name),
        mission: Some(public.mission),
        address: Some(public.address),
        phone: Some(public.phone),
        email: Some(public.email),
        website: Some(public.website),
        accent_color: Some(public.accent_color),
        header_color: Some(found.header_color.clone()),
        residency_label: Some(public.residency_label),
        collects_ssn: Some(public.collects_ssn),
        time_zone: Some(found.time_zone.clone()),
        places_people: Patch::Set(public.places_people),
        second_factor_roles: Some(found.second_factor_roles.clone()),
        escalate_after_days: Some(found.escalate_after_days),
        languages: Some(public.languages),
        words: Some(found.words.clone()),
    }
}

/// All settings.
pub fn settings_of(found: &SystemSettings) -> SystemSettingsPatch {
    SystemSettingsPatch {
        password_length: Some(found.password_length),
        session_idle_minutes: Some(found.session_idle_minutes),
        session_hours: Some(found.session_hours),
        file_megabytes: Some(found.file_megabytes),
        application_files: Some(found.application_files),
        draft_days: Some(found.draft_days),
        unsent_days: Some(found.unsent_days),
        job_days: Some(found.job_days),
        failed_job_days: Some(found.failed_job_days),
        bulk_change_days: Some(found.bulk_change_days),
        application_months: Some(found.application_months),
        client_years: Some(found.client_years),
        access_years: Some(found.access_years),
        notification_days: Some(found.notification_days),
        modules_off: Some(found.modules_off.clone()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value, json};

    use super::*;

    fn fields(of: &impl Serialize) -> BTreeSet<String> {
        let Value::Object(fields) = serde_json::to_value(of).unwrap() else { panic!("no object") };
        fields.into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn every_setting_stands_in_the_file() {
        let settings = SystemSettings::default();
        let mut wanted = fields(&settings);
        wanted.remove("version");
        assert_eq!(fields(&settings_of(&settings)), wanted);
    }

    #[test]
    fn all_of_the_profile_that_can_be_set_stands_in_the_file() {
        let organization = json!({
            "name": "Hall", "mission": "", "address": "", "phone": "", "email": "", "website": "",
            "accent_color": "#8f2d1f", "residency_label": "Here?", "collects_ssn": true, "languages": ["en"],
            "places_people": true, "header_color": "", "time_zone": "America/Los_Angeles",
            "second_factor_roles": [], "escalate_after_days": 3, "words": {}, "version": 4,
        });
        let organization: Organization = serde_json::from_value(organization).unwrap();
        let mut wanted = fields(&organization);
        wanted.remove("version");
        assert_eq!(fields(&profile_of(&organization)), wanted);
    }
}
