//! Everything that was answered, with a way back to each part.

use domain::applications::Step;
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    answers::{Answered, answered},
    filling::use_filling,
    part::address,
    parts::heading,
};
use crate::{
    components::icon::{Icon, Name},
    i18n::tr,
};

#[component]
pub fn Review() -> impl IntoView {
    let filling = use_filling();
    let busy = move || filling.uploads.busy();
    view! {
        <p class="public-text">{tr!(intake.review_help)}</p>
        {filling.steps().filter(|step| *step != Step::Review).map(|step| view! { <Group step/> }).collect_view()}
        {move || busy().then(|| view! {
            <p class="notice notice-info" role="status"><Icon name=Name::Info/> {tr!(applying.files_on_their_way)}</p>
        })}
    }
}

#[component]
fn Group(step: Step) -> impl IntoView {
    let filling = use_filling();
    let title = heading(step);
    let href = format!("{}?change=1", address(step));
    let rows = answered(step);
    let form = filling.part(step);
    let unfinished = Memo::new(move |_| !form.is_complete());
    view! {
        <section class="review-group">
            <header>
                <h2>{title}</h2>
                <A href {..} class="link review-change">
                    {tr!(intake.change)} <span class="sr-only">": " {title}</span>
                </A>
            </header>
            {move || unfinished.get().then(|| view! {
                <p class="field-error"><Icon name=Name::Alert/> <span>{tr!(intake.unfinished)}</span></p>
            })}
            <dl>{rows.into_iter().map(|row| view! { <Row row/> }).collect_view()}</dl>
        </section>
    }
}

#[component]
fn Row(row: Answered) -> impl IntoView {
    let nothing = tr!(intake.not_answered);
    let Answered { label, value } = row;
    view! {
        <div>
            <dt>{label}</dt>
            <dd class:muted=move || value.read().is_empty()>
                {move || if value.read().is_empty() { nothing.get() } else { value.get() }}
            </dd>
        </div>
    }
}
