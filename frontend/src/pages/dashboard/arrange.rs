//! Arranging the page: which tiles stand on it, and in which order. Nothing is kept before it is saved.

use domain::dashboard::{Arrangement, Tile, Tiles};
use leptos::prelude::*;
use uuid::Uuid;

use super::words;
use crate::{
    api::Answer,
    components::{button::Button, confirm::Call, failure::FailureAlert},
    i18n::{say, tr, use_i18n},
    pages::{
        settings::moving::{Handle, Moved, Moving, Said, button_id, come_back},
        undo::use_undo,
    },
    session::{Session, use_session},
};

/// A tile, and whether it is to be shown.
type Choice = (Tile, RwSignal<bool>);

/// What a row is moved by wants an id.
fn id(tile: Tile) -> Uuid {
    Uuid::from_u128(tile as u128)
}

#[component]
pub fn Arrange(tiles: Tiles, arranging: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, undo, call) = (use_i18n(), use_session(), use_undo(), Call::new());
    let order = RwSignal::new(choices(&tiles));
    let was = StoredValue::new(tiles.clone());
    let kept = move |words: String| {
        let before = was.get_value();
        undo.offer(words, move || restore(session, before.clone()), again);
        arranging.set(false);
        again.run(());
    };
    let save = move || {
        let wanted = order.with_untracked(|order| arrangement(order));
        call.run(session.arrange(wanted), move |_| kept(untrack(|| say!(i18n, dashboard.arranged))));
    };
    let reset = move || {
        call.run(session.usual_tiles(), move |()| kept(untrack(|| say!(i18n, dashboard.is_usual))));
    };
    view! {
        <section class="section" aria-labelledby="arrange-title">
            <header class="section-head">
                <div><h2 id="arrange-title">{tr!(dashboard.arrange_title)}</h2> <p class="muted">{tr!(dashboard.arrange_help)}</p></div>
            </header>
            <Rows order/>
            <FailureAlert failure=call.failure/>
            <div class="form-actions">
                <Button label=tr!(dashboard.arrange_save) class="btn btn-primary" pending=call.pending on_click=save/>
                <Button label=tr!(common.cancel) class="btn btn-ghost" on_click=move || arranging.set(false)/>
                {(!tiles.is_usual).then(|| view! {
                    <Button label=tr!(dashboard.usual) pending=call.pending on_click=reset/>
                })}
            </div>
        </section>
    }
}

fn choices(tiles: &Tiles) -> Vec<Choice> {
    let shown = tiles.shown.iter().map(|tile| (*tile, RwSignal::new(true)));
    let hidden = tiles.hidden.iter().map(|tile| (*tile, RwSignal::new(false)));
    shown.chain(hidden).collect()
}

fn arrangement(order: &[Choice]) -> Arrangement {
    let of = |wanted: bool| {
        let all = order.iter().filter(|(_, shown)| shown.get_untracked() == wanted);
        all.map(|(tile, _)| *tile).collect()
    };
    Arrangement { shown: of(true), hidden: of(false) }
}

/// As it was before: an order of one's own, or none.
async fn restore(session: Session, before: Tiles) -> Answer<()> {
    let Tiles { shown, hidden, is_usual } = before;
    match is_usual {
        true => session.usual_tiles().await,
        false => session.arrange(Arrangement { shown, hidden }).await.map(|_| ()),
    }
}

#[component]
fn Rows(order: RwSignal<Vec<Choice>>) -> impl IntoView {
    let focus = StoredValue::new(None);
    let put = Callback::new(move |moved: Moved| {
        let Ok(to) = usize::try_from(moved.place) else { return };
        order.update(|order| {
            if let Some(from) = order.iter().position(|(tile, _)| id(*tile) == moved.id) {
                let choice = order.remove(from);
                order.insert(to.min(order.len()), choice);
            }
        });
        focus.set_value(Some(button_id("move", moved.id)));
        come_back(focus);
    });
    let moving = Moving::of(order.with_untracked(Vec::len), put);
    let rows = move || {
        let all = order.get().into_iter().enumerate();
        all.map(|(place, choice)| view! { <Row choice place moving/> }).collect_view()
    };
    view! {
        <p class="muted" id="moving-help">{tr!(dashboard.moving_help)}</p>
        <ol class="rows card" aria-labelledby="arrange-title">{rows}</ol>
        <Said moving/>
    }
}

#[component]
fn Row(choice: Choice, place: usize, moving: Moving) -> impl IntoView {
    let i18n = use_i18n();
    let (tile, shown) = choice;
    let name = words::title(i18n, tile);
    view! {
        <li class="row row-tall" data-place=place.to_string() data-drop=move || moving.mark(place)>
            <Handle moving id=id(tile) name=name.clone() place/>
            <label class="tile-choice">
                <span class="row-body">
                    <strong>{name}</strong>
                    <span class="muted small">{words::help(i18n, tile)}</span>
                </span>
                <input class="checkbox" type="checkbox" role="switch" prop:checked=shown
                    on:change=move |event| shown.set(event_target_checked(&event))/>
            </label>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tile_is_known_by_an_id_of_its_own() {
        let mut ids: Vec<Uuid> = Tile::ALL.iter().map(|tile| id(*tile)).collect();
        ids.dedup();
        assert_eq!(ids.len(), Tile::ALL.len());
    }
}
