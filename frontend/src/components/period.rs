//! The days that the address narrows a list to, in words, and the way back to all of them.

use leptos::prelude::*;

use crate::{
    components::{
        address::Address,
        icon::{Icon, Name},
    },
    i18n::{say, use_i18n},
};

#[component]
pub fn Period(
    /// Nothing where the list is not narrowed.
    #[prop(into)]
    words: Signal<Option<String>>,
    /// What goes from the address when it is taken away.
    keys: &'static [&'static str],
) -> impl IntoView {
    let (i18n, address) = (use_i18n(), Address::here());
    move || {
        words.get().map(|words| {
            let label = say!(i18n, filters.take_away, filter = words.clone());
            view! {
                <p class="chips applied">
                    <a class="chip chip-applied" data-noscroll href=address.without_any(keys) aria-label=label>
                        <span>{words}</span> <Icon name=Name::Close/>
                    </a>
                </p>
            }
        })
    }
}
