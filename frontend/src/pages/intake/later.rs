//! "Save and finish later": the private link, and the ways to keep it.

use domain::drafts::DraftLink;
use js_sys::{Function, Object, Promise, Reflect};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::filling::use_filling;
use crate::{
    components::{
        button::Button,
        copy::Copy,
        dialog::Dialog,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
    },
    format,
    i18n::{say, tr, use_i18n},
};

/// Where a private link leads.
const PAGE: &str = "/apply/resume";

/// Stands below each part.
#[component]
pub fn Later() -> impl IntoView {
    let open = RwSignal::new(false);
    let filling = use_filling();
    view! {
        <div class="ask-later">
            <Button label=tr!(applying.later) class="btn btn-tall" on_click=move || open.set(true)/>
        </div>
        <Dialog open title=tr!(applying.later)>
            {move || if filling.fields.date_of_birth.date().is_some() {
                view! { <Linked/> }.into_any()
            } else {
                view! { <NoBirth open/> }.into_any()
            }}
        </Dialog>
    }
}

/// Without a date of birth nobody could open it again.
#[component]
fn NoBirth(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <p>{tr!(applying.later_needs_birth)}</p>
        <A href="/apply/personal" {..} class="link" on:click=move |_| open.set(false)>
            {tr!(applying.later_to_birth)}
        </A>
    }
}

#[component]
fn Linked() -> impl IntoView {
    let saver = use_filling().saver;
    let link = Reading::new(move || saver.link());
    view! { <Loaded reading=link rows=3 let:link><Ways link/></Loaded> }
}

/// The link, and every way to take it along.
#[component]
fn Ways(link: DraftLink) -> impl IntoView {
    let i18n = use_i18n();
    let location = window().location();
    let (origin, host) = (location.origin().unwrap_or_default(), location.host().unwrap_or_default());
    let address = format!("{origin}{PAGE}#{}", link.code);
    let until = format::day(i18n, link.kept_until.date_naive());
    view! {
        <div class="later">
            <p>{say!(i18n, applying.later_how, until = until)}</p>
            <p class="later-link">{address.clone()}</p>
            <div class="form-actions">
                <Copy text=address.clone() label=tr!(applying.later_copy) done=tr!(applying.later_copied)/>
                <Share address/>
                <Button
                    label=tr!(applying.later_print)
                    class="btn btn-tall"
                    // A browser that cannot print does nothing.
                    on_click=|| drop(window().print())
                />
            </div>
            <section class="later-write">
                <h3>{tr!(applying.later_write)}</h3>
                <p>{tr!(applying.later_write_help)}</p>
                <p class="later-page">{host}{PAGE}</p>
                <p class="later-code">{link.code}</p>
            </section>
            <p class="muted later-safe"><Icon name=Name::Lock/> <span>{tr!(applying.later_safe)}</span></p>
        </div>
    }
}

/// The device's own way to hand something on: a message, a mail, a note.
#[component]
fn Share(address: String) -> impl IntoView {
    let title = tr!(applying.later_title);
    let share = move || {
        let shared = share(&title.get_untracked(), &address);
        spawn_local(async move {
            // Whoever changes their mind has shared nothing, which is fine.
            if let Some(shared) = shared {
                drop(JsFuture::from(shared).await);
            }
        });
    };
    sharing().map(|_| view! { <Button label=tr!(applying.later_share) class="btn btn-tall" on_click=share/> })
}

/// `navigator.share`, looked up by name: many browsers do not have it.
fn sharing() -> Option<Function> {
    Reflect::get(&window().navigator(), &"share".into()).ok()?.dyn_into().ok()
}

fn share(title: &str, address: &str) -> Option<Promise> {
    let what = Object::new();
    for (name, value) in [("title", title), ("url", address)] {
        Reflect::set(&what, &name.into(), &value.into()).ok()?;
    }
    let navigator: JsValue = window().navigator().into();
    sharing()?.call1(&navigator, &what).ok()?.dyn_into().ok()
}
