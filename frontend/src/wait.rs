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
