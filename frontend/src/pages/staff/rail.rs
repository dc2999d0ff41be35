//! The menu: only what this person may use, in the order of their day.

use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    house::use_house,
    places::{Place, menu},
};
use crate::{
    components::icon::{Icon, Name},
    i18n::tr,
    session::use_session,
};

#[component]
pub fn Rail(narrow: RwSignal<bool>) -> impl IntoView {
    let (label, house) = (tr!(shell.main_menu), use_house());
    let (shrink, widen) = (tr!(shell.narrow_menu), tr!(shell.widen_menu));
    let toggle = Signal::derive(move || if narrow.get() { widen.get() } else { shrink.get() });
    view! {
        <nav class="rail" aria-label=label>
            <div class="rail-head">
                <A href="/staff" {..} class="rail-brand">{move || house.name()}</A>
                <button
                    class="btn btn-ghost btn-square btn-sm"
                    type="button"
                    aria-label=toggle
                    title=toggle
                    aria-expanded=move || (!narrow.get()).to_string()
                    on:click=move |_| narrow.update(|narrow| *narrow = !*narrow)
                >
                    <Icon name=Name::PanelLeft/>
                </button>
            </div>
            {menu(use_session()).into_iter().map(|item| view! { <RailLink item/> }).collect_view()}
        </nav>
    }
}

#[component]
fn RailLink(item: Place) -> impl IntoView {
    let Place { href, icon, label } = item;
    view! {
        <A href exact={href == "/staff"} {..} class="rail-link" title=label>
            <Icon name=icon/> <span class="rail-word">{label}</span>
        </A>
    }
}

/// How many places have room beside each other on a phone.
const ROOM: usize = 4;

#[component]
pub fn BottomBar() -> impl IntoView {
    let label = tr!(shell.main_menu);
    let mut first = menu(use_session());
    let rest = if first.len() > ROOM + 1 { first.split_off(ROOM) } else { Vec::new() };
    view! {
        <nav class="bottom-bar" aria-label=label>
            {first.into_iter().map(|item| view! { <BarLink item/> }).collect_view()}
            {(!rest.is_empty()).then(|| view! { <More items=rest/> })}
        </nav>
    }
}

#[component]
fn BarLink(item: Place) -> impl IntoView {
    let Place { href, icon, label } = item;
    view! { <A href exact={href == "/staff"} {..} class="bar-link"><Icon name=icon/> <span>{label}</span></A> }
}

#[component]
fn More(items: Vec<Place>) -> impl IntoView {
    let label = tr!(shell.more);
    let open = RwSignal::new(false);
    let links = StoredValue::new(items);
    let sheet = move || {
        open.get().then(|| {
            view! {
                <div class="bar-sheet" on:click=move |_| open.set(false)>
                    {links.get_value().into_iter().map(|item| view! { <RailLink item/> }).collect_view()}
                </div>
            }
        })
    };
    view! {
        <button class="bar-link" type="button" aria-expanded=move || open.get().to_string()
            on:click=move |_| open.update(|open| *open = !*open)>
            <Icon name=Name::Menu/> <span>{label}</span>
        </button>
        {sheet}
    }
}
