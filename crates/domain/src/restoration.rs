//! Putting back what an entry of the log changed. It is an edit like any other: applied or proposed, by the same rules.

mod kinds;
mod rows;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use self::kinds::{Kind, STAGE};
pub use self::rows::{Rows, Tag};
use crate::{
    audit::{Entry, FieldChange},
    changes::Edit,
    custom_fields::{FieldValue, FieldsPatch},
    demographics::{Answer, Answers},
    ids::ClientId,
    permission::Permission,
    problem::FieldError,
};

/// There is nothing of an entry that an edit could set.
const NOTHING: &str = "nothing_to_put_back";

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
    let kind = Kind::of(entry).ok_or_else(|| refused(NOTHING))?;
    let fields: Vec<&FieldChange> = entry.changes.iter().filter(|change| kind.has(&change.field)).collect();
    let all = fields.len();
    let seen: Vec<&FieldChange> = fields.into_iter().filter(|change| !change.withheld).collect();
    // Half a row is none.
    if seen.is_empty() || (kind.comes_and_goes() && seen.len() < all) {
        Err(refused("withheld"))
    } else {
        Ok(seen)
    }
}

/// Permissions of which one is enough to put an entry of this kind back, or to propose it.
pub fn takes(entry: &Entry) -> &'static [Permission] {
    Kind::of(entry).map_or(&[], |kind| kind.takes)
}

/// What putting back needs of the record as it is now, where the entry does not say enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Now {
    /// The answer that was corrected.
    Answer(Answer),
    /// The rows beside the one that the entry is about.
    Rows(Rows),
    /// The name of the custom field that the value belongs to.
    Field(String),
}

/// Whether there is something to put back, for a page that offers it.
pub fn is_possible(entry: &Entry) -> bool {
    fields(entry).is_ok()
}

/// The edit that sets them to what they were.
pub fn edit(entry: &Entry, now: Option<Now>) -> Result<Edit, Vec<FieldError>> {
    let before = |change: &FieldChange| (change.field.clone(), change.before.clone());
    let patch: Map<String, Value> = fields(entry)?.into_iter().map(before).collect();
    let made = match (entry.client_id, entry.entity_id) {
        (Some(client), Some(id)) => match now {
            Some(now) => of_several(entry, client, patch, now),
            None => of_client(entry, (client, id), patch),
        },
        (None, Some(id)) => of_agency(entry, id, patch),
        _ => None,
    };
    made.ok_or_else(|| refused(NOTHING))
}

/// Why, as the log says it of the new change.
pub fn why(seq: i64) -> String {
    format!("Entry {seq} of the log put back")
}

fn of_client(entry: &Entry, (client, id): (ClientId, Uuid), mut patch: Map<String, Value>) -> Option<Edit> {
    match entry.entity.as_str() {
        "clients" if patch.contains_key(STAGE) => read(patch).map(|to| Edit::MoveStage { client, to }),
        "clients" => read(patch).map(|patch| Edit::UpdateClient { id: client, patch }),
        "restrictions" => read(patch).map(|patch| Edit::AmendRestriction { id: id.into(), patch }),
        "enrollments" => {
            patch.insert("reason".into(), why(entry.seq).into());
            read(patch).map(|patch| Edit::CorrectEnrollment { id: id.into(), patch })
        }
        _ => None,
    }
}

/// One of those that a client has several of.
fn of_several(entry: &Entry, client: ClientId, patch: Map<String, Value>, now: Now) -> Option<Edit> {
    match now {
        Now::Answer(answer) => {
            let answers = Answers { answers: vec![answer], corrects: Vec::new() };
            Some(Edit::AnswerDemographics { client, answers })
        }
        Now::Rows(rows) => rows.patch(entry).map(|patch| Edit::UpdateClient { id: client, patch }),
        Now::Field(name) => {
            let (_, value) = patch.into_iter().next()?;
            let value: Option<FieldValue> = serde_json::from_value(value).ok()?;
            let fields = FieldsPatch { values: BTreeMap::from([(name, value)]) };
            Some(Edit::SetFields { client, fields })
        }
    }
}

fn of_agency(entry: &Entry, id: Uuid, patch: Map<String, Value>) -> Option<Edit> {
    match entry.entity.as_str() {
        "programs" => read(patch).map(|patch| Edit::UpdateProgram { id: id.into(), patch }),
        "departments" => read(patch).map(|patch| Edit::UpdateDepartment { id: id.into(), patch }),
        _ => None,
    }
}

/// What the log says today's records may not be able to say any more.
fn read<T: serde::de::DeserializeOwned>(fields: Map<String, Value>) -> Option<T> {
    serde_json::from_value(Value::Object(fields)).ok()
}

fn refused(code: &'static str) -> Vec<FieldError> {
    vec![FieldError::new("", code)]
}

#[cfg(test)]
mod tests;
