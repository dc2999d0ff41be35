//! Case notes.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    ids::{AddendumId, ClientId, NoteId, ProgramId, UserId},
    patch::Patch,
    permission::Permission,
    problem::FieldError,
    validate::{self, Draft},
};

/// How long the author may edit a note. Afterwards there are addenda.
pub const EDIT_WINDOW: TimeDelta = TimeDelta::hours(24);

/// More notes than these would not stand first any more.
pub const MOST_PINNED: i64 = 5;

/// The list of what notes are about. The organization keeps it, but for one value.
pub const TYPES: &str = "note_type";

/// The type of plain notes, which more people may write and read than others: no organization does without it.
pub const GENERAL: &str = "general";

/// A new note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NoteDraft {
    /// A code of the list `note_type`.
    #[validate(custom(function = validate::code))]
    #[cfg_attr(feature = "openapi", schema(example = "general"))]
    pub kind: String,
    /// When it happened, which may be before it is written.
    pub happened_at: DateTime<Utc>,
    #[validate(length(min = 1, max = 10_000), custom(function = validate::paragraph))]
    pub text: String,
    #[serde(default)]
    pub program_id: Option<ProgramId>,
    /// Opened on its own, by permission, and every opening is recorded.
    #[serde(default)]
    pub confidential: bool,
    /// Colleagues who are named in the text and told of it: only those who may read the note.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(length(max = 20))]
    pub mentions: Vec<UserId>,
}

impl NoteDraft {
    /// What one must be allowed in order to write it.
    pub fn permission(&self) -> Permission {
        permission_of(&self.kind, self.confidential)
    }
}

/// What one must be allowed in order to write a note of a type, or to add to one.
pub fn permission_of(kind: &str, confidential: bool) -> Permission {
    match kind {
        _ if confidential => Permission::WriteConfidentialNotes,
        GENERAL => Permission::WriteGeneralNotes,
        _ => Permission::WriteNotes,
    }
}

impl Draft for NoteDraft {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        happened("/happened_at", self.happened_at, today, errors);
    }
}

/// The organization's day may be ahead of or behind the reader's, so a day's grace is given.
fn happened(pointer: &str, at: DateTime<Utc>, today: NaiveDate, errors: &mut Vec<FieldError>) {
    if at.date_naive() > today + TimeDelta::days(1) {
        errors.push(FieldError::new(pointer, "in_the_future"));
    }
    validate::day(pointer, at.date_naive(), today, errors);
}

/// The author's correction within the edit window.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct NotePatch {
    /// A code of the list `note_type`.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub kind: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<DateTime<Utc>>))]
    pub happened_at: Patch<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub text: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub program_id: Patch<ProgramId>,
    /// All who are named now. Those who were not before are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 20))]
    pub mentions: Option<Vec<UserId>>,
}

impl Draft for NotePatch {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        let cleared = [
            ("/kind", self.kind == Patch::Clear),
            ("/happened_at", self.happened_at == Patch::Clear),
            ("/text", self.text == Patch::Clear),
        ];
        validate::never_empty(cleared, errors);
        if let Patch::Set(kind) = &self.kind
            && validate::code(kind).is_err()
        {
            errors.push(FieldError::new("/kind", "code"));
        }
        if let Patch::Set(at) = self.happened_at {
            happened("/happened_at", at, today, errors);
        }
        if let Patch::Set(text) = &self.text {
            let text = AddendumDraft { text: text.clone(), mentions: Vec::new() };
            errors.extend(text.check(today).err().unwrap_or_default());
        }
    }
}

/// Something added to a note that can no longer be edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddendumDraft {
    #[validate(length(min = 1, max = 10_000), custom(function = validate::paragraph))]
    pub text: String,
    /// Colleagues who are named in it and told of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(length(max = 20))]
    pub mentions: Vec<UserId>,
}
impl Draft for AddendumDraft {}

/// A note, as far as the reader may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Note {
    pub id: NoteId,
    pub version: i32,
    pub client_id: ClientId,
    /// A code of the list `note_type`.
    #[cfg_attr(feature = "openapi", schema(example = "general"))]
    pub kind: String,
    pub happened_at: DateTime<Utc>,
    pub written_at: DateTime<Utc>,
    pub author_id: UserId,
    pub author: String,
    pub program_id: Option<ProgramId>,
    pub program_name: Option<String>,
    pub confidential: bool,
    /// Absent on a confidential note: that is opened on its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub edited_at: Option<DateTime<Utc>>,
    /// Until when the author may edit it.
    pub editable_until: DateTime<Utc>,
    pub addenda: Vec<Addendum>,
    /// A supervisor's mark, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<NoteReview>,
    /// Since when it stands before the others, and by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned_by: Option<String>,
    /// Colleagues who are named in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<UserId>,
}

/// That a supervisor has read a note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoteReview {
    pub reviewer: String,
    pub reviewed_at: DateTime<Utc>,
    /// For the author and for those who review. Others see the mark alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The note was edited or added to since, so it waits for a review again.
    pub outdated: bool,
}

