//! What was answered before, and what was true on a day.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{AnswerStatus, Question};
use crate::{
    problem::FieldError,
    validate::{self, Draft},
};

/// As of which day something is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct AsOf {
    /// Today when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

impl Draft for AsOf {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        if let Some(on) = self.on {
            validate::birth("/on", on, today, errors);
        }
    }
}

/// Which answers are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct HistoryFilter {
    /// Answers to this question alone; to all when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<Question>,
}

/// An answer that was given once, and when it was true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PastAnswer {
    pub question: Question,
    pub status: AnswerStatus,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    pub valid_from: NaiveDate,
    /// The last day on which it was true; absent where it still is, and where it was corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    pub written_at: DateTime<Utc>,
    /// Absent where nobody of the staff wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_by: Option<String>,
    /// It was wrong: since then another answer stands in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected_by: Option<String>,
}

/// Gives each answer the last day on which it was true: the day before the next one to the same question. Corrected ones
/// were never true.
pub fn until_the_next(answers: &mut [PastAnswer]) {
    let stand: Vec<(Question, NaiveDate)> = answers
        .iter()
        .filter(|answer| answer.corrected_at.is_none())
        .map(|answer| (answer.question, answer.valid_from))
        .collect();
    for answer in answers.iter_mut().filter(|answer| answer.corrected_at.is_none()) {
        let later =
            stand.iter().filter(|(asked, from)| *asked == answer.question && *from > answer.valid_from);
        answer.valid_until = later.map(|(_, from)| *from).min().and_then(|next| next.pred_opt());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    #[test]
    fn an_answer_was_true_until_the_day_before_the_next_one_that_stands() {
        let past = |from, corrected: bool| PastAnswer {
            question: Question::Gender,
            status: AnswerStatus::Declined,
            codes: Vec::new(),
            valid_from: day(from),
            valid_until: None,
            written_at: DateTime::default(),
            written_by: None,
            corrected_at: corrected.then(DateTime::default),
            corrected_by: None,
        };
        let mut all = [past(9, false), past(5, true), past(2, false)];
        until_the_next(&mut all);
        assert_eq!(all.map(|answer| answer.valid_until), [None, None, Some(day(8))]);
    }
}
