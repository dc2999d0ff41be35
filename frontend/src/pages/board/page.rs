//! The board's page. Whose clients stand on it, and which column a phone shows, stand in the address.

use domain::{board::BoardFilter, clients::Stage, views::List};
use leptos::prelude::*;

use super::{columns::Columns, desk::Desk, filters::Filters};
use crate::{
    components::{
        address::Address,
        loaded::{Loaded, Reading},
        page_header::PageHeader,
    },
    i18n::{tr, use_i18n},
    pages::{views::SavedViews, words},
    session::use_session,
};

#[component]
pub fn BoardPage() -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    // Another column on a phone reads nothing anew.
    let filter = Memo::new(move |_| filter(address));
    let reading = Reading::new(move || session.board(filter.get()));
    let desk = Desk::new(filter, Callback::new(move |()| reading.again()));
    Effect::new(move |_| {
        if let Some(board) = reading.value() {
            desk.show(board);
        }
    });
    view! {
        <PageHeader title=tr!(board.title) help=tr!(board.help)/>
        <SavedViews list=List::Board all=tr!(lists.all)/>
        <Filters/>
        <Switch desk/>
        <Loaded reading rows=10 let:_board><Columns desk/></Loaded>
    }
}

fn filter(address: Address) -> BoardFilter {
    BoardFilter {
        assignee: address.parsed("assignee"),
        program: address.parsed("program"),
        ..BoardFilter::default()
    }
}

/// The column that a phone shows.
pub fn stage_here(address: Address) -> Stage {
    address.one("stage").and_then(|code| Stage::from_code(&code)).unwrap_or_default()
}

/// One column at a time is all that a phone has room for.
#[component]
fn Switch(desk: Desk) -> impl IntoView {
    let (i18n, address) = (use_i18n(), Address::here());
    let link = move |stage: &Stage| {
        let stage = *stage;
        view! {
            <a class="tab-link" data-noscroll href=move || address.with("stage", Some(stage.code()))
                aria-current=move || (stage_here(address) == stage).then_some("page")>
                {move || words::stage(i18n, stage)}
                <span class="board-count">{move || desk.count(stage)}</span>
            </a>
        }
    };
    view! {
        <nav class="tab-bar board-switch" aria-label=tr!(board.stages)>{Stage::ALL.iter().map(link).collect_view()}</nav>
    }
}
