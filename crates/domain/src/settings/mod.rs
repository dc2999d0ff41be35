//! How this installation works, as the administration decides: signing in, sessions, files, how long things are kept, and
//! which parts of Openhall are in use.

mod module;

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

pub use module::Module;

use crate::{problem::FieldError, validate::Draft};

/// What holds now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SystemSettings {
    /// The shortest new password, in characters: 15 to 64. Passwords that were chosen before stay.
    pub password_length: i32,
    /// A session that was not used for so many minutes has ended: 10 to 60.
    pub session_idle_minutes: i32,
    /// A session ends after so many hours, whatever is done in it: 1 to 24.
    pub session_hours: i32,
    /// The largest file, in megabytes of 1,048,576 bytes: 1 to 10.
    pub file_megabytes: i32,
    /// The most files of one application: 1 to 10.
    pub application_files: i32,
    /// An unsent form with a private link is deleted so many days after it was last used: 1 to 60.
    pub draft_days: i32,
    /// What somebody of the staff began to write is deleted after so many days: 1 to 90.
    pub unsent_days: i32,
    /// Background work that was done can be looked up for so many days: 1 to 90.
    pub job_days: i32,
    /// Background work that failed for good can be looked up for so many days: 7 to 365.
    pub failed_job_days: i32,
    /// Changes of many clients can be looked up for so many days: 2 to 365.
    pub bulk_change_days: i32,
    /// A declined application, or one that nobody ever answered, is deleted after so many months: 1 to 120, or 0 for
    /// never. What was answered for the equal-opportunity count stays, without the person.
    pub application_months: i32,
    /// The record of a client who is closed, inactive or deceased is erased after so many years in which nothing happened
    /// with it: 10 to 99, or 0 for never.
    pub client_years: i32,
    /// Who looked at whose record is forgotten after so many years: 10 to 99, or 0 for never. What was changed or opened stands
    /// in the audit log and stays.
    pub access_years: i32,
    /// A notification is deleted so many days after it was read: 7 to 365.
    pub notification_days: i32,
    /// Parts that are switched off.
    pub modules_off: Vec<Module>,
    pub version: i32,
}

/// As an installation begins.
impl Default for SystemSettings {
    fn default() -> Self {
        Self {
            password_length: 15,
            session_idle_minutes: 30,
            session_hours: 12,
            file_megabytes: 10,
            application_files: 5,
            draft_days: 14,
            unsent_days: 30,
            job_days: 14,
            failed_job_days: 90,
            bulk_change_days: 30,
            application_months: 0,
            client_years: 0,
            access_years: 0,
            notification_days: 90,
            modules_off: Vec::new(),
            version: 1,
        }
    }
}

impl SystemSettings {
    pub fn is_off(&self, module: Module) -> bool {
        self.modules_off.contains(&module)
    }

    pub fn session_idle(&self) -> TimeDelta {
        TimeDelta::minutes(self.session_idle_minutes.into())
    }

    pub fn session_lasts(&self) -> TimeDelta {
        TimeDelta::hours(self.session_hours.into())
    }

    pub fn drafts_kept(&self) -> TimeDelta {
        TimeDelta::days(self.draft_days.into())
    }

    pub fn file_limits(&self) -> FileLimits {
        FileLimits {
            megabytes: u64::try_from(self.file_megabytes).unwrap_or(1),
            files: usize::try_from(self.application_files).unwrap_or(1),
        }
    }
}

/// What may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileLimits {
    /// Of one file, each of 1,048,576 bytes.
    pub megabytes: u64,
    /// Of one application.
    pub files: usize,
}

impl FileLimits {
    pub fn bytes(self) -> u64 {
        self.megabytes * 1024 * 1024
    }
}

/// A change of the settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct SystemSettingsPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 15, max = 64))]
    pub password_length: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 10, max = 60))]
    pub session_idle_minutes: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 24))]
    pub session_hours: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 10))]
    pub file_megabytes: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 10))]
    pub application_files: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 60))]
    pub draft_days: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 90))]
    pub unsent_days: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 90))]
    pub job_days: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 7, max = 365))]
    pub failed_job_days: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 2, max = 365))]
    pub bulk_change_days: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 0, max = 120))]
    pub application_months: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = years))]
    pub client_years: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = years))]
    pub access_years: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 7, max = 365))]
    pub notification_days: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = each_once))]
    pub modules_off: Option<Vec<Module>>,
}

