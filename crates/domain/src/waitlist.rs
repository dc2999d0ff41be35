//! Waiting lists of programs: who waits for a place, in order, and to whom one is offered.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    codes::codes,
    ids::{ClientId, EnrollmentId, ProgramId, WaitlistEntryId},
    problem::FieldError,
    validate::{self, Draft},
};

/// The most days that somebody may take to answer an offer.
pub const MAX_REPLY_DAYS: u16 = 90;

/// Where somebody who waits stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = WaitlistStatus))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Waiting,
    /// A place is held for them until they reply, or until the last day for that.
    Offered,
    /// They came into the program.
    Enrolled,
    Declined,
    /// Nobody replied in time.
    Lapsed,
    /// Passed over, with a reason. They keep their place and may be put back.
    Skipped,
    /// They left the list.
    Removed,
}
codes!(Status: Waiting "waiting", Offered "offered", Enrolled "enrolled", Declined "declined", Lapsed "lapsed",
    Skipped "skipped", Removed "removed");

impl Status {
    /// Whether the person is still on the list.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Offered | Self::Skipped)
    }

    /// Whether an entry may go from here to there by what somebody says of it.
    pub fn may_become(self, next: Self) -> bool {
        match next {
            Self::Declined => self == Self::Offered,
            Self::Skipped => matches!(self, Self::Waiting | Self::Offered),
            Self::Removed => self.is_open(),
            Self::Waiting => self == Self::Skipped,
            Self::Offered | Self::Enrolled | Self::Lapsed => false,
        }
    }
}

/// Somebody on the list of a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitlistEntry {
    pub id: WaitlistEntryId,
    pub version: i32,
    pub program_id: ProgramId,
    pub program_name: String,
    pub client_id: ClientId,
    pub client_name: String,
    pub status: Status,
    pub joined_at: DateTime<Utc>,
    /// How many are before them and themselves, of all who are on the list; absent where they are not any more.
    pub place: Option<i64>,
    pub offered_at: Option<DateTime<Utc>>,
    /// The first day of the place that was offered last.
    pub start_date: Option<NaiveDate>,
    /// The last day on which the offer holds.
    pub reply_by: Option<NaiveDate>,
    /// Why they were skipped, or left.
    pub reason: Option<String>,
    pub enrollment_id: Option<EnrollmentId>,
}

impl WaitlistEntry {
    /// The first day in the program of whoever takes the place that they were offered: of an offer whose day has gone by,
    /// the day on which they take it.
    pub fn enters_on(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.start_date.filter(|_| self.status == Status::Offered).map(|first| first.max(today))
    }
}

/// How many would be passed if this person came in otherwise than by an offer: those who wait before them, and all who wait
/// where they do not. Whoever holds an offer passes nobody, and who was skipped is passed by nobody. Gives them from a list in
/// order, of which `stands` tells whether an entry is the person's own, and its status.
pub fn passed_by<T>(line: &[T], stands: impl Fn(&T) -> (bool, Status)) -> Vec<&T> {
    if line.iter().any(|one| stands(one) == (true, Status::Offered)) {
        return Vec::new();
    }
    let before = line.iter().take_while(|one| !stands(one).0);
    before.filter(|one| stands(one).1 == Status::Waiting).collect()
}

/// Somebody is to wait for a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Joining {
    pub client_id: ClientId,
}
impl Draft for Joining {}

/// The next in order is to get a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OfferDraft {
    /// The first day in the program.
    pub start_date: NaiveDate,
    /// So many days, besides today, they may take to answer.
    #[validate(range(min = 1, max = 90))]
    pub reply_days: u16,
}

impl Draft for OfferDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        validate::to_come("/start_date", self.start_date, today, errors);
    }
}

/// What somebody says of an entry: it was declined, is skipped, leaves the list, or is put back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WaitlistAnswer {
    /// `declined`, `skipped`, `removed` or `waiting`.
    pub status: Status,
    /// Who is skipped is skipped for a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 1000), custom(function = validate::paragraph))]
    pub reason: Option<String>,
}

impl Draft for WaitlistAnswer {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if self.status == Status::Skipped && self.reason.is_none() {
            errors.push(FieldError::new("/reason", "required"));
        }
        if matches!(self.status, Status::Offered | Status::Enrolled | Status::Lapsed) {
            errors.push(FieldError::new("/status", "not_by_hand"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_skipped_is_put_back_and_who_left_is_not() {
        assert!(Status::Skipped.may_become(Status::Waiting));
        assert!(!Status::Removed.may_become(Status::Waiting) && !Status::Lapsed.may_become(Status::Waiting));
        assert!(!Status::Waiting.may_become(Status::Declined), "nothing was offered");
    }

    #[test]
    fn whoever_takes_a_place_late_enters_on_that_day() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let mut entry = WaitlistEntry {
            id: uuid::Uuid::nil().into(),
            version: 2,
            program_id: uuid::Uuid::nil().into(),
            program_name: String::new(),
            client_id: uuid::Uuid::nil().into(),
            client_name: String::new(),
            status: Status::Offered,
            joined_at: DateTime::default(),
            place: Some(1),
            offered_at: None,
            start_date: Some(day(5)),
            reply_by: Some(day(9)),
            reason: None,
            enrollment_id: None,
        };
        assert_eq!(
            [4, 5, 8].map(|today| entry.enters_on(day(today))),
            [5, 5, 8].map(|first| Some(day(first)))
        );
        entry.status = Status::Skipped;
        assert_eq!(entry.enters_on(day(4)), None, "it was an offer once");
    }

    #[test]
    fn who_comes_in_otherwise_passes_those_who_wait_before_them() {
        let line = [(1, Status::Skipped), (2, Status::Waiting), (3, Status::Waiting), (4, Status::Offered)];
        let passed = |who| passed_by(&line, |(one, status)| (*one == who, *status)).len();
        assert_eq!([1, 2, 3, 4, 5].map(passed), [0, 0, 1, 0, 2]);
    }

    #[test]
    fn skipping_takes_a_reason_and_offering_takes_the_list() {
        let answer = |status, reason: Option<&str>| {
            WaitlistAnswer { status, reason: reason.map(str::to_owned) }.check(NaiveDate::default())
        };
        assert_eq!(answer(Status::Skipped, None).unwrap_err()[0].code, "required");
        assert_eq!(answer(Status::Offered, None).unwrap_err()[0].code, "not_by_hand");
        assert!(answer(Status::Skipped, Some("On a trip")).is_ok() && answer(Status::Removed, None).is_ok());
    }
}
