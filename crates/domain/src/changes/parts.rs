//! Taking an edit apart: its fields, and the part of it that is about some of them.

use std::collections::BTreeSet;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::Edit;
use crate::demographics::Answers;

/// Where open follow-ups go.
const FOLLOW_UPS: &str = "follow_ups";

/// What a review of a restriction found, and the day of the next one: neither says anything without the other.
const REVIEW_NOTE: &str = "review_note";
const REVIEW_DATE: &str = "review_date";

/// How somebody whose record is closed leaves their programs.
const DISCHARGE: &str = "discharge";

/// The field that leaves follow-ups behind and ends enrollments, of an edit with this name.
fn leaving(edit: &str) -> Option<&'static str> {
    match edit {
        "clients.update" => Some("status"),
        "programs.amend" => Some("staff"),
        _ => None,
    }
}

/// Whether it is no field of a record, and goes with the field that leaves follow-ups behind and ends enrollments.
fn goes_along(field: &str) -> bool {
    field == FOLLOW_UPS || field == DISCHARGE
}

/// Whether one field of an edit with this name is taken and left out with another.
pub(super) fn goes_with(edit: &str, one: &str, field: &str) -> bool {
    let of_review = edit == "restrictions.update" && one == REVIEW_DATE && field == REVIEW_NOTE;
    is_of_whole(edit, one) || of_review || (leaving(edit) == Some(field) && goes_along(one))
}

/// What a reader calls the one of several records that an edit is about, where it is withheld.
pub const ABOUT: &str = "about";

/// Whether it belongs to every field of an edit with this name: nobody takes one without knowing of what.
fn is_of_whole(edit: &str, field: &str) -> bool {
    edit == "restrictions.update" && field == ABOUT
}

/// Whether it tells of enrollments.
pub fn needs_enrollments(field: &str) -> bool {
    field == DISCHARGE
}

impl Edit {
    /// Whether each of its fields stands for itself, so that one can be taken and another left out.
    pub fn is_separable(&self) -> bool {
        match self {
            Self::UpdateClient { .. }
            | Self::AnswerDemographics { .. }
            | Self::SetFields { .. }
            | Self::AmendRestriction { .. }
            | Self::UpdateProgram { .. }
            | Self::UpdateDepartment { .. } => true,
            Self::CreateClient { .. }
            | Self::SetPhoto { .. }
            | Self::MoveStage { .. }
            | Self::AssignStaff { .. }
            | Self::EndAssignment { .. }
            | Self::AddRestriction { .. }
            | Self::LiftRestriction { .. }
            | Self::Enroll { .. }
            | Self::Discharge { .. }
            | Self::Transfer { .. }
            | Self::CorrectEnrollment { .. }
            | Self::EraseClient { .. }
            | Self::CreateProgram { .. }
            | Self::RemoveProgram { .. }
            | Self::SetCapacity { .. }
            | Self::RemoveCapacity { .. }
            | Self::CreateDepartment { .. }
            | Self::RemoveDepartment { .. } => false,
        }
    }

    /// The field that this one goes along with: it is taken and left out with it.
    pub fn company(&self, field: &str) -> Option<&'static str> {
        match self {
            Self::AmendRestriction { patch, .. } if !patch.review_note.is_keep() => {
                (field == REVIEW_DATE).then_some(REVIEW_NOTE)
            }
            _ => leaving(self.name()).filter(|_| goes_along(field)),
        }
    }

    /// Whether a field of it is applied where these are taken. Of an edit that cannot be taken apart each is.
    pub fn takes(&self, field: &str, taken: &BTreeSet<String>) -> bool {
        let whole = !self.is_separable() || is_of_whole(self.name(), field);
        whole || taken.contains(self.company(field).unwrap_or(field))
    }

    /// The part of it that is about these fields. One that cannot be taken apart stays whole.
    pub fn only(&self, taken: &BTreeSet<String>) -> serde_json::Result<Self> {
        let mut part = self.clone();
        let takes = |field: &str| self.takes(field, taken);
        match &mut part {
            Self::UpdateClient { patch, .. } => *patch = only(patch, takes)?,
            Self::AmendRestriction { patch, .. } => *patch = only(patch, takes)?,
            Self::UpdateProgram { patch, .. } => *patch = only(patch, takes)?,
            Self::UpdateDepartment { patch, .. } => *patch = only(patch, takes)?,
            Self::SetFields { fields, .. } => fields.values.retain(|name, _| taken.contains(name)),
            Self::AnswerDemographics { answers, .. } => {
                answers.answers.retain(|answer| taken.contains(answer.question.code()));
                answers.corrects.retain(|wrong| taken.contains(wrong.question.code()));
            }
            _ => {}
        }
        Ok(part)
    }
}

