//! The way to a record's own part of the log.

use domain::permission::Permission;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::icon::{Icon, Name},
    i18n::{say, use_i18n},
    session::use_session,
};

/// Stands with what can be done with a record, for those who read the log. `named` is what the record is called where
/// several of them stand below each other.
#[component]
pub fn HistoryLink(
    entity: &'static str,
    #[prop(into)] id: String,
    #[prop(optional, into)] named: Option<String>,
) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    session.may(Permission::SeeAudit).then(|| {
        let label = named.map(|name| move || say!(i18n, audit.history_of, name = name.clone()));
        view! {
            <A href=format!("/staff/audit?entity={entity}&entity_id={id}") {..} class="btn btn-sm btn-ghost no-print"
                aria-label=label>
                <Icon name=Name::History/> {move || say!(i18n, audit.history)}
            </A>
        }
    })
}
