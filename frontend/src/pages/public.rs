//! What anybody may see.

use leptos::prelude::*;
use leptos_router::components::{A, Route, Routes};
use leptos_router::{LazyRoute, lazy_route, path};

/// The lazy door to the group. `view` is the split point: it and what only it reaches are fetched at the first visit.
pub struct Public;

#[lazy_route]
impl LazyRoute for Public {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! {
            <Routes fallback=NotFound>
                <Route path=path!("/") view=Home/>
                <Route path=path!("/privacy") view=Privacy/>
            </Routes>
        }
        .into_any()
    }
}

#[component]
fn Home() -> impl IntoView {
    view! {
        <main class="hero min-h-screen">
            <div class="hero-content flex-col">
                <h1 class="text-4xl">"Openhall"</h1>
                <A href="/apply" {..} class="btn btn-primary">"Apply for services"</A>
                <A href="/staff" {..} class="btn">"For staff"</A>
                <A href="/privacy" {..} class="link">"Privacy"</A>
            </div>
        </main>
    }
}

#[component]
fn Privacy() -> impl IntoView {
    view! {
        <main class="prose p-6">
            <h1>"Privacy"</h1>
            <A href="/">"Back"</A>
        </main>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    view! { <main class="p-6"><h1>"There is no such page"</h1></main> }
}