/// The same of a patch.
fn only<P: Serialize + DeserializeOwned>(patch: &P, takes: impl Fn(&str) -> bool) -> serde_json::Result<P> {
    let mut patch = serde_json::to_value(patch)?;
    if let Value::Object(fields) = &mut patch {
        fields.retain(|field, _| takes(field));
    }
    serde_json::from_value(patch)
}

/// Answers by their questions.
pub(super) fn by_question(answers: &Answers) -> Map<String, Value> {
    let each = answers.answers.iter();
    each.map(|answer| (answer.question.code().to_owned(), answers.unasked(answer))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::ids::ClientId;

    fn client(patch: Value) -> Edit {
        Edit::UpdateClient { id: ClientId::from(Uuid::nil()), patch: serde_json::from_value(patch).unwrap() }
    }

    fn taken(fields: &[&str]) -> BTreeSet<String> {
        fields.iter().map(|field| (*field).to_owned()).collect()
    }

    #[test]
    fn a_part_keeps_what_is_taken_and_says_nothing_of_the_rest() {
        let edit = client(json!({ "first_name": "Ana", "neighborhood": null, "aliases": ["A"] }));
        let part = edit.only(&taken(&["neighborhood"])).unwrap();
        assert_eq!(part, client(json!({ "neighborhood": null })));
        assert_eq!(edit.only(&taken(&["first_name", "neighborhood", "aliases"])).unwrap(), edit);
    }

    #[test]
    fn follow_ups_and_enrollments_go_with_what_leaves_them_behind() {
        let handover = json!({ "ended_because": "Moved away" });
        let leaves = json!({ "end_date": "2026-03-01", "reason": "moved_away" });
        let edit = client(
            json!({ "first_name": "Ana", "status": "closed", "follow_ups": handover, "discharge": leaves }),
        );
        let closing = edit.only(&taken(&["status"])).unwrap();
        assert_eq!(
            closing,
            client(json!({ "status": "closed", "follow_ups": handover, "discharge": leaves }))
        );
        assert_eq!(edit.only(&taken(&["first_name"])).unwrap(), client(json!({ "first_name": "Ana" })));
    }

    #[test]
    fn what_a_review_found_and_its_next_day_are_taken_together() {
        let amend = |patch: Value| Edit::AmendRestriction {
            id: crate::ids::RestrictionId::from(Uuid::nil()),
            patch: serde_json::from_value(patch).unwrap(),
        };
        let review = json!({ "review_note": "It stays", "review_date": "2027-03-01" });
        let mut both = review.clone();
        both["end_date"] = json!("2027-05-01");
        let edit = amend(both);
        assert_eq!(edit.only(&taken(&["review_note"])).unwrap(), amend(review));
        assert_eq!(edit.only(&taken(&["end_date"])).unwrap(), amend(json!({ "end_date": "2027-05-01" })));
        let day = amend(json!({ "review_date": "2027-03-01" }));
        assert_eq!(day.company("review_date"), None, "alone it is another day");
    }

    #[test]
    fn each_question_is_a_field() {
        let answers = json!({ "answers": [
            { "question": "sex", "status": "declined" },
            { "question": "education", "status": "given", "codes": ["hs_diploma"] },
        ] });
        let answers: Answers = serde_json::from_value(answers).unwrap();
        let edit = Edit::AnswerDemographics { client: ClientId::from(Uuid::nil()), answers };
        let fields = edit.fields();
        assert_eq!(fields.keys().collect::<Vec<_>>(), ["education", "sex"]);
        assert_eq!(fields["sex"], json!({ "status": "declined", "codes": [], "valid_from": null }));
        assert_eq!(edit.only(&taken(&["sex"])).unwrap().fields().keys().collect::<Vec<_>>(), ["sex"]);
    }
}
