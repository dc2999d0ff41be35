//! Lists: a page of rows, where the next one starts, and how many there are.

use serde::{Deserialize, Serialize};

/// Rows a page when the caller does not say.
pub const DEFAULT_LIMIT: u16 = 25;
/// The most rows a page may have.
pub const MAX_LIMIT: u16 = 100;
/// Counting stops here: beyond it a filtered list says "over 1,000".
pub const COUNTED: u32 = 1_000;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Give this as `cursor` for the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Total>,
}

/// How many rows the whole list has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Total {
    pub count: u64,
    /// False where counting stopped: there are more than `count`.
    pub exact: bool,
}

impl Total {
    /// Of rows that were counted to one more than are told.
    pub fn counted(rows: u64) -> Self {
        let most = u64::from(COUNTED);
        Self { count: rows.min(most), exact: rows <= most }
    }
}

impl<T> Page<T> {
    /// The same page with each row turned into another.
    pub fn map<U>(self, row: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(row).collect(), next: self.next, total: self.total }
    }
}
