//! The address as the state of a list: filters, order and page live in its query, so Back and links work.

use leptos::prelude::*;
use leptos_router::{
    hooks::{use_location, use_query_map},
    params::ParamsMap,
};

use crate::{api::query::escape, signals::now};

/// The address of the page. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Address {
    path: Memo<String>,
    query: Memo<ParamsMap>,
}

impl Address {
    /// Only in a component's body.
    pub fn here() -> Self {
        Self { path: use_location().pathname, query: use_query_map() }
    }

    /// The value of a key.
    pub fn one(self, key: &str) -> Option<String> {
        now(self.query).get(key).filter(|value| !value.is_empty())
    }

    /// The value of a key, read as something; what cannot be read is not there.
    pub fn parsed<T: std::str::FromStr>(self, key: &str) -> Option<T> {
        self.one(key)?.parse().ok()
    }

    /// All values of a key, as they stand there.
    pub fn all(self, key: &str) -> Vec<String> {
        let all = now(self.query).get_all(key).unwrap_or_default();
        all.into_iter().filter(|value| !value.is_empty()).collect()
    }

    /// All values of a key, read as codes.
    pub fn codes<T>(self, key: &str, read: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let all = now(self.query).get_all(key).unwrap_or_default();
        all.iter().filter_map(|value| read(value)).collect()
    }

    pub fn has(self, key: &str, value: &str) -> bool {
        now(self.query).get_all(key).unwrap_or_default().iter().any(|other| other == value)
    }

    /// This address with one key set or taken away. Another filter begins at the first page again.
    pub fn with(self, key: &str, value: Option<&str>) -> String {
        let mut pairs = self.pairs_without(|name, _| name == key);
        pairs.extend(value.filter(|value| !value.is_empty()).map(|value| pair(key, value)));
        self.address(pairs)
    }

    /// This address with one value of a key turned on or off.
    pub fn toggled(self, key: &str, value: &str) -> String {
        let mut pairs = self.pairs_without(|name, other| name == key && other == value);
        if !self.has(key, value) {
            pairs.push(pair(key, value));
        }
        self.address(pairs)
    }

    /// This address without one value of a key.
    pub fn without(self, key: &str, value: &str) -> String {
        self.address(self.pairs_without(|name, other| name == key && other == value))
    }

    /// This address without these keys.
    pub fn without_any(self, keys: &[&str]) -> String {
        self.address(self.pairs_without(|name, _| keys.contains(&name)))
    }

    /// The whole query without a place in the list, as a saved view keeps it.
    pub fn query(self) -> String {
        self.pairs_without(|_, _| false).join("&")
    }

    fn pairs_without(self, goes: impl Fn(&str, &str) -> bool) -> Vec<String> {
        let all = now(self.query).into_iter();
        let stays = all.filter(|(name, value)| name.as_ref() as &str != "cursor" && !goes(name, value));
        stays.map(|(name, value)| pair(&name, &value)).collect()
    }

    fn address(self, pairs: Vec<String>) -> String {
        let path = now(self.path);
        if pairs.is_empty() { path } else { format!("{path}?{}", pairs.join("&")) }
    }
}

fn pair(name: &str, value: &str) -> String {
    format!("{name}={}", escape(value))
}
