//! The queue: who has waited longest comes first.

use domain::{
    applications::{ApplicationFilter, ApplicationRow, ApplicationSort, Status},
    page::Page,
    permission::Permission,
    settings::Module,
    views::List,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{export::ExportApplications, fields::OwnFields};
use crate::{
    components::{
        address::Address,
        badge::Badge,
        button::Button,
        confirm::Call,
        empty::Empty,
        failure::FailureAlert,
        filters::{Chip, SearchField, View},
        icon::Name,
        listing::{Column, Listing},
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        period::Period,
        time::Moment,
    },
    format::day,
    i18n::{I18n, say, tr, use_i18n},
    pages::{
        clients::filters::wanted,
        look::{LookAtApplication, LookButton},
        names::called,
        views::SavedViews,
        words,
    },
    session::use_session,
};

#[component]
pub fn Applications() -> impl IntoView {
    let (i18n, session, address) = (use_i18n(), use_session(), Address::here());
    let reading = Reading::new(move || session.applications(filter(address)));
    let fills = session.uses(Module::Intake) && session.may(Permission::ReviewApplications);
    let takes_out = session.may(Permission::ExportRecords);
    view! {
        <PageHeader title=tr!(applications.title)>
            {takes_out.then(|| view! { <ExportApplications/> })}
            {fills.then(|| view! { <ForSomebody/> })}
        </PageHeader>
        <SavedViews list=List::Applications all=tr!(applications.waiting_all)/>
        <div class="filters"><SearchField label=tr!(applications.search)/> <Statuses/></div>
        <OwnFields/>
        <nav class="segments-links" aria-label=tr!(clients.sort)>
            <View key="sort" value="" label=tr!(applications.oldest)/>
            <View key="sort" value="newest" label=tr!(applications.newest)/>
        </nav>
        <Period words=Signal::derive(move || days(i18n, address)) keys=&["from", "to"]/>
        <Loaded reading rows=8 let:page><Rows page/></Loaded>
    }
}

/// The days on which they came, where the address says some.
fn days(i18n: I18n, address: Address) -> Option<String> {
    let (from, to) = (day(i18n, address.parsed("from")?), day(i18n, address.parsed("to")?));
    Some(say!(i18n, filters.between, from = from, to = to))
}

/// Opens the public form, to fill it in for somebody who cannot. It has styles of its own, so the browser goes there.
#[component]
fn ForSomebody() -> impl IntoView {
    let (session, call) = (use_session(), Call::new());
    let begin = move || {
        call.run(session.assist(), |_| {
            // Its own address is always allowed.
            drop(window().location().set_href("/apply"));
        });
    };
    view! {
        <FailureAlert failure=call.failure/>
        <Button label=tr!(applications.for_somebody) pending=call.pending on_click=begin/>
    }
}

/// Those that wait, unless the address says otherwise.
pub fn filter(address: Address) -> ApplicationFilter {
    let mut status = address.codes("status", Status::from_code);
    let (from, to) = (address.parsed("from"), address.parsed("to"));
    if status.is_empty() && address.one("q").is_none() && from.is_none() {
        status = vec![Status::New, Status::Contacted];
    }
    let sort = (address.one("sort").as_deref() == Some("newest")).then_some(ApplicationSort::Newest);
    ApplicationFilter {
        status,
        from,
        to,
        q: address.one("q"),
        field: address.codes("field", wanted),
        sort,
        limit: None,
        cursor: address.one("cursor"),
    }
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
        <div class="chips chips-line" role="group" aria-label=tr!(applications.status)>
            {Status::ALL.iter().map(chip).collect_view()}
        </div>
    }
}

#[component]
fn Rows(page: Page<ApplicationRow>) -> impl IntoView {
    let columns = vec![
        Column::new(tr!(applications.name)),
        Column::wide(tr!(applications.reach)),
        Column::wide(tr!(applications.programs)),
        Column::new(tr!(applications.status)),
        Column::end(tr!(applications.sent)),
        Column::buttons(tr!(shell.more)),
    ];
    let nothing = || view! { <Nothing/> }.into_any();
    view! { <Listing page columns row=|row| view! { <Row row/> }.into_any() nothing/> }
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
    let open = RwSignal::new(false);
    let (link, look) = (name.clone(), name.clone());
    let none = row.programs.is_empty();
    let programs = if none { say!(i18n, applications.no_programs) } else { row.programs.join(", ") };
    view! {
        <tr>
            <th scope="row">
                <A href {..} class="row-link">{link}</A>
                <div class="muted small">{more}</div>
            </th>
            <td class="wide-only">{row.phone} <div class="muted small">{row.email}</div></td>
            <td class="wide-only" class:muted=none>{programs}</td>
            <td><Badge tone=words::application_tone(row.status) text=words::application_status(i18n, row.status)/></td>
            <td class="list-end muted small"><Moment at=row.submitted_at/></td>
            <td class="list-look"><LookButton name=look open/> <LookAtApplication id=row.id name open/></td>
        </tr>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    let address = Address::here();
    if ["q", "status", "from", "field"].iter().any(|key| address.one(key).is_some()) {
        let (title, help) = (tr!(applications.none_found), tr!(applications.none_found_help));
        return view! { <Empty icon=Name::Search title help/> }.into_any();
    }
    let (title, help) = (tr!(applications.none), tr!(applications.none_help));
    view! { <Empty icon=Name::Inbox title help/> }.into_any()
}
