//! Equal-opportunity answers (29 CFR 38.41): asked of everybody who applies, answered by whoever wants to, and kept
//! apart from the application. Nobody who decides on an application sees them; they are counted, never read one by one.

use std::cmp::Ordering;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use crate::{codes::codes, problem::FieldError, validate};

/// A question of the record. Age is not asked: it follows from the date of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EqualQuestion))]
#[serde(rename_all = "snake_case")]
pub enum Question {
    RaceEthnicity,
    Sex,
    Age,
    Disability,
    LimitedEnglish,
    PreferredLanguage,
}
codes!(Question: RaceEthnicity "race_ethnicity", Sex "sex", Age "age", Disability "disability",
    LimitedEnglish "limited_english", PreferredLanguage "preferred_language");

/// The answers to a question of yes or no.
const YES_NO: [&str; 2] = ["yes", "no"];

impl Question {
    /// Those that the form asks.
    pub const ASKED: [Self; 5] =
        [Self::RaceEthnicity, Self::Sex, Self::Disability, Self::LimitedEnglish, Self::PreferredLanguage];

    /// The code list that holds its answers; the others are answered by yes or no.
    pub fn list(self) -> Option<&'static str> {
        match self {
            Self::RaceEthnicity => Some("race_ethnicity"),
            Self::Sex => Some("sex"),
            Self::PreferredLanguage => Some("language"),
            Self::Age | Self::Disability | Self::LimitedEnglish => None,
        }
    }

    /// Whether several answers may be given at once.
    pub fn takes_several(self) -> bool {
        self == Self::RaceEthnicity
    }
}

/// Whether a question was answered. That it was passed over is something else than that somebody would rather not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EqualStatus))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Given,
    Declined,
}
codes!(Status: Given "given", Declined "declined");

/// How a question that was passed over stands in the record.
pub const NOT_ANSWERED: &str = "not_answered";

/// The answer to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EqualAnswer))]
#[serde(deny_unknown_fields)]
#[validate(schema(function = fits))]
pub struct Answer {
    pub question: Question,
    pub status: Status,
    /// Empty unless given. `yes` or `no` where the question has no code list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(length(max = 20), custom(function = validate::code_each))]
    pub codes: Vec<String>,
}

impl Answer {
    /// What a form's answer amounts to: a question that was passed over is no answer at all.
    pub fn of_form(question: Question, codes: Vec<String>, declined: bool) -> Option<Self> {
        match (declined, codes.is_empty()) {
            (true, _) => Some(Self { question, status: Status::Declined, codes: Vec::new() }),
            (false, true) => None,
            (false, false) => Some(Self { question, status: Status::Given, codes }),
        }
    }
}

fn fits(answer: &Answer) -> Result<(), ValidationError> {
    let given = answer.status == Status::Given;
    let is_yes_or_no = |code: &String| YES_NO.contains(&code.as_str());
    let closed = answer.question.list().is_none();
    match answer.codes.len() {
        _ if answer.question == Question::Age => Err(ValidationError::new("not_asked")),
        0 if given => Err(ValidationError::new("required")),
        n if n > 0 && !given => Err(ValidationError::new("not_answered")),
        n if n > 1 && !answer.question.takes_several() => Err(ValidationError::new("one_answer")),
        _ if closed && !answer.codes.iter().all(is_yes_or_no) => Err(ValidationError::new("unknown")),
        _ => Ok(()),
    }
}

/// Finds questions that are answered twice.
pub fn check_all(answers: &[Answer], errors: &mut Vec<FieldError>) {
    for (index, answer) in answers.iter().enumerate() {
        if answers[..index].iter().any(|earlier| earlier.question == answer.question) {
            errors.push(FieldError::new(format!("/equal_opportunity/{index}/question"), "twice"));
        }
    }
}

/// The band that an age stands in, so that the record does not know the birthday.
pub fn age_band(born: NaiveDate, today: NaiveDate) -> &'static str {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    match today.year() - born.year() - i32::from(!had_birthday) {
        ..18 => "under_18",
        18..=24 => "18_24",
        25..=34 => "25_34",
        35..=44 => "35_44",
        45..=54 => "45_54",
        55..=64 => "55_64",
        65.. => "65_over",
    }
}

/// Which applications are counted: whole years alone, because two spans that differ by a day tell of one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct CountFilter {
    /// By the organization's calendar; this year when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(example = 2026, minimum = 2000, maximum = 2200))]
    pub year: Option<i32>,
}

/// How many months of a year are counted, by the applications of each: all of them of a year that is over, and of the
/// running one those that are over, up to the last by which ten more had come in. Whoever looks before and after somebody
/// applies would see their answers in the difference otherwise.
pub fn counted_months(year: i32, today: NaiveDate, applications: &[u64; 12]) -> usize {
    let over = match year.cmp(&today.year()) {
        Ordering::Less => return applications.len(),
        Ordering::Equal => today.month0() as usize,
        Ordering::Greater => 0,
    };
    let (mut counted, mut more) = (0, 0);
    for (month, came) in applications.iter().enumerate().take(over) {
        more += came;
        if more >= SMALLEST {
            (counted, more) = (month + 1, 0);
        }
    }
    counted
}

