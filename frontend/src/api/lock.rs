//! One tab at a time: Web Locks (W3C, "Web Locks API").

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// A lock that is held until this is dropped.
pub struct Lock {
    release: Function,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A call without arguments on a promise's own resolver cannot throw.
        drop(self.release.call0(&JsValue::NULL));
    }
}

/// Waits until no other tab holds the lock of that name. A browser without locks gets none, and the server's
/// `already_renewed` still keeps the session whole.
pub async fn lock(name: &str) -> Option<Lock> {
    // Looked up by name, because web-sys counts the interface as unstable.
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let mut release = None;
    let held = Promise::new(&mut |resolve, _| release = Some(resolve));
    let granted = Promise::new(&mut |granted: Function, _| {
        let held = held.clone();
        let on_grant = Closure::once_into_js(move |_lock: JsValue| {
            drop(granted.call0(&JsValue::NULL));
            held
        });
        // A refused request leaves the promise open; the specification knows no refusal for a plain name.
        drop(request.call2(&locks, &name.into(), &on_grant));
    });
    let lock = release.map(|release| Lock { release });
    JsFuture::from(granted).await.ok()?;
    lock
}
