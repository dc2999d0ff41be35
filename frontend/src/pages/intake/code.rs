//! The code that a link brings along behind the `#` of the address, which browsers do not send.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsValue;

/// What an ordinary link within the page has behind its `#` is none.
fn looks_like_a_code(given: &str) -> bool {
    given.len() >= 16 && given.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Hands over the code of the address, and those of links that are opened here later. It is taken out of the address, so
/// that it stands neither in the history nor on the screen.
pub fn take_code(take: impl Fn(String) + 'static) {
    let (hash, here) = (use_location().hash, use_location().pathname);
    let keep = move |given: &str| {
        let given = given.trim_start_matches('#');
        if !looks_like_a_code(given) {
            return;
        }
        take(given.to_owned());
        let replaced = window().history().and_then(|history| {
            history.replace_state_with_url(&JsValue::NULL, "", Some(&here.get_untracked()))
        });
        // Its own address is always allowed.
        drop(replaced);
    };
    let first = hash.get_untracked();
    keep(&first);
    Effect::new(move |known: Option<String>| {
        let now = hash.get();
        if known.unwrap_or_else(|| first.clone()) != now {
            keep(&now);
        }
        now
    });
}
