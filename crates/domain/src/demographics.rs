//! What people answer about themselves, and the three ways of not answering.

mod history;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use validator::{Validate, ValidationError};

use crate::{
    permission::Permission,
    problem::FieldError,
    validate::{self, Draft},
};

pub use history::{AsOf, HistoryFilter, PastAnswer, until_the_next};

/// A question about a person. Sex and gender are two questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Question {
    Sex,
    Gender,
    SexualOrientation,
    /// One combined question, select all (OMB SPD 15, 2024).
    RaceEthnicity,
    PrimaryLanguage,
    LanguagesSpoken,
    ImmigrationStatus,
    Education,
    EmploymentStatus,
}

impl Question {
    pub const ALL: [Self; 9] = [
        Self::Sex,
        Self::Gender,
        Self::SexualOrientation,
        Self::RaceEthnicity,
        Self::PrimaryLanguage,
        Self::LanguagesSpoken,
        Self::ImmigrationStatus,
        Self::Education,
        Self::EmploymentStatus,
    ];

    /// As it stands in the database, in JSON and as the name of its code list.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sex => "sex",
            Self::Gender => "gender",
            Self::SexualOrientation => "sexual_orientation",
            Self::RaceEthnicity => "race_ethnicity",
            Self::PrimaryLanguage => "primary_language",
            Self::LanguagesSpoken => "languages_spoken",
            Self::ImmigrationStatus => "immigration_status",
            Self::Education => "education",
            Self::EmploymentStatus => "employment_status",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.code() == code)
    }

    /// The code list that holds its answers; both language questions share one.
    pub fn list(self) -> &'static str {
        match self {
            Self::PrimaryLanguage | Self::LanguagesSpoken => "language",
            other => other.code(),
        }
    }

    /// Whether several answers may be given at once.
    pub fn takes_several(self) -> bool {
        matches!(self, Self::Gender | Self::RaceEthnicity | Self::LanguagesSpoken)
    }

    /// Whether the public form asks it. Immigration status is a matter for a conversation; sex, race and ethnicity are
    /// asked apart, for the equal-opportunity record.
    pub fn is_public(self) -> bool {
        !matches!(self, Self::ImmigrationStatus | Self::Sex | Self::RaceEthnicity)
    }

    /// What one must be allowed in order to see its answer. Education and employment belong to the
    /// record's details; the rest is more private.
    pub fn permission(self) -> Permission {
        match self {
            Self::ImmigrationStatus => Permission::SeeImmigrationStatus,
            Self::Education | Self::EmploymentStatus | Self::PrimaryLanguage | Self::LanguagesSpoken => {
                Permission::SeeClientDetails
            }
            _ => Permission::SeeDemographics,
        }
    }
}

/// Whether a question was answered. "Declined", "unknown" and "not asked" are three different things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AnswerStatus {
    Given,
    Declined,
    Unknown,
    #[default]
    NotAsked,
}

impl AnswerStatus {
    pub fn code(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Declined => "declined",
            Self::Unknown => "unknown",
            Self::NotAsked => "not_asked",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Given, Self::Declined, Self::Unknown, Self::NotAsked].into_iter().find(|s| s.code() == code)
    }
}

/// The answer to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[validate(schema(function = given_has_codes))]
pub struct Answer {
    pub question: Question,
    pub status: AnswerStatus,
    /// Codes of the question's list; empty unless given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(length(max = 20), custom(function = validate::code_each))]
    pub codes: Vec<String>,
    /// Since when it is true. The day of writing when absent, or that of the answer that it corrects. Its codes have to be
    /// offered on that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
}

impl Answer {
    pub fn given(question: Question, codes: Vec<String>) -> Self {
        Self { question, status: AnswerStatus::Given, codes, valid_from: None }
    }

    pub fn declined(question: Question) -> Self {
        Self { question, status: AnswerStatus::Declined, codes: Vec::new(), valid_from: None }
    }

    /// What is answered, without the question: a field's value where the question is the field.
    pub fn unasked(&self) -> Value {
        json!({ "status": self.status, "codes": self.codes, "valid_from": self.valid_from })
    }

    /// What a form's answer amounts to: a question that was passed over is no answer at all.
    pub fn of_form(question: Question, codes: Vec<String>, declined: bool) -> Option<Self> {
        match (declined, codes.is_empty()) {
            (true, _) => Some(Self::declined(question)),
            (false, true) => None,
            (false, false) => Some(Self::given(question, codes)),
        }
    }
}

