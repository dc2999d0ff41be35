//! A tile: a heading, a count, the way to the whole list, and below what was read, or why it was not.

use domain::dashboard::{Dashboard as Awaiting, Tile};
use leptos::prelude::*;
use leptos_router::components::A;

use super::words;
use crate::{
    components::loaded::{Loaded, Reading, Skeleton},
    i18n::{Text, use_i18n},
};

#[component]
pub fn Part(
    tile: Tile,
    reading: Reading<Awaiting>,
    /// Where the whole list is.
    #[prop(optional_no_strip)]
    more: Option<(String, Text)>,
    /// What stands beside the heading once it is read.
    #[prop(optional)]
    count: Option<Callback<Awaiting, Option<AnyView>>>,
    /// Draws what was read; nothing where the tile is not in it.
    body: impl Fn(Awaiting) -> Option<AnyView> + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let counted = move || reading.value().zip(count).and_then(|(page, count)| count.run(page));
    let drawn = move |page| body(page).unwrap_or_else(|| view! { <Skeleton rows=3/> }.into_any());
    let id = format!("tile-{}", tile.code());
    let labelled_by = id.clone();
    view! {
        <section class="card part" aria-labelledby=labelled_by data-tile=tile.code()>
            <header class="part-head">
                <h2 id=id>{move || words::title(i18n, tile)}</h2>
                <div class="part-count">{counted}</div>
                {more.map(|(href, words)| view! { <A href {..} class="link part-all">{words}</A> })}
            </header>
            <Loaded reading rows=3 let:page>{drawn(page)}</Loaded>
        </section>
    }
}
