//! What of a proposal its reader may not see: it is hidden on every side, and named with the permission that shows it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    changes::{ABOUT, Edit, needs_enrollments},
    demographics::{Answer, Question},
    permission::{Permission, Permissions},
    problem::Conflict,
};
use serde_json::{Map, Value};

use crate::{StoreResult, clients::DETAILS, custom_fields, tx::ReadTx};

pub(super) struct Unseen {
    /// What the reader may not.
    lacking: Permissions,
    /// Custom fields that are sensitive.
    sensitive: BTreeSet<String>,
}

/// Names with the permission that shows what they name.
pub(super) type Withheld = BTreeMap<String, Permission>;

/// What shows values of custom fields: those that are sensitive, and the others.
const SHOWING_OWN_FIELDS: [Permission; 2] = [Permission::SeeDemographics, Permission::SeeClientDetails];

/// What of a restriction is for those who see reasons.
const REASONS: [&str; 3] = ["reason", "review_date", "review_note"];

impl Unseen {
    pub(super) fn by_reader(tx: &mut ReadTx) -> StoreResult<Self> {
        let lacking: Permissions = Permission::ALL.iter().copied().filter(|one| !tx.may(*one)).collect();
        // To whoever sees both kinds of fields it is all the same which are sensitive.
        let fields = match SHOWING_OWN_FIELDS.iter().all(|needed| tx.may(*needed)) {
            true => Vec::new(),
            false => custom_fields::list(tx)?,
        };
        let sensitive = fields.into_iter().filter(|field| field.sensitive).map(|field| field.name).collect();
        Ok(Self { lacking, sensitive })
    }

    /// Hides it in one side of a proposal. Gives what it is called.
    pub(super) fn hide(&self, edit: &Edit, side: &mut Map<String, Value>) -> Withheld {
        let mut withheld = Withheld::new();
        for (field, value) in side.iter_mut() {
            match (edit, field.as_str(), &mut *value) {
                (Edit::CreateClient { .. }, "answers", Value::Array(all)) => {
                    withheld.extend(self.hide_answers(all));
                }
                (Edit::CreateClient { .. }, "fields", Value::Object(all)) => {
                    withheld.extend(hide_each(all, |name| self.unseen(self.shows_own_field(name))));
                }
                _ => {}
            }
        }
        withheld.extend(hide_each(side, |field| self.unseen(self.shows(edit, field)?)));
        withheld
    }

    /// What it takes to be told which enrollment, restriction or assignment an edit is about, where the reader may not.
    pub(super) fn subject(&self, edit: &Edit) -> Option<Permission> {
        self.unseen(self.shows(edit, ABOUT)?)
    }

    /// The same in a field that moved since it was proposed.
    pub(super) fn hide_in(&self, edit: &Edit, conflict: &mut Conflict) {
        let Conflict { field, base, proposed, current } = conflict;
        for side in [base, proposed, current] {
            let mut alone = Map::from_iter([(field.clone(), side.take())]);
            self.hide(edit, &mut alone);
            *side = alone.remove(field.as_str()).unwrap_or_default();
        }
    }

    /// What shows a field of an edit, beyond that there is a proposal. Each edit says so, and a new one has to.
    fn shows(&self, edit: &Edit, field: &str) -> Option<Permission> {
        match edit {
            Edit::CreateClient { .. } | Edit::UpdateClient { .. } if field == "ssn" => {
                Some(Permission::SeeSsnLastFour)
            }
            Edit::CreateClient { .. } | Edit::UpdateClient { .. } => {
                if needs_enrollments(field) {
                    return Some(Permission::SeeEnrollments);
                }
                let is_detail = DETAILS.contains(&field) || edit.company(field).is_some();
                is_detail.then_some(Permission::SeeClientDetails)
            }
            Edit::MoveStage { .. } => Some(Permission::SeeClientDetails),
            Edit::AnswerDemographics { .. } => Question::from_code(field).map(Question::permission),
            Edit::SetFields { .. } => Some(self.shows_own_field(field)),
            Edit::AmendRestriction { .. } | Edit::LiftRestriction { .. } if field == ABOUT => {
                Some(Permission::SeeRestrictions)
            }
            Edit::AddRestriction { .. } | Edit::AmendRestriction { .. } | Edit::LiftRestriction { .. } => {
                REASONS.contains(&field).then_some(Permission::SeeRestrictionReasons)
            }
            Edit::Enroll { .. }
            | Edit::Discharge { .. }
            | Edit::Transfer { .. }
            | Edit::CorrectEnrollment { .. } => Some(Permission::SeeEnrollments),
            Edit::SetPhoto { .. }
            | Edit::AssignStaff { .. }
            | Edit::EndAssignment { .. }
            | Edit::EraseClient { .. } => None,
            Edit::CreateProgram { .. }
            | Edit::UpdateProgram { .. }
            | Edit::RemoveProgram { .. }
            | Edit::SetCapacity { .. }
            | Edit::RemoveCapacity { .. }
            | Edit::CreateDepartment { .. }
            | Edit::UpdateDepartment { .. }
            | Edit::RemoveDepartment { .. } => None,
        }
    }

    fn shows_own_field(&self, name: &str) -> Permission {
        let [sensitive, other] = SHOWING_OWN_FIELDS;
        if self.sensitive.contains(name) { sensitive } else { other }
    }

    fn unseen(&self, needed: Permission) -> Option<Permission> {
        self.lacking.has(needed).then_some(needed)
    }

    fn hide_answers(&self, answers: &mut Vec<Value>) -> Withheld {
        let hidden = |answer: &Value| {
            let Answer { question, .. } = serde_json::from_value(answer.clone()).ok()?;
            Some((question.code().to_owned(), self.unseen(question.permission())?))
        };
        let withheld = answers.iter().filter_map(hidden).collect();
        answers.retain(|answer| hidden(answer).is_none());
        withheld
    }
}

fn hide_each(side: &mut Map<String, Value>, unseen: impl Fn(&str) -> Option<Permission>) -> Withheld {
    let mut withheld = Withheld::new();
    for (name, value) in side {
        if let Some(needed) = unseen(name) {
            *value = Value::Null;
            withheld.insert(name.clone(), needed);
        }
    }
    withheld
}
