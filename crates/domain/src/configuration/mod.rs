//! The whole configuration as one file: what an administrator sets, and nothing of people, keys, secrets or clients.
//!
//! Things are known by names that hold in every installation (a code, the name of a role, a program's name), never by
//! ids, so that a file made in one can be taken in another. Taking a file adds and changes; it never deletes.

mod changes;
mod compare;
mod entries;
mod faults;
mod over;
mod part;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use changes::{Changed, Changes, Entry, FieldChange, Obstacle, PartChanges, Preview, Previewed, Touch};
pub use compare::{changes, order, programs_in_order};
pub use entries::{
    ConfiguredDepartment, ConfiguredField, ConfiguredMail, ConfiguredProgram, ConfiguredRole,
    ConfiguredValue, profile_of, settings_of,
};
pub use part::Part;

use crate::{
    note_templates::NoteTemplateDraft,
    organization::OrganizationPatch,
    permission::Permission::{self, EditCodeLists, EditOrganization, EditPrograms, ManageRoles},
    settings::SystemSettingsPatch,
};

/// The version of the file that is written, and the newest that is read.
pub const FORMAT: u32 = 1;

/// The largest file that is read, in bytes.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;

/// More things than these nobody adds at once.
pub const MOST_THINGS: usize = 2_000;

/// What it takes to see or to write all of it: what the pages of its parts take, together.
pub const NEEDED: [Permission; 4] = [EditOrganization, EditCodeLists, EditPrograms, ManageRoles];

/// A configuration. A part that the file does not have is not touched, and neither is what it leaves out of something
/// that is here already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// 1. A server that does not know the format refuses the file.
    #[cfg_attr(feature = "openapi", schema(example = 1))]
    pub format: u32,
    /// The name of the organization that it came from.
    #[serde(default)]
    pub exported_from: String,
    #[serde(default)]
    pub exported_at: Option<DateTime<Utc>>,
    /// The profile without its logo. What is not named stays as it is.
    #[serde(default)]
    pub profile: OrganizationPatch,
    #[serde(default)]
    pub settings: SystemSettingsPatch,
    /// The organization's own roles, without who holds them.
    #[serde(default)]
    pub roles: Vec<ConfiguredRole>,
    /// By the name of the list, in the order in which they are offered.
    #[serde(default)]
    pub code_lists: BTreeMap<String, Vec<ConfiguredValue>>,
    #[serde(default)]
    pub departments: Vec<ConfiguredDepartment>,
    /// Without the people who work in them, and without their capacities.
    #[serde(default)]
    pub programs: Vec<ConfiguredProgram>,
    /// In the order in which they are asked.
    #[serde(default)]
    pub custom_fields: Vec<ConfiguredField>,
    /// Mails that the organization worded itself.
    #[serde(default)]
    pub mail_texts: Vec<ConfiguredMail>,
    #[serde(default)]
    pub note_templates: Vec<NoteTemplateDraft>,
}

/// One that says nothing yet.
impl Default for Configuration {
    fn default() -> Self {
        Self {
            format: FORMAT,
            exported_from: String::new(),
            exported_at: None,
            profile: OrganizationPatch::default(),
            settings: SystemSettingsPatch::default(),
            roles: Vec::new(),
            code_lists: BTreeMap::new(),
            departments: Vec::new(),
            programs: Vec::new(),
            custom_fields: Vec::new(),
            mail_texts: Vec::new(),
            note_templates: Vec::new(),
        }
    }
}

/// By what things with names are known: the same word in other capitals is the same name.
pub fn known_as(name: &str) -> String {
    name.trim().to_lowercase()
}
