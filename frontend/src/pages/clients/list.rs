//! The list of clients. Search, filters, order and page stand in the address.

use domain::{
    bulk::Seen,
    clients::{ClientFilter, ClientRow, ClientSort, Stage, Status},
    code_lists::TAGS,
    page::Page,
    permission::Permission,
    views::List,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    bulk::{Bar, Pick, PickPage, Selection, may_change, provide_selection},
    filters::{Applied, Choices, FilterButton, asked_for, provide_choices},
};
use crate::{
    components::{
        address::Address,
        badge::{Badge, Tone},
        empty::Empty,
        filters::{SearchField, View},
        icon::{Icon, Name},
        listing::{Column, Listing},
        loaded::{Loaded, Reading},
        menu::Panel,
        page_header::PageHeader,
        steps::is_typing,
        time::Moment,
    },
    format,
    i18n::{say, tr, use_i18n},
    pages::{
        choices::{CodeList, use_code_list},
        client::Tags,
        look::{LookAtClient, LookButton},
        names::called,
        views::SavedViews,
        words,
    },
    session::use_session,
};

#[component]
pub fn Clients() -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    let reading = Reading::new(move || session.clients(filter(address)));
    let may_add = session.may_any(&[Permission::CreateClients, Permission::ProposeEdits]);
    let details = session.may(Permission::SeeClientDetails);
    let choices = provide_choices();
    let selection = provide_selection(session);
    if let Some(selection) = selection {
        Effect::new(move |_| selection.shows(&reading.value().map(|page| page.items).unwrap_or_default()));
    }
    let again = Callback::new(move |()| reading.again());
    let filter_now = Callback::new(move |()| filter(address));
    let found = Signal::derive(move || reading.value().and_then(|page| page.total));
    view! {
        <PageHeader title=tr!(clients.title)>
            {may_add.then(|| view! {
                <A href="/staff/clients/new" {..} class="btn btn-primary"><Icon name=Name::PersonPlus/> {tr!(clients.add)}</A>
            })}
        </PageHeader>
        <SavedViews list=List::Clients all=tr!(clients.all)/>
        <div class="filters">
            <div class="filters-line">
                <SearchField label=tr!(clients.search)/>
                {details.then(|| view! { <FilterButton choices found/> })}
            </div>
            <Applied choices/>
        </div>
        <div class="list-tools">
            <div class="row-actions">
                {selection.map(|selection| view! { <PickPage selection/> })}
                {may_change(session).then(|| view! { <A href="/staff/bulk-changes" {..} class="btn btn-sm btn-ghost">{tr!(bulk.mine)}</A> })}
            </div>
            <Order/> {details.then(|| view! { <Columns/> })}
        </div>
        <Loaded reading rows=10 let:page><Rows page/></Loaded>
        {selection.map(|selection| view! { <Bar selection found filter=filter_now again/> })}
    }
}

fn filter(address: Address) -> ClientFilter {
    let sort = match address.one("sort").as_deref() {
        Some("newest") => Some(ClientSort::Newest),
        Some("updated") => Some(ClientSort::Updated),
        _ => None,
    };
    ClientFilter {
        q: address.one("q"),
        status: address.codes("status", Status::from_code),
        stage: address.codes("stage", Stage::from_code),
        tag: address.all("tag"),
        program: address.parsed("program"),
        assignee: address.parsed("assignee"),
        assigned_since: address.parsed("assigned_since"),
        answer: address.codes("answer", |text| text.to_owned().try_into().ok()),
        field: address.codes("field", |text| text.to_owned().try_into().ok()),
        sort,
        limit: None,
        cursor: address.one("cursor"),
    }
}

#[component]
fn Order() -> impl IntoView {
    view! {
        <nav class="segments-links" aria-label=tr!(clients.sort)>
            <View key="sort" value="" label=tr!(clients.sort_name)/>
            <View key="sort" value="newest" label=tr!(clients.sort_newest)/>
            <View key="sort" value="updated" label=tr!(clients.sort_updated)/>
        </nav>
    }
}

/// The address names the columns that are left out, so that a saved view keeps them as well.
const HIDE: &str = "without";
const CHOICE: [&str; 5] = ["contact", "stage", "tags", "staff", "changed"];

fn shows(address: Address, column: &str) -> bool {
    !address.has(HIDE, column)
}

#[component]
fn Columns() -> impl IntoView {
    let (i18n, address) = (use_i18n(), Address::here());
    let name = move |column: &str| match column {
        "contact" => say!(i18n, clients.contact),
        "stage" => say!(i18n, clients.stage),
        "tags" => say!(i18n, clients.tags),
        "staff" => say!(i18n, clients.staff),
        _ => say!(i18n, clients.changed),
    };
    let item = move |column: &'static str| {
        let on = Signal::derive(move || shows(address, column));
        view! {
            <a class="panel-item" data-noscroll href=move || address.toggled(HIDE, column)
                aria-current=move || on.get().then_some("true")>
                <span class="panel-check">{move || on.get().then(|| view! { <Icon name=Name::Check/> })}</span>
                {move || name(column)}
            </a>
        }
    };
    view! {
        <div class="wide-only">
            <Panel label=tr!(lists.columns) button=view! { <Icon name=Name::Columns/> }.into_any()>{CHOICE.map(item)}</Panel>
        </div>
    }
}

