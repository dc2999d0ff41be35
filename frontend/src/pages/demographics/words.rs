//! Questions, and the ways of answering them, in words.

use domain::demographics::{AnswerStatus, Question};

use crate::{
    i18n::{I18n, say},
    pages::choices::CodeList,
};

pub fn question(i18n: I18n, question: Question) -> String {
    match question {
        Question::Sex => say!(i18n, demographics.sex),
        Question::Gender => say!(i18n, demographics.gender),
        Question::SexualOrientation => say!(i18n, demographics.sexual_orientation),
        Question::RaceEthnicity => say!(i18n, demographics.race_ethnicity),
        Question::PrimaryLanguage => say!(i18n, demographics.primary_language),
        Question::LanguagesSpoken => say!(i18n, demographics.languages_spoken),
        Question::ImmigrationStatus => say!(i18n, demographics.immigration_status),
        Question::Education => say!(i18n, demographics.education),
        Question::EmploymentStatus => say!(i18n, demographics.employment_status),
    }
}

pub fn status(i18n: I18n, status: AnswerStatus) -> String {
    match status {
        AnswerStatus::Given => say!(i18n, demographics.given),
        AnswerStatus::Declined => say!(i18n, demographics.declined),
        AnswerStatus::Unknown => say!(i18n, demographics.unknown),
        AnswerStatus::NotAsked => say!(i18n, demographics.not_asked),
    }
}

/// An answer: what was given, or how it was not.
pub fn answer(i18n: I18n, list: CodeList, of: AnswerStatus, codes: &[String]) -> String {
    match of {
        AnswerStatus::Given => codes.iter().map(|code| list.word(code)).collect::<Vec<_>>().join(", "),
        other => status(i18n, other),
    }
}
