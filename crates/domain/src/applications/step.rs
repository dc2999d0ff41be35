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
    /// What the organization asks for itself; left out where it asks nothing.
    More,
    Documents,
    Consent,
    Review,
}
codes!(Step: Personal "personal", Location "location", Demographics "demographics", Education "education",
    Employment "employment", Programs "programs", Referral "referral", More "more", Documents "documents",
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
            "equal_opportunity" => Self::Demographics,
            "employment_goals" => Self::Employment,
            "program_interests" => Self::Programs,
            "referral_source" | "referral_detail" => Self::Referral,
            "fields" => Self::More,
            "documents" => Self::Documents,
            "consent" => Self::Consent,
            _ => Self::Personal,
        }
    }

    /// The parts of a form of this organization, in order.
    pub fn all(asks_more: bool) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |step| asks_more || *step != Self::More)
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
    fn a_part_that_asks_nothing_is_left_out() {
        let (whole, short): (Vec<_>, Vec<_>) = (Step::all(true).collect(), Step::all(false).collect());
        assert_eq!((whole.len(), short.len()), (Step::ALL.len(), Step::ALL.len() - 1));
        assert!(whole.contains(&Step::More) && !short.contains(&Step::More));
    }
}
