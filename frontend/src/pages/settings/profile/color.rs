//! A color: typed, or chosen from the browser's own panel.

use leptos::prelude::*;

use crate::{
    forms::{Aria, Around, Field},
    i18n::{Text, say, use_i18n},
};

/// What the panel begins with where there is no color yet.
const WHITE: &str = "#ffffff";

#[component]
pub fn ColorField(
    field: Field<String>,
    label: Text,
    help: Text,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let aria = Aria::of(field, label, Some(help));
    let (id, invalid, described_by) = (aria.ids.control.clone(), aria.invalid(), aria.described_by());
    let panel = move || say!(i18n, settings.choose_color, what = label.get());
    let shown =
        move || Some(field.get()).filter(|color| color.len() == 7).unwrap_or_else(|| WHITE.to_owned());
    view! {
        <Around aria label help=Some(help) optional>
            <div class="field-color">
                <input id=id class="input" type="text" autocomplete="off" spellcheck="false" maxlength="7"
                    aria-invalid=invalid aria-describedby=described_by prop:value=field.signal()
                    on:input=move |event| field.set(event_target_value(&event))
                    on:blur=move |_| field.leave()/>
                <input type="color" aria-label=panel title=panel prop:value=shown
                    on:input=move |event| field.set(event_target_value(&event))
                    on:change=move |_| field.leave()/>
            </div>
        </Around>
    }
}
