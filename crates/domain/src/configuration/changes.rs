//! What a file would change, as it is shown before anything is done.

use std::{collections::BTreeMap, iter::successors};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Part;
use crate::problem::FieldError;

/// What a file would change here, and what keeps it from being taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ConfigurationPreview))]
pub struct Preview {
    /// Of the file and of everything that it was compared with. Taking the file names it, so that what is done is what
    /// was shown.
    pub version: String,
    pub exported_from: String,
    pub exported_at: Option<DateTime<Utc>>,
    #[serde(flatten)]
    pub changes: Changes,
}

/// Which preview somebody looked at before they take the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct Previewed {
    /// The `version` of the preview.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ConfigurationChanges))]
pub struct Changes {
    /// Every part, also where nothing changes.
    pub parts: Vec<PartChanges>,
    /// While there is one, nothing of the file is taken.
    pub problems: Vec<Obstacle>,
}

/// What would become of one part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ConfigurationPartChanges))]
pub struct PartChanges {
    pub part: Part,
    pub added: Vec<Entry>,
    pub changed: Vec<Changed>,
    /// Here and not in the file: these stay as they are.
    pub kept: Vec<Entry>,
    /// How many are the same here and in the file.
    pub same: usize,
}

/// One thing: a role, a choice, a program, a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ConfigurationEntry))]
pub struct Entry {
    /// A name, the English words of a choice, or which mail it is; empty for profile and settings.
    pub name: String,
    /// The list of a choice, or the language of a mail.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub within: String,
    /// Where in the file, as a JSON pointer; empty for what the file does not have.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(example = "/roles/2"))]
    pub place: String,
}

/// What would be different about one thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ConfigurationChanged))]
pub struct Changed {
    #[serde(flatten)]
    pub entry: Entry,
    pub fields: Vec<FieldChange>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ConfigurationFieldChange))]
pub struct FieldChange {
    /// With dots between a field and what is below it: `labels.es`.
    pub field: String,
    pub from: Value,
    pub to: Value,
}

/// Why something in the file cannot be taken, and what to do about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ConfigurationObstacle))]
pub struct Obstacle {
    #[serde(flatten)]
    pub error: FieldError,
    /// What it is about, by its name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What to do, in English.
    pub advice: String,
}

/// What happens to a place in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    Adds,
    Changes,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(PartChanges::is_empty)
    }

    /// What happens at each place of the file where something does.
    pub fn touched(&self) -> BTreeMap<&str, Touch> {
        let added = self.parts.iter().flat_map(|part| &part.added);
        let changed = self.parts.iter().flat_map(|part| &part.changed);
        let added = added.map(|entry| (entry.place.as_str(), Touch::Adds));
        added.chain(changed.map(|one| (one.entry.place.as_str(), Touch::Changes))).collect()
    }

    /// Adds what else keeps the file from being taken.
    pub fn stopped_by(&mut self, errors: Vec<FieldError>) {
        let entries = self.entries();
        let found: Vec<_> = errors.into_iter().map(|error| obstacle(&entries, error)).collect();
        self.problems.extend(found);
    }

    /// What would be added or changed, by its place.
    fn entries(&self) -> BTreeMap<&str, &Entry> {
        let changed = self.parts.iter().flat_map(|part| part.changed.iter().map(|one| &one.entry));
        let added = self.parts.iter().flat_map(|part| &part.added);
        added.chain(changed).map(|entry| (entry.place.as_str(), entry)).collect()
    }
}

/// A fault with the name of what it is about: of a value and the order of its list, the value.
fn obstacle(entries: &BTreeMap<&str, &Entry>, error: FieldError) -> Obstacle {
    let mut places =
        successors(Some(error.pointer.as_str()), |place| place.rsplit_once('/').map(|(above, _)| above));
    let entry = places.find_map(|place| entries.get(place));
    let name = entry.map(|entry| entry.name.clone()).unwrap_or_default();
    Obstacle { name, advice: advice(&error.code).to_owned(), error }
}

impl PartChanges {
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty()
    }
}

/// What somebody can do who reads that something cannot be taken.
fn advice(code: &str) -> &'static str {
    match code {
        "unknown_permission" => {
            "This version does not know the permission. Take it out of the role, or update this server first."
        }
        "built_in_role" => "A built-in role stays as it is. Give the role in the file another name.",
        "more_than_own" => {
            "You cannot give more than you may do yourself. Take it out of the role, or ask an administrator."
        }
        "never_changes" => {
            "A field here has this name and another kind, which never changes. Give the field in the file another name."
        }
        "retire_instead" => {
            "Records have a choice that the file leaves out. Put it back, with \"retired\": true."
        }
        "unknown_list" => "There is no such list. Take it out of the file.",
        "unknown_department" => {
            "Neither the file nor this installation has the department. Add it to the file, or name another one."
        }
        "unknown" => "This choice is not offered. Name one that is, or add it to its list in the file.",
        "language" => "Openhall does not write in this language. Take it out of the file.",
        "twice" => "It stands in the file twice. Take one of them out.",
        "taken" => "Something else has this name. Choose another one in the file.",
        "required" => "Something is missing here. Fill it in, or take the whole entry out of the file.",
        "too_long" => "Make the text shorter.",
        "too_many" => "There are more of these than can be kept. Take some out of the file.",
        "time_zone" => "Name a time zone as in America/Los_Angeles.",
        "placeholder" => "There is something in braces that this mail does not know. Take it out.",
        "placeholder_missing" => "The mail lacks what it is for, such as its link in braces. Put it in.",
        "own_second_factor_first" => {
            "You would need a second factor yourself. Set yours up first, or take this out of the file."
        }
        "beyond_card" => "A role that sees the card alone takes no permission that opens more of a client.",
        _ => "Set it as its page in the settings would take it, or take it out of the file.",
    }
}
