//! The form's parts.

use serde::{Deserialize, Serialize};

use super::ApplicationDraft;
use crate::{codes::codes, demographics::Question};

/// The form's parts, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Step {
    #[default]
    Personal,
    Location,
    Demographics,
    Education,
    Employment,
    Programs,
    Referral,
    Documents,
    Consent,
    Review,
}
codes!(Step: Personal "personal", Location "location", Demographics "demographics", Education "education",
    Employment "employment", Programs "programs", Referral "referral", Documents "documents",
    Consent "consent", Review "review");

impl Step {
    /// Where a field is asked for.
    pub fn of(pointer: &str, form: &ApplicationDraft) -> Self {
        let mut parts = pointer.split('/').skip(1);
        match parts.next().unwrap_or_default() {
            "residency" | "neighborhood" | "address" => Self::Location,
            "answers" => parts
                .next()
                .and_then(|index| form.answers.get(index.parse::<usize>().ok()?))
                .map_or(Self::Demographics, |answer| Self::asking(answer.question)),
            "employment_goals" => Self::Employment,
            "program_interests" => Self::Programs,
            "referral_source" | "referral_detail" => Self::Referral,
            "documents" => Self::Documents,
            "consent" => Self::Consent,
            _ => Self::Personal,
        }
    }

    /// Its place among the parts, from 1.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }

    pub fn previous(self) -> Option<Self> {
        Self::ALL.get((self as usize).checked_sub(1)?).copied()
    }

    /// Where a question is asked.
    pub fn asking(question: Question) -> Self {
        match question {
            Question::Education => Self::Education,
            Question::EmploymentStatus => Self::Employment,
            _ => Self::Demographics,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_follow_each_other() {
        assert_eq!((Step::Personal.number(), Step::Personal.previous()), (1, None));
        assert_eq!((Step::Review.number(), Step::Review.next()), (Step::ALL.len(), None));
        assert!(Step::ALL.windows(2).all(|pair| pair[0].next() == Some(pair[1])));
        assert!(Step::ALL.windows(2).all(|pair| pair[1].previous() == Some(pair[0])));
    }
}
