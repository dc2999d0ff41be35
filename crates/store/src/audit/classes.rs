//! What one has to be allowed to see before a value of the log is shown, or found by its words. One rule for both: what
//! the reader may not see must not be found by searching for it.

use domain::{actor::Actor, demographics::Question, permission::Permission};

use crate::tx::RATIONALE;

use Permission::{
    KeepRecords, ReadNotes, ReviewProposals, SeeApplications, SeeClientDetails, SeeDemographics,
    SeeDocuments, SeeEnrollments, SeeImmigrationStatus, SeeRestrictionReasons,
};

/// What an entry is about.
pub(super) struct About<'a> {
    pub entity: &'a str,
    /// It belongs to a client, not to an application.
    pub client: bool,
    /// Of a custom field, whether it is open. Of a field that nobody knows any more it is not known.
    pub is_open: bool,
    /// Which question an answer is to. An update logs what changed alone, so it may not be among it.
    pub question: Option<Question>,
}

macro_rules! classes {
    ($($name:ident $letter:literal [$($needed:ident),*])*) => {
        /// Values that the same readers may see.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Class { $($name),* }

        impl Class {
            const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Stands before each of their words in the index. A letter that words have now is never given another meaning.
            pub(super) fn letter(self) -> char {
                match self { $(Self::$name => $letter),* }
            }

            fn needs(self) -> &'static [Permission] {
                match self { $(Self::$name => &[$($needed),*]),* }
            }
        }
    };
}

classes! {
    Open 'o' []
    Details 'd' [SeeClientDetails]
    SensitiveDetails 's' [SeeClientDetails, SeeDemographics]
    Applications 'a' [SeeApplications]
    SensitiveApplications 't' [SeeApplications, SeeDemographics]
    Reasons 'r' [SeeRestrictionReasons]
    Demographics 'g' [SeeDemographics]
    Immigration 'i' [SeeImmigrationStatus]
    AnyAnswer 'y' [SeeImmigrationStatus, SeeDemographics]
    Notes 'n' [ReadNotes]
    Documents 'f' [SeeDocuments]
    Proposals 'p' [ReviewProposals]
    Enrollments 'e' [SeeEnrollments]
    Holds 'h' [KeepRecords]
}

/// Why somebody did it, and why somebody else approved it, which is for those who review.
pub(super) fn reasons<'a>(entity: &str, reason: Option<&'a str>) -> [(Class, Option<&'a str>); 2] {
    let (own, rationale) = match reason.map(|text| text.split_once(RATIONALE).ok_or(text)) {
        Some(Ok((own, rationale))) => (Some(own), Some(rationale)),
        Some(Err(own)) => (Some(own), None),
        None => (None, None),
    };
    [(Class::of_reason(entity), own.filter(|own| !own.is_empty())), (Class::Proposals, rationale)]
}

impl Class {
    pub(super) fn of(about: &About<'_>, field: &str) -> Self {
        match (about.entity, field) {
            ("custom_values", "words" | "code" | "number" | "day") => match (about.client, about.is_open) {
                (true, true) => Self::Details,
                (true, false) => Self::SensitiveDetails,
                (false, true) => Self::Applications,
                (false, false) => Self::SensitiveApplications,
            },
            ("restrictions", "reason" | "review_date" | "review_note" | "lifting_reason") => Self::Reasons,
            ("restriction_bypasses", "reason") => Self::Reasons,
            ("demographics", "codes" | "status") => match about.question.map(Question::permission) {
                Some(SeeImmigrationStatus) => Self::Immigration,
                Some(SeeDemographics) => Self::Demographics,
                Some(_) => Self::Details,
                None => Self::AnyAnswer,
            },
            ("legal_holds", "reason" | "lifting_reason") | ("erasures", "reason") => Self::Holds,
            ("client_tags", "tag") => Self::Details,
            ("notes" | "addenda", "text") => Self::Notes,
            ("documents", _) => Self::Documents,
            // What a person wrote into the form, and why it was turned down.
            ("applications" | "application_programs", _) => Self::Applications,
            ("pending_changes", "rationale") => Self::Proposals,
            ("enrollments" | "intakes" | "discharges" | "waitlist_entries", _) => Self::Enrollments,
            _ => Self::Open,
        }
    }

    /// Why somebody did it. It is open, but where the row has the same text for fewer: why a restriction is bypassed says
    /// what the restriction is for, and why somebody is enrolled over capacity is about the person.
    fn of_reason(entity: &str) -> Self {
        match entity {
            "restriction_bypasses" => Self::Reasons,
            "enrollments" | "intakes" | "discharges" | "waitlist_entries" => Self::Enrollments,
            _ => Self::Open,
        }
    }

    pub(super) fn is_shown_to(self, actor: &Actor) -> bool {
        self.needs().iter().all(|one| actor.may(*one))
    }

    /// All that somebody may search in.
    pub(super) fn shown_to(actor: &Actor) -> Vec<Self> {
        Self::ALL.iter().copied().filter(|class| class.is_shown_to(actor)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_class_has_a_letter_of_its_own() {
        let mut letters: Vec<char> = Class::ALL.iter().map(|class| class.letter()).collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), Class::ALL.len());
    }
}
