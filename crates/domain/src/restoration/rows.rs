//! What a record has several of, each a row of its own in the log: phones, addresses, numbers of other systems, tags. One of
//! them is put back among those that the record has now.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::kinds::Kind;
use crate::{
    audit::{Action, Entry, FieldChange},
    clients::{Address, ClientPatch, ContactPoint, ExternalId},
    patch::Patch,
};

/// The rows that a record has now, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    ContactPoints(Vec<(Uuid, ContactPoint)>),
    Addresses(Vec<(Uuid, Address)>),
    ExternalIds(Vec<(Uuid, ExternalId)>),
    Tags(Vec<(Uuid, Tag)>),
}

/// A tag as the log has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    pub tag: String,
}

impl Rows {
    /// The patch of the record that sets the row of this entry to what it was. Nothing where the row went another way
    /// since: it is gone, or there already.
    pub(super) fn patch(self, entry: &Entry) -> Option<ClientPatch> {
        let keep = ClientPatch::default();
        Some(match self {
            Self::ContactPoints(rows) => {
                ClientPatch { contact_points: Patch::Set(as_it_was(entry, rows)?), ..keep }
            }
            Self::Addresses(rows) => ClientPatch { addresses: Patch::Set(as_it_was(entry, rows)?), ..keep },
            Self::ExternalIds(rows) => {
                ClientPatch { external_ids: Patch::Set(as_it_was(entry, rows)?), ..keep }
            }
            Self::Tags(rows) => ClientPatch { tags: Patch::Set(tags_as_they_were(entry, rows)?), ..keep },
        })
    }

    /// What stands in the entry's row now, and what would stand there.
    pub fn differences(&self, entry: &Entry) -> Vec<FieldChange> {
        let now = match self {
            Self::ContactPoints(rows) => row(rows, entry),
            Self::Addresses(rows) => row(rows, entry),
            Self::ExternalIds(rows) => row(rows, entry),
            Self::Tags(rows) => row(rows, entry),
        };
        let change = |change: &FieldChange| FieldChange {
            field: change.field.clone(),
            before: now.get(&change.field).cloned().unwrap_or_default(),
            after: change.before.clone(),
            withheld: false,
        };
        of_row(entry).map(change).collect()
    }
}

/// What the entry says of the row itself.
fn of_row(entry: &Entry) -> impl Iterator<Item = &FieldChange> {
    let kind = Kind::of(entry);
    entry.changes.iter().filter(move |change| kind.is_some_and(|kind| kind.has(&change.field)))
}

/// Nothing where the tag was given again since, in a row of its own.
fn tags_as_they_were(entry: &Entry, rows: Vec<(Uuid, Tag)>) -> Option<Vec<String>> {
    let tags: Vec<String> = as_it_was(entry, rows)?.into_iter().map(|one| one.tag).collect();
    let different: BTreeSet<&String> = tags.iter().collect();
    (different.len() == tags.len()).then_some(tags)
}

fn as_it_was<T: Serialize + DeserializeOwned>(entry: &Entry, rows: Vec<(Uuid, T)>) -> Option<Vec<T>> {
    let here = rows.iter().position(|(id, _)| Some(*id) == entry.entity_id);
    let mut now = row(&rows, entry);
    let mut all: Vec<T> = rows.into_iter().map(|(_, value)| value).collect();
    match (entry.action, here) {
        (Action::Create, Some(at)) => {
            all.remove(at);
        }
        (Action::Update, Some(at)) => {
            now.extend(was(entry));
            *all.get_mut(at)? = read(now)?;
        }
        (Action::Delete, None) => all.push(read(was(entry))?),
        _ => return None,
    }
    Some(all)
}

