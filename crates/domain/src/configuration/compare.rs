//! Comparing a file with what is here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{
    Changed, Changes, Configuration, ConfiguredValue, Entry, FieldChange, Part, PartChanges, faults, known_as,
};
use crate::problem::FieldError;

/// What taking a file would change, and what keeps it from being taken. Nothing is ever deleted by it.
pub fn changes(here: &Configuration, file: &Configuration, today: NaiveDate) -> Changes {
    let (mut errors, mut found) = (Vec::new(), Changes::default());
    found.parts = Part::ALL.iter().map(|part| of_part(*part, (here, file), &mut errors)).collect();
    // The size comes first and alone: of a file that is far too large nobody reads the rest.
    let too_many = faults::too_many(here, &found.parts, errors.len());
    match too_many.is_empty() {
        true => errors.extend(faults::faults(here, file, &found.touched(), today)),
        false => errors = too_many,
    }
    found.stopped_by(errors);
    found
}

/// The order in which a list will stand: as in the file, and then what only this installation has.
pub fn order(here: &[String], file: &[String]) -> Vec<String> {
    let alone = here.iter().filter(|code| !file.contains(code));
    file.iter().chain(alone).cloned().collect()
}

fn of_part(
    part: Part,
    (here, file): (&Configuration, &Configuration),
    errors: &mut Vec<FieldError>,
) -> PartChanges {
    let mut known: BTreeMap<String, Thing> =
        things(here, part).into_iter().map(|thing| (thing.key.clone(), thing)).collect();
    let mut found = PartChanges { part, added: Vec::new(), changed: Vec::new(), kept: Vec::new(), same: 0 };
    let mut met = BTreeSet::new();
    for thing in things(file, part) {
        if !met.insert(thing.key.clone()) {
            errors.push(FieldError::new(thing.entry.place, "twice"));
            continue;
        }
        let fields = known.remove(&thing.key).map(|stands| differences(&stands.says, &thing.says));
        match fields {
            None => found.added.push(thing.entry),
            Some(fields) if fields.is_empty() => found.same += 1,
            Some(fields) => found.changed.push(Changed { entry: thing.entry, fields }),
        }
    }
    found.kept = known.into_values().map(|thing| Entry { place: String::new(), ..thing.entry }).collect();
    found.changed.extend(orders(part, here, file));
    found
}

/// One thing of a configuration.
struct Thing {
    /// By which it is known within its part.
    key: String,
    entry: Entry,
    says: Value,
}

fn things(of: &Configuration, part: Part) -> Vec<Thing> {
    match part {
        Part::Profile => whole("/profile", &of.profile),
        Part::Settings => whole("/settings", &of.settings),
        Part::Roles => listed("/roles", &of.roles, |role| named(&role.name)),
        Part::CodeLists => of.code_lists.iter().flat_map(|(list, values)| of_list(list, values)).collect(),
        Part::Departments => listed("/departments", &of.departments, |department| named(&department.name)),
        Part::Programs => listed("/programs", &of.programs, |program| named(&program.name)),
        Part::CustomFields => listed("/custom_fields", &of.custom_fields, |field| {
            (field.name.clone(), entry(english(&field.labels, &field.name), ""))
        }),
        Part::MailTexts => listed("/mail_texts", &of.mail_texts, |mail| {
            let (kind, language) = (mail.kind.code(), &mail.language);
            (format!("{kind}/{language}"), entry(kind.to_owned(), language))
        }),
        Part::NoteTemplates => listed("/note_templates", &of.note_templates, |one| named(&one.name)),
    }
}

/// A part that is one thing; none where the file says nothing of it.
fn whole(place: &str, says: &impl Serialize) -> Vec<Thing> {
    let all = listed(place, &[says], |_| (String::new(), Entry::default()));
    let spoken = all.into_iter().filter(|thing| thing.says.as_object().is_some_and(|says| !says.is_empty()));
    spoken.map(|thing| Thing { entry: Entry { place: place.to_owned(), ..thing.entry }, ..thing }).collect()
}

fn of_list(list: &str, values: &[ConfiguredValue]) -> Vec<Thing> {
    listed(&format!("/code_lists/{list}"), values, |value| {
        (format!("{list}/{}", value.code), entry(english(&value.labels, &value.code), list))
    })
}

/// Things that stand one after the other. `called` gives by what each is known, and what it is called.
fn listed<T: Serialize>(at: &str, all: &[T], called: impl Fn(&T) -> (String, Entry)) -> Vec<Thing> {
    let thing = |(number, one): (usize, &T)| {
        let (key, entry) = called(one);
        let says = serde_json::to_value(one).unwrap_or_default();
        Thing { key, entry: Entry { place: format!("{at}/{number}"), ..entry }, says }
    };
    all.iter().enumerate().map(thing).collect()
}

fn named(name: &str) -> (String, Entry) {
    (known_as(name), entry(name.trim().to_owned(), ""))
}

