//! What stands around the pages of roles: the way to the matrix and to "Why can't I?".

use leptos::prelude::*;
use leptos_router::components::Outlet;

use crate::{
    components::tabs::{Tab, Tabs},
    i18n::tr,
};

#[component]
pub fn RolesFrame() -> impl IntoView {
    let tabs = vec![
        Tab { href: "/staff/roles".into(), label: tr!(roles.matrix), exact: true },
        Tab { href: "/staff/roles/why".into(), label: tr!(roles.why), exact: true },
    ];
    view! {
        <Tabs label=tr!(roles.views) tabs/>
        <Outlet/>
    }
}
