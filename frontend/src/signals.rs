//! Reading a signal as its place wants: followed where something follows it, once elsewhere.

use leptos::{prelude::*, reactive::graph::Observer};

pub fn now<S>(signal: S) -> <S as Get>::Value
where
    S: Get + GetUntracked<Value = <S as Get>::Value>,
{
    if Observer::get().is_some() { signal.get() } else { signal.get_untracked() }
}

/// Whether something runs again when a signal that is read here changes.
pub fn is_followed() -> bool {
    Observer::get().is_some()
}
