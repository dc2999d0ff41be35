//! Time zones that this browser knows.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Every zone by its name in the IANA database, and the one that stands there now.
pub fn zones(current: &str) -> Vec<(String, String)> {
    let mut names = known().unwrap_or_default();
    if names.iter().all(|name| name != current) {
        names.push(current.to_owned());
        names.sort();
    }
    names.into_iter().map(|name| (name.clone(), name.replace('_', " "))).collect()
}

/// Nothing from a browser of before 2022: then one sees the current zone alone.
fn known() -> Option<Vec<String>> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let ask: Function = Reflect::get(&intl, &"supportedValuesOf".into()).ok()?.dyn_into().ok()?;
    let names: Array = ask.call1(&JsValue::NULL, &"timeZone".into()).ok()?.dyn_into().ok()?;
    Some(names.iter().filter_map(|name| name.as_string()).collect())
}
