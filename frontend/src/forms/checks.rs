//! Several of several, and one yes or no.

use leptos::prelude::*;

use super::{Around, Choices, Field, around::Aria};
use crate::{
    components::icon::{Icon, Name},
    i18n::Text,
};

/// Check boxes under one question.
#[component]
pub fn Checks(
    field: Field<Vec<String>>,
    label: Text,
    #[prop(into)] choices: Choices,
    #[prop(optional, into)] help: Option<Text>,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let aria = Aria::of(field, label, help);
    let (invalid, described_by) = (aria.invalid(), aria.described_by());
    let check = move |(value, words): (String, String)| {
        let toggled = value.clone();
        let toggle = move |on: bool| {
            field.update(|chosen| {
                chosen.retain(|other| *other != toggled);
                if on {
                    chosen.push(toggled.clone());
                }
            });
        };
        view! {
            <label class="field-choice">
                <input
                    class="checkbox"
                    type="checkbox"
                    aria-invalid=invalid
                    aria-describedby=described_by
                    prop:checked=move || field.signal().read().contains(&value)
                    on:change=move |event| { toggle(event_target_checked(&event)); field.leave() }
                />
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <Around aria label help optional group=true>
            <div class="field-choices">
                {move || choices.get().into_iter().map(check).collect_view()}
            </div>
        </Around>
    }
}

/// One check box, whose words stand beside it.
#[component]
pub fn Check(field: Field<bool>, label: Text, #[prop(optional, into)] help: Option<Text>) -> impl IntoView {
    let aria = Aria::of(field, label, help);
    let (invalid, described_by, error) = (aria.invalid(), aria.described_by(), aria.error);
    let ids = aria.ids;
    let (help_id, error_id) = (ids.help, ids.error);
    view! {
        <div class="field">
            <label class="field-choice">
                <input
                    id=ids.control
                    class="checkbox"
                    type="checkbox"
                    aria-invalid=invalid
                    aria-describedby=described_by
                    prop:checked=field.signal()
                    on:change=move |event| { field.set(event_target_checked(&event)); field.leave() }
                />
                <span>{label}</span>
            </label>
            {help.map(|help| view! { <p class="field-help" id=help_id>{help}</p> })}
            {move || {
                let id = error_id.clone();
                error.get().map(|error| view! {
                    <p class="field-error" id=id><Icon name=Name::Alert/> <span>{error}</span></p>
                })
            }}
        </div>
    }
}
