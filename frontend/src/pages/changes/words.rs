//! What is proposed and where it stands, in words.

use domain::changes::Status;

use crate::{
    components::badge::Tone,
    i18n::{I18n, say},
    pages::audit::operation,
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
        other => operation(i18n, other),
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
