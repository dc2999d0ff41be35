//! Reading a profile's data files.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::{code_lists::Labels, role::Role};
use serde::Deserialize;

use super::Profile;
use crate::{StoreResult, schema::organization};

/// Lists that both profiles have: code, label in English, label in Spanish.
const LISTS: &str = include_str!("lists.json");
const MISSION: &str = include_str!("mission.json");
const NEUTRAL: &str = include_str!("neutral.json");
/// Labels in the further languages of the public pages: those of the lists that both profiles have, then each one's.
const FURTHER: [(&str, &str); 3] = [
    ("zh-Hant", include_str!("labels/zh-Hant.json")),
    ("fil", include_str!("labels/fil.json")),
    ("vi", include_str!("labels/vi.json")),
];

type Lists = BTreeMap<String, Vec<(String, String, String)>>;
/// Of each list the label of each code.
type Words = BTreeMap<String, BTreeMap<String, String>>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Further {
    both: Words,
    mission: Words,
    neutral: Words,
}

impl Further {
    fn of(mut self, profile: Profile) -> Words {
        self.both.extend(match profile {
            Profile::Mission => self.mission,
            Profile::Neutral => self.neutral,
        });
        self.both
    }
}

/// A profile, read.
#[derive(Debug)]
pub(super) struct Shipped {
    pub organization: Row,
    /// Who should not do without a second factor, where a new installation chooses to require one.
    pub second_factor_roles: Vec<Role>,
    pub departments: Vec<String>,
    pub programs: Vec<Program>,
    values: Vec<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    organization: Row,
    second_factor_roles: Vec<Role>,
    departments: Vec<String>,
    programs: Vec<Program>,
    lists: Lists,
}

#[derive(Debug, Deserialize, Insertable, AsChangeset)]
#[diesel(table_name = organization)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    name: String,
    mission: String,
    address: String,
    phone: String,
    email: String,
    website: String,
    accent_color: String,
    residency_label: String,
    collects_ssn: bool,
    languages: Vec<String>,
    places_people: bool,
    time_zone: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Program {
    pub name: String,
    pub department: String,
    pub description: String,
    pub location: String,
}

/// A value of a code list.
#[derive(Debug)]
pub(super) struct Value {
    pub list: String,
    pub code: String,
    pub labels: Labels,
    pub position: i32,
}

impl Value {
    /// What it is known by in the database.
    pub fn key(&self) -> String {
        format!("{}/{}", self.list, self.code)
    }
}

impl Shipped {
    pub fn read(profile: Profile) -> StoreResult<Self> {
        let text = match profile {
            Profile::Mission => MISSION,
            Profile::Neutral => NEUTRAL,
        };
        let file: File = serde_json::from_str(text)?;
        let lists: Lists = serde_json::from_str(LISTS)?;
        let values = lists.into_iter().chain(file.lists).flat_map(|(list, values)| listed(&list, values));
        let mut values: Vec<Value> = values.collect();
        for (language, text) in FURTHER {
            let words = serde_json::from_str::<Further>(text)?.of(profile);
            for value in &mut values {
                let label = words.get(&value.list).and_then(|labels| labels.get(&value.code));
                value.labels.extend(label.map(|label| (language.to_owned(), label.clone())));
            }
        }
        Ok(Self {
            organization: file.organization,
            second_factor_roles: file.second_factor_roles,
            departments: file.departments,
            programs: file.programs,
            values,
        })
    }

    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.values.iter()
    }
}

fn listed(list: &str, values: Vec<(String, String, String)>) -> Vec<Value> {
    let labels = |en, es| Labels::from([("en".to_owned(), en), ("es".to_owned(), es)]);
    let values = values.into_iter().zip(0..);
    values
        .map(|((code, en, es), position)| Value {
            list: list.to_owned(),
            code,
            labels: labels(en, es),
            position,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use domain::{
        code_lists::{CodeValueDraft, LISTS},
        validate::Draft,
    };

    #[test]
    fn every_profile_fills_every_list() {
        for profile in Profile::ALL {
            let shipped = Shipped::read(profile).unwrap();
            for list in LISTS {
                assert!(shipped.values().any(|value| value.list == list), "{profile:?} {list}");
            }
            assert!(shipped.values().all(|value| LISTS.contains(&value.list.as_str())));
        }
    }

    #[test]
    fn every_value_would_be_taken_from_an_administrator_too() {
        for value in Profile::ALL.into_iter().flat_map(|profile| Shipped::read(profile).unwrap().values) {
            let (code, labels) = (value.code, value.labels);
            let draft = CodeValueDraft { code, labels, offered_from: None, retired_on: None };
            assert_eq!(draft.check(NaiveDate::default()), Ok(()), "{draft:?}");
        }
    }

    #[test]
    fn every_value_has_a_label_in_every_language_of_the_public_pages() {
        for shipped in Profile::ALL.map(|profile| Shipped::read(profile).unwrap()) {
            for value in shipped.values() {
                let labelled: Vec<&String> = value.labels.keys().collect();
                assert!(
                    shipped.organization.languages.iter().all(|one| labelled.contains(&one)),
                    "{value:?}"
                );
            }
        }
    }

    #[test]
    fn no_value_stands_in_a_list_twice() {
        for profile in Profile::ALL {
            let mut keys: Vec<String> = Shipped::read(profile).unwrap().values().map(Value::key).collect();
            let all = keys.len();
            keys.sort();
            keys.dedup();
            assert_eq!(keys.len(), all, "{profile:?}");
        }
    }

    #[test]
    fn every_program_stands_in_a_department() {
        for profile in Profile::ALL {
            let shipped = Shipped::read(profile).unwrap();
            assert_eq!(shipped.programs.len(), 6);
            assert!(shipped.programs.iter().all(|program| shipped.departments.contains(&program.department)));
        }
    }

    #[test]
    fn the_race_and_ethnicity_list_is_the_one_of_2024() {
        let shipped = Shipped::read(Profile::Neutral).unwrap();
        assert_eq!(shipped.values().filter(|value| value.list == "race_ethnicity").count(), 7);
    }
}
