//! The frame of the settings: a tab for each part that this person may change.

use domain::{
    configuration::NEEDED,
    permission::Permission::{
        self, EditCodeLists, EditOrganization, EditPrograms, KeepRecords, ProposeEdits,
    },
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::{Outlet, Redirect},
};

use crate::{
    components::{
        page_header::PageHeader,
        tabs::{Tab, Tabs},
    },
    i18n::{Text, tr},
    pages::not_found::NotFound,
    session::{Session, use_session},
};

/// Who has something to set.
pub const READERS: &[Permission] =
    &[EditOrganization, EditCodeLists, EditPrograms, KeepRecords, ProposeEdits];

/// Styles that only these pages need: the one stylesheet of all pages is part of everybody's first visit.
pub const STYLES: &str = concat!("/settings.css?v=", env!("CARGO_PKG_VERSION"));

/// Each part, and what it takes. Only in a component's body.
fn parts(session: Session) -> Vec<(&'static str, Text)> {
    let all = [
        (EditOrganization, "/staff/settings/profile", tr!(settings.profile)),
        (EditCodeLists, "/staff/settings/lists", tr!(settings.lists)),
        (EditOrganization, "/staff/settings/fields", tr!(custom_fields.title)),
        (EditCodeLists, "/staff/settings/templates", tr!(templates.tab)),
        (EditPrograms, "/staff/settings/departments", tr!(departments.title)),
        (EditOrganization, "/staff/settings/sign-in", tr!(system.sign_in)),
        (EditOrganization, "/staff/settings/retention", tr!(system.retention)),
        (EditOrganization, "/staff/settings/modules", tr!(system.modules)),
        (EditOrganization, "/staff/settings/mails", tr!(mail_texts.title)),
    ];
    let file = NEEDED.iter().all(|permission| session.may(*permission));
    let file = file.then(|| ("/staff/settings/file", tr!(configuration.title)));
    // The ledger stands with the periods, which not everybody sets who keeps records.
    let ledger = session.may(KeepRecords) && !session.may(EditOrganization);
    let ledger = ledger.then(|| ("/staff/settings/retention", tr!(retention.ledger)));
    // What belongs to the programs may be proposed, too.
    let may = |one| session.may(one) || (one == EditPrograms && session.may(ProposeEdits));
    let mine = all.into_iter().filter(|part| may(part.0)).map(|(_, href, label)| (href, label));
    mine.chain(ledger).chain(file).collect()
}

#[component]
pub fn Settings() -> impl IntoView {
    let tabs = parts(use_session()).into_iter();
    let tabs = tabs.map(|(href, label)| Tab { href: href.into(), label, exact: false }).collect();
    view! {
        <link rel="stylesheet" href=STYLES/>
        <PageHeader title=tr!(settings.title) help=tr!(settings.help)/>
        <Tabs label=tr!(settings.parts) tabs/>
        <Outlet/>
    }
}

/// The address without a part: on to the first one.
#[component]
pub fn Begin() -> impl IntoView {
    let first = parts(use_session()).first().map(|(href, _)| *href);
    match first {
        Some(path) => {
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            view! { <Redirect path options/> }.into_any()
        }
        None => view! { <NotFound/> }.into_any(),
    }
}
