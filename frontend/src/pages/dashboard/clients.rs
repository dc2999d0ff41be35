//! My clients, the last changed first. Their stage and status are set here as on the record and on the board.

use domain::{
    clients::{ClientRow, Stage, Status},
    dashboard::{Dashboard as Awaiting, Tile},
    ids::ClientId,
    page::Total,
    permission::Permission,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{Page, change::StageChoice, part::Part};
use crate::{
    components::{
        badge::{Badge, Tone},
        dialog::Dialog,
        empty::Empty,
        icon::Name,
        paging,
        time::Moment,
    },
    i18n::{I18n, Text, say, tr, use_i18n},
    pages::{
        client::status::{Standing, StatusOf},
        names::called,
        settings::moving::come_back,
        words,
    },
    session::{Session, use_session},
};

/// Whose status is about to be set. Its dialog stands beside the list, and stays where that is read again.
#[derive(Clone, Copy)]
struct Chosen {
    open: RwSignal<bool>,
    row: RwSignal<Option<ClientRow>>,
}

#[component]
pub fn Clients(page: Page) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let chosen = Chosen { open: RwSignal::new(false), row: RwSignal::new(None) };
    // What had the focus before the rows were drawn anew.
    let focus = StoredValue::new(None);
    let (list, href) = (list_of(session), list_of(session));
    let count = Callback::new(move |page: Awaiting| counted(i18n, page.my_clients?.total, list.clone()));
    let body = move |awaiting: Awaiting| {
        let recent = awaiting.my_clients?.recent;
        if recent.is_empty() {
            let (title, help) = (tr!(dashboard.no_clients), tr!(dashboard.no_clients_help));
            return Some(view! { <Empty icon=Name::People title help/> }.into_any());
        }
        come_back(focus);
        let rows = recent.into_iter().map(|row| view! { <Recent row chosen focus again=page.again/> });
        Some(view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any())
    };
    let more = Some((href, tr!(dashboard.all_clients)));
    view! {
        <Part tile=Tile::MyClients reading=page.day more count body/>
        <Dialog open=chosen.open title=chosen.title(i18n)><SetStatus page chosen/></Dialog>
    }
}

fn counted(i18n: I18n, total: Total, href: String) -> Option<AnyView> {
    let text = paging::count(i18n, total);
    (total.count > 0).then(|| view! { <A href {..} class="link muted">{text}</A> }.into_any())
}

impl Chosen {
    fn title(self, i18n: I18n) -> Text {
        Signal::derive(move || {
            let name = self.row.read().as_ref().map(name_of).unwrap_or_default();
            say!(i18n, handover.status_title, name = name)
        })
    }
}

/// The list that the tile counts: the caseload, or those who are assigned to one who sees everybody.
fn list_of(session: Session) -> String {
    let me = session.me();
    let mine = if me.sees_everyone { format!("&assignee={}", me.id) } else { String::new() };
    format!("/staff/clients?sort=updated{mine}")
}

fn name_of(row: &ClientRow) -> String {
    called(&row.first_name, &row.last_name, row.preferred_name.as_deref())
}

#[component]
fn SetStatus(page: Page, chosen: Chosen) -> impl IntoView {
    chosen.row.get_untracked().map(|row| {
        let (id, seen) = (row.id, row.version);
        let version = Signal::derive(move || version_now(page, id).unwrap_or(seen));
        let standing = Standing { id, version, status: row.status.unwrap_or_default(), again: page.again };
        view! { <StatusOf standing open=chosen.open/> }
    })
}

/// The version that was read last: where the record has moved, saving once more goes on from there.
fn version_now(page: Page, id: ClientId) -> Option<i32> {
    let recent = page.day.value()?.my_clients?.recent;
    recent.iter().find(|row| row.id == id).map(|row| row.version)
}

#[component]
fn Recent(
    row: ClientRow,
    chosen: Chosen,
    focus: StoredValue<Option<String>>,
    again: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (name, at) = (name_of(&row), row.updated_at);
    let restricted = row.restricted.then(|| {
        view! { <Badge tone=Tone::Danger icon=Name::Restriction text=say!(i18n, clients.restricted)/> }
    });
    let stage =
        row.stage.map(|stage| view! { <StageOf row=row.clone() name=name.clone() stage focus again/> });
    let status =
        row.status.map(|status| view! { <StatusButton row=row.clone() name=name.clone() status chosen/> });
    view! {
        <li class="row row-tall">
            <div class="row-body">
                <div class="row-line">
                    <A href=format!("/staff/clients/{}", row.id) {..} class="row-link">{name}</A>
                    {restricted}
                    <span class="muted small row-end"><Moment at/></span>
                </div>
                <div class="row-line">{stage} {status}</div>
            </div>
        </li>
    }
}

#[component]
fn StageOf(
    row: ClientRow,
    name: String,
    stage: Stage,
    focus: StoredValue<Option<String>>,
    again: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    match use_session().may_any(&[Permission::SetStage, Permission::ProposeEdits]) {
        true => view! { <StageChoice row name stage focus again/> }.into_any(),
        false => view! { <span class="muted">{words::stage(i18n, stage)}</span> }.into_any(),
    }
}

/// Where the record stands, which whoever may change it can press.
#[component]
fn StatusButton(row: ClientRow, name: String, status: Status, chosen: Chosen) -> impl IntoView {
    let i18n = use_i18n();
    let (tone, text) = (words::status_tone(status), words::status(i18n, status));
    if !use_session().may_any(&[Permission::EditClients, Permission::ProposeEdits]) {
        return view! { <Badge tone text/> }.into_any();
    }
    let label = say!(i18n, dashboard.status_of, name = name, status = text.clone());
    let choose = move |_| {
        chosen.row.set(Some(row.clone()));
        chosen.open.set(true);
    };
    view! {
        <button class="btn btn-sm btn-ghost" type="button" aria-label=label on:click=choose><Badge tone text/></button>
    }
    .into_any()
}
