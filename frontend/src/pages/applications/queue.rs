//! The queue: who has waited longest comes first.

use domain::{
    applications::{ApplicationFilter, ApplicationRow, ApplicationSort, Status},
    page::Page,
};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::{
        address::Address,
        badge::Badge,
        empty::Empty,
        filters::{Chip, SearchField, View},
        icon::Name,
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        paging::{Paging, Place},
        time::Moment,
    },
    i18n::{say, tr, use_i18n},
    pages::{names::called, words},
    session::use_session,
};

#[component]
pub fn Applications() -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    let reading = Reading::new(move || session.applications(filter(address)));
    view! {
        <PageHeader title=tr!(applications.title)/>
        <div class="filters"><SearchField label=tr!(applications.search)/> <Statuses/></div>
        <nav class="tab-bar" aria-label=tr!(clients.sort)>
            <View key="sort" value="" label=tr!(applications.oldest)/>
            <View key="sort" value="newest" label=tr!(applications.newest)/>
        </nav>
        <Loaded reading rows=8 let:page><Rows page/></Loaded>
    }
}

/// Those that wait, unless the address says otherwise.
fn filter(address: Address) -> ApplicationFilter {
    let mut status = address.codes("status", Status::from_code);
    if status.is_empty() && address.one("q").is_none() {
        status = vec![Status::New, Status::Contacted];
    }
    let sort = (address.one("sort").as_deref() == Some("newest")).then_some(ApplicationSort::Newest);
    ApplicationFilter { status, q: address.one("q"), sort, limit: None, cursor: address.one("cursor") }
}

#[component]
fn Statuses() -> impl IntoView {
    let i18n = use_i18n();
    let chip = move |one: &Status| {
        let one = *one;
        let label = Signal::derive(move || words::application_status(i18n, one));
        view! { <Chip key="status" value=one.code() label/> }
    };
    view! {
        <div class="chips" role="group" aria-label=tr!(applications.status)>
            {Status::ALL.iter().map(chip).collect_view()}
        </div>
    }
}

#[component]
fn Rows(page: Page<ApplicationRow>) -> impl IntoView {
    if page.items.is_empty() {
        return view! { <Nothing/> }.into_any();
    }
    let place = Place::from(&page);
    let rows = page.items.into_iter().map(|row| view! { <Row row/> });
    view! {
        <table class="list">
            <thead>
                <tr>
                    <th scope="col">{tr!(applications.name)}</th>
                    <th scope="col" class="wide-only">{tr!(applications.reach)}</th>
                    <th scope="col" class="wide-only">{tr!(applications.programs)}</th>
                    <th scope="col">{tr!(applications.status)}</th>
                    <th scope="col" class="list-end">{tr!(applications.sent)}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
        <Paging place/>
    }
    .into_any()
}

#[component]
fn Row(row: ApplicationRow) -> impl IntoView {
    let i18n = use_i18n();
    let name = called(&row.first_name, &row.last_name, Some(&row.preferred_name));
    let files = match row.documents {
        0 => None,
        1 => Some(say!(i18n, applications.documents_one)),
        n => Some(say!(i18n, applications.documents, n = n)),
    };
    let more = [Some(row.reference), files].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let href = format!("/staff/applications/{}", row.id);
    view! {
        <tr>
            <th scope="row">
                <A href {..} class="row-link">{name}</A>
                <div class="muted small">{more}</div>
            </th>
            <td class="wide-only">{row.phone} <div class="muted small">{row.email}</div></td>
            <td class="wide-only">{row.programs.join(", ")}</td>
            <td><Badge tone=words::application_tone(row.status) text=words::application_status(i18n, row.status)/></td>
            <td class="list-end muted small"><Moment at=row.submitted_at/></td>
        </tr>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    let address = Address::here();
    if address.one("q").is_some() || address.one("status").is_some() {
        let (title, help) = (tr!(applications.none_found), tr!(applications.none_found_help));
        return view! { <Empty icon=Name::Search title help/> }.into_any();
    }
    let (title, help) = (tr!(applications.none), tr!(applications.none_help));
    view! { <Empty icon=Name::Inbox title help/> }.into_any()
}
