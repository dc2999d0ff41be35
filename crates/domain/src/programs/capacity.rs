//! How many people fit into a program, from which day on. What was true on a day stays true of it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    ids::CapacityId,
    problem::FieldError,
    validate::{self, Draft},
};

/// A capacity, and the day from which it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Capacity {
    pub id: CapacityId,
    pub effective_from: NaiveDate,
    pub capacity: i32,
    /// Who set it, where somebody did.
    pub set_by: Option<String>,
}

/// A capacity that is to hold from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CapacityDraft {
    /// Today or later. The first one of a program may lie back, and a correction does.
    pub effective_from: NaiveDate,
    #[validate(range(min = 0, max = 100_000))]
    pub capacity: i32,
    /// Why days that have gone by are corrected; it stands in the audit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 1000), custom(function = validate::paragraph))]
    pub reason: Option<String>,
}

impl Draft for CapacityDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        validate::day("/effective_from", self.effective_from, today, errors);
    }
}

impl CapacityDraft {
    /// Whether it changes what was true of days that have gone by, which takes a reason. The first one of a program says
    /// what nobody had said.
    pub fn corrects(&self, known: &[Capacity], today: NaiveDate) -> bool {
        self.effective_from < today && !known.is_empty()
    }
}

/// The capacity that holds on a day: the latest that had begun by then.
pub fn capacity_on(all: &[Capacity], day: NaiveDate) -> Option<i32> {
    let begun = all.iter().filter(|one| one.effective_from <= day);
    begun.max_by_key(|one| one.effective_from).map(|one| one.capacity)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap_or_default()
    }

    fn from(effective_from: NaiveDate, capacity: i32) -> Capacity {
        Capacity { id: Uuid::nil().into(), effective_from, capacity, set_by: None }
    }

    #[test]
    fn a_capacity_holds_from_its_day_until_the_next() {
        let all = [from(day(20), 30), from(day(10), 20)];
        let found = [9, 10, 19, 20, 28].map(|on| capacity_on(&all, day(on)));
        assert_eq!(found, [None, Some(20), Some(20), Some(30), Some(30)]);
    }

    #[test]
    fn days_that_have_gone_by_are_corrected_and_the_first_is_said() {
        let draft = |from| CapacityDraft { effective_from: day(from), capacity: 5, reason: None };
        let known = [from(day(10), 20)];
        assert!(draft(9).corrects(&known, day(20)) && draft(10).corrects(&known, day(20)));
        assert!(!draft(20).corrects(&known, day(20)), "today has not gone by");
        assert!(!draft(9).corrects(&[], day(20)));
    }
}
