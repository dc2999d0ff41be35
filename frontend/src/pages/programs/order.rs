//! The order of the programs: the first page and the form name them in it.

use domain::{
    permission::Permission,
    programs::{Program, ProgramPatch},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;

use crate::{
    components::{
        badge::{Badge, Tone},
        empty::Empty,
        failure,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        toast::use_toasts,
    },
    i18n::{say, tr, use_i18n},
    pages::{
        not_found::NotFound,
        settings::{
            STYLES,
            moving::{Handle, Moved, Moving, Said, button_id, come_back},
        },
    },
    session::use_session,
};

/// What the parts of the page share. A handle: copying it is free.
#[derive(Clone, Copy)]
struct Shown {
    reading: Reading<Vec<Program>>,
    /// The handle that had the focus when a program was moved, and has it again when the list is drawn anew.
    focus: StoredValue<Option<String>>,
}

#[component]
pub fn ProgramOrder() -> impl IntoView {
    match use_session().may(Permission::EditPrograms) {
        true => view! { <InOrder/> }.into_any(),
        false => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn InOrder() -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.programs());
    let shown = Shown { reading, focus: StoredValue::new(None) };
    view! {
        <link rel="stylesheet" href=STYLES/>
        <p><A href="/staff/programs" {..} class="link back-link"><Icon name=Name::ArrowLeft/> {tr!(programs.title)}</A></p>
        <PageHeader title=tr!(programs.order) help=tr!(programs.order_help)/>
        <p class="muted" id="moving-help">{tr!(programs.moving_help)}</p>
        <Loaded reading rows=6 let:all><Places all shown/></Loaded>
    }
}

#[component]
fn Places(all: Vec<Program>, shown: Shown) -> impl IntoView {
    if all.is_empty() {
        return view! { <Empty icon=Name::Program title=tr!(programs.none) help=tr!(programs.none_help)/> }
            .into_any();
    }
    come_back(shown.focus);
    let moving = Moving::of(all.len(), put(all.clone(), shown));
    let rows = all.into_iter().enumerate().map(|(place, program)| view! { <Place program place moving/> });
    view! {
        <ol class="rows card" aria-label=tr!(programs.order)>{rows.collect_view()}</ol>
        <Said moving/>
    }
    .into_any()
}

#[component]
fn Place(program: Program, place: usize, moving: Moving) -> impl IntoView {
    let i18n = use_i18n();
    let (tone, words) = match program.open_to_intake {
        true => (Tone::Success, say!(i18n, programs.is_open)),
        false => (Tone::Plain, say!(i18n, programs.is_closed)),
    };
    view! {
        <li class="row" data-place=place.to_string() data-drop=move || moving.mark(place)>
            <Handle moving id=program.id.uuid() name=program.name.clone() place/>
            <div class="row-body"><div class="row-line"><strong>{program.name}</strong> <Badge tone text=words/></div></div>
        </li>
    }
}

/// Puts a program into another place. Only in a component's body.
fn put(all: Vec<Program>, shown: Shown) -> Callback<Moved> {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    Callback::new(move |moved: Moved| {
        let Some(program) = all.iter().find(|program| program.id.uuid() == moved.id) else { return };
        let (id, version) = (program.id, program.version);
        let patch = ProgramPatch { position: Some(moved.place), ..ProgramPatch::default() };
        spawn_local(async move {
            match session.amend_program(id, version, patch).await {
                Ok(_) => toasts.say(untrack(|| say!(i18n, settings.moved, name = moved.name))),
                Err(refused) => toasts.say(untrack(|| failure::words(i18n, &refused).0)),
            }
            if session.is_here() {
                shown.focus.set_value(Some(button_id("move", id)));
                shown.reading.again();
            }
        });
    })
}
