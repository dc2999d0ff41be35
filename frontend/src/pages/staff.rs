//! The work of the staff: a frame with the menu, and the pages inside it.

use leptos::prelude::*;
use leptos_router::components::{A, Outlet, ParentRoute, Route, Routes};
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route, path};

/// The lazy door to the group.
pub struct Staff;

#[lazy_route]
impl LazyRoute for Staff {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! {
            <Routes fallback=|| ()>
                <ParentRoute path=path!("/staff") view=Frame>
                    <Route path=path!("") view=Today/>
                    <Route path=path!("clients") view=Clients/>
                    <Route path=path!("clients/:id") view=Client/>
                    <Route path=path!("*rest") view=NotFound/>
                </ParentRoute>
            </Routes>
        }
        .into_any()
    }
}

/// Stays on the screen while the page inside it changes.
#[component]
fn Frame() -> impl IntoView {
    view! {
        <nav class="navbar bg-base-200">
            <A href="/staff" {..} class="btn btn-ghost">"Today"</A>
            <A href="/staff/clients" {..} class="btn btn-ghost">"Clients"</A>
            <A href="/" {..} class="btn btn-ghost">"Leave"</A>
        </nav>
        <main class="p-6"><Outlet/></main>
    }
}

#[component]
fn Today() -> impl IntoView {
    view! { <h1 class="text-2xl">"Today"</h1> }
}

#[component]
fn Clients() -> impl IntoView {
    let ids = [1, 2, 3];
    view! {
        <h1 class="text-2xl">"Clients"</h1>
        <ul class="menu">
            {ids.map(|id| view! { <li><A href=format!("/staff/clients/{id}")>{id}</A></li> })}
        </ul>
    }
}

#[component]
fn Client() -> impl IntoView {
    let params = use_params_map();
    view! { <h1 class="text-2xl">"Client " {move || params.read().get("id")}</h1> }
}

#[component]
fn NotFound() -> impl IntoView {
    view! { <h1 class="text-2xl">"There is no such page"</h1> }
}
