//! A face: the photo, or the initials until it is there and where there is none. It has one size in every case, so
//! that nothing jumps.

use leptos::prelude::*;
use web_sys::{Blob, Url};

use crate::{
    api::Answer,
    components::loaded::Reading,
    i18n::{say, use_i18n},
};

/// A photo that is read, and the address under which the browser shows it. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Portrait(RwSignal<Option<String>>);

impl Portrait {
    /// Reads anew whenever `which` tells another photo. The address is given back when the place is left.
    pub fn of<P, F>(which: Memo<Option<P>>, read: impl Fn() -> F + Copy + 'static) -> Self
    where
        P: Clone + PartialEq + Send + Sync + 'static,
        F: Future<Output = Answer<Blob>> + 'static,
    {
        let reading = Reading::new(move || {
            let there = which.get().is_some();
            async move { if there { read().await.map(Some) } else { Ok(None) } }
        });
        let address = RwSignal::new(None);
        Effect::new(move |old: Option<Option<String>>| {
            give_back(old.flatten());
            let new = reading.value().flatten().and_then(|bytes| addressed(&bytes));
            address.set(new.clone());
            new
        });
        on_cleanup(move || give_back(address.get_untracked()));
        Self(address)
    }
}

/// An address for bytes that this page has.
pub fn addressed(bytes: &Blob) -> Option<String> {
    Url::create_object_url_with_blob(bytes).ok()
}

/// Lets the browser forget the bytes behind an address.
pub fn give_back(address: Option<String>) {
    // Revoking an address that we made cannot fail.
    address.into_iter().for_each(|address| drop(Url::revoke_object_url(&address)));
}

#[component]
pub fn Face(portrait: Portrait, #[prop(into)] name: Signal<String>) -> impl IntoView {
    let i18n = use_i18n();
    move || match portrait.0.get() {
        Some(address) => {
            let alt = say!(i18n, photos.of, name = name.get());
            view! { <img class="face" src=address alt=alt decoding="sync" draggable="false"/> }.into_any()
        }
        None => {
            view! { <span class="face" aria-hidden="true">{move || initials(&name.get())}</span> }.into_any()
        }
    }
}

/// The first letters of the first and the last name.
fn initials(name: &str) -> String {
    let mut words =
        name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_at_most_two_initials() {
        assert_eq!(initials("María Delgado Ruiz"), "MR");
        assert_eq!(initials("Sukarno"), "S");
        assert_eq!(initials("siobhán O’Brien"), "SO");
        assert_eq!(initials("’t Hooft"), "TH");
        assert_eq!(initials(""), "");
    }
}
