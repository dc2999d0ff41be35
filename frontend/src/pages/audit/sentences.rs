//! Differences as sentences.

use domain::{
    audit::{Action, Entry, FieldChange},
    code_lists::label,
    demographics::{AnswerStatus, Question},
};

use super::values::{shown, titled};
use crate::{
    i18n::{I18n, say},
    pages::{demographics, values::Values},
};

/// The fields of entries, and the questions that they are about, for which words are needed.
pub fn fields(entries: &[Entry]) -> Vec<&str> {
    let changes = entries.iter().flat_map(|entry| &entry.changes);
    let named = changes.flat_map(|change| [Some(change.field.as_str()), change.after.as_str()]);
    // A value that is no question's name is no field either.
    named.flatten().collect()
}

/// What an entry says, a line a difference.
pub fn lines(i18n: I18n, values: Values, entry: &Entry) -> Vec<String> {
    match entry.entity.as_str() {
        // Its row has ids alone.
        "application_programs" => return vec![say!(i18n, audit.interest)],
        // That it waits is said by its being a proposal.
        "pending_changes" if entry.action == Action::Create => return Vec::new(),
        "custom_values" => return vec![custom(i18n, entry)],
        "demographics" if is_corrected(entry) => return vec![say!(i18n, audit.answer_corrected)],
        _ => {}
    }
    match answered(i18n, values, entry) {
        Some(line) => vec![line],
        None => {
            let telling = entry.changes.iter().filter(|change| is_telling(&entry.entity, change));
            telling.filter_map(|change| line(i18n, values, &entry.entity, change)).collect()
        }
    }
}

/// Its row says since when another answer stands in its place; the other one has a line of its own.
fn is_corrected(entry: &Entry) -> bool {
    entry.action == Action::Update && entry.changes.iter().any(|change| change.field == "corrected_at")
}

/// The value of a custom field stands in the column of its kind, under the name of the field: "Shirt size set to L".
fn custom(i18n: I18n, entry: &Entry) -> String {
    let field = custom_field(i18n, entry);
    let value = entry.changes.iter().find(|change| VALUES.contains(&change.field.as_str()));
    match value {
        Some(change) if change.withheld => say!(i18n, audit.withheld, field = field),
        Some(change) => difference(i18n, field, (shown(i18n, &change.before), shown(i18n, &change.after))),
        None => field,
    }
}

fn custom_field(i18n: I18n, entry: &Entry) -> String {
    let called = entry.custom_field.as_ref().map(|labels| label(labels, i18n.language().code()).to_owned());
    called.unwrap_or_else(|| say!(i18n, custom_fields.of_client))
}

/// What putting an entry back changes of one field.
pub fn back(i18n: I18n, values: Values, entry: &Entry, change: &FieldChange) -> String {
    match entry.entity.as_str() {
        "custom_values" => {
            let sides = (shown(i18n, &change.before), shown(i18n, &change.after));
            difference(i18n, custom_field(i18n, entry), sides)
        }
        // A name that the reader does not hear is no number either.
        entity => line(i18n, values, entity, change).unwrap_or_else(|| title(i18n, entity, &change.field)),
    }
}

/// A field's name. Who answers for a department is not who does something.
fn title(i18n: I18n, entity: &str, field: &str) -> String {
    match (entity, field) {
        ("departments", "owner_id") => say!(i18n, departments.owner),
        _ => titled(i18n, field),
    }
}

const VALUES: [&str; 4] = ["words", "code", "number", "day"];

/// An answer about a person is a row of several columns, and one thing said: "Gender set to Declined to answer".
fn answered(i18n: I18n, values: Values, entry: &Entry) -> Option<String> {
    let new = |field: &str| entry.changes.iter().find(|change| change.field == field).map(|one| &one.after);
    let question = Question::from_code(new("question")?.as_str()?)?;
    let status = AnswerStatus::from_code(new("status")?.as_str()?)?;
    let given = new("codes").map(|codes| values.say(&entry.entity, question.code(), codes));
    let given = given.filter(|codes| !codes.is_empty());
    let answer = given.unwrap_or_else(|| demographics::status(i18n, status));
    Some(say!(i18n, audit.set_to, field = demographics::question(i18n, question), after = answer))
}

/// A difference; nothing where it is between ids that the reader hears no name of.
fn line(i18n: I18n, values: Values, entity: &str, change: &FieldChange) -> Option<String> {
    if change.withheld || !names_something(entity, &change.field) {
        return Some(sentence(i18n, values, entity, change));
    }
    let name = |id| values.name(&change.field, id);
    let (before, after) = (name(&change.before), name(&change.after));
    let known = before.is_some() || after.is_some();
    let named = (before.unwrap_or_default(), after.unwrap_or_default());
    known.then(|| difference(i18n, title(i18n, entity, &change.field), named))
}