fn given_has_codes(answer: &Answer) -> Result<(), ValidationError> {
    let given = answer.status == AnswerStatus::Given;
    match answer.codes.len() {
        0 if given => Err(ValidationError::new("required")),
        n if n > 0 && !given => Err(ValidationError::new("not_answered")),
        n if n > 1 && !answer.question.takes_several() => Err(ValidationError::new("one_answer")),
        _ => Ok(()),
    }
}

/// An answer that is looked for: `gender:woman`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AnswerIs {
    pub question: Question,
    pub code: String,
}

impl TryFrom<String> for AnswerIs {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, &'static str> {
        let (question, code) = text.split_once(':').ok_or("a question and a code, parted by a colon")?;
        let question = Question::from_code(question).ok_or("a question that nobody asks")?;
        validate::code(code).map_err(|_| "no code")?;
        Ok(Self { question, code: code.to_owned() })
    }
}

impl From<AnswerIs> for String {
    fn from(answer: AnswerIs) -> Self {
        format!("{}:{}", answer.question.code(), answer.code)
    }
}

/// New answers to some questions; the questions that are not named keep theirs, and the old answer stays
/// on record with the days on which it was true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Answers {
    #[validate(length(min = 1, max = 9), nested)]
    pub answers: Vec<Answer>,
    /// Answers on record that were wrong, or wrong to be true since that day: the new answer to the question takes the
    /// place, and the wrong one stays in the history as corrected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(length(max = 9))]
    pub corrects: Vec<Corrected>,
}

/// An answer on record: the question, and the day since which it is true there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Corrected {
    pub question: Question,
    pub since: NaiveDate,
}

impl Answers {
    /// Since when the recorded answer is true that a new one takes the place of.
    pub fn corrected(&self, question: Question) -> Option<NaiveDate> {
        self.corrects.iter().find(|one| one.question == question).map(|one| one.since)
    }

    /// One of the new answers as a field's value: with the day from which it is true, as far as that is said, and the day of
    /// the answer that it corrects.
    pub fn unasked(&self, answer: &Answer) -> Value {
        let corrected = self.corrected(answer.question);
        let dated = Answer { valid_from: answer.valid_from.or(corrected), ..answer.clone() };
        let mut said = dated.unasked();
        if let (Value::Object(said), Some(day)) = (&mut said, corrected) {
            said.insert("instead_of".into(), json!(day));
        }
        said
    }

    /// What stands where one of the new answers would: the answer that it corrects, or else that which is true on its day;
    /// and, as `besides`, one that is true since the very day to which a correction moves.
    pub fn stands(&self, found: &[Answer], new: &Answer, today: NaiveDate) -> Value {
        let corrected = self.corrected(new.question);
        let day = corrected.or(new.valid_from).unwrap_or(today);
        let mut stands = true_on(found, new.question, day).map(Answer::unasked).unwrap_or_default();
        let moves_to = new.valid_from.filter(|day| corrected.is_some_and(|corrected| corrected != *day));
        let besides = moves_to
            .and_then(|day| true_on(found, new.question, day).filter(|now| now.valid_from == Some(day)));
        if let (Value::Object(stands), Some(besides)) = (&mut stands, besides) {
            stands.insert("besides".into(), besides.unasked());
        }
        stands
    }

    /// The answers with the days from which they are true.
    pub fn dated(&self, today: NaiveDate) -> Vec<(Answer, NaiveDate)> {
        let day = |answer: &Answer| answer.valid_from.or(self.corrected(answer.question)).unwrap_or(today);
        let dated =
            |answer: &Answer| (Answer { valid_from: Some(day(answer)), ..answer.clone() }, day(answer));
        self.answers.iter().map(dated).collect()
    }
}

impl Draft for Answers {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        check_all(&self.answers, today, errors);
        for (index, wrong) in self.corrects.iter().enumerate() {
            if self.corrects[..index].iter().any(|earlier| earlier.question == wrong.question) {
                errors.push(FieldError::new(format!("/corrects/{index}/question"), "twice"));
            }
            // What was wrong is only told together with what is right.
            if !self.answers.iter().any(|answer| answer.question == wrong.question) {
                errors.push(FieldError::new(format!("/corrects/{index}/question"), "not_answered"));
            }
            validate::birth(&format!("/corrects/{index}/since"), wrong.since, today, errors);
        }
    }
}

