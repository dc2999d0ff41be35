//! The whole log.

use domain::{
    audit::{Action, AuditFilter, Entry},
    page::Page,
    permission::Permission,
    views::List,
};
use leptos::prelude::*;

use super::{entry::Entries, export::ExportAudit, filters::Filters};
use crate::{
    components::{
        address::Address,
        empty::Empty,
        icon::Name,
        loaded::{Loaded, Reading},
        page_header::PageHeader,
        paging::{Paging, Place},
    },
    i18n::tr,
    pages::views::SavedViews,
    session::use_session,
};

#[component]
pub fn Audit() -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    let reading = Reading::new(move || session.audit(filter(address)));
    let takes_out = session.may(Permission::ExportRecords);
    let again = Callback::new(move |()| reading.again());
    view! {
        <PageHeader title=tr!(audit.title) help=tr!(audit.help)>
            {takes_out.then(|| view! { <ExportAudit/> })}
        </PageHeader>
        <SavedViews list=List::Audit all=tr!(lists.all)/>
        <Filters/>
        <Loaded reading rows=8 let:page><Rows page again/></Loaded>
    }
}

pub fn filter(address: Address) -> AuditFilter {
    AuditFilter {
        q: address.one("q"),
        entity: address.one("entity"),
        entity_id: address.parsed("entity_id"),
        client: address.parsed("client"),
        user: address.parsed("user"),
        action: address.one("action").and_then(|code| Action::from_code(&code)),
        from: address.parsed("from"),
        to: address.parsed("to"),
        limit: None,
        cursor: address.one("cursor"),
    }
}

#[component]
fn Rows(page: Page<Entry>, again: Callback<()>) -> impl IntoView {
    if page.items.is_empty() {
        let (title, help) = (tr!(audit.none_found), tr!(audit.none_found_help));
        return view! { <Empty icon=Name::Scroll title help/> }.into_any();
    }
    let place = Place::from(&page);
    view! { <div class="card padded"><Entries entries=page.items again/></div> <Paging place/> }.into_any()
}
