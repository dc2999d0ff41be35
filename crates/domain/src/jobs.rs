//! Background work: what the server does by itself, and what an administrator sees of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{codes::codes, ids::JobId};

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = JobKind))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Mail,
    /// Looks whether somebody who forgot their password has an account, and mails a link if so.
    PasswordReset,
    /// Looks whether somebody who applied is a client already, and mails the client if so.
    KnownApplicant,
    /// Deletes files that no record knows.
    SweepFiles,
    /// Forgets work that was done long ago.
    SweepJobs,
    /// Changes many clients, piece by piece.
    BulkChange,
    /// Tells managers of follow-ups that stay undone.
    EscalateFollowUps,
    /// Tells everybody what is due, once a day.
    RemindOfFollowUps,
    /// Tells who should look at a restriction again, once a day.
    RemindOfRestrictionReviews,
    /// Sends what was not read, once a day.
    SendDigests,
    /// Ends offers of places that nobody answered in time.
    LapseOffers,
}
codes!(Kind: Mail "mail", PasswordReset "password_reset", KnownApplicant "known_applicant",
    SweepFiles "sweep_files", SweepJobs "sweep_jobs", BulkChange "bulk_change", EscalateFollowUps "escalate_follow_ups",
    RemindOfFollowUps "remind_of_follow_ups", RemindOfRestrictionReviews "remind_of_restriction_reviews",
    SendDigests "send_digests", LapseOffers "lapse_offers");

impl Kind {
    /// How many seconds whoever took it has. Then another one may take it, so each piece of work has a limit that is
    /// shorter than this.
    pub fn lease_seconds(self) -> i32 {
        match self {
            Self::Mail | Self::PasswordReset | Self::KnownApplicant => 30,
            Self::SweepJobs
            | Self::BulkChange
            | Self::EscalateFollowUps
            | Self::RemindOfFollowUps
            | Self::RemindOfRestrictionReviews
            | Self::SendDigests
            | Self::LapseOffers => 60,
            Self::SweepFiles => 1_200,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = JobState))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// For its time, or for its next try.
    Waiting,
    Running,
    Done,
    /// It failed too often, or in a way that trying again does not help. Somebody has to look.
    Dead,
}
codes!(State: Waiting "waiting", Running "running", Done "done", Dead "dead");

/// One piece of background work. Whom it concerns is not shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Job {
    pub id: JobId,
    pub kind: Kind,
    /// Which mail or which sweep.
    pub subject: String,
    pub state: State,
    pub created_at: DateTime<Utc>,
    /// When it is tried next; of running work, when another worker may take it.
    pub due_at: DateTime<Utc>,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub finished_at: Option<DateTime<Utc>>,
}

/// Which work is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct JobFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Work that failed so often is dead: after about fifteen hours.
pub const MOST_ATTEMPTS: i32 = 12;

/// The first pause and the longest one, in seconds.
const FIRST: f64 = 30.0;
const LONGEST: f64 = 21_600.0;

/// Seconds until the next try after so many. The pause doubles each time; `chance` (0 to 1) moves it by a fifth, so that
/// what failed together is not tried together.
pub fn pause(attempts: i32, chance: f64) -> f64 {
    let doubled = FIRST * 2_f64.powi((attempts - 1).clamp(0, 20));
    doubled.min(LONGEST) * (0.8 + 0.4 * chance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_six_hours() {
        let pauses: Vec<f64> = [1, 2, 3, 4, 10, 11, 1_000].iter().map(|n| pause(*n, 0.5)).collect();
        assert_eq!(pauses, [30.0, 60.0, 120.0, 240.0, 15_360.0, 21_600.0, 21_600.0]);
    }

    #[test]
    fn chance_moves_a_pause_by_a_fifth() {
        assert_eq!((pause(1, 0.0), pause(1, 1.0).round()), (24.0, 36.0));
    }

    #[test]
    fn the_last_try_comes_within_a_day() {
        let hours = (1..MOST_ATTEMPTS).map(|n| pause(n, 0.5)).sum::<f64>() / 3_600.0;
        assert!((10.0..24.0).contains(&hours), "{hours}");
    }
}