/// The entry's row as it is now; nothing stands in one that is gone.
fn row<T: Serialize>(rows: &[(Uuid, T)], entry: &Entry) -> Map<String, Value> {
    let found = rows.iter().find(|(id, _)| Some(*id) == entry.entity_id);
    match found.and_then(|(_, value)| serde_json::to_value(value).ok()) {
        Some(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

fn was(entry: &Entry) -> Map<String, Value> {
    of_row(entry).map(|change| (change.field.clone(), change.before.clone())).collect()
}

/// The log leaves out what is empty.
fn read<T: DeserializeOwned>(mut fields: Map<String, Value>) -> Option<T> {
    fields.retain(|_, value| !value.is_null());
    serde_json::from_value(Value::Object(fields)).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::clients::ContactKind;

    fn phone(value: &str) -> ContactPoint {
        ContactPoint { kind: ContactKind::Phone, value: value.into(), label: None, may_contact: true }
    }

    fn change(field: &str, before: Value, after: Value) -> FieldChange {
        FieldChange { field: field.into(), before, after, withheld: false }
    }

    fn entry(action: Action, changes: Vec<FieldChange>) -> Entry {
        Entry { action, ..super::super::tests::entry("contact_points", changes) }
    }

    fn two() -> Rows {
        Rows::ContactPoints(vec![
            (Uuid::from_u128(7), phone("415-555-0101")),
            (Uuid::nil(), phone("415-555-0102")),
        ])
    }

    fn put_back(entry: &Entry, rows: Rows) -> Option<Vec<ContactPoint>> {
        rows.patch(entry)?.contact_points.set().cloned()
    }

    #[test]
    fn a_number_that_was_changed_is_changed_back_and_the_others_stay() {
        let changed = entry(
            Action::Update,
            vec![
                change("value", json!("415-555-0199"), json!("415-555-0102")),
                change("label", json!("Work"), Value::Null),
            ],
        );
        let back = ContactPoint { label: Some("Work".into()), ..phone("415-555-0199") };
        assert_eq!(put_back(&changed, two()), Some(vec![phone("415-555-0101"), back]));
        let shown = two().differences(&changed);
        assert_eq!((&shown[0].before, &shown[0].after), (&json!("415-555-0102"), &json!("415-555-0199")));
    }

    #[test]
    fn a_number_that_was_removed_comes_back_and_one_that_was_added_goes() {
        let fields = || {
            ["kind", "value", "may_contact"].into_iter().zip([
                json!("phone"),
                json!("415-555-0103"),
                json!(false),
            ])
        };
        let gone: Vec<_> = fields().map(|(field, was)| change(field, was, Value::Null)).collect();
        let removed = Entry { entity_id: Some(Uuid::from_u128(8)), ..entry(Action::Delete, gone) };
        let back = ContactPoint { may_contact: false, ..phone("415-555-0103") };
        assert_eq!(put_back(&removed, two()), Some(vec![phone("415-555-0101"), phone("415-555-0102"), back]));
        let came: Vec<_> = fields().map(|(field, is)| change(field, Value::Null, is)).collect();
        assert_eq!(put_back(&entry(Action::Create, came), two()), Some(vec![phone("415-555-0101")]));
    }

    fn tagged(action: Action, (before, after): (Value, Value)) -> Entry {
        Entry { action, ..super::super::tests::entry("client_tags", vec![change("tag", before, after)]) }
    }

    fn tags(rows: &[(u128, &str)], entry: &Entry) -> Option<Vec<String>> {
        let row = |(id, tag): &(u128, &str)| (Uuid::from_u128(*id), Tag { tag: (*tag).into() });
        Rows::Tags(rows.iter().map(row).collect()).patch(entry)?.tags.set().cloned()
    }

    #[test]
    fn a_tag_that_was_added_goes_and_one_that_was_removed_comes_back_once() {
        let added = tagged(Action::Create, (Value::Null, json!("job_fair")));
        assert_eq!(tags(&[(7, "veteran"), (0, "job_fair")], &added), Some(vec!["veteran".to_owned()]));
        let removed = tagged(Action::Delete, (json!("job_fair"), Value::Null));
        let both = Some(vec!["veteran".to_owned(), "job_fair".to_owned()]);
        assert_eq!(tags(&[(7, "veteran")], &removed), both);
        assert_eq!(tags(&[(8, "job_fair")], &removed), None, "it was given again since");
        assert_eq!(tags(&[(8, "job_fair")], &added), None, "what was added then is gone");
    }

    #[test]
    fn what_went_another_way_since_is_left_alone() {
        let changes = || vec![change("value", json!("415-555-0199"), json!("415-555-0102"))];
        let another = |action| Entry { entity_id: Some(Uuid::from_u128(9)), ..entry(action, changes()) };
        assert_eq!(put_back(&another(Action::Update), two()), None, "it is gone");
        assert_eq!(put_back(&another(Action::Create), two()), None, "it is gone already");
        assert_eq!(put_back(&entry(Action::Delete, changes()), two()), None, "it is there");
    }
}
