//! Moments, with the exact time on hovering.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::{format, i18n::use_i18n};

#[component]
pub fn Moment(at: DateTime<Utc>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <time datetime=format::machine(at) title=move || format::exactly(i18n, at)>
            {move || format::moment(i18n, at)}
        </time>
    }
}
