//! What a file leaves out of things that are here already: it stays as it is.

use std::collections::BTreeMap;

use super::{Configuration, ConfiguredField, ConfiguredProgram, ConfiguredRole, ConfiguredValue, known_as};
use crate::patch::Patch;

impl Configuration {
    /// The file as it is meant here: a role that it shortens does not lose its second factor by that.
    pub fn over(&self, here: &Self) -> Self {
        let mut whole = self.clone();
        keep(&mut whole.roles, &here.roles, |role| known_as(&role.name), ConfiguredRole::keep);
        keep(&mut whole.programs, &here.programs, |program| known_as(&program.name), ConfiguredProgram::keep);
        keep(
            &mut whole.custom_fields,
            &here.custom_fields,
            |field| field.name.clone(),
            ConfiguredField::keep,
        );
        for (list, values) in &mut whole.code_lists {
            let ours = here.code_lists.get(list).map_or(&[][..], Vec::as_slice);
            keep(values, ours, |value| value.code.clone(), ConfiguredValue::keep);
        }
        whole
    }
}

fn keep<T>(file: &mut [T], here: &[T], key: impl Fn(&T) -> String, fill: impl Fn(&mut T, &T)) {
    let known: BTreeMap<String, &T> = here.iter().map(|one| (key(one), one)).collect();
    for thing in file {
        if let Some(stands) = known.get(&key(thing)) {
            fill(thing, stands);
        }
    }
}

impl ConfiguredRole {
    fn keep(&mut self, stands: &Self) {
        stay(&mut self.description, &stands.description);
        stay(&mut self.second_factor_required, &stands.second_factor_required);
        self.spell_out();
    }
}

impl ConfiguredValue {
    /// Retirement and its day are one thing: what the file says of the one goes for the other.
    fn keep(&mut self, stands: &Self) {
        hold(&mut self.offered_from, &stands.offered_from);
        match (&self.retired_on, self.retired) {
            (Patch::Set(_), _) => self.retired = Some(true),
            (Patch::Clear, None) => self.retired = Some(false),
            (_, Some(false)) => self.retired_on = Patch::Clear,
            (_, says) if says.is_none() || says == stands.retired => {
                stay(&mut self.retired, &stands.retired);
                self.retired_on.clone_from(&stands.retired_on);
            }
            _ => self.retired_on = Patch::Keep,
        }
    }
}

impl ConfiguredProgram {
    fn keep(&mut self, stands: &Self) {
        hold(&mut self.department, &stands.department);
        hold(&mut self.kind, &stands.kind);
        stay(&mut self.description, &stands.description);
        stay(&mut self.descriptions, &stands.descriptions);
        stay(&mut self.location, &stands.location);
        stay(&mut self.open_to_intake, &stands.open_to_intake);
        hold(&mut self.escalate_after_days, &stands.escalate_after_days);
    }
}

impl ConfiguredField {
    fn keep(&mut self, stands: &Self) {
        stay(&mut self.hints, &stands.hints);
        stay(&mut self.required, &stands.required);
        stay(&mut self.on, &stands.on);
        stay(&mut self.sensitive, &stands.sensitive);
        stay(&mut self.retired, &stands.retired);
    }
}

fn stay<T: Clone>(says: &mut Option<T>, stands: &Option<T>) {
    if says.is_none() {
        says.clone_from(stands);
    }
}