impl Draft for SystemSettingsPatch {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if *self == Self::default() {
            errors.push(FieldError::new("", "nothing_to_change"));
        }
    }
}

/// A central client database has to be kept for ten years.
const FEWEST_YEARS: i32 = 10;
const MOST_YEARS: i32 = 99;

fn years(years: i32) -> Result<(), ValidationError> {
    if years == 0 || (FEWEST_YEARS..=MOST_YEARS).contains(&years) {
        return Ok(());
    }
    let mut error = ValidationError::new("out_of_range");
    error.add_param("min".into(), &FEWEST_YEARS);
    error.add_param("max".into(), &MOST_YEARS);
    Err(error)
}

fn each_once(modules: &[Module]) -> Result<(), ValidationError> {
    let twice = modules.iter().enumerate().any(|(at, one)| modules.iter().take(at).any(|other| other == one));
    if twice { Err(ValidationError::new("twice")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        account::SHORTEST_PASSWORD,
        documents::{MAX_BYTES, MAX_FILES},
    };

    fn wrong(patch: &SystemSettingsPatch) -> Vec<String> {
        let errors = patch.check(NaiveDate::default()).err().unwrap_or_default();
        errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
    }

    #[test]
    fn the_bounds_are_those_of_the_program() {
        let usual = SystemSettings::default();
        assert_eq!(u64::try_from(usual.password_length), Ok(SHORTEST_PASSWORD));
        assert_eq!(usual.file_limits().bytes(), MAX_BYTES);
        let most = SystemSettings { application_files: 10, ..usual };
        assert_eq!(most.file_limits().files, MAX_FILES);
    }

    #[test]
    fn nothing_goes_below_the_floor_or_over_the_ceiling() {
        let patch = SystemSettingsPatch {
            password_length: Some(14),
            session_idle_minutes: Some(61),
            session_hours: Some(25),
            file_megabytes: Some(11),
            ..SystemSettingsPatch::default()
        };
        let places = ["file_megabytes", "password_length", "session_hours", "session_idle_minutes"];
        assert_eq!(wrong(&patch), places.map(|place| format!("/{place} out_of_range")));
    }

    #[test]
    fn the_usual_values_are_within_the_bounds() {
        let usual = SystemSettings::default();
        let patch = SystemSettingsPatch {
            password_length: Some(usual.password_length),
            session_idle_minutes: Some(usual.session_idle_minutes),
            session_hours: Some(usual.session_hours),
            file_megabytes: Some(usual.file_megabytes),
            application_files: Some(usual.application_files),
            draft_days: Some(usual.draft_days),
            unsent_days: Some(usual.unsent_days),
            job_days: Some(usual.job_days),
            failed_job_days: Some(usual.failed_job_days),
            bulk_change_days: Some(usual.bulk_change_days),
            application_months: Some(usual.application_months),
            client_years: Some(usual.client_years),
            access_years: Some(usual.access_years),
            notification_days: Some(usual.notification_days),
            modules_off: Some(usual.modules_off),
        };
        assert_eq!(wrong(&patch), Vec::<String>::new());
    }

    #[test]
    fn a_record_is_kept_for_ten_years_or_for_ever() {
        let of = |years| SystemSettingsPatch { client_years: Some(years), ..SystemSettingsPatch::default() };
        for years in [0, 10, 99] {
            assert_eq!(wrong(&of(years)), Vec::<String>::new(), "{years}");
        }
        for years in [-1, 1, 9, 100] {
            assert_eq!(wrong(&of(years)), ["/client_years out_of_range"], "{years}");
        }
    }

    #[test]
    fn a_module_is_named_once() {
        let modules_off = Some(vec![Module::Board, Module::Goals, Module::Board]);
        let patch = SystemSettingsPatch { modules_off, ..SystemSettingsPatch::default() };
        assert_eq!(wrong(&patch), ["/modules_off twice"]);
    }
}
