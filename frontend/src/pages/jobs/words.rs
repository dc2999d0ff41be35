//! Kinds, states and schedules in words. A mail that this page does not know is made readable from its name.

use domain::{
    jobs::{Kind, State},
    schedules::Schedule,
};

use crate::{
    components::badge::Tone,
    i18n::{I18n, say},
    pages::audit::humanized,
};

pub fn what(i18n: I18n, kind: Kind, subject: &str) -> String {
    match (kind, subject) {
        (Kind::Mail, "application_received") => say!(i18n, jobs.application_received),
        (Kind::Mail, "new_application") => say!(i18n, jobs.new_application),
        (Kind::Mail, "invitation") => say!(i18n, jobs.invitation),
        (Kind::Mail, "password_reset") => say!(i18n, jobs.password_reset),
        (Kind::Mail, "referral_arrived") => say!(i18n, jobs.referral_arrived),
        (Kind::Mail, "already_with_us") => say!(i18n, jobs.already_with_us),
        (Kind::Mail, "password_chosen") => say!(i18n, jobs.password_chosen),
        (Kind::Mail, "second_factor_removed") => say!(i18n, jobs.second_factor_removed),
        (Kind::KnownApplicant, _) => say!(i18n, jobs.look_up_known),
        (Kind::PasswordReset, _) => say!(i18n, jobs.look_up_reset),
        (Kind::SweepFiles, _) => say!(i18n, jobs.sweep_files),
        (Kind::SweepJobs, _) => say!(i18n, jobs.sweep_jobs),
        (Kind::Mail, "notice") => say!(i18n, jobs.notice),
        (Kind::Mail, "reminder") => say!(i18n, jobs.reminder),
        (Kind::Mail, "digest") => say!(i18n, jobs.digest),
        (Kind::Mail, other) => say!(i18n, jobs.mail, what = humanized(other)),
        (Kind::SendDigests, _) => say!(i18n, jobs.send_digests),
        (Kind::RemindOfFollowUps, _) => say!(i18n, jobs.remind_of_follow_ups),
        (Kind::EscalateFollowUps, _) => say!(i18n, jobs.escalate_follow_ups),
        (Kind::RemindOfRestrictionReviews, _) => say!(i18n, jobs.remind_of_restriction_reviews),
        (Kind::LapseOffers, _) => say!(i18n, waitlist.job_lapse),
        (Kind::BulkChange, _) => say!(i18n, bulk.job),
    }
}

/// All work of a kind; of mails there are several.
pub fn kind(i18n: I18n, kind: Kind) -> String {
    match kind {
        Kind::Mail => say!(i18n, jobs.a_mail),
        kind => what(i18n, kind, ""),
    }
}

pub fn state(i18n: I18n, state: State) -> (String, Tone) {
    match state {
        State::Waiting => (say!(i18n, jobs.waiting), Tone::Info),
        State::Running => (say!(i18n, jobs.running), Tone::Info),
        State::Done => (say!(i18n, jobs.done), Tone::Success),
        State::Dead => (say!(i18n, jobs.dead), Tone::Danger),
    }
}

/// What it does, and how often.
pub fn schedule(i18n: I18n, schedule: Schedule) -> (String, String) {
    match schedule {
        Schedule::SweepFiles => (say!(i18n, jobs.sweep_files), say!(i18n, jobs.hourly)),
        Schedule::SweepJobs => (say!(i18n, jobs.sweep_jobs), say!(i18n, jobs.daily)),
        Schedule::SendDigests => (say!(i18n, jobs.send_digests), say!(i18n, jobs.mornings)),
        Schedule::RemindOfFollowUps => (say!(i18n, jobs.remind_of_follow_ups), say!(i18n, jobs.mornings)),
        Schedule::RemindOfRestrictionReviews => {
            (say!(i18n, jobs.remind_of_restriction_reviews), say!(i18n, jobs.mornings))
        }
        Schedule::LapseOffers => (say!(i18n, waitlist.job_lapse), say!(i18n, jobs.mornings)),
        Schedule::EscalateFollowUps => (say!(i18n, jobs.escalate_follow_ups), say!(i18n, jobs.mornings)),
    }
}
