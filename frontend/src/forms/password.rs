//! A password, which one may look at while one types it.

use leptos::prelude::*;

use super::{Around, Field, around::Aria};
use crate::{
    components::icon::{Icon, Name},
    i18n::{Text, tr},
};

#[component]
pub fn PasswordField(
    field: Field<String>,
    label: Text,
    #[prop(optional, into)] help: Option<Text>,
    /// `current-password` or `new-password`, so that a password manager knows which one is meant.
    autocomplete: &'static str,
) -> impl IntoView {
    let aria = Aria::of(field, label, help);
    let (id, invalid, described_by) = (aria.ids.control.clone(), aria.invalid(), aria.described_by());
    let shown = RwSignal::new(false);
    view! {
        <Around aria label help>
            <div class="field-password">
                <input
                    id=id
                    class="input w-full"
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="off"
                    spellcheck="false"
                    aria-invalid=invalid
                    aria-describedby=described_by
                    prop:value=field.signal()
                    on:input=move |event| field.set(event_target_value(&event))
                    on:blur=move |_| field.leave()
                />
                <Shown shown label/>
            </div>
        </Around>
    }
}

/// Says of which field it is, because a form may have two of them.
#[component]
fn Shown(shown: RwSignal<bool>, label: Text) -> impl IntoView {
    let (show, hide) = (tr!(forms.show_password), tr!(forms.hide_password));
    let words = move || if shown.get() { hide.get() } else { show.get() };
    let icon = move || if shown.get() { Name::EyeOff } else { Name::Eye };
    view! {
        <button class="btn btn-square" type="button" title=words
            aria-label=move || format!("{}: {}", words(), label.get())
            on:click=move |_| shown.update(|shown| *shown = !*shown)>
            {move || view! { <Icon name=icon()/> }}
        </button>
    }
}