/// The answers of a year, counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EqualCounts))]
pub struct Counts {
    pub year: i32,
    /// The last day that is counted: the year's, or of the running year the last of the month by which ten more people had
    /// applied. Absent where nothing of it is counted yet.
    pub through: Option<NaiveDate>,
    /// Applications that were handed in by then; absent where there are fewer than ten.
    pub applications: Option<u64>,
    /// Empty where there are fewer than ten applications.
    pub questions: Vec<QuestionCounts>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EqualQuestionCounts))]
pub struct QuestionCounts {
    pub question: Question,
    pub cells: Vec<Cell>,
}

/// How many gave an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EqualCell))]
pub struct Cell {
    /// A code, `declined` or `not_answered`.
    pub answer: String,
    /// Absent where it would tell of few people, or where another number that is not told could be worked out from it.
    pub count: Option<u64>,
}

/// A number below this tells of people whom somebody may know.
pub const SMALLEST: u64 = 10;

/// Leaves out small numbers. What is left out can be worked out together from the total, so the next smallest go with it
/// until together they are at least [`SMALLEST`] and more than one.
pub fn without_small(all: Vec<(String, u64)>) -> Vec<Cell> {
    let mut hidden: Vec<bool> = all.iter().map(|(_, count)| (1..SMALLEST).contains(count)).collect();
    loop {
        let left_out =
            || all.iter().zip(&hidden).filter(|(_, hidden)| **hidden).map(|((_, count), _)| *count);
        let (several, together) = (left_out().count(), left_out().sum::<u64>());
        if several == 0 || (several > 1 && together >= SMALLEST) {
            break;
        }
        let open = all.iter().enumerate().filter(|(place, (_, count))| *count > 0 && !hidden[*place]);
        let Some((next, _)) = open.min_by_key(|(_, (_, count))| *count) else { break };
        hidden[next] = true;
    }
    let cell =
        |((answer, count), hidden): ((String, u64), bool)| Cell { answer, count: (!hidden).then_some(count) };
    all.into_iter().zip(hidden).map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(answer: Answer) -> Option<String> {
        let errors = answer.validate().err().map(|errors| validate::codes(&errors));
        errors.and_then(|errors| errors.into_iter().next()).map(|error| error.code)
    }

    fn given(question: Question, codes: &[&str]) -> Answer {
        let codes = codes.iter().map(ToString::to_string).collect();
        Answer { question, status: Status::Given, codes }
    }

    #[test]
    fn answers_fit_their_questions() {
        assert_eq!(code(given(Question::RaceEthnicity, &["asian", "white"])), None);
        assert_eq!(code(given(Question::Sex, &["male", "female"])).as_deref(), Some("one_answer"));
        assert_eq!(code(given(Question::Disability, &["yes"])), None);
        assert_eq!(code(given(Question::Disability, &["perhaps"])).as_deref(), Some("unknown"));
        assert_eq!(code(given(Question::Sex, &[])).as_deref(), Some("required"));
        assert_eq!(code(given(Question::Age, &["yes"])).as_deref(), Some("not_asked"));
    }

    #[test]
    fn an_age_is_known_by_its_band() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        assert_eq!(age_band(day(2001, 11, 22), day(2026, 11, 21)), "18_24");
        assert_eq!(age_band(day(2001, 11, 22), day(2026, 11, 22)), "25_34");
    }

    #[test]
    fn the_running_year_is_counted_by_whole_months_with_ten_more_people() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        let months = [9, 1, 3, 3, 3, 3, 40, 0, 0, 0, 30, 0];
        assert_eq!(counted_months(2026, day(1, 31), &months), 0);
        assert_eq!(counted_months(2026, day(2, 28), &months), 0, "nine people");
        assert_eq!(counted_months(2026, day(3, 1), &months), 2);
        assert_eq!(counted_months(2026, day(6, 30), &months), 2, "nine more, and a month that is not over");
        assert_eq!(counted_months(2026, day(7, 1), &months), 6);
        assert_eq!(counted_months(2026, day(11, 30), &months), 7);
        assert_eq!(counted_months(2025, day(3, 1), &[0; 12]), 12, "a year that is over");
        assert_eq!(counted_months(2027, day(3, 1), &months), 0, "one that has not begun");
    }

    fn told(counts: &[u64]) -> Vec<Option<u64>> {
        let all = counts.iter().enumerate().map(|(place, count)| (place.to_string(), *count)).collect();
        without_small(all).into_iter().map(|cell| cell.count).collect()
    }

    #[test]
    fn small_numbers_are_left_out_and_cannot_be_worked_out() {
        assert_eq!(told(&[40, 10, 0]), [Some(40), Some(10), Some(0)]);
        assert_eq!(told(&[40, 9, 12]), [Some(40), None, None], "the next smallest goes with a single one");
        assert_eq!(told(&[40, 9, 1]), [Some(40), None, None]);
        assert_eq!(told(&[40, 1, 1]), [None, None, None], "two of whom one knows that there are two");
        assert_eq!(told(&[40, 30, 2, 1]), [Some(40), None, None, None]);
        assert_eq!(told(&[9, 0]), [None, Some(0)]);
    }
}
