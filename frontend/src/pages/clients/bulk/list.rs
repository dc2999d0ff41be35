//! One's own changes of many clients, the latest first: what each did, how far it is, and the way to taking it back.

use domain::{
    bulk::{Bulk, BulkFilter, State},
    page::Page,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    result::{Following, Progress, headline},
    words::{Names, action},
};
use crate::{
    components::{
        address::Address,
        empty::Empty,
        icon::Name,
        listing::{Column, Listing},
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        time::Moment,
    },
    i18n::{tr, use_i18n},
    session::use_session,
};

#[component]
pub fn BulkChanges() -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    provide_context(Names::new());
    let reading =
        Reading::new(move || session.bulks(BulkFilter { limit: None, cursor: address.one("cursor") }));
    view! {
        <PageHeader title=tr!(bulk.mine) help=tr!(bulk.mine_help)/>
        <Loaded reading rows=6 let:page><Rows page/></Loaded>
    }
}

#[component]
fn Rows(page: Page<Bulk>) -> impl IntoView {
    let columns = vec![
        Column::new(tr!(bulk.what_it_does)),
        Column::new(tr!(bulk.result)),
        Column::end(tr!(bulk.begun)),
    ];
    let nothing =
        || view! { <Empty icon=Name::People title=tr!(bulk.none) help=tr!(bulk.none_help)/> }.into_any();
    view! { <Listing page columns row=|row| view! { <Row row/> }.into_any() nothing/> }
}

#[component]
fn Row(row: Bulk) -> impl IntoView {
    let (i18n, names) = (use_i18n(), expect_context::<Names>());
    let (id, at, does) = (row.id, row.made_at, row.action.clone());
    let following = Following::alone(row);
    following.follow(id);
    let result = move || {
        following.bulk.get().map(|bulk| {
            let running = bulk.state == State::Running;
            let progress = running.then(|| view! { <Progress counts=bulk.counts.clone()/> });
            view! { {headline(i18n, &bulk)} {progress} }
        })
    };
    view! {
        <tr>
            <th scope="row">
                <A href=format!("/staff/bulk-changes/{id}") {..} class="row-link">{move || action(i18n, &does, names)}</A>
            </th>
            <td>{result}</td>
            <td class="list-end muted small"><Moment at/></td>
        </tr>
    }
}
