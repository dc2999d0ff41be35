//! The fields of the profile, and the patch that they make.

use domain::{
    organization::{Organization, OrganizationPatch},
    patch::Patch,
};

use super::{languages::Languages, others::OtherWords};
use crate::forms::{Core, Field};

/// A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Wish {
    pub name: Field<String>,
    pub mission: Field<String>,
    pub address: Field<String>,
    pub phone: Field<String>,
    pub email: Field<String>,
    pub website: Field<String>,
    pub time_zone: Field<String>,
    pub accent_color: Field<String>,
    pub header_color: Field<String>,
    pub residency_label: Field<String>,
    pub collects_ssn: Field<bool>,
    pub places_people: Field<bool>,
    pub languages: Languages,
    pub words: OtherWords,
    pub escalate_after_days: Field<String>,
}

impl Wish {
    pub fn new(core: Core, found: &Organization) -> Self {
        let public = &found.public;
        Self {
            name: core.text("/name", &public.name),
            mission: core.text("/mission", &public.mission),
            address: core.text("/address", &public.address),
            phone: core.text("/phone", &public.phone),
            email: core.text("/email", &public.email),
            website: core.text("/website", &public.website),
            time_zone: core.text("/time_zone", &found.time_zone),
            accent_color: core.text("/accent_color", &public.accent_color),
            header_color: core.text("/header_color", &found.header_color),
            residency_label: core.text("/residency_label", &public.residency_label),
            collects_ssn: core.mark("/collects_ssn", public.collects_ssn),
            places_people: core.mark("/places_people", public.places_people),
            languages: Languages::new(core, &public.languages),
            words: OtherWords::new(core, found),
            escalate_after_days: core.text("/escalate_after_days", found.escalate_after_days.to_string()),
        }
    }

    /// What differs from the profile as it was read.
    pub fn patch(self, was: &Organization) -> OrganizationPatch {
        let public = &was.public;
        let collects_ssn = self.collects_ssn.get();
        OrganizationPatch {
            name: changed(&public.name, self.name),
            mission: changed(&public.mission, self.mission),
            address: changed(&public.address, self.address),
            phone: changed(&public.phone, self.phone),
            email: changed(&public.email, self.email),
            website: changed(&public.website, self.website),
            time_zone: changed(&was.time_zone, self.time_zone),
            accent_color: changed(&public.accent_color, self.accent_color),
            header_color: changed(&was.header_color, self.header_color),
            residency_label: changed(&public.residency_label, self.residency_label),
            collects_ssn: (collects_ssn != public.collects_ssn).then_some(collects_ssn),
            places_people: Patch::between(Some(&public.places_people), Some(self.places_people.get())),
            second_factor_roles: None,
            languages: Some(self.languages.chosen()).filter(|chosen| *chosen != public.languages),
            words: Some(self.words.words()).filter(|words| *words != was.words),
            // A number that is none is out of range, and is told so.
            escalate_after_days: Some(self.escalate_after_days.parsed().unwrap_or(0))
                .filter(|days| *days != was.escalate_after_days),
        }
    }
}

fn changed(was: &str, field: Field<String>) -> Option<String> {
    Some(field.trimmed()).filter(|now| now != was)
}
