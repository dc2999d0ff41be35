//! Applying for services.

use leptos::prelude::*;
use leptos_router::components::{A, Route, Routes};
use leptos_router::{LazyRoute, lazy_route, path};

/// The lazy door to the group.
pub struct Intake;

#[lazy_route]
impl LazyRoute for Intake {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! {
            <Routes fallback=|| ()>
                <Route path=path!("/apply") view=Start/>
                <Route path=path!("/apply/about-you") view=AboutYou/>
            </Routes>
        }
        .into_any()
    }
}

#[component]
fn Start() -> impl IntoView {
    view! {
        <main class="p-6">
            <h1 class="text-2xl">"Apply for services"</h1>
            <A href="/apply/about-you" {..} class="btn btn-primary">"Begin"</A>
        </main>
    }
}

#[component]
fn AboutYou() -> impl IntoView {
    let name = RwSignal::new(String::new());
    view! {
        <main class="p-6">
            <h1 class="text-2xl">"About you"</h1>
            <label class="input">"Name" <input bind:value=name/></label>
            <p>{move || name.get()}</p>
            <A href="/">"Back"</A>
        </main>
    }
}
