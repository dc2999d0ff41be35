//! The tab that a record opens with: the timeline, or the card's details for those who see no more than the card.

use domain::permission::Permission;
use leptos::prelude::*;

use super::Details;
use crate::{pages::timeline::Timeline, session::use_session};

#[component]
pub fn FirstTab() -> impl IntoView {
    if use_session().may(Permission::SeeClientDetails) {
        view! { <Timeline/> }.into_any()
    } else {
        view! { <Details/> }.into_any()
    }
}
