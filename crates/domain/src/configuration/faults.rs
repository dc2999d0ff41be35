//! What of a file cannot be taken, as far as the file and what is here tell. Only what would be added or changed is
//! looked at: what is here already was fine when it was written.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Configuration, ConfiguredField, ConfiguredMail, ConfiguredProgram, ConfiguredRole, MOST_THINGS, Part,
    PartChanges, Touch, known_as,
};
use crate::{
    code_lists::LISTS,
    custom_fields::MOST_FIELDS,
    note_templates::{MOST_TEMPLATES, NoteTemplateDraft},
    notes,
    permission::Permission,
    problem::FieldError,
    role::Role,
    validate::{self, Draft},
};

type Faults = Vec<FieldError>;

pub(super) fn faults(
    here: &Configuration,
    file: &Configuration,
    touched: &BTreeMap<&str, Touch>,
    today: NaiveDate,
) -> Faults {
    let mut look = Look { touched, found: Faults::new() };
    look.at("/profile", || wrong(&file.profile, today));
    look.at("/settings", || wrong(&file.settings, today));
    look.each("/roles", &file.roles, |role| of_role(role, today));
    for (list, values) in &file.code_lists {
        look.found.extend(of_list(list));
        look.each(&format!("/code_lists/{list}"), values, |value| wrong(&value.draft(), today));
    }
    look.each("/departments", &file.departments, |department| wrong(&department.draft(), today));
    look.each("/programs", &file.programs, |program| of_program(program, (here, file), today));
    look.each("/custom_fields", &file.custom_fields, |field| of_field(field, here, today));
    look.each("/mail_texts", &file.mail_texts, |mail| of_mail(mail, today));
    look.each("/note_templates", &file.note_templates, |template| of_template(template, [here, file], today));
    look.found
}

/// A look at the places of the file where something is to be done.
struct Look<'a> {
    touched: &'a BTreeMap<&'a str, Touch>,
    found: Faults,
}

impl Look<'_> {
    fn at(&mut self, place: &str, faults: impl FnOnce() -> Faults) {
        if self.touched.contains_key(place) {
            self.found.extend(below(place, faults()));
        }
    }

    fn each<T>(&mut self, part: &str, all: &[T], faults: impl Fn(&T) -> Faults) {
        for (at, one) in all.iter().enumerate() {
            self.at(&format!("{part}/{at}"), || faults(one));
        }
    }
}

fn wrong(draft: &impl Draft, today: NaiveDate) -> Faults {
    draft.check(today).err().unwrap_or_default()
}

fn below(place: &str, faults: Faults) -> Faults {
    faults
        .into_iter()
        .map(|fault| FieldError { pointer: format!("{place}{}", fault.pointer), ..fault })
        .collect()
}

/// More than can be kept. What is not in the file stays, so both count. `twice` is how many stand in the file for a
/// second time.
pub(super) fn too_many(here: &Configuration, parts: &[PartChanges], twice: usize) -> Faults {
    let added = |part: Part| parts.iter().filter(|one| one.part == part).map(|one| one.added.len()).sum();
    let limit = |part: Part, there: usize, most: usize| {
        let added: usize = added(part);
        let fault = || FieldError::new(format!("/{}", part.code()), "too_many").with("max", most);
        (added > 0 && there + added > most).then(fault)
    };
    let templates = usize::try_from(MOST_TEMPLATES).unwrap_or(usize::MAX);
    let fields = limit(Part::CustomFields, here.custom_fields.len(), MOST_FIELDS);
    let templates = limit(Part::NoteTemplates, here.note_templates.len(), templates);
    let things = twice + parts.iter().map(|part| part.added.len()).sum::<usize>();
    let all = (things > MOST_THINGS).then(|| FieldError::new("", "too_many").with("max", MOST_THINGS));
    [fields, templates, all].into_iter().flatten().collect()
}

fn of_role(role: &ConfiguredRole, today: NaiveDate) -> Faults {
    let name = known_as(&role.name);
    let is_built_in = Role::ALL.iter().any(|role| known_as(role.label()) == name);
    let unknown =
        role.permissions.iter().enumerate().filter(|(_, code)| Permission::from_code(code).is_none());
    let unknown = unknown.map(|(at, _)| FieldError::new(format!("/permissions/{at}"), "unknown_permission"));
    let mut found: Faults = unknown.collect();
    let named = |fault: FieldError| match fault.code.as_str() {
        "taken" if is_built_in => FieldError { code: "built_in_role".into(), ..fault },
        _ => fault,
    };
    // A role of nothing but permissions that nobody knows is empty for that reason alone.
    let told = |fault: &FieldError| found.is_empty() || fault.pointer != "/permissions";
    let others: Faults = wrong(&role.draft(), today).into_iter().map(named).filter(told).collect();
    found.extend(others);
    found
}

