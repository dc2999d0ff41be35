//! Waiting without blocking.

use std::time::Duration;

use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

pub async fn wait(time: Duration) {
    let passed = Promise::new(&mut |resolve, _| {
        set_timeout(move || drop(resolve.call0(&JsValue::NULL)), time);
    });
    // This promise is never rejected.
    drop(JsFuture::from(passed).await);
}

/// Waits until the browser has a connection again, as far as it can tell, and no longer than `at_most`.
pub async fn wait_for_connection(at_most: Duration) {
    let mut listener = None;
    let passed = Promise::new(&mut |resolve, _| {
        // Both are of this window and take any listener.
        drop(window().add_event_listener_with_callback("online", &resolve));
        listener = Some(resolve.clone());
        set_timeout(move || drop(resolve.call0(&JsValue::NULL)), at_most);
    });
    // This promise is never rejected.
    drop(JsFuture::from(passed).await);
    if let Some(listener) = listener {
        drop(window().remove_event_listener_with_callback("online", &listener));
    }
}

/// Follows a signal once it has stood still for a while: for looking something up while somebody types.
pub fn settled<T>(from: impl Fn() -> T + 'static, pause: Duration) -> RwSignal<T>
where
    T: Clone + Default + PartialEq + Send + Sync + 'static,
{
    let settled = RwSignal::new(T::default());
    Effect::new(move |earlier: Option<Option<TimeoutHandle>>| {
        if let Some(Some(earlier)) = earlier {
            earlier.clear();
        }
        let now = from();
        let settle = move || {
            if settled.try_get_untracked().is_some_and(|stands| stands != now) {
                settled.set(now);
            }
        };
        set_timeout_with_handle(settle, pause).ok()
    });
    settled
}
