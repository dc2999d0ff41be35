//! Keyset pages: the next page starts after the last row of this one, so a page costs the same wherever it
//! is, and rows that come or go do not shift it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::page::{DEFAULT_LIMIT, MAX_LIMIT, Page, Total};
use serde::{Serialize, de::DeserializeOwned};

use crate::{StoreError, StoreResult};

/// How many rows, and after which.
#[derive(Clone, Debug)]
pub(crate) struct Window<K> {
    pub limit: usize,
    /// The sort key of the last row that the caller has.
    pub after: Option<K>,
}

impl<K: Serialize + DeserializeOwned> Window<K> {
    /// Reads a list's `limit` and `cursor`. A cursor of another list or order is refused, and a limit out of bounds:
    /// a caller who asked for 500 rows would take 100 for all there are.
    pub(crate) fn read(limit: Option<u16>, cursor: Option<&str>) -> StoreResult<Self> {
        let limit = limit.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MAX_LIMIT).contains(&limit) {
            return Err(StoreError::field("/limit", "out_of_range"));
        }
        Ok(Self { limit: limit.into(), after: cursor.map(decode).transpose()? })
    }

    /// One row more than the page has tells whether there is a next one.
    pub(crate) fn fetch(&self) -> i64 {
        self.limit as i64 + 1
    }

    /// Cuts the rows to the page; `key` gives a row's sort key.
    pub(crate) fn page<T>(
        &self,
        mut rows: Vec<T>,
        total: Option<Total>,
        key: impl Fn(&T) -> K,
    ) -> StoreResult<Page<T>> {
        let more = rows.len() > self.limit;
        rows.truncate(self.limit);
        let last = rows.last().filter(|_| more);
        let next = last.map(|row| encode(&key(row))).transpose()?;
        Ok(Page { items: rows, next, total })
    }
}

fn encode<K: Serialize>(key: &K) -> StoreResult<String> {
    Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(key)?))
}

fn decode<K: DeserializeOwned>(cursor: &str) -> StoreResult<K> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| StoreError::BadCursor)?;
    serde_json::from_slice(&bytes).map_err(|_| StoreError::BadCursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_has_no_next() {
        let window = Window::<i32>::read(Some(2), None).unwrap();
        assert!(window.page(vec![1, 2], None, |n| *n).unwrap().next.is_none());
        let first = window.page(vec![1, 2, 3], None, |n| *n).unwrap();
        let second = Window::<i32>::read(Some(2), first.next.as_deref()).unwrap();
        assert_eq!((first.items, second.after), (vec![1, 2], Some(2)));
    }

    #[test]
    fn a_cursor_of_another_list_is_refused() {
        let window = Window::<(String, String)>::read(None, Some("MQ"));
        assert!(matches!(window, Err(StoreError::BadCursor)));
    }
}
