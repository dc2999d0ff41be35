//! Putting back what an entry of the log changed. It is an edit like any other: applied or proposed, by the same rules.

mod rows;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::rows::Rows;
use crate::{
    audit::{Action, Entry, FieldChange},
    changes::Edit,
    demographics::{Answer, Answers},
    ids::RestrictionId,
    problem::FieldError,
};

/// Fields of the client's own row that an edit of the record sets. Phones, addresses and the like are rows of their own:
/// see [`Rows`].
const OF_CLIENT: [&str; 12] = [
    "first_name",
    "last_name",
    "preferred_name",
    "language",
    "aliases",
    "date_of_birth",
    "status",
    "residency",
    "residency_verified_by",
    "neighborhood",
    "referral_source",
    "emergency_contact",
];
const OF_RESTRICTION: [&str; 4] = ["start_date", "end_date", "review_date", "reason"];
/// An answer that was corrected stays on record, so that it is the record that says what it was.
const OF_ANSWER: [&str; 1] = ["corrected_at"];

/// What putting an entry back would do at this moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Restoration {
    /// What stands now, and what would stand then.
    pub changes: Vec<FieldChange>,
    /// Of the record that it would change, for `If-Match`.
    pub version: i32,
    /// It would wait for somebody else's review.
    pub proposed: bool,
}

/// A record whose earlier values were put back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Restored {
    pub version: i32,
}

/// Fields that can be put back, as somebody sees an entry. What they do not see they do not put back.
pub fn fields(entry: &Entry) -> Result<Vec<&FieldChange>, Vec<FieldError>> {
    let known: &[&str] = match entry.entity.as_str() {
        "clients" => &OF_CLIENT,
        "restrictions" => &OF_RESTRICTION,
        "demographics" => &OF_ANSWER,
        rows => Rows::fields(rows),
    };
    let kept = |change: &&FieldChange| known.contains(&change.field.as_str());
    let fields: Vec<&FieldChange> = entry.changes.iter().filter(kept).collect();
    // A row that came or went is taken away or brought back; a record as a whole is not.
    let is_row = is_row(entry);
    if !(is_row || entry.action == Action::Update) || entry.client_id.is_none() || fields.is_empty() {
        return Err(refused("nothing_to_put_back"));
    }
    let all = fields.len();
    let seen: Vec<&FieldChange> = fields.into_iter().filter(|change| !change.withheld).collect();
    // Half a row is none.
    if seen.is_empty() || (is_row && seen.len() < all) { Err(refused("withheld")) } else { Ok(seen) }
}

/// Whether it is about one of those that a record has several of.
fn is_row(entry: &Entry) -> bool {
    !Rows::fields(&entry.entity).is_empty()
}

/// What putting back needs of the record as it is now, where the entry does not say enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Now {
    /// The answer that was corrected.
    Answer(Answer),
    /// The rows beside the one that the entry is about.
    Rows(Rows),
}

/// Whether there is something to put back, for a page that offers it.
pub fn is_possible(entry: &Entry) -> bool {
    fields(entry).is_ok()
}

/// The edit that sets them to what they were.
pub fn edit(entry: &Entry, now: Option<Now>) -> Result<Edit, Vec<FieldError>> {
    let before = |change: &FieldChange| (change.field.clone(), change.before.clone());
    let patch: Map<String, Value> = fields(entry)?.into_iter().map(before).collect();
    let client = entry.client_id.ok_or_else(|| refused("nothing_to_put_back"))?;
    let id = entry.entity_id.ok_or_else(|| refused("nothing_to_put_back"))?;
    let made = match (entry.entity.as_str(), now) {
        ("clients", _) => read(patch).map(|patch| Edit::UpdateClient { id: client, patch }),
        ("restrictions", _) => {
            read(patch).map(|patch| Edit::AmendRestriction { id: RestrictionId::from(id), patch })
        }
        ("demographics", Some(Now::Answer(answer))) => {
            let answers = Answers { answers: vec![answer], corrects: Vec::new() };
            Some(Edit::AnswerDemographics { client, answers })
        }
        (_, Some(Now::Rows(rows))) => rows.patch(entry).map(|patch| Edit::UpdateClient { id: client, patch }),
        _ => None,
    };
    made.ok_or_else(|| refused("nothing_to_put_back"))
}