/// Finds questions that are answered twice, and days on which no answer can have become true.
pub fn check_all(answers: &[Answer], today: NaiveDate, errors: &mut Vec<FieldError>) {
    for (index, answer) in answers.iter().enumerate() {
        if answers[..index].iter().any(|earlier| earlier.question == answer.question) {
            errors.push(FieldError::new(format!("/answers/{index}/question"), "twice"));
        }
        if let Some(from) = answer.valid_from {
            // Nobody's answer became true before they were born, so the limits are the same.
            validate::birth(&format!("/answers/{index}/valid_from"), from, today, errors);
        }
    }
}

/// The answer to a question that was true on a day, of those that stand on record.
pub fn true_on(all: &[Answer], question: Question, day: NaiveDate) -> Option<&Answer> {
    let known = all.iter().filter(|answer| answer.question == question);
    known.filter(|answer| answer.valid_from.is_some_and(|from| from <= day)).max_by_key(|a| a.valid_from)
}

/// What is known about a client, as far as the reader may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Demographics {
    /// The client's version: answers are a part of the record.
    pub version: i32,
    /// The answer of that day to each question that had been asked by then.
    pub answers: Vec<Answer>,
    /// Questions whose answers the reader may not see.
    pub withheld: Vec<Question>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes_of(answer: Answer) -> Vec<String> {
        let errors = Answers { answers: vec![answer], corrects: Vec::new() }.check(NaiveDate::default());
        errors.err().unwrap_or_default().into_iter().map(|e| e.code).collect()
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    #[test]
    fn the_latest_answer_that_is_not_later_than_the_day_was_true_on_it() {
        let since = |at| Answer { valid_from: Some(day(at)), ..Answer::declined(Question::Gender) };
        let all =
            [since(9), since(2), Answer { valid_from: Some(day(4)), ..Answer::declined(Question::Sex) }];
        let found = |at| true_on(&all, Question::Gender, day(at)).and_then(|answer| answer.valid_from);
        assert_eq!([1, 2, 8, 9].map(found), [None, Some(day(2)), Some(day(2)), Some(day(9))]);
    }

    #[test]
    fn a_correction_comes_with_the_right_answer_and_keeps_the_day_unless_another_is_named() {
        let wrong = |question| Corrected { question, since: day(2) };
        let answers = vec![Answer::declined(Question::Sex)];
        let right = Answers { answers: answers.clone(), corrects: vec![wrong(Question::Sex)] };
        assert_eq!(right.check(day(9)), Ok(()));
        assert_eq!(right.dated(day(9))[0].1, day(2));
        let lonely = Answers { answers, corrects: vec![wrong(Question::Gender)] };
        assert_eq!(lonely.check(day(9)).unwrap_err()[0].code, "not_answered");
    }

    #[test]
    fn a_given_answer_names_something() {
        assert_eq!(codes_of(Answer::given(Question::Sex, vec![])), ["required"]);
    }

    #[test]
    fn an_answer_that_is_looked_for_reads_back_as_it_was_written() {
        let found: AnswerIs = serde_json::from_str(r#""gender:woman""#).unwrap();
        assert_eq!(serde_json::to_string(&found).unwrap(), r#""gender:woman""#);
        for wrong in ["gender", "shoe_size:42", "gender:", "gender:a b"] {
            assert!(AnswerIs::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_declined_answer_names_nothing() {
        let odd = Answer { codes: vec!["x".into()], ..Answer::declined(Question::Sex) };
        assert_eq!(codes_of(odd), ["not_answered"]);
    }

    #[test]
    fn a_question_that_was_passed_over_has_no_answer() {
        let of_form = |declined| Answer::of_form(Question::Gender, Vec::new(), declined);
        assert_eq!([of_form(false), of_form(true)], [None, Some(Answer::declined(Question::Gender))]);
    }

    #[test]
    fn race_and_ethnicity_take_several_answers_and_sex_takes_one() {
        let two = vec!["a".to_owned(), "b".to_owned()];
        assert!(codes_of(Answer::given(Question::RaceEthnicity, two.clone())).is_empty());
        assert_eq!(codes_of(Answer::given(Question::Sex, two)), ["one_answer"]);
    }
}
