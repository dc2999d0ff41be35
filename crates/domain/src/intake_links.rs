//! Links to the form: how an application may come otherwise than by the public address.

mod kind;

use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

pub use kind::{IntakeLinkKind, IntakeLinkState};

use crate::{
    ids::{IntakeLinkId, ProgramId},
    organization::LANGUAGES,
    page::Total,
    problem::FieldError,
    validate::{self, Draft},
};

/// The longest life of a link, in months.
pub const LONGEST: Months = Months::new(12);

/// A link to make.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct IntakeLinkDraft {
    /// Says where applications came from. Nobody but the staff reads it.
    #[validate(length(min = 1, max = 80), custom(function = validate::line))]
    #[cfg_attr(feature = "openapi", schema(example = "Job fair in May"))]
    pub name: String,
    pub kind: IntakeLinkKind,
    /// A program that is chosen in the form beforehand. It has to be open to intake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program_id: Option<ProgramId>,
    /// Who refers the person, or fills the form in. Required for these two kinds, and the person reads it.
    #[serde(default)]
    #[validate(length(max = 120), custom(function = validate::line))]
    pub partner: String,
    /// Where a partner who refers somebody is told that it arrived. Required for this kind.
    #[serde(default)]
    #[validate(custom(function = validate::email_or_empty))]
    pub partner_email: String,
    /// In which language they are told so; English when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = "en"))]
    pub partner_language: String,
    /// The last day on which it opens the form: at most a year from now.
    pub expires_on: NaiveDate,
}

impl Draft for IntakeLinkDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        validate::to_come("/expires_on", self.expires_on, today, errors);
        let latest = today.checked_add_months(LONGEST);
        if latest.is_some_and(|latest| self.expires_on > latest) {
            errors.push(FieldError::new("/expires_on", "later_than_a_year"));
        }
        let (email, language) = (&self.partner_email, self.partner_language.as_str());
        let asked = [
            ("/partner", self.partner.trim().is_empty(), self.kind.has_partner()),
            ("/partner_email", email.is_empty(), self.kind.tells_partner()),
        ];
        for (pointer, is_empty, is_asked) in asked {
            match (is_empty, is_asked) {
                (true, true) => errors.push(FieldError::new(pointer, "required")),
                (false, false) => errors.push(FieldError::new(pointer, "not_asked")),
                _ => {}
            }
        }
        if !language.is_empty() && !LANGUAGES.contains(&language) {
            errors.push(FieldError::new("/partner_language", "language"));
        }
    }
}

/// A link, without what opens with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IntakeLink {
    pub id: IntakeLinkId,
    pub name: String,
    pub kind: IntakeLinkKind,
    pub state: IntakeLinkState,
    /// The program that is chosen beforehand.
    pub program: Option<String>,
    pub partner: Option<String>,
    pub partner_email: Option<String>,
    /// By which a partner knows their referral: `K7QM-2XHD`. It is not the application's.
    pub reference: Option<String>,
    pub made_by: String,
    pub made_at: DateTime<Utc>,
    pub expires_on: NaiveDate,
    /// How many applications came by it, counted to a thousand.
    pub arrived: Total,
    pub last_arrived_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// A new link, and the only time that its codes are told. They go behind the `#` of an address, which browsers do not
/// send: `/apply#…`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewIntakeLink {
    pub code: String,
    /// Of a referral: shows whether it arrived, `/apply/arrived#…`.
    pub status_code: Option<String>,
    pub link: IntakeLink,
}

impl std::fmt::Debug for NewIntakeLink {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_struct("NewIntakeLink").field("link", &self.link).finish_non_exhaustive()
    }
}

/// Which links are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct IntakeLinkFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub state: Option<IntakeLinkState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub kind: Option<IntakeLinkKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// How a form was opened, as whoever fills it in may know it: by a link of the organization, or by somebody of the staff
/// for somebody else, which is `assisted` without a partner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenedBy {
    pub kind: IntakeLinkKind,
    pub partner: Option<String>,
}

/// All that a partner sees of somebody whom they referred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReferralStatus {
    /// Absent while it has not arrived.
    pub arrived_at: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn draft(kind: IntakeLinkKind) -> IntakeLinkDraft {
        let expires_on = day(2026, 12, 31);
        IntakeLinkDraft { name: "Job fair".into(), kind, expires_on, ..IntakeLinkDraft::default() }
    }

    fn faults(draft: &IntakeLinkDraft) -> Vec<String> {
        let errors = draft.check(day(2026, 11, 22)).err().unwrap_or_default();
        errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
    }

    #[test]
    fn each_kind_asks_for_its_partner() {
        assert!(faults(&draft(IntakeLinkKind::Public)).is_empty());
        assert!(faults(&draft(IntakeLinkKind::OneTime)).is_empty());
        let referral = draft(IntakeLinkKind::Referral);
        assert_eq!(faults(&referral), ["/partner required", "/partner_email required"]);
        let named = IntakeLinkDraft { partner: "Hope House".into(), ..referral };
        assert_eq!(faults(&named), ["/partner_email required"]);
        let whole = IntakeLinkDraft { partner_email: "intake@hope.example.org".into(), ..named };
        assert!(faults(&whole).is_empty());
        let assisted = IntakeLinkDraft { kind: IntakeLinkKind::Assisted, ..whole.clone() };
        assert_eq!(faults(&assisted), ["/partner_email not_asked"]);
        let public = IntakeLinkDraft { kind: IntakeLinkKind::Public, ..whole };
        assert_eq!(faults(&public), ["/partner not_asked", "/partner_email not_asked"]);
    }

    #[test]
    fn a_link_lives_for_a_year_at_most() {
        let until = |expires_on| faults(&IntakeLinkDraft { expires_on, ..draft(IntakeLinkKind::Public) });
        assert!(until(day(2026, 11, 22)).is_empty() && until(day(2027, 11, 22)).is_empty());
        assert_eq!(until(day(2027, 11, 23)), ["/expires_on later_than_a_year"]);
        assert_eq!(until(day(2026, 11, 21)), ["/expires_on in_the_past"]);
    }

    #[test]
    fn a_partner_is_told_in_a_language_that_there_is() {
        let speaking = |language: &str| {
            let partner_language = language.to_owned();
            faults(&IntakeLinkDraft { partner_language, ..draft(IntakeLinkKind::Public) })
        };
        assert!(speaking("vi").is_empty());
        assert_eq!(speaking("klingon"), ["/partner_language language"]);
    }
}
