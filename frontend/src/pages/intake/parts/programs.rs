//! What the person is interested in.

use domain::drafts::ProgramChoice;
use leptos::prelude::*;

use crate::{
    forms::{Aria, Around, Field},
    i18n::tr,
    pages::intake::filling::use_filling,
};

#[component]
pub fn Programs() -> impl IntoView {
    let filling = use_filling();
    let field = filling.fields.program_interests;
    if untrack(|| filling.programs()).is_empty() {
        return view! { <p>{tr!(intake.no_programs)}</p> }.into_any();
    }
    let (label, help) = (tr!(intake.programs_question), tr!(intake.programs_help));
    let aria = Aria::of(field, label, Some(help));
    let each = aria.clone();
    let one = move |program| view! { <Program program field aria=each.clone()/> };
    let all = move || filling.programs().into_iter().map(one.clone()).collect_view();
    view! {
        <Around aria=aria label help=Some(help) optional=true group=true>
            <div class="ask-programs">{all}</div>
        </Around>
    }
    .into_any()
}

#[component]
fn Program(program: ProgramChoice, field: Field<Vec<String>>, aria: Aria) -> impl IntoView {
    let ProgramChoice { id, name, description } = program;
    let (chosen, id) = (id.to_string(), id.to_string());
    let choose = move |on: bool| {
        field.update(|all| {
            all.retain(|other| *other != id);
            if on {
                all.push(id.clone());
            }
        });
    };
    view! {
        <label class="ask-program">
            <input
                class="checkbox"
                type="checkbox"
                aria-invalid=aria.invalid()
                aria-describedby=aria.described_by()
                prop:checked=move || field.signal().read().contains(&chosen)
                on:change=move |event| choose(event_target_checked(&event))
            />
            <span>
                <span class="ask-program-name">{name}</span>
                <span class="muted">{description}</span>
            </span>
        </label>
    }
}
