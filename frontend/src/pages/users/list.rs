//! The list: by state, side, role and words. What is asked for stands in the address.

use domain::{
    ids::UserId,
    page::Page,
    users::{Kind, State, User, UserFilter},
    views::List,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    bulk::BulkBar,
    chosen::{provide_chosen, use_chosen},
    invite::Invite,
    words,
};
use crate::{
    components::{
        address::Address,
        badge::Badge,
        dialog::Dialog,
        empty::Empty,
        filters::{OneOf, SearchField, View},
        icon::{Icon, Name},
        listing::{Column, Listing},
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        time::Moment,
    },
    i18n::{say, tr, use_i18n},
    pages::{roles::words::names, views::SavedViews},
    session::use_session,
};

#[component]
pub fn Users() -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    let reading = Reading::new(move || session.users(filter(address)));
    let (inviting, chosen) = (RwSignal::new(false), provide_chosen());
    let again = Callback::new(move |()| {
        chosen.clear();
        reading.again();
    });
    view! {
        <PageHeader title=tr!(users.title) help=tr!(users.help)>
            <button class="btn btn-primary" type="button" on:click=move |_| inviting.set(true)>
                <Icon name=Name::PersonPlus/> {tr!(users.invite)}
            </button>
        </PageHeader>
        <nav class="tab-bar" aria-label=tr!(users.by_state)>
            <View key="state" value="" label=tr!(users.everybody)/>
            <View key="state" value="active" label=tr!(users.active)/>
            <View key="state" value="invited" label=tr!(users.invited)/>
            <View key="state" value="deactivated" label=tr!(users.deactivated)/>
        </nav>
        <SavedViews list=List::Users/>
        <Narrow/>
        <BulkBar again/>
        <Loaded reading rows=8 let:page><Rows page/></Loaded>
        <Dialog open=inviting title=tr!(users.invite_title) wide=true><Invite open=inviting again/></Dialog>
    }
}

fn filter(address: Address) -> UserFilter {
    UserFilter {
        q: address.one("q"),
        role: address.codes("role", |text| text.parse().ok()),
        kind: address.one("kind").and_then(|code| Kind::from_code(&code)),
        state: address.codes("state", State::from_code),
        cursor: address.one("cursor"),
        ..UserFilter::default()
    }
}

#[component]
fn Narrow() -> impl IntoView {
    let i18n = use_i18n();
    let sides = Kind::ALL.iter().map(|kind| {
        let label = Signal::derive(move || words::kind(i18n, *kind));
        view! { <Side value=kind.code() label/> }
    });
    view! {
        <div class="filters">
            <div class="filters-line">
                <SearchField label=tr!(users.search)/>
                <OneOf key="role" label=tr!(users.role) any=tr!(users.any_role) options=words::choices()/>
            </div>
            <div class="chips">{sides.collect_view()}</div>
        </div>
    }
}

/// One side at a time.
#[component]
fn Side(value: &'static str, label: Signal<String>) -> impl IntoView {
    let address = Address::here();
    let on = Signal::derive(move || address.has("kind", value));
    let href = move || address.with("kind", (!on.get()).then_some(value));
    view! {
        <a class="chip" data-noscroll href=href aria-current=move || on.get().then_some("true")>
            {move || on.get().then(|| view! { <Icon name=Name::Check/> })} {label}
        </a>
    }
}

#[component]
fn Rows(page: Page<User>) -> impl IntoView {
    let columns = vec![
        Column::picks(tr!(users.choose)),
        Column::new(tr!(users.name)),
        Column::wide(tr!(users.roles)),
        Column::new(tr!(users.state)),
        Column::end(tr!(users.last_seen)),
    ];
    let nothing = || view! { <Nothing/> }.into_any();
    view! { <Listing page columns row=|row| view! { <Row row/> }.into_any() nothing/> }
}

#[component]
fn Row(row: User) -> impl IntoView {
    let i18n = use_i18n();
    let (state, tone) = words::state(i18n, &row);
    let seen = match row.last_seen {
        Some(at) => view! { <Moment at/> }.into_any(),
        None => say!(i18n, users.never).into_any(),
    };
    let roles = names(i18n, &row.roles);
    let (href, name, email) = (format!("/staff/users/{}", row.id), row.name.clone(), row.email.clone());
    view! {
        <tr>
            <td class="list-pick"><Choose user=row/></td>
            <th scope="row">
                <A href {..} class="row-link">{name}</A>
                <div class="muted small">{email}</div>
                <div class="narrow-only muted small">{roles.clone()}</div>
            </th>
            <td class="wide-only">{roles}</td>
            <td><Badge tone text=state/></td>
            <td class="list-end muted small">{seen}</td>
        </tr>
    }
}

#[component]
fn Choose(user: User) -> impl IntoView {
    let (i18n, chosen) = (use_i18n(), use_chosen());
    let label = say!(i18n, users.choose_named, name = user.name.clone());
    let id: UserId = user.id;
    let user = StoredValue::new(user);
    view! {
        <input class="checkbox" type="checkbox" aria-label=label prop:checked=move || chosen.has(id)
            on:change=move |event| chosen.choose(user.get_value(), event_target_checked(&event))/>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <Empty icon=Name::People title=tr!(users.none) help=tr!(users.none_help)>
            <A href="/staff/users" {..} class="btn btn-sm mt-2">{tr!(filters.clear)}</A>
        </Empty>
    }
}