/// The name of a list is repeated only where it looks like one.
fn of_list(list: &str) -> Option<FieldError> {
    let place = match validate::code(list) {
        Ok(()) => format!("/code_lists/{list}"),
        Err(_) => "/code_lists".to_owned(),
    };
    (!LISTS.contains(&list)).then(|| FieldError::new(place, "unknown_list"))
}

fn of_program(
    program: &ConfiguredProgram,
    (here, file): (&Configuration, &Configuration),
    today: NaiveDate,
) -> Faults {
    let mut found = wrong(&program.draft(None), today);
    let both = || [here, file].into_iter();
    let knows_department = |name: &String| {
        both().flat_map(|one| &one.departments).any(|department| known_as(&department.name) == known_as(name))
    };
    if !program.department.set().into_iter().all(knows_department) {
        found.push(FieldError::new("/department", "unknown_department"));
    }
    if !program.kind.set().into_iter().all(|kind| knows([here, file], "program_type", kind)) {
        found.push(FieldError::new("/kind", "unknown"));
    }
    found
}

fn of_template(template: &NoteTemplateDraft, both: [&Configuration; 2], today: NaiveDate) -> Faults {
    let mut found = wrong(template, today);
    if template.kind != notes::GENERAL && !knows(both, notes::TYPES, &template.kind) {
        found.push(FieldError::new("/kind", "unknown"));
    }
    found
}

/// Whether a list has this code, here or in the file.
fn knows(both: [&Configuration; 2], list: &str, code: &str) -> bool {
    let mut values = both.into_iter().filter_map(|one| one.code_lists.get(list)).flatten();
    values.any(|value| value.code == code)
}

fn of_field(field: &ConfiguredField, here: &Configuration, today: NaiveDate) -> Faults {
    let mut found = wrong(&field.draft(), today);
    let stands = here.custom_fields.iter().find(|one| one.name == field.name);
    if stands.is_some_and(|stands| stands.takes.kind() != field.takes.kind()) {
        found.push(FieldError::new("/takes/kind", "never_changes"));
    }
    found
}

