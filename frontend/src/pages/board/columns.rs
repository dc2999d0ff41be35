//! The columns, one a stage, into which a card is dropped.

use domain::{clients::Stage, ids::ClientId, permission::Permission};
use leptos::{prelude::*, task::spawn_local};
use web_sys::DragEvent;

use super::{card::CardView, desk::Desk, page::stage_here};
use crate::{
    components::{address::Address, button::Button, dialog::Dialog},
    i18n::{say, tr, use_i18n},
    pages::words,
    session::use_session,
};

/// Who is about to be moved, and from where.
pub type Chosen = RwSignal<Option<(ClientId, String, Stage)>>;

#[component]
pub fn Columns(desk: Desk) -> impl IntoView {
    let i18n = use_i18n();
    let (open, chosen): (_, Chosen) = (RwSignal::new(false), RwSignal::new(None));
    let may = use_session().may_any(&[Permission::SetStage, Permission::ProposeEdits]);
    let columns = Stage::ALL.iter().map(|stage| view! { <ColumnView desk stage=*stage may open chosen/> });
    let title = Signal::derive(move || {
        let name = chosen.get().map(|(_, name, _)| name).unwrap_or_default();
        say!(i18n, board.move_title, name = name)
    });
    view! {
        <div class="board" id="board" role="region" aria-label=tr!(board.title) tabindex="0">{columns.collect_view()}</div>
        <Dialog open title><Targets desk open chosen/></Dialog>
    }
}

#[component]
fn ColumnView(desk: Desk, stage: Stage, may: bool, open: RwSignal<bool>, chosen: Chosen) -> impl IntoView {
    let (i18n, address) = (use_i18n(), Address::here());
    let over = RwSignal::new(false);
    let heading = format!("stage-{}", stage.code());
    let labelled_by = heading.clone();
    let hover = move |event: DragEvent| {
        if desk.dragged.get_untracked().is_some() {
            event.prevent_default();
            over.set(true);
        }
    };
    let drop_here = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(id) = desk.dragged.get_untracked() {
            desk.dragged.set(None);
            desk.carry(id, stage);
        }
    };
    let nobody = move || desk.cards(stage).is_empty();
    view! {
        <section class="board-column" aria-labelledby=labelled_by data-over=move || over.get().to_string()
            data-here=move || (stage_here(address) == stage).to_string()
            on:dragover=hover on:dragleave=move |_| over.set(false) on:drop=drop_here>
            <h2 id=heading>
                {move || words::stage(i18n, stage)} " "
                <span class="board-count">{move || desk.count(stage)}</span>
            </h2>
            <ul class="board-cards">
                <For each=move || desk.cards(stage) key=|card| (card.id, card.version, card.proposed) let:card>
                    <CardView desk card stage may open chosen/>
                </For>
            </ul>
            {move || nobody().then(|| view! { <p class="muted small">{tr!(board.nobody)}</p> })}
            {move || desk.has_more(stage).then(|| view! { <More desk stage/> })}
        </section>
    }
}

#[component]
fn More(desk: Desk, stage: Stage) -> impl IntoView {
    let pending = RwSignal::new(false);
    let fetch = move || {
        pending.set(true);
        spawn_local(async move {
            desk.fetch_more(stage).await;
            // The button is gone where that was all.
            pending.try_set(false);
        });
    };
    view! { <Button label=tr!(board.more) class="btn btn-sm" pending on_click=fetch/> }
}

/// Where to: for the keyboard, and for a finger.
#[component]
fn Targets(desk: Desk, open: RwSignal<bool>, chosen: Chosen) -> impl IntoView {
    let i18n = use_i18n();
    let Some((id, _, from)) = chosen.get_untracked() else { return ().into_any() };
    let target = move |stage: &Stage| {
        let stage = *stage;
        let here = stage == from;
        let choose = move |_| {
            open.set(false);
            desk.carry(id, stage);
        };
        view! {
            <li>
                <button class="btn btn-ghost board-target" type="button" disabled=here on:click=choose>
                    {move || words::stage(i18n, stage)}
                    {here.then(|| view! { <span class="muted small">{tr!(board.here)}</span> })}
                </button>
            </li>
        }
    };
    view! { <ul>{Stage::ALL.iter().map(target).collect_view()}</ul> }.into_any()
}
