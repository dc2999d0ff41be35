//! Nothing here yet: what will stand here, and the first step.

use leptos::prelude::*;

use crate::{
    components::icon::{Icon, Name},
    i18n::Text,
};

#[component]
pub fn Empty(
    icon: Name,
    title: Text,
    #[prop(optional, into)] help: Option<Text>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon class="icon icon-large"/>
            <p class="empty-title">{title}</p>
            {help.map(|help| view! { <p class="empty-help">{help}</p> })}
            {children.map(|children| children())}
        </div>
    }
}
