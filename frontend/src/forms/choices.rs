//! One of several: a select for long lists, radio buttons for short ones.

use leptos::prelude::*;

use super::{Around, Field, around::Aria};
use crate::i18n::{Text, tr};

/// What may be chosen: value and words.
pub type Choices = Signal<Vec<(String, String)>>;

#[component]
pub fn Select(
    field: Field<String>,
    label: Text,
    #[prop(into)] choices: Choices,
    #[prop(optional_no_strip, into)] help: Option<Text>,
    #[prop(optional)] optional: bool,
    /// What stands there while nothing is chosen; "Choose…" when absent.
    #[prop(optional, into)]
    blank: Option<Text>,
    /// Something is always chosen.
    #[prop(optional)]
    no_blank: bool,
) -> impl IntoView {
    let aria = Aria::of(field, label, help);
    let (id, invalid, described_by) = (aria.ids.control.clone(), aria.invalid(), aria.described_by());
    let blank = blank.unwrap_or_else(|| tr!(common.choose));
    let options = move || {
        let chosen = field.get();
        let option = |(value, words): (String, String)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{words}</option> }
        };
        choices.get().into_iter().map(option).collect_view()
    };
    view! {
        <Around aria label help optional>
            <select
                id=id
                class="select w-full"
                aria-invalid=invalid
                aria-describedby=described_by
                prop:value=field.signal()
                on:change=move |event| field.set(event_target_value(&event))
                on:blur=move |_| field.leave()
            >
                {(!no_blank).then(|| view! { <option value="">{blank}</option> })}
                {options}
            </select>
        </Around>
    }
}

#[component]
pub fn Radios(
    field: Field<String>,
    label: Text,
    #[prop(into)] choices: Choices,
    #[prop(optional, into)] help: Option<Text>,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let aria = Aria::of(field, label, help);
    let (name, invalid, described_by) = (aria.ids.control.clone(), aria.invalid(), aria.described_by());
    let radio = move |(value, words): (String, String)| {
        let (chosen, sent) = (value.clone(), value.clone());
        view! {
            <label class="field-choice">
                <input
                    class="radio"
                    type="radio"
                    name=name.clone()
                    value=value
                    aria-invalid=invalid
                    aria-describedby=described_by
                    prop:checked=move || *field.signal().read() == chosen
                    on:change=move |_| { field.set(sent.clone()); field.leave() }
                />
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <Around aria label help optional group=true>
            <div class="field-choices">
                {move || choices.get().into_iter().map(radio.clone()).collect_view()}
            </div>
        </Around>
    }
}
