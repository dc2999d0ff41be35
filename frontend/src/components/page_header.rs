//! A page's title and its one main action. Also names the browser's tab.

use leptos::prelude::*;

use crate::components::title::Title;
use crate::i18n::Text;

#[component]
pub fn PageHeader(
    title: Text,
    #[prop(optional, into)] help: Option<Text>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <Title text=move || title.get()/>
        <header class="page-header">
            <div>
                <h1>{title}</h1>
                {help.map(|help| view! { <p class="muted">{help}</p> })}
            </div>
            {children.map(|children| view! { <div class="page-actions">{children()}</div> })}
        </header>
    }
}
