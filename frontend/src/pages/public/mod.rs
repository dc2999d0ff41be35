//! What anybody may see.

pub mod contact;
pub mod frame;
mod landing;

use leptos::prelude::*;
use leptos_router::components::{A, Route, Routes};
use leptos_router::{LazyRoute, lazy_route, path};

use self::{frame::Frame, landing::Landing};
use crate::{api::anyone, components::loaded::Reading, components::title::Title, i18n::tr};

/// The lazy door to the group. `view` is the split point: it and what only it reaches are fetched at the first visit.
pub struct Public;

#[lazy_route]
impl LazyRoute for Public {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! {
            <Routes fallback=|| ()>
                <Route path=path!("/") view=Landing/>
                <Route path=path!("/*rest") view=Nowhere/>
            </Routes>
        }
        .into_any()
    }
}

#[component]
fn Nowhere() -> impl IntoView {
    let organization = Reading::new(anyone::organization);
    let organization = Signal::derive(move || organization.value());
    view! { <Frame organization narrow=true><NotFound/></Frame> }
}

/// An address that leads nowhere.
#[component]
pub fn NotFound() -> impl IntoView {
    let title = tr!(common.not_found);
    view! {
        <Title text=move || title.get()/>
        <div class="public-text">
            <h1>{title}</h1>
            <p>{tr!(common.not_found_help)}</p>
            <p><A href="/" {..} class="link">{tr!(common.to_start)}</A></p>
        </div>
    }
}
