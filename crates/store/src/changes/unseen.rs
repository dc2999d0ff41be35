//! What of a proposal its reader may not see: it is hidden on both sides, and named.

use std::collections::BTreeSet;

use domain::{
    changes::Edit,
    demographics::{Answer, Question},
    permission::Permission,
    problem::Conflict,
};
use serde_json::{Map, Value};

use crate::{StoreResult, custom_fields, demographics, tx::ReadTx};

pub(super) struct Unseen {
    /// A social security number, its last digits too.
    pub number: bool,
    /// Sensitive custom fields.
    fields: BTreeSet<String>,
    questions: Vec<Question>,
    /// Why somebody is restricted.
    reasons: bool,
}

/// What of a restriction is for those who see reasons.
const REASONS: [&str; 2] = ["reason", "review_date"];

impl Unseen {
    pub(super) fn by_reader(tx: &mut ReadTx) -> StoreResult<Self> {
        let fields = match tx.may(Permission::SeeDemographics) {
            true => BTreeSet::new(),
            false => {
                let sensitive = custom_fields::list(tx)?.into_iter().filter(|field| field.sensitive);
                sensitive.map(|field| field.name).collect()
            }
        };
        let questions = demographics::withheld(tx.actor());
        let (number, reasons) =
            (!tx.may(Permission::SeeSsnLastFour), !tx.may(Permission::SeeRestrictionReasons));
        Ok(Self { number, fields, questions, reasons })
    }

    /// Hides it in one side of a proposal. Gives what it is called. Each edit says what of it is hidden, so that a new one
    /// has to.
    pub(super) fn hide(&self, edit: &Edit, side: &mut Map<String, Value>) -> Vec<String> {
        match edit {
            Edit::SetFields { .. } => self.hide_fields(side),
            Edit::CreateClient { .. } => side
                .get_mut("fields")
                .and_then(Value::as_object_mut)
                .map(|all| self.hide_fields(all))
                .unwrap_or_default(),
            Edit::AnswerDemographics { .. } => side
                .get_mut("answers")
                .and_then(Value::as_array_mut)
                .map(|all| self.hide_answers(all))
                .unwrap_or_default(),
            Edit::AddRestriction { .. } | Edit::AmendRestriction { .. } | Edit::LiftRestriction { .. } => {
                self.hide_reasons(side)
            }
            Edit::UpdateClient { .. }
            | Edit::SetPhoto { .. }
            | Edit::MoveStage { .. }
            | Edit::AssignStaff { .. }
            | Edit::EndAssignment { .. }
            | Edit::Enroll { .. }
            | Edit::Discharge { .. }
            | Edit::Transfer { .. }
            | Edit::CorrectEnrollment { .. } => Vec::new(),
        }
    }

    fn hide_reasons(&self, side: &mut Map<String, Value>) -> Vec<String> {
        let hidden = side.iter_mut().filter(|(name, _)| self.reasons && REASONS.contains(&name.as_str()));
        hidden.map(hide).collect()
    }

    /// The same in a field that moved since it was proposed.
    pub(super) fn hide_in(&self, edit: &Edit, conflict: &mut Conflict) {
        let Conflict { field, base, proposed, current } = conflict;
        for side in [base, proposed, current] {
            if field == "ssn" && self.number {
                *side = Value::Null;
            }
            let mut alone = Map::from_iter([(field.clone(), side.take())]);
            self.hide(edit, &mut alone);
            *side = alone.remove(field.as_str()).unwrap_or_default();
        }
    }

    fn hide_fields(&self, side: &mut Map<String, Value>) -> Vec<String> {
        let hidden = side.iter_mut().filter(|(name, _)| self.fields.contains(*name));
        hidden.map(hide).collect()
    }

    fn hide_answers(&self, answers: &mut Vec<Value>) -> Vec<String> {
        let question =
            |answer: &Value| serde_json::from_value(answer.clone()).ok().map(|one: Answer| one.question);
        let hidden = |answer: &Value| question(answer).filter(|one| self.questions.contains(one));
        let names = answers.iter().filter_map(hidden).map(|one| one.code().to_owned()).collect();
        answers.retain(|answer| hidden(answer).is_none());
        names
    }
}

fn hide((name, value): (&String, &mut Value)) -> String {
    *value = Value::Null;
    name.clone()
}
