//! The domain's codes in the reader's words. Tones go with them, so that a state looks the same everywhere.

use domain::{
    applications::{LikenessReason, Status as ApplicationStatus},
    clients::{Stage, Status},
    restrictions::State,
    users::Colleague,
};

use crate::{
    components::badge::Tone,
    i18n::{I18n, say},
};

pub fn status(i18n: I18n, status: Status) -> String {
    match status {
        Status::Applicant => say!(i18n, clients.applicant),
        Status::Active => say!(i18n, clients.active),
        Status::Inactive => say!(i18n, clients.inactive),
        Status::Closed => say!(i18n, clients.closed),
        Status::Deceased => say!(i18n, clients.deceased),
        Status::Merged => say!(i18n, clients.merged),
    }
}

/// Somebody who works here, or did.
pub fn colleague(i18n: I18n, one: Colleague) -> String {
    if one.active { one.name } else { say!(i18n, bulk.former, name = one.name) }
}

pub fn status_tone(status: Status) -> Tone {
    match status {
        Status::Active => Tone::Success,
        Status::Applicant => Tone::Info,
        Status::Inactive | Status::Closed | Status::Deceased | Status::Merged => Tone::Plain,
    }
}

/// The last step but one has the name of what the organization does.
pub fn stage(i18n: I18n, stage: Stage) -> String {
    match stage {
        Stage::Intake => say!(i18n, clients.intake),
        Stage::InitialContact => say!(i18n, clients.initial_contact),
        Stage::Assessment => say!(i18n, clients.assessment),
        Stage::ProgramAssignment => say!(i18n, clients.program_assignment),
        Stage::ProgressTracking => say!(i18n, clients.progress_tracking),
        Stage::JobPlacement if i18n.places_people() => say!(i18n, clients.job_placement),
        Stage::JobPlacement => say!(i18n, clients.service_completion),
        Stage::FollowUp => say!(i18n, clients.follow_up),
    }
}

pub fn application_status(i18n: I18n, status: ApplicationStatus) -> String {
    match status {
        ApplicationStatus::New => say!(i18n, applications.new),
        ApplicationStatus::Contacted => say!(i18n, applications.contacted),
        ApplicationStatus::Accepted => say!(i18n, applications.accepted),
        ApplicationStatus::Attached => say!(i18n, applications.attached),
        ApplicationStatus::Declined => say!(i18n, applications.declined),
    }
}

pub fn application_tone(status: ApplicationStatus) -> Tone {
    match status {
        ApplicationStatus::New => Tone::Info,
        ApplicationStatus::Contacted => Tone::Warning,
        ApplicationStatus::Accepted | ApplicationStatus::Attached => Tone::Success,
        ApplicationStatus::Declined => Tone::Plain,
    }
}

pub fn likeness(i18n: I18n, reason: LikenessReason) -> String {
    match reason {
        LikenessReason::SameSsn => say!(i18n, applications.same_ssn),
        LikenessReason::SameBirthSimilarName => say!(i18n, applications.same_birth),
        LikenessReason::SameEmail => say!(i18n, applications.same_email),
        LikenessReason::SamePhone => say!(i18n, applications.same_phone),
    }
}

pub fn restriction_state(i18n: I18n, state: State) -> String {
    match state {
        State::Upcoming => say!(i18n, restrictions.upcoming),
        State::Active => say!(i18n, restrictions.active),
        State::Expired => say!(i18n, restrictions.expired),
        State::Lifted => say!(i18n, restrictions.lifted),
    }
}

pub fn restriction_tone(state: State) -> Tone {
    match state {
        State::Active => Tone::Danger,
        State::Upcoming => Tone::Warning,
        State::Expired | State::Lifted => Tone::Plain,
    }
}
