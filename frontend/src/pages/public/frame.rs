//! What surrounds the public pages: whose they are, in which language, and the way for staff.

use domain::organization::PublicOrganization;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::{
        settings::{LanguageSwitch, ThemeSwitch},
        skip_link::SkipLink,
    },
    i18n::tr,
};

#[component]
pub fn Frame(
    organization: Signal<Option<PublicOrganization>>,
    /// One column, as wide as a line is read well.
    #[prop(optional)]
    narrow: bool,
    /// The page itself says whose it is.
    #[prop(optional)]
    nameless: bool,
    children: Children,
) -> impl IntoView {
    let name = move || organization.read().as_ref().map(|organization| organization.name.clone());
    let width = if narrow { "public-width public-narrow" } else { "public-width" };
    view! {
        <div class="public">
            <SkipLink to="content"/>
            <header class="public-header">
                <div class=width>
                    {(!nameless).then(|| view! { <A href="/" {..} class="public-name">{name}</A> })}
                    <LanguageSwitch/>
                </div>
            </header>
            <main id="content" class=width tabindex="-1">{children()}</main>
            <footer class="public-footer">
                <div class=width>
                    // Their pages come with styles of their own, which boot.js brings.
                    <a href="/staff" rel="external" class="link">{tr!(public.staff)}</a>
                    <ThemeSwitch/>
                </div>
            </footer>
        </div>
    }
}