fn entry(name: String, within: &str) -> Entry {
    Entry { name, within: within.to_owned(), place: String::new() }
}

fn english(labels: &BTreeMap<String, String>, code: &str) -> String {
    labels.get("en").map_or_else(|| code.to_owned(), Clone::clone)
}

/// Lists that will stand in another order.
fn orders(part: Part, here: &Configuration, file: &Configuration) -> Vec<Changed> {
    let codes =
        |values: &[ConfiguredValue]| values.iter().map(|value| value.code.clone()).collect::<Vec<_>>();
    let names =
        |of: &Configuration| of.custom_fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>();
    match part {
        Part::CodeLists => {
            let lists = file.code_lists.iter().filter_map(|(list, values)| {
                let place = format!("/code_lists/{list}");
                let entry = Entry { place, ..entry(list.clone(), list) };
                moved(entry, &codes(here.code_lists.get(list)?), &codes(values))
            });
            lists.collect()
        }
        Part::CustomFields => {
            let entry = Entry { place: "/custom_fields".into(), ..Entry::default() };
            moved(entry, &names(here), &names(file)).into_iter().collect()
        }
        Part::Programs => {
            let entry = Entry { place: "/programs".into(), ..Entry::default() };
            moved(entry, &programs_of(here), &programs_in_order(here, file)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn programs_of(of: &Configuration) -> Vec<String> {
    of.programs.iter().map(|program| program.name.clone()).collect()
}

/// The programs that are here as they will stand: those that the file names change places among themselves, the others
/// stay where they are.
pub fn programs_in_order(here: &Configuration, file: &Configuration) -> Vec<String> {
    let ours = programs_of(here);
    let known = |name: &String| ours.iter().find(|ours| known_as(ours) == known_as(name)).cloned();
    let named: Vec<String> = programs_of(file).iter().filter_map(known).collect();
    let mut next = named.iter();
    let place = |name: &String| if named.contains(name) { next.next().unwrap_or(name) } else { name }.clone();
    ours.iter().map(place).collect()
}

/// Whether what is here already will stand in another order.
fn moved(entry: Entry, here: &[String], file: &[String]) -> Option<Changed> {
    let mut to = order(here, file);
    to.retain(|code| here.contains(code));
    let change = || FieldChange { field: ORDER.into(), from: json!(here), to: json!(to) };
    (to != here).then(|| Changed { entry, fields: vec![change()] })
}

/// What the order of things is called among their fields.
const ORDER: &str = "order";

/// What is different. A field that the file does not name stays as it is.
fn differences(from: &Value, to: &Value) -> Vec<FieldChange> {
    let mut found = Vec::new();
    for (field, to) in to.as_object().into_iter().flatten() {
        differ(field.clone(), &from[field], to, &mut found);
    }
    found
}

/// What stands below a field is replaced as a whole, and told piece by piece.
fn differ(field: String, from: &Value, to: &Value, found: &mut Vec<FieldChange>) {
    match (pieces(from), pieces(to)) {
        (Some(old), Some(new)) if !(from.is_null() && to.is_null()) => {
            let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for name in names {
                let of = |pieces: &Map<String, Value>| pieces.get(name).cloned().unwrap_or_default();
                differ(format!("{field}.{name}"), &of(&old), &of(&new), found);
            }
        }
        _ if plain(&field, from) == plain(&field, to) => {}
        _ => found.push(FieldChange { field, from: from.clone(), to: to.clone() }),
    }
}

/// A value of several pieces by their names: an object, or things with codes. Nothing has none.
fn pieces(value: &Value) -> Option<Map<String, Value>> {
    match value {
        Value::Null => Some(Map::new()),
        Value::Object(fields) => Some(fields.clone()),
        Value::Array(items) if !items.is_empty() => {
            let code = |item: &Value| item["code"].as_str().map(str::to_owned);
            let codes: Vec<String> = items.iter().map(code).collect::<Option<_>>()?;
            let order = (ORDER.to_owned(), json!(codes));
            Some(codes.iter().cloned().zip(items.iter().cloned()).chain([order]).collect())
        }
        _ => None,
    }
}

/// A value as it is compared: nothing is as good as what is empty, space around a text is of no account, and of a set
/// neither is the order.
fn plain(field: &str, value: &Value) -> Value {
    match value {
        Value::Bool(false) => Value::Null,
        Value::String(text) if text.trim().is_empty() => Value::Null,
        Value::String(text) => json!(text.replace("\r\n", "\n").trim()),
        Value::Array(items) if items.is_empty() => Value::Null,
        Value::Array(items) if !is_ordered(field) => {
            let mut items: Vec<String> = items.iter().map(Value::to_string).collect();
            items.sort();
            json!(items)
        }
        other => other.clone(),
    }
}

/// Whether it counts which of several comes first.
fn is_ordered(field: &str) -> bool {
    field.ends_with(ORDER) || field == "languages"
}

#[cfg(test)]
mod tests;
