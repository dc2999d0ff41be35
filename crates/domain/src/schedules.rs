//! What is done every day or every hour, and which turn it is.
//!
//! A turn has a name, its *slot*, and each slot is started once however many servers there are and whatever their clocks
//! say. A day's slot is the organization's day, so a night in which an hour comes twice or not at all has one.

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{codes::codes, jobs};

/// Work that comes again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    /// Hourly.
    SweepFiles,
    /// Daily, at ten past three.
    SweepJobs,
    /// Daily, at five past six: before people come to work.
    EscalateFollowUps,
    /// Daily, at twenty past six, so that the mail of the day has it too.
    RemindOfFollowUps,
    /// Daily, at a quarter past six.
    RemindOfRestrictionReviews,
    /// Daily, at half past six.
    SendDigests,
    /// Daily, at ten to six: what was held is free when people come to work.
    LapseOffers,
}
codes!(Schedule: SweepFiles "sweep_files", SweepJobs "sweep_jobs",
    EscalateFollowUps "escalate_follow_ups", RemindOfFollowUps "remind_of_follow_ups",
    RemindOfRestrictionReviews "remind_of_restriction_reviews", SendDigests "send_digests",
    LapseOffers "lapse_offers");

enum Turns {
    Hourly,
    /// At so many minutes after midnight, where the organization is.
    Daily(i64),
    /// The same, of use on its day alone: nobody is reminded in the night because a server was down in the morning.
    InTheMorning(i64),
}

impl Schedule {
    /// What each turn does.
    pub fn kind(self) -> jobs::Kind {
        match self {
            Self::SweepFiles => jobs::Kind::SweepFiles,
            Self::SweepJobs => jobs::Kind::SweepJobs,
            Self::EscalateFollowUps => jobs::Kind::EscalateFollowUps,
            Self::RemindOfFollowUps => jobs::Kind::RemindOfFollowUps,
            Self::RemindOfRestrictionReviews => jobs::Kind::RemindOfRestrictionReviews,
            Self::SendDigests => jobs::Kind::SendDigests,
            Self::LapseOffers => jobs::Kind::LapseOffers,
        }
    }

    fn turns(self) -> Turns {
        match self {
            Self::SweepFiles => Turns::Hourly,
            Self::SweepJobs => Turns::Daily(3 * 60 + 10),
            Self::EscalateFollowUps => Turns::Daily(6 * 60 + 5),
            Self::RemindOfFollowUps => Turns::InTheMorning(6 * 60 + 20),
            Self::RemindOfRestrictionReviews => Turns::Daily(6 * 60 + 15),
            Self::SendDigests => Turns::Daily(6 * 60 + 30),
            Self::LapseOffers => Turns::Daily(5 * 60 + 50),
        }
    }

    /// The latest turn that has begun; `local` is the same moment where the organization is. A server that was down at
    /// the time of a turn finds it here afterwards. Absent where it is too late for the last one and too early for the next.
    pub fn slot(self, now: DateTime<Utc>, local: NaiveDateTime) -> Option<String> {
        match self.turns() {
            Turns::Hourly => Some(now.format("%Y-%m-%dT%HZ").to_string()),
            Turns::Daily(minutes) if is_before(local, minutes) => Some(local.date().pred_opt()?.to_string()),
            Turns::InTheMorning(minutes) if is_before(local, minutes) => None,
            Turns::Daily(_) | Turns::InTheMorning(_) => Some(local.date().to_string()),
        }
    }
}

fn is_before(local: NaiveDateTime, minutes: i64) -> bool {
    local.time() < NaiveTime::MIN + TimeDelta::minutes(minutes)
}

/// The last turn of a schedule, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LastRun {
    pub schedule: Schedule,
    /// The organization's day, or the hour in UTC. Absent where it never ran.
    pub slot: Option<String>,
    pub started_at: Option<DateTime<Utc>>,
    /// Absent once the work is forgotten.
    pub state: Option<jobs::State>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(schedule: Schedule, local: &str) -> String {
        let local: NaiveDateTime = local.parse().unwrap();
        schedule.slot(local.and_utc(), local).unwrap_or_default()
    }

    #[test]
    fn a_day_begins_at_its_time() {
        assert_eq!(slot(Schedule::SweepJobs, "2026-11-22T03:09:59"), "2026-11-21");
        assert_eq!(slot(Schedule::SweepJobs, "2026-11-22T03:10:00"), "2026-11-22");
        assert_eq!(slot(Schedule::SweepJobs, "2026-11-22T23:59:59"), "2026-11-22");
    }

    #[test]
    fn what_is_for_the_morning_is_made_up_for_on_its_day_alone() {
        assert_eq!(slot(Schedule::RemindOfFollowUps, "2026-11-22T06:19:59"), "");
        assert_eq!(slot(Schedule::RemindOfFollowUps, "2026-11-22T06:20:00"), "2026-11-22");
        assert_eq!(slot(Schedule::RemindOfFollowUps, "2026-11-22T23:59:59"), "2026-11-22");
    }

    #[test]
    fn an_hour_has_one_slot_in_utc() {
        assert_eq!(slot(Schedule::SweepFiles, "2026-11-22T03:59:59"), "2026-11-22T03Z");
        assert_eq!(slot(Schedule::SweepFiles, "2026-11-22T04:00:00"), "2026-11-22T04Z");
    }
}
