//! The record whose id stands in the address.

use std::str::FromStr;

use domain::problem::{Code, Problem};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    api::{Answer, Failure},
    components::loaded::Reading,
};

/// Reads the record of the address; what is no id names nothing. Only in a component's body.
pub fn read_by_id<I, T, F>(read: impl Fn(I) -> F + Copy + 'static) -> Reading<T>
where
    I: FromStr + Clone + PartialEq + Send + Sync + 'static,
    T: Clone + 'static,
    F: Future<Output = Answer<T>> + 'static,
{
    let params = use_params_map();
    // Leaving the page tells of the same id once more; a record that was just deleted would be asked for in vain.
    let id = Memo::new(move |_| params.read().get_str("id").and_then(|id| id.parse::<I>().ok()));
    Reading::new(move || {
        let id = id.get();
        async move { read(id.ok_or_else(missing)?).await }
    })
}

/// What the server says of an id that names nothing.
pub fn missing() -> Failure {
    Failure::Refused(Box::new(Problem::new(Code::NotFound)))
}