/// Ids that people know a name for: into which program somebody came, and to whom they were assigned.
fn names_something(entity: &str, field: &str) -> bool {
    match field {
        "program_id" | "department_id" => true,
        "owner_id" => entity == "departments",
        // Elsewhere it is who did it, which stands above the line.
        "user_id" => {
            matches!(
                entity,
                "assignments" | "program_staff" | "user_roles" | "user_own_roles" | "account_links"
            )
        }
        _ => false,
    }
}

/// "Phone changed from 415 555 0100 to 415 555 0199".
fn sentence(i18n: I18n, values: Values, entity: &str, change: &FieldChange) -> String {
    let field = titled(i18n, &change.field);
    if change.withheld {
        return say!(i18n, audit.withheld, field = field);
    }
    if change.field == "photo" {
        return photo(i18n, change);
    }
    if is_own_record(entity, &change.field) {
        return own_record(i18n, change);
    }
    let say = |value| values.say(entity, &change.field, value);
    difference(i18n, field, (say(&change.before), say(&change.after)))
}

fn difference(i18n: I18n, field: String, (before, after): (String, String)) -> String {
    match (before.is_empty(), after.is_empty()) {
        (true, _) => say!(i18n, audit.set_to, field = field, after = quoted(i18n, after)),
        (false, true) => say!(i18n, audit.removed, field = field, before = quoted(i18n, before)),
        (false, false) => say!(
            i18n,
            audit.changed_from_to,
            field = field,
            before = quoted(i18n, before),
            after = quoted(i18n, after)
        ),
    }
}

/// How somebody looked is not in the log: only that the picture is another one.
fn photo(i18n: I18n, change: &FieldChange) -> String {
    match (is_blank(&change.before), is_blank(&change.after)) {
        (true, _) => say!(i18n, photos.audit_added),
        (false, true) => say!(i18n, photos.audit_removed),
        (false, false) => say!(i18n, photos.audit_changed),
    }
}

/// Whose record somebody sees as their own. The log has its number.
fn is_own_record(entity: &str, field: &str) -> bool {
    (entity, field) == ("users", "client_id")
}

fn own_record(i18n: I18n, change: &FieldChange) -> String {
    match (is_blank(&change.before), is_blank(&change.after)) {
        (true, _) => say!(i18n, users.audit_record),
        (false, true) => say!(i18n, users.audit_record_off),
        (false, false) => say!(i18n, users.audit_record_other),
    }
}

/// Long texts are marked, so that one sees where they begin and end.
fn quoted(i18n: I18n, text: String) -> String {
    if text.contains(' ') && text.chars().count() > 24 { say!(i18n, audit.quoted, text = text) } else { text }
}

/// Whether a difference is worth a line: ids and times of the row, and that a text is sealed, say
/// nothing to people; who did it stands above the line.
fn is_telling(entity: &str, change: &FieldChange) -> bool {
    let field = change.field.as_str();
    let technical = matches!(
        field,
        "id" | "version"
            | "edit"
            | "reschedules"
            | "text_sealed"
            | "created_by"
            | "reviewed_by"
            | "requested_by"
            | "by_client"
            | "uploaded_by"
            | "added_by"
            | "offered_by"
            | "decided_by"
            | "ended_by"
            | "used_for"
    ) || field.ends_with("_at")
        || (field.ends_with("_id") && !names_something(entity, field) && !is_own_record(entity, field));
    !technical && (change.withheld || !is_blank(&change.before) || !is_blank(&change.after))
}

/// A question that was left out is no answer.
fn is_blank(value: &serde_json::Value) -> bool {
    value.is_null()
        || value.as_str().is_some_and(str::is_empty)
        || value.as_array().is_some_and(Vec::is_empty)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn tells(entity: &str, field: &str) -> bool {
        let (before, after) = (json!(null), json!("0190a000-0000-7000-8000-000000000000"));
        is_telling(entity, &FieldChange { field: field.into(), before, after, withheld: false })
    }

    #[test]
    fn an_entry_says_into_which_program_and_to_whom() {
        assert!(tells("enrollments", "program_id") && tells("programs", "department_id"));
        assert!(tells("assignments", "user_id") && tells("program_staff", "user_id"));
        assert!(tells("users", "client_id"), "that a client's record became somebody's own");
        assert!(tells("departments", "owner_id") && !tells("goal_steps", "owner_id"));
    }

    #[test]
    fn ids_without_a_name_and_the_author_say_nothing() {
        for (entity, field) in [
            ("enrollments", "client_id"),
            ("intakes", "enrollment_id"),
            ("sessions", "user_id"),
            ("notes", "id"),
        ] {
            assert!(!tells(entity, field), "{entity} {field}");
        }
    }
}
