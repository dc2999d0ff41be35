//! What is proposed and where it stands, in words.

use domain::changes::{Change, Kind, Status};

use crate::{
    components::badge::Tone,
    format,
    i18n::{I18n, say},
    pages::audit::{entity, operation},
};

/// What is proposed.
pub fn edit(i18n: I18n, edit: &str) -> String {
    match edit {
        "clients.create" => say!(i18n, changes.e_client_create),
        "clients.update" => say!(i18n, changes.e_client_update),
        "photos.set" => say!(i18n, changes.e_photo),
        "photos.remove" => say!(i18n, changes.e_photo_remove),
        "demographics.answer" => say!(i18n, changes.e_demographics),
        "custom_fields.set" => say!(i18n, custom_fields.proposed),
        "clients.move_stage" => say!(i18n, changes.e_stage),
        "assignments.create" => say!(i18n, changes.e_assign),
        "assignments.end" => say!(i18n, changes.e_unassign),
        "restrictions.create" => say!(i18n, changes.e_restrict),
        "restrictions.update" => say!(i18n, changes.e_amend),
        "restrictions.lift" => say!(i18n, changes.e_lift),
        "enrollments.create" => say!(i18n, changes.e_enroll),
        "enrollments.discharge" => say!(i18n, changes.e_discharge),
        "enrollments.transfer" => say!(i18n, changes.e_transfer),
        "enrollments.correct" => say!(i18n, changes.e_correct),
        "clients.erase" => say!(i18n, retention.erase),
        "programs.add" => say!(i18n, programs.add),
        "programs.amend" => say!(i18n, programs.amend),
        "programs.remove" => say!(i18n, changes.e_program_remove),
        "programs.set_capacity" => say!(i18n, programs.set_capacity),
        "programs.remove_capacity" => say!(i18n, changes.e_capacity_back),
        "departments.add" => say!(i18n, departments.add),
        "departments.amend" => say!(i18n, changes.e_department),
        "departments.remove" => say!(i18n, changes.e_department_remove),
        other => operation(i18n, other),
    }
}

/// Which enrollment, restriction or assignment of the client's it is about.
pub fn subject(i18n: I18n, change: &Change) -> Option<String> {
    let subject = change.about.as_ref()?;
    let name = subject.name.clone().unwrap_or_else(|| say!(i18n, restrictions.organization));
    Some(match subject.since {
        Some(day) => say!(i18n, changes.since, answer = name, day = format::day(i18n, day)),
        None => name,
    })
}

/// The kind of record that a proposal is about.
pub fn kind(i18n: I18n, kind: Kind) -> String {
    match kind {
        Kind::Clients => say!(i18n, changes.k_clients),
        Kind::Photos => say!(i18n, changes.k_photos),
        Kind::CustomFields => say!(i18n, custom_fields.title),
        other => entity(i18n, other.code()),
    }
}

pub fn status(i18n: I18n, status: Status) -> String {
    match status {
        Status::Pending => say!(i18n, changes.pending),
        Status::Approved => say!(i18n, changes.approved),
        Status::Refused => say!(i18n, changes.refused),
        Status::Withdrawn => say!(i18n, changes.withdrawn),
    }
}

pub fn tone(status: Status) -> Tone {
    match status {
        Status::Pending => Tone::Info,
        Status::Approved => Tone::Success,
        Status::Refused | Status::Withdrawn => Tone::Plain,
    }
}