/// A supervisor's mark on a note.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct NoteReviewDraft {
    /// For the author, who is told. A confidential note takes none: what belongs there is added to it, and sealed.
    #[validate(length(max = 2_000), custom(function = validate::paragraph))]
    pub comment: String,
}
impl Draft for NoteReviewDraft {}

/// A note in a list of many clients' notes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoteOfClient {
    pub client_name: String,
    pub note: Note,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Addendum {
    pub id: AddendumId,
    pub author: String,
    pub written_at: DateTime<Utc>,
    /// Absent on a confidential note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Which of a client's notes are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct NoteFilter {
    /// Codes of the list `note_type`; may be repeated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kind: Vec<String>,
    /// Those that stand first, or the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Which notes of the clients in sight are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct NotesFilter {
    /// Codes of the list `note_type`; may be repeated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kind: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<UserId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program: Option<ProgramId>,
    /// Only those that were reviewed as they stand now, or only those of others that were not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<bool>,
    /// Written on this day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written_since: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What a note is, as far as it decides who may read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct NoteReaders {
    /// Of the list `note_type`; of plain notes where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    pub confidential: bool,
}

/// A colleague who may be named in a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoteReader {
    pub id: UserId,
    pub name: String,
}

/// Where a name begins that is being typed at the end of a text, and what of it stands there: `@ca` of "Ask @ca".
pub fn mention_at(before: &str) -> Option<(usize, &str)> {
    let start = before.rfind('@')?;
    let (head, typed) = (&before[..start], &before[start + 1..]);
    let begins = head.chars().next_back().is_none_or(|last| !last.is_alphanumeric());
    let short = typed.chars().count() <= 30 && !typed.contains('\n') && !typed.starts_with(' ');
    (begins && short).then_some((start, typed))
}

/// Those whose name, or a later part of it, begins like this; at most eight.
pub fn matching(typed: &str, readers: &[NoteReader]) -> Vec<NoteReader> {
    let typed = typed.to_lowercase();
    let fits = |reader: &&NoteReader| {
        let name = reader.name.to_lowercase();
        name.starts_with(&typed) || name.match_indices(' ').any(|(at, _)| name[at + 1..].starts_with(&typed))
    };
    readers.iter().filter(fits).take(8).cloned().collect()
}

/// Those who are named in a text, each once. Of two names of which one begins like the other, the longer one is meant.
pub fn named(text: &str, readers: &[NoteReader]) -> Vec<UserId> {
    let mut found: Vec<UserId> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let rest = &text[at + 1..];
        let stands = |reader: &&NoteReader| {
            rest.strip_prefix(reader.name.as_str())
                .is_some_and(|after| after.chars().next().is_none_or(|next| !next.is_alphanumeric()))
        };
        let longest = readers.iter().filter(stands).map(|reader| reader.name.len()).max();
        let meant = readers.iter().filter(stands).filter(|reader| Some(reader.name.len()) == longest);
        for reader in meant {
            if !found.contains(&reader.id) {
                found.push(reader.id);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_volunteers_permission_covers_general_notes_only() {
        let draft = NoteDraft {
            kind: GENERAL.into(),
            happened_at: DateTime::default(),
            text: "Called".into(),
            program_id: None,
            confidential: false,
            mentions: Vec::new(),
        };
        assert_eq!(draft.permission(), Permission::WriteGeneralNotes);
        assert_eq!(
            NoteDraft { kind: "initial".into(), ..draft.clone() }.permission(),
            Permission::WriteNotes
        );
        assert_eq!(
            NoteDraft { confidential: true, ..draft }.permission(),
            Permission::WriteConfidentialNotes
        );
    }

    fn readers() -> Vec<NoteReader> {
        let one =
            |(n, name): (u128, &str)| NoteReader { id: uuid::Uuid::from_u128(n).into(), name: name.into() };
        [(1, "Ann Lee"), (2, "Ann Lee Brown"), (3, "Zoë Ann")].into_iter().map(one).collect()
    }

    #[test]
    fn a_name_begins_at_an_at_that_stands_alone() {
        assert_eq!(mention_at("Ask @an"), Some((4, "an")));
        assert_eq!(mention_at("@"), Some((0, "")));
        assert_eq!(mention_at("mail ann@exa"), None);
        assert_eq!(mention_at("at @ noon"), None);
        assert_eq!(mention_at("@ann\nthen"), None);
    }

    #[test]
    fn a_name_is_found_by_any_of_its_parts() {
        let names = |typed| matching(typed, &readers()).into_iter().map(|one| one.name).collect::<Vec<_>>();
        assert_eq!(names("ann"), ["Ann Lee", "Ann Lee Brown", "Zoë Ann"]);
        assert_eq!(names("zoë"), ["Zoë Ann"]);
        assert!(names("x").is_empty());
    }

    #[test]
    fn of_two_names_the_longer_one_is_meant() {
        let ids =
            |text| named(text, &readers()).into_iter().map(|id| id.uuid().as_u128()).collect::<Vec<_>>();
        assert_eq!(ids("@Ann Lee Brown and @Zoë Ann, @Zoë Ann."), [2, 3]);
        assert_eq!(ids("@Ann Leeson"), Vec::<u128>::new());
        assert_eq!(ids("(@Ann Lee)"), [1]);
    }
}
