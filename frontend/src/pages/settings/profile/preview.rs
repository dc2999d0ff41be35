//! How the head of the public pages will look, while it is typed.

use domain::{
    colors::{hex, links, rgb, text_on},
    organization::Organization,
};
use leptos::prelude::*;

use super::fields::Wish;
use crate::i18n::tr;

/// Fetches the stylesheet with the organization's colors and logo anew.
pub fn repaint(version: i32) {
    let sheet = document().query_selector("link[href^='/theme.css']").ok().flatten();
    if let Some(sheet) = sheet {
        // An attribute of ours can be set.
        drop(sheet.set_attribute("href", &format!("/theme.css?v={version}")));
    }
}

#[component]
pub fn Preview(wish: Wish, was: RwSignal<Organization>) -> impl IntoView {
    let logo = move || was.with(|was| was.logo.as_ref().map(domain::organization::Logo::address));
    let image = move || logo().map(|src| view! { <img class="preview-logo" src=src alt=""/> });
    view! {
        <section class="preview-side" aria-labelledby="preview-title">
            <h2 id="preview-title">{tr!(settings.preview)}</h2>
            <p class="muted small">{tr!(settings.preview_help)}</p>
            <div class="preview" data-testid="preview">
                <div class="preview-head" style:background-color=move || head(wish)>
                    {image}
                    <span style:color=move || text_on(&head(wish))>{move || wish.name.get()}</span>
                </div>
                <div class="preview-body">
                    <p class="preview-name">{move || wish.name.get()}</p>
                    <p style:color=move || link(wish)>{move || wish.mission.get()}</p>
                    <p><span class="preview-button" style:background-color=move || accent(wish)
                        style:color=move || text_on(&accent(wish))>{tr!(settings.preview_button)}</span></p>
                    <p class="preview-foot">{move || wish.address.get()} " " {move || wish.phone.get()}</p>
                </div>
            </div>
        </section>
    }
}

/// What is no color yet is shown as white.
fn color(text: &str) -> String {
    rgb(text).map_or_else(|| "#ffffff".to_owned(), hex)
}

fn accent(wish: Wish) -> String {
    color(&wish.accent_color.trimmed())
}

fn head(wish: Wish) -> String {
    color(&wish.header_color.trimmed())
}

/// The mission stands in the color of links.
fn link(wish: Wish) -> String {
    rgb(&accent(wish)).map(|accent| hex(links(accent)[0])).unwrap_or_default()
}