fn of_mail(mail: &ConfiguredMail, today: NaiveDate) -> Faults {
    let mut found = mail.patch().check_for(mail.kind, today).err().unwrap_or_default();
    if !mail.kind.languages().contains(&mail.language.as_str()) {
        found.push(FieldError::new("/language", "language"));
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::configuration::{Changes, changes};

    fn read(parts: Value) -> Configuration {
        let mut file = json!({ "format": 1 });
        file.as_object_mut().unwrap().extend(parts.as_object().unwrap().clone());
        serde_json::from_value(file).unwrap()
    }

    fn found(here: Value, file: Value) -> Changes {
        changes(&read(here), &read(file), NaiveDate::default())
    }

    fn told(here: Value, file: Value) -> Vec<String> {
        let found = found(here, file);
        assert!(found.problems.iter().all(|problem| !problem.advice.is_empty()));
        found.problems.iter().map(|one| format!("{} {}", one.error.pointer, one.error.code)).collect()
    }

    fn role(name: &str, permissions: &[&str]) -> Value {
        json!({ "roles": [{ "name": name, "sight": "caseload", "permissions": permissions }] })
    }

    fn field(kind: &str) -> Value {
        json!({ "custom_fields": [{ "name": "shoe", "labels": { "en": "Shoe" }, "takes": { "kind": kind } }] })
    }

    #[test]
    fn a_role_of_another_version_or_of_ours_is_not_taken() {
        let none = || json!({});
        assert_eq!(
            told(none(), role("Desk", &["see_clients", "fly"])),
            ["/roles/0/permissions/1 unknown_permission"]
        );
        assert_eq!(told(none(), role("Desk", &["fly"])), ["/roles/0/permissions/0 unknown_permission"]);
        assert_eq!(told(none(), role("administrator", &["see_clients"])), ["/roles/0/name built_in_role"]);
        assert_eq!(told(none(), role("Desk", &[])), ["/roles/0/permissions required"]);
    }

    #[test]
    fn a_field_keeps_its_kind() {
        assert_eq!(told(field("text"), field("number")), ["/custom_fields/0/takes/kind never_changes"]);
        assert_eq!(told(json!({}), field("number")), Vec::<String>::new());
    }

    #[test]
    fn texts_keep_to_the_rules_of_their_pages() {
        let long = json!({ "profile": { "mission": "x".repeat(201), "words": { "fr": {} } } });
        assert_eq!(told(json!({}), long), ["/profile/mission too_long", "/profile/words/fr language"]);
        let mail = json!({ "mail_texts": [
            { "kind": "invitation", "language": "vi", "subject": "Welcome", "body": "Come and see us." },
        ] });
        assert_eq!(
            told(json!({}), mail),
            ["/mail_texts/0/body placeholder_missing", "/mail_texts/0/language language"]
        );
        let value = json!({ "code_lists": { "gender": [{ "code": "No", "labels": { "es": "No" } }] } });
        assert_eq!(
            told(json!({}), value),
            ["/code_lists/gender/0/code code", "/code_lists/gender/0/labels english_label"]
        );
    }

    #[test]
    fn what_a_program_names_is_there_or_comes_along() {
        let program = json!({ "name": "Kitchen", "department": "Food", "kind": "training" });
        let alone = json!({ "programs": [program] });
        assert_eq!(
            told(json!({}), alone),
            ["/programs/0/department unknown_department", "/programs/0/kind unknown"]
        );
        let whole = json!({
            "departments": [{ "name": "food" }], "programs": [program],
            "code_lists": { "program_type": [{ "code": "training", "labels": { "en": "Training" } }] },
        });
        assert_eq!(told(json!({}), whole), Vec::<String>::new());
    }

    #[test]
    fn a_list_that_there_is_not_is_named() {
        let of = |name: &str| json!({ "code_lists": { name: [] } });
        assert_eq!(told(json!({}), of("shoe_sizes")), ["/code_lists/shoe_sizes unknown_list"]);
        assert_eq!(told(json!({}), of("a/b")), ["/code_lists unknown_list"]);
    }

    #[test]
    fn what_stays_as_it_is_is_not_looked_at() {
        assert_eq!(told(role("Desk", &["fly"]), role("Desk", &["fly"])), Vec::<String>::new());
    }

    #[test]
    fn more_than_can_be_kept_is_told() {
        let names = |from: usize, to: usize| -> Value {
            let all = from..to;
            let all = all.map(
                |n| json!({ "name": format!("f{n}"), "labels": { "en": "F" }, "takes": { "kind": "text" } }),
            );
            json!({ "custom_fields": all.collect::<Value>() })
        };
        assert_eq!(told(names(0, 40), names(30, 60)), Vec::<String>::new());
        assert_eq!(told(names(0, 40), names(40, 61)), ["/custom_fields too_many"]);
    }

    #[test]
    fn a_file_that_is_too_large_is_told_that_and_nothing_else() {
        let values = |count: usize| -> Value {
            let values = (0..count).map(|n| json!({ "code": format!("No {n}"), "labels": {} }));
            json!({ "code_lists": { "neighborhood": values.collect::<Value>() } })
        };
        assert_eq!(told(json!({}), values(MOST_THINGS + 1)), [" too_many"]);
        let again = json!({ "departments": vec![json!({ "name": "Food" }); MOST_THINGS + 2] });
        assert_eq!(told(json!({}), again), [" too_many"]);
    }

    /// A list has no limit on its page, so an installation may have more than anybody adds at once.
    #[test]
    fn what_is_here_already_does_not_count() {
        let departments = |from: usize, to: usize| -> Value {
            json!({ "departments": (from..to).map(|n| json!({ "name": format!("D{n}") })).collect::<Value>() })
        };
        let (large, more) = (departments(0, MOST_THINGS + 1), departments(0, MOST_THINGS + 2));
        assert_eq!(told(large.clone(), large.clone()), Vec::<String>::new());
        assert_eq!(told(large, more), Vec::<String>::new());
    }

    #[test]
    fn a_problem_names_what_it_is_about() {
        let found = found(json!({}), role("Front desk", &["fly"]));
        assert_eq!(found.problems[0].name, "Front desk");
        assert!(found.problems[0].advice.contains("update this server"));
    }
}