/// The words of tags, one list for all rows.
#[derive(Clone, Copy)]
struct TagList(Option<CodeList>);

#[component]
fn Rows(page: Page<ClientRow>) -> impl IntoView {
    let address = Address::here();
    let wanted = |column: &str, heading: Column| untrack(|| shows(address, column)).then_some(heading);
    let picks = use_context::<Selection>().map(|_| Column::picks(tr!(bulk.select_column)));
    // Where nobody has a tag there is no column of them, and their words are not asked for.
    let tagged = untrack(|| shows(address, "tags")) && page.items.iter().any(|row| !row.tags.is_empty());
    provide_context(TagList(tagged.then(|| use_code_list(TAGS))));
    let columns = [
        picks,
        Some(Column::new(tr!(clients.name))),
        wanted("contact", Column::wide(tr!(clients.contact))),
        wanted("stage", Column::wide(tr!(clients.stage))),
        tagged.then(|| Column::wide(tr!(clients.tags))),
        wanted("staff", Column::wide(tr!(clients.staff))),
        wanted("changed", Column::end(tr!(clients.changed))),
        Some(Column::buttons(tr!(shell.more))),
    ];
    let columns = columns.into_iter().flatten().collect();
    let nothing = || view! { <Nothing/> }.into_any();
    view! { <Listing page columns row=|row| view! { <Row row/> }.into_any() nothing/> }
}

#[component]
fn Row(row: ClientRow) -> impl IntoView {
    let (i18n, address) = (use_i18n(), Address::here());
    let list = use_context::<TagList>().and_then(|words| words.0);
    let shown = |column: &str| untrack(|| shows(address, column));
    let name = called(&row.first_name, &row.last_name, row.preferred_name.as_deref());
    let restricted = row.restricted.then(|| {
        view! { <Badge tone=Tone::Danger icon=Name::Restriction text=say!(i18n, clients.restricted)/> }
    });
    let born =
        row.date_of_birth.map(|born| view! { <div class="muted small">{format::day(i18n, born)}</div> });
    // An active client is the rule; only the exception is worth a word.
    let status = row.status.filter(|status| *status != Status::Active);
    let status = status
        .map(|status| view! { <Badge tone=words::status_tone(status) text=words::status(i18n, status)/> });
    let stage = row.stage.map(|stage| words::stage(i18n, stage));
    let nobody = row.assignees.is_empty();
    let staff = if nobody { say!(i18n, clients.nobody) } else { row.assignees.join(", ") };
    let open = RwSignal::new(false);
    let (link, look, picked) = (name.clone(), name.clone(), name.clone());
    let (seen, selection) = (Seen { id: row.id, version: row.version }, use_context::<Selection>());
    let pick_by_key = move |event: web_sys::KeyboardEvent| {
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        if let Some(selection) = selection.filter(|_| plain && event.key() == "x" && !is_typing()) {
            selection.turn(seen);
        }
    };
    view! {
        <tr on:keydown=pick_by_key>
            <Pick row=seen name=picked/>
            <th scope="row">
                <div class="row-line">
                    <A href=format!("/staff/clients/{}", row.id) {..} class="row-link">{link}</A> {restricted}
                </div>
                {born}
                <div class="narrow-only muted small">{stage.clone()}</div>
            </th>
            {shown("contact").then(|| view! { <td class="wide-only">{row.phone} <div class="muted small">{row.email}</div></td> })}
            {shown("stage").then(|| view! { <td class="wide-only"><div class="row-line">{stage} {status}</div></td> })}
            {list.map(|list| view! { <td class="wide-only"><Tags list codes=row.tags/></td> })}
            {shown("staff").then(|| view! { <td class="wide-only" class:muted=nobody>{staff}</td> })}
            {shown("changed").then(|| view! { <td class="list-end muted small"><Moment at=row.updated_at/></td> })}
            <td class="list-look">
                <LookButton name=look open/>
                <LookAtClient id=row.id name restricted=row.restricted open/>
            </td>
        </tr>
    }
}

/// Nobody fits: it says what was asked for, so that one sees what to take away.
#[component]
fn Nothing() -> impl IntoView {
    let (i18n, address) = (use_i18n(), Address::here());
    let choices = expect_context::<Choices>();
    let asked = Signal::derive(move || asked_for(i18n, address, choices));
    if untrack(|| asked.get()).is_none() {
        return view! { <Empty icon=Name::People title=tr!(clients.none) help=tr!(clients.none_help)/> }
            .into_any();
    }
    let help = Signal::derive(move || say!(i18n, filters.nobody, asked = asked.get().unwrap_or_default()));
    view! {
        <Empty icon=Name::Search title=tr!(clients.none_found) help>
            <A href="/staff/clients" {..} class="btn btn-sm mt-2">{tr!(clients.clear)}</A>
        </Empty>
    }
    .into_any()
}
