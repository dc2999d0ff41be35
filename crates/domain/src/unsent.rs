//! What somebody of the staff has begun to write and not sent yet: kept on the server until it is sent, so that a
//! closed tab loses nothing.

use std::{collections::BTreeMap, fmt, str::FromStr};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::{
    codes::codes,
    problem::FieldError,
    validate::{self, Draft},
};

/// A form has no more fields than this.
const MAX_FIELDS: usize = 40;
/// A field's place in its form: `/contact_points/0/value`.
const MAX_POINTER: usize = 60;
/// No text of any form may be longer.
const MAX_TEXT: usize = 10_000;

/// The forms whose texts are kept. The subject is the client, note, application, change, follow-up, goal or step that
/// the form writes about; of a client who is not on file yet, the person who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = UnsentForm))]
#[serde(rename_all = "snake_case")]
pub enum Form {
    Note,
    NoteEdit,
    Addendum,
    NoteReview,
    Decline,
    Approval,
    Refusal,
    FollowUp,
    Outcome,
    Goal,
    GoalEdit,
    GoalOutcome,
    Step,
    StepEdit,
    Restriction,
    Lifting,
    Details,
    Demographics,
    CustomFields,
    NewClient,
}
codes!(Form: Note "note", NoteEdit "note_edit", Addendum "addendum", NoteReview "note_review", Decline "decline",
    Approval "approval", Refusal "refusal", FollowUp "follow_up", Outcome "outcome", Goal "goal",
    GoalEdit "goal_edit", GoalOutcome "goal_outcome", Step "step", StepEdit "step_edit",
    Restriction "restriction", Lifting "lifting", Details "details", Demographics "demographics",
    CustomFields "custom_fields",
    NewClient "new_client");

/// Which form about what: `note-0190a000-0000-7000-8000-000000000000`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    pub form: Form,
    pub subject: Uuid,
}

impl Key {
    pub fn new(form: Form, subject: impl Into<Uuid>) -> Self {
        Self { form, subject: subject.into() }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}-{}", self.form.code(), self.subject)
    }
}

/// What is no key names nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoKey;

impl FromStr for Key {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let (form, subject) = text.split_once('-').ok_or(NoKey)?;
        Ok(Self { form: Form::from_code(form).ok_or(NoKey)?, subject: subject.parse().map_err(|_| NoKey)? })
    }
}

/// The texts of a form by the place of their field: `/text`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UnsentTexts {
    pub fields: BTreeMap<String, String>,
}

impl UnsentTexts {
    pub fn is_empty(&self) -> bool {
        self.fields.values().all(|text| text.trim().is_empty())
    }
}

impl Draft for UnsentTexts {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if self.fields.len() > MAX_FIELDS {
            errors.push(FieldError::new("/fields", "too_long").with("max", MAX_FIELDS));
        }
        let places = self.fields.keys();
        if places.into_iter().any(|place| place.len() > MAX_POINTER || validate::line(place).is_err()) {
            errors.push(FieldError::new("/fields", "code"));
        }
        // An unfinished text may be blank, so only its length and its characters are looked at.
        if self.fields.values().any(|text| text.chars().count() > MAX_TEXT) {
            errors.push(FieldError::new("/fields", "too_long").with("max", MAX_TEXT));
        }
        let unseen = |text: &String| text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        if self.fields.values().any(unseen) {
            errors.push(FieldError::new("/fields", "invisible_characters"));
        }
    }
}

/// What was kept; without fields where nothing was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptTexts {
    pub fields: BTreeMap<String, String>,
    pub saved_at: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(place: &str, text: &str) -> Option<String> {
        let fields = BTreeMap::from([(place.to_owned(), text.to_owned())]);
        let errors = UnsentTexts { fields }.check(NaiveDate::default()).err()?;
        Some(errors[0].code.clone())
    }

    #[test]
    fn a_key_is_read_as_it_is_written() {
        let key = Key::new(Form::FollowUp, Uuid::from_u128(7));
        assert_eq!(key.to_string().parse(), Ok(key));
        for other in ["note", "note-7", "poem-0190a000-0000-7000-8000-000000000000", ""] {
            assert_eq!(other.parse::<Key>(), Err(NoKey), "{other}");
        }
    }

    #[test]
    fn half_a_sentence_and_a_blank_are_kept() {
        assert_eq!((wrong("/text", "She sai"), wrong("/text", " \n")), (None, None));
    }

    #[test]
    fn what_no_form_takes_is_not_kept() {
        assert_eq!(wrong("/text", "a\0b").as_deref(), Some("invisible_characters"));
        assert_eq!(wrong("/text", &"x".repeat(MAX_TEXT + 1)).as_deref(), Some("too_long"));
        assert_eq!(wrong(&"/x".repeat(40), "x").as_deref(), Some("code"));
    }
}
