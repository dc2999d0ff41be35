//! The filter of a list by one program.

use leptos::prelude::*;

use crate::{
    components::{filters::OneOf, loaded::Reading},
    i18n::tr,
    session::use_session,
};

#[component]
pub fn ByProgram() -> impl IntoView {
    let session = use_session();
    let programs = Reading::new(move || session.programs());
    let options = Signal::derive(move || {
        let all = programs.value().unwrap_or_default().into_iter();
        all.map(|program| (program.id.to_string(), program.name)).collect::<Vec<_>>()
    });
    view! { <OneOf key="program" label=tr!(filters.program) any=tr!(filters.any_program) options/> }
}
