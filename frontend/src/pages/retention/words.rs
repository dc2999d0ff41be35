//! Parts, rules and obstacles in words.

use domain::erasures::{Obstacle, Part, PartCount, Rule};

use crate::{
    format,
    i18n::{I18n, say},
};

/// "Notes: 12".
pub fn counted(i18n: I18n, one: PartCount) -> String {
    let count = format::number(i18n, one.count.unsigned_abs());
    say!(i18n, retention.counted, part = part(i18n, one.part), count = count)
}

fn part(i18n: I18n, part: Part) -> String {
    match part {
        Part::ContactDetails => say!(i18n, retention.p_contact_details),
        Part::Notes => say!(i18n, retention.p_notes),
        Part::Documents => say!(i18n, retention.p_documents),
        Part::FollowUps => say!(i18n, retention.p_follow_ups),
        Part::Goals => say!(i18n, retention.p_goals),
        Part::Tags => say!(i18n, retention.p_tags),
        Part::OwnFields => say!(i18n, retention.p_own_fields),
        Part::Waitlist => say!(i18n, retention.p_waitlist),
        Part::Applications => say!(i18n, retention.p_applications),
        Part::Enrollments => say!(i18n, retention.p_enrollments),
        Part::Restrictions => say!(i18n, retention.p_restrictions),
        Part::Answers => say!(i18n, retention.p_answers),
        Part::Stages => say!(i18n, retention.p_stages),
        Part::Assignments => say!(i18n, retention.p_assignments),
        Part::LogLines => say!(i18n, retention.p_log_lines),
    }
}

pub fn rule(i18n: I18n, rule: Rule) -> String {
    match rule {
        Rule::Requested => say!(i18n, retention.r_requested),
        Rule::Restored => say!(i18n, retention.r_restored),
        Rule::Retention => say!(i18n, retention.r_retention),
    }
}

pub fn obstacle(i18n: I18n, obstacle: Obstacle) -> String {
    match obstacle {
        Obstacle::LegalHold => say!(i18n, retention.o_legal_hold),
        Obstacle::Enrolled => say!(i18n, retention.o_enrolled),
        Obstacle::Restricted => say!(i18n, retention.o_restricted),
    }
}
