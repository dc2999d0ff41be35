//! What anybody may see.

pub mod contact;
pub mod frame;
mod landing;

use leptos::prelude::*;
use leptos_router::components::A;

use self::{frame::Frame, landing::Landing};
use crate::{api::anyone, components::loaded::Reading, components::title::Title, i18n::tr, routes::Group};

/// The group's page at its address.
pub fn view() -> AnyView {
    let path = Group::Public.path();
    let page = move || match path.read().as_str() {
        "/" => view! { <Landing/> }.into_any(),
        _ => view! { <Nowhere/> }.into_any(),
    };
    page.into_any()
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