/// What the log says today's records may not be able to say any more.
fn read<T: serde::de::DeserializeOwned>(fields: Map<String, Value>) -> Option<T> {
    serde_json::from_value(Value::Object(fields)).ok()
}

fn refused(code: &'static str) -> Vec<FieldError> {
    vec![FieldError::new("", code)]
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::{clients::ClientPatch, demographics::Question, ids::ClientId, patch::Patch};

    pub(super) fn entry(entity: &str, changes: Vec<FieldChange>) -> Entry {
        Entry {
            seq: 1,
            transaction: "1".into(),
            at: Default::default(),
            principal: "Casey".into(),
            principal_id: None,
            api_key: None,
            proposed_by: None,
            operation: "clients.update".into(),
            action: Action::Update,
            reason: None,
            rationale: None,
            entity: entity.into(),
            entity_id: Some(Uuid::nil()),
            custom_field: None,
            client_id: Some(ClientId::from(Uuid::nil())),
            client_name: None,
            changes,
            request_id: None,
        }
    }

    fn change(field: &str, before: Value, after: Value) -> FieldChange {
        FieldChange { field: field.into(), before, after, withheld: false }
    }

    #[test]
    fn what_was_set_is_set_back_and_what_was_empty_is_cleared() {
        let changes = vec![
            change("neighborhood", json!("mission"), json!("bayview")),
            change("preferred_name", Value::Null, json!("Mari")),
            change("photo", json!("a"), json!("b")),
        ];
        let Ok(Edit::UpdateClient { patch, .. }) = edit(&entry("clients", changes), None) else { panic!() };
        let expected = ClientPatch {
            neighborhood: Patch::Set("mission".into()),
            preferred_name: Patch::Clear,
            ..ClientPatch::default()
        };
        assert_eq!(patch, expected);
    }

    #[test]
    fn what_is_withheld_is_not_put_back() {
        let hidden = FieldChange { withheld: true, ..change("reason", Value::Null, Value::Null) };
        let day = change("end_date", Value::Null, json!("2026-12-01"));
        let Ok(Edit::AmendRestriction { patch, .. }) =
            edit(&entry("restrictions", vec![hidden.clone(), day]), None)
        else {
            panic!()
        };
        assert!(patch.reason.is_keep() && !patch.end_date.is_keep());
        assert_eq!(edit(&entry("restrictions", vec![hidden]), None).unwrap_err()[0].code, "withheld");
    }

    #[test]
    fn an_answer_that_was_corrected_is_answered_again() {
        let answer = Answer::given(Question::Gender, vec!["woman".into()]);
        let changes = vec![change("corrected_at", Value::Null, json!("2026-11-02T10:00:00Z"))];
        let made = edit(&entry("demographics", changes), Some(Now::Answer(answer.clone())));
        let Ok(Edit::AnswerDemographics { answers, .. }) = made else { panic!() };
        assert_eq!(answers.answers, [answer]);
    }

    #[test]
    fn everything_else_says_that_nothing_can_be_put_back() {
        for (entity, field) in [("notes", "text"), ("clients", "stage"), ("restrictions", "lifted_at")] {
            let entry = entry(entity, vec![change(field, Value::Null, json!("x"))]);
            assert_eq!(edit(&entry, None).unwrap_err()[0].code, "nothing_to_put_back", "{entity}");
        }
        let made = Entry {
            action: Action::Create,
            ..entry("clients", vec![change("status", json!("a"), json!("b"))])
        };
        assert!(!is_possible(&made));
    }

    #[test]
    fn a_phone_that_came_is_taken_away_and_half_of_one_is_not_put_back() {
        let value = change("value", json!("415-555-0101"), Value::Null);
        let came = Entry { action: Action::Create, ..entry("contact_points", vec![value.clone()]) };
        assert!(is_possible(&came));
        let hidden = FieldChange { withheld: true, ..change("kind", Value::Null, Value::Null) };
        let half = entry("contact_points", vec![value, hidden]);
        assert_eq!(fields(&half).unwrap_err()[0].code, "withheld");
    }
}
