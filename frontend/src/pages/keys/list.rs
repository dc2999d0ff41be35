//! The page: every key, the newest first, page by page.

use domain::{
    api_keys::{ApiKey, ApiKeyFilter},
    page::Page,
};
use leptos::prelude::*;

use super::{make::MakeKey, one::One};
use crate::{
    components::{
        address::Address,
        empty::Empty,
        filters::View,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        made::MadeHere,
        paging::{Paging, Place},
    },
    i18n::tr,
    session::use_session,
};

#[component]
pub fn ApiKeys() -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    let reading = Reading::new(move || {
        let ended = match address.one("show").as_deref() {
            Some("open") => Some(false),
            Some("ended") => Some(true),
            _ => None,
        };
        session.api_keys(ApiKeyFilter { ended, cursor: address.one("cursor"), limit: None })
    });
    let again = Callback::new(move |()| reading.again());
    view! {
        <MadeHere title=tr!(api_keys.title) help=tr!(api_keys.help) add=tr!(api_keys.add) form again>
            <p><a class="link" href="/docs" rel="external"><Icon name=Name::Columns/> " " {tr!(api_keys.docs)}</a></p>
            <nav class="tab-bar" aria-label=tr!(api_keys.title)>
                <View key="show" value="" label=tr!(api_keys.all)/>
                <View key="show" value="open" label=tr!(api_keys.open)/>
                <View key="show" value="ended" label=tr!(api_keys.ended)/>
            </nav>
            <Loaded reading rows=4 let:page><Keys page again/></Loaded>
        </MadeHere>
    }
}

fn form(open: RwSignal<bool>) -> AnyView {
    view! { <MakeKey open/> }.into_any()
}

#[component]
fn Keys(page: Page<ApiKey>, again: Callback<()>) -> impl IntoView {
    if page.items.is_empty() {
        if untrack(|| Address::here().one("show")).is_some_and(|show| !show.is_empty()) {
            return view! { <Empty icon=Name::Lock title=tr!(api_keys.none_here)/> }.into_any();
        }
        let (title, help) = (tr!(api_keys.none), tr!(api_keys.none_help));
        return view! { <Empty icon=Name::Lock title help/> }.into_any();
    }
    let label = tr!(api_keys.title);
    let place = Place::before(page.next);
    let rows = page.items.into_iter().map(|one| view! { <One one again/> }).collect_view();
    view! { <ul class="rows card" aria-label=label>{rows}</ul> <Paging place/> }.into_any()
}
