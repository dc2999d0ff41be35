//! The photo as it is and as it is proposed, side by side, for whoever decides.

use domain::{changes::Change, ids::ClientId};
use leptos::prelude::*;

use super::face::{Face, Portrait};
use crate::{
    i18n::{Text, tr},
    session::use_session,
};

/// For a proposal that waits. Once it is decided, the picture that was not needed any more is gone.
#[component]
pub fn PhotoSides(change: Change, client: ClientId) -> impl IntoView {
    let session = use_session();
    let (id, name) = (change.id, change.client_name.clone().unwrap_or_default());
    let (former, proposed) = (change.former_photo(), change.proposed_photo());
    let current_label = if former.is_some() { tr!(photos.current) } else { tr!(photos.current_none) };
    let proposed_label = if proposed.is_some() { tr!(photos.proposed) } else { tr!(photos.proposed_none) };
    let current = Portrait::of(Memo::new(move |_| former), move || session.photo(client));
    let proposed = Portrait::of(Memo::new(move |_| proposed), move || session.proposed_photo(id));
    view! {
        <div class="face-sides">
            <Side portrait=current name=name.clone() label=current_label/>
            <Side portrait=proposed name label=proposed_label/>
        </div>
    }
}

#[component]
fn Side(portrait: Portrait, name: String, label: Text) -> impl IntoView {
    view! { <figure class="face-side"><Face portrait name/> <figcaption>{label}</figcaption></figure> }
}
