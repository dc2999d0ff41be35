//! What stands now, and what would stand, in words.

use domain::{
    configuration::{FieldChange, Part},
    custom_fields::On,
    permission::Permission,
    role::Role,
    roles::RoleSight,
    settings::Module,
};
use serde_json::Value;

use crate::{
    i18n::{I18n, say},
    pages::{
        audit, roles,
        settings::{fields::words as fields, language, system::modules as system},
    },
};

/// Both sides of a change. Languages are told whole, as the first one counts. Of a set only what differs: nobody compares forty permissions by eye.
pub(super) fn sides(i18n: I18n, part: Part, change: &FieldChange) -> (String, String) {
    let FieldChange { field, from, to } = change;
    let side = |value: &Value| match word(i18n, part, field, value) {
        words if words.is_empty() => say!(i18n, configuration.none),
        words => words,
    };
    match (from, to) {
        (Value::Array(old), Value::Array(new)) if !field.ends_with("order") && field != "languages" => {
            let only = |of: &[Value], other: &[Value]| {
                Value::Array(of.iter().filter(|item| !other.contains(item)).cloned().collect())
            };
            (side(&only(old, new)), side(&only(new, old)))
        }
        _ => (side(from), side(to)),
    }
}

fn word(i18n: I18n, part: Part, field: &str, value: &Value) -> String {
    match value {
        Value::Array(items) => {
            items.iter().map(|item| word(i18n, part, field, item)).collect::<Vec<_>>().join(", ")
        }
        Value::String(code) => coded(i18n, part, field, code).unwrap_or_else(|| code.clone()),
        other => audit::shown(i18n, other),
    }
}

/// A code in words. Texts stand as they are: somebody compares them letter by letter.
fn coded(i18n: I18n, part: Part, field: &str, code: &str) -> Option<String> {
    match (part, field) {
        (Part::Roles, "permissions") => {
            Permission::from_code(code).map(|one| roles::words::permission(i18n, one))
        }
        (Part::Roles, "sight") => RoleSight::from_code(code).map(|one| roles::words::short_sight(i18n, one)),
        (Part::Profile, "second_factor_roles") => {
            Role::from_code(code).map(|role| roles::words::built_in(i18n, role))
        }
        (Part::Settings, "modules_off") => Module::from_code(code).map(|module| system::named(i18n, module)),
        (Part::CustomFields, "on") => On::from_code(code).map(|on| fields::on(i18n, on)),
        (Part::CustomFields, "takes.kind") => Some(fields::kind(i18n, code)),
        (Part::Profile, "languages") => {
            Some(language(code)).filter(|name| !name.is_empty()).map(str::to_owned)
        }
        _ => None,
    }
}
