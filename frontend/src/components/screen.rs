//! How wide the screen is, where styles alone cannot tell: a form must not stand on the page twice.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};

/// Where the parts of a record no longer have room beside each other; the same as in `style/work.css`.
const NARROW: &str = "(max-width: 1080px)";

/// Whether the screen is narrow, followed: somebody turns their tablet.
pub fn use_narrow() -> RwSignal<bool> {
    let narrow = RwSignal::new(false);
    let Some(query) = window().match_media(NARROW).ok().flatten() else { return narrow };
    narrow.set(query.matches());
    let (asked, changed) = (query.clone(), narrow);
    let listener = Closure::<dyn FnMut()>::new(move || {
        changed.try_set(asked.matches());
    });
    query.set_onchange(Some(listener.as_ref().unchecked_ref()));
    let kept = StoredValue::new_local((query, listener));
    on_cleanup(move || {
        kept.try_with_value(|(query, _)| query.set_onchange(None));
    });
    narrow
}
