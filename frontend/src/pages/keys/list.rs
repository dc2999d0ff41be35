//! The page: every key, the newest first.

use domain::api_keys::ApiKey;
use leptos::prelude::*;

use super::{make::MakeKey, one::One};
use crate::{
    components::{
        empty::Empty,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        made::MadeHere,
    },
    i18n::tr,
    session::use_session,
};

#[component]
pub fn ApiKeys() -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.api_keys());
    let again = Callback::new(move |()| reading.again());
    view! {
        <MadeHere title=tr!(api_keys.title) help=tr!(api_keys.help) add=tr!(api_keys.add) form again>
            <p><a class="link" href="/docs" rel="external"><Icon name=Name::Columns/> " " {tr!(api_keys.docs)}</a></p>
            <Loaded reading rows=4 let:all><Keys all again/></Loaded>
        </MadeHere>
    }
}

fn form(open: RwSignal<bool>) -> AnyView {
    view! { <MakeKey open/> }.into_any()
}

#[component]
fn Keys(all: Vec<ApiKey>, again: Callback<()>) -> impl IntoView {
    if all.is_empty() {
        let (title, help) = (tr!(api_keys.none), tr!(api_keys.none_help));
        return view! { <Empty icon=Name::Lock title help/> }.into_any();
    }
    let label = tr!(api_keys.title);
    let rows = all.into_iter().map(|one| view! { <One one again/> }).collect_view();
    view! { <ul class="rows card" aria-label=label>{rows}</ul> }.into_any()
}
