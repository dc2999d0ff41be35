use super::*;
use crate::{
    configuration::{ConfiguredRole, Touch},
    patch::Patch,
    roles::RoleSight,
    settings::{Module, SystemSettingsPatch},
};

fn role(name: &str, permissions: &[&str]) -> ConfiguredRole {
    let permissions = permissions.iter().map(|code| (*code).to_owned()).collect();
    ConfiguredRole { name: name.into(), sight: RoleSight::Caseload, permissions, ..ConfiguredRole::default() }
}

fn value(code: &str, english: &str, spanish: &str) -> ConfiguredValue {
    let spoken = [("en", english), ("es", spanish)].into_iter().filter(|(_, label)| !label.is_empty());
    let labels = spoken.map(|(language, label)| (language.to_owned(), label.to_owned())).collect();
    ConfiguredValue {
        code: code.into(),
        labels,
        offered_from: Patch::Clear,
        retired: Some(false),
        retired_on: Patch::Clear,
    }
}

fn lists(values: Vec<ConfiguredValue>) -> Configuration {
    Configuration { code_lists: BTreeMap::from([("gender".to_owned(), values)]), ..Configuration::default() }
}

fn between(here: &Configuration, file: &Configuration) -> Changes {
    changes(here, file, NaiveDate::default())
}

fn part(changes: &Changes, part: Part) -> PartChanges {
    changes.parts.iter().find(|one| one.part == part).unwrap().clone()
}

/// Each changed field as one line.
fn lines(changes: &Changes) -> Vec<String> {
    let changed = changes.parts.iter().flat_map(|part| &part.changed);
    let line = |one: &Changed, field: &FieldChange| {
        format!("{} {}: {} -> {}", one.entry.place, field.field, field.from, field.to)
    };
    changed.flat_map(|one| one.fields.iter().map(|field| line(one, field)).collect::<Vec<_>>()).collect()
}

#[test]
fn its_own_file_changes_nothing() {
    let mut here = lists(vec![value("woman", "Woman", "Mujer"), value("man", "Man", "")]);
    here.roles = vec![role("Desk", &["see_clients"])];
    here.settings = SystemSettingsPatch { session_hours: Some(8), ..SystemSettingsPatch::default() };
    let found = between(&here, &here);
    assert!(found.is_empty() && found.problems.is_empty(), "{found:?}");
    assert_eq!(part(&found, Part::CodeLists).same, 2);
}

#[test]
fn what_the_file_has_and_we_have_not_is_added() {
    let file = Configuration { roles: vec![role("Desk", &["see_clients"])], ..Configuration::default() };
    let found = between(&Configuration::default(), &file);
    let added = part(&found, Part::Roles).added;
    assert_eq!((added[0].name.as_str(), added[0].place.as_str()), ("Desk", "/roles/0"));
    assert_eq!(found.touched(), BTreeMap::from([("/roles/0", Touch::Adds)]));
}

#[test]
fn what_only_we_have_stays_and_is_named() {
    let here = Configuration { roles: vec![role("Desk", &["see_clients"])], ..Configuration::default() };
    let found = between(&here, &Configuration::default());
    assert!(found.is_empty());
    assert_eq!(part(&found, Part::Roles).kept[0].name, "Desk");
}

#[test]
fn a_change_names_field_and_both_values() {
    let here = lists(vec![value("woman", "Woman", "Mujer")]);
    let file = lists(vec![value("woman", "Women", "")]);
    assert_eq!(
        lines(&between(&here, &file)),
        [
            r#"/code_lists/gender/0 labels.en: "Woman" -> "Women""#,
            r#"/code_lists/gender/0 labels.es: "Mujer" -> null"#
        ]
    );
}

#[test]
fn a_name_in_other_capitals_is_the_same_name() {
    let of =
        |name: &str| Configuration { roles: vec![role(name, &["see_clients"])], ..Configuration::default() };
    assert_eq!(
        lines(&between(&of("Front desk"), &of("Front Desk"))),
        [r#"/roles/0 name: "Front desk" -> "Front Desk""#]
    );
}

#[test]
fn a_set_has_no_order_and_what_is_empty_is_nothing() {
    let here = Configuration {
        roles: vec![role("Desk", &["see_clients", "read_notes"])],
        ..Configuration::default()
    };
    let mut other = role("Desk", &["read_notes", "see_clients"]);
    other.description = Some(" ".into());
    let file = Configuration { roles: vec![other], ..Configuration::default() };
    assert!(between(&here, &file).is_empty());
}

#[test]
fn a_setting_that_is_not_named_stays() {
    let of = |settings| Configuration { settings, ..Configuration::default() };
    let here =
        SystemSettingsPatch { session_hours: Some(8), draft_days: Some(7), ..SystemSettingsPatch::default() };
    let off = Some(vec![Module::Board]);
    let file =
        SystemSettingsPatch { draft_days: Some(9), modules_off: off, ..SystemSettingsPatch::default() };
    assert_eq!(
        lines(&between(&of(here), &of(file))),
        ["/settings draft_days: 7 -> 9", r#"/settings modules_off: null -> ["board"]"#]
    );
}

#[test]
fn a_list_stands_as_in_the_file_with_our_own_behind() {
    let of = |codes: &[&str]| lists(codes.iter().map(|code| value(code, code, "")).collect());
    let found = lines(&between(&of(&["a", "ours", "b"]), &of(&["b", "new", "a"])));
    assert_eq!(found, [r#"/code_lists/gender order: ["a","ours","b"] -> ["b","a","ours"]"#]);
    let taken = order(&["a", "ours", "b"].map(String::from), &["b", "new", "a"].map(String::from));
    assert_eq!(taken, ["b", "new", "a", "ours"]);
    let taken: Vec<&str> = taken.iter().map(String::as_str).collect();
    assert!(between(&of(&taken), &of(&["b", "new", "a"])).is_empty());
}

#[test]
fn what_stands_in_the_file_twice_is_told() {
    let file = Configuration {
        roles: vec![role("Desk", &["see_clients"]), role(" desk", &["see_clients"])],
        ..Configuration::default()
    };
    let found = between(&Configuration::default(), &file);
    let problem = &found.problems[0].error;
    assert_eq!((problem.pointer.as_str(), problem.code.as_str()), ("/roles/1", "twice"));
}
