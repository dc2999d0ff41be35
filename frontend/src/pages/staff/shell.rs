//! The frame of the working pages: rail, top bar, page. On phones the rail becomes a bar at the bottom.

use leptos::prelude::*;
use leptos_router::components::Outlet;

use super::{
    house::provide_house,
    inbox::Notifications,
    lapsed::Lapsed,
    person::Person,
    rail::{BottomBar, Rail},
    search::Search,
};
use crate::{
    components::skip_link::SkipLink,
    forms::{AskBeforeLeaving, provide_leaving},
    pages::stale::provide_overtaken,
};

#[component]
pub fn Shell() -> impl IntoView {
    provide_leaving();
    provide_overtaken();
    provide_house();
    let narrow = RwSignal::new(false);
    view! {
        <AskBeforeLeaving>
        <SkipLink to="page"/>
        <div class="shell" data-narrow=move || narrow.get().to_string()>
            <Rail narrow/>
            <div class="shell-main">
                <header class="topbar">
                    <Search/>
                    <div class="topbar-end">
                        <Notifications/>
                        <Person/>
                    </div>
                </header>
                <main id="page" class="page" tabindex="-1"><Outlet/></main>
            </div>
            <BottomBar/>
        </div>
        <Lapsed/>
        </AskBeforeLeaving>
    }
}
