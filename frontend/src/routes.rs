//! Which group of pages an address belongs to.
//!
//! A group is one wildcard route here and one lazy view in `pages/<group>.rs`, which holds the group's own `<Routes>`
//! with full paths. So this file stays small, and everything that only a group needs – its pages, its route table, its
//! components – lands in that group's piece of WebAssembly, fetched at the first visit. Under Trunk the same source is
//! one module. To add a page, add a `<Route>` in its group; to add a group, add a line here.
//!
//! A group's own `<Routes>` has an empty fallback, because it shows for a moment while one leaves the group. An address
//! that does not exist in a group is its last route: `path!("/*rest")`, as here.
//!
//! Where a group begins also stands in `boot.js`, which fetches its files early.
//!
//! Whatever this file or `app.rs` names directly is in the piece that everybody loads: name groups, not pages.

use crate::pages::{intake::Intake, public::Public, staff::Staff};
use leptos::prelude::*;
use leptos_router::components::{Route, Routes};
use leptos_router::{Lazy, path};

#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=|| ()>
            <Route path=path!("/staff/*rest") view={Lazy::<Staff>::new()}/>
            <Route path=path!("/apply/*rest") view={Lazy::<Intake>::new()}/>
            // Last, because it takes every other address and says "not found" where nothing matches.
            <Route path=path!("/*rest") view={Lazy::<Public>::new()}/>
        </Routes>
    }
}
