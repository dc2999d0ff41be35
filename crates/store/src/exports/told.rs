//! What the audit keeps of the filter of a file. Words that were typed may be the name of somebody whom the log names no
//! more one day, so none of them is kept.

use domain::custom_fields::FieldIs;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{StoreResult, custom_fields, tx::ReadTx};

/// A filter without what was typed.
pub(crate) struct Kept {
    pub filter: Option<Value>,
    /// Whether words were searched for.
    pub searched: bool,
}

/// What is kept of a filter. Limit and cursor are of no account.
pub(crate) fn kept(tx: &mut ReadTx, filter: Option<&impl Serialize>) -> StoreResult<Kept> {
    let Some(filter) = filter else { return Ok(Kept { filter: None, searched: false }) };
    let mut filter = serde_json::to_value(filter)?;
    let mut searched = false;
    if let Some(all) = filter.as_object_mut() {
        all.retain(|name, _| !["limit", "cursor"].contains(&name.as_str()));
        searched = all.remove("q").is_some();
    }
    if let Some(field) = filter.get_mut("field") {
        let asked: Vec<FieldIs> = serde_json::from_value(field.take())?;
        *field = json!(custom_fields::without_words(tx, &asked)?);
    }
    Ok(Kept { filter: Some(filter), searched })
}
