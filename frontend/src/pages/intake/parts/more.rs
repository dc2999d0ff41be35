//! What the organization asks for itself.

use leptos::prelude::*;

use crate::pages::{custom_fields::Control, intake::filling::use_filling};

#[component]
pub fn More() -> impl IntoView {
    let asked = use_filling().fields.more().into_iter();
    asked.map(|(asked, field)| view! { <Control field asked/> }).collect_view()
}