/// The same where null says that there is none.
fn hold<T: Clone>(says: &mut Patch<T>, stands: &Patch<T>) {
    if says.is_keep() {
        says.clone_from(stands);
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use serde_json::{Value, json};

    use super::*;
    use crate::configuration::changes;

    /// One of each kind with everything said, and nothing as it would be by itself.
    fn here() -> Value {
        json!({
            "format": 1,
            "roles": [{ "name": "Desk", "description": "At the door", "sight": "caseload", "permissions": ["see_clients"],
                "second_factor_required": true }],
            "code_lists": { "program_type": [{ "code": "shop", "labels": { "en": "Shop" }, "offered_from": "2020-01-01",
                "retired": true, "retired_on": "2026-01-01" }] },
            "programs": [{ "name": "Kitchen", "department": "Food", "kind": "shop", "description": "Cooking",
                "descriptions": { "es": "Cocina" }, "location": "Folsom Street", "open_to_intake": false,
                "escalate_after_days": 4 }],
            "custom_fields": [{ "name": "shoe", "labels": { "en": "Shoe" }, "hints": { "en": "In inches" },
                "takes": { "kind": "text" }, "required": true, "on": "applications", "sensitive": true, "retired": true }],
        })
    }

    fn read(file: &Value) -> Configuration {
        serde_json::from_value(file.clone()).unwrap()
    }

    /// What may be left out, by the place of the thing that it is left out of.
    const OPTIONAL: [(&str, &[&str]); 4] = [
        ("/roles/0", &["description", "second_factor_required"]),
        ("/code_lists/program_type/0", &["offered_from", "retired", "retired_on"]),
        (
            "/programs/0",
            &[
                "department",
                "kind",
                "description",
                "descriptions",
                "location",
                "open_to_intake",
                "escalate_after_days",
            ],
        ),
        ("/custom_fields/0", &["hints", "required", "on", "sensitive", "retired"]),
    ];

    #[test]
    fn what_is_left_out_stays_field_by_field() {
        for (place, fields) in OPTIONAL {
            for field in fields {
                let mut file = here();
                let thing = file.pointer_mut(place).unwrap().as_object_mut().unwrap();
                assert!(thing.remove(*field).is_some(), "{place} {field}");
                let (file, here) = (read(&file), read(&here()));
                assert_eq!(file.over(&here), here, "{place} {field}");
                assert!(changes(&here, &file, NaiveDate::default()).is_empty(), "{place} {field}");
            }
        }
    }

    #[test]
    fn a_value_is_offered_again_by_either_of_its_two_words() {
        for (says, retired, on) in [
            (json!({ "retired": false }), Some(false), Patch::Clear),
            (json!({ "retired_on": null }), Some(false), Patch::Clear),
            (json!({ "retired": true }), Some(true), Patch::Set("2026-01-01".parse().unwrap())),
            (json!({ "retired_on": "2027-01-01" }), Some(true), Patch::Set("2027-01-01".parse().unwrap())),
        ] {
            let mut file = here();
            let value = file.pointer_mut("/code_lists/program_type/0").unwrap().as_object_mut().unwrap();
            value.retain(|name, _| !name.starts_with("retired"));
            value.extend(says.as_object().unwrap().clone());
            let whole = read(&file).over(&read(&here()));
            let value = &whole.code_lists["program_type"][0];
            assert_eq!((value.retired, &value.retired_on), (retired, &on), "{says}");
        }
    }

    #[test]
    fn every_other_field_has_to_be_said() {
        for (place, fields) in OPTIONAL {
            let all = here();
            for field in all.pointer(place).unwrap().as_object().unwrap().keys() {
                let mut file = here();
                file.pointer_mut(place).unwrap().as_object_mut().unwrap().remove(field);
                let is_read = serde_json::from_value::<Configuration>(file).is_ok();
                assert_eq!(is_read, fields.contains(&field.as_str()), "{place} {field}");
            }
        }
    }

    #[test]
    fn what_is_new_is_as_usual_where_it_is_left_out() {
        let file = read(&json!({
            "format": 1,
            "roles": [{ "name": "Desk", "sight": "caseload", "permissions": ["see_clients"] }],
            "programs": [{ "name": "Kitchen" }],
            "custom_fields": [{ "name": "shoe", "labels": { "en": "Shoe" }, "takes": { "kind": "text" } }],
        }));
        let file = file.over(&Configuration::default());
        assert!(!file.roles[0].draft().second_factor_required);
        assert!(file.programs[0].draft(None).open_to_intake);
        let field = file.custom_fields[0].draft();
        assert!(!field.required && !field.sensitive && field.on == crate::custom_fields::On::Both);
    }

    #[test]
    fn what_is_said_is_what_holds() {
        let mut file = here();
        file["programs"][0]["department"] = Value::Null;
        file["programs"][0]["description"] = json!("");
        file["roles"][0]["second_factor_required"] = json!(false);
        let (file, here) = (read(&file), read(&here()));
        let meant = file.over(&here);
        assert_eq!(meant.programs[0].department, Patch::Clear);
        assert_eq!(meant.programs[0].description.as_deref(), Some(""));
        assert_eq!(meant.roles[0].second_factor_required, Some(false));
    }
}
