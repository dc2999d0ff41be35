//! What the nights to come erase: a dry run beside the number that says after how many years.

use domain::{erasures::DueErasures, permission::Permission};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::loaded::{Loaded, Reading},
    format,
    i18n::{say, tr, use_i18n},
    session::use_session,
};

/// For those who keep records.
#[component]
pub fn Due() -> impl IntoView {
    let session = use_session();
    session.may(Permission::KeepRecords).then(|| {
        let reading = Reading::new(move || session.erasures_due());
        view! {
            <section class="section" aria-labelledby="due-title">
                <h2 id="due-title">{tr!(retention.due)}</h2>
                <p class="muted">{tr!(retention.due_help)}</p>
                <Loaded reading rows=2 let:found><Found found/></Loaded>
            </section>
        }
    })
}

#[component]
fn Found(found: DueErasures) -> impl IntoView {
    let i18n = use_i18n();
    if found.soon == 0 {
        return view! { <p>{tr!(retention.due_none)}</p> }.into_any();
    }
    let number = |count: i64| format::number(i18n, count.unsigned_abs());
    let said = say!(i18n, retention.due_count, tonight = number(found.tonight), soon = number(found.soon));
    let rows = found.first.into_iter().map(|one| {
        let day = say!(i18n, retention.due_from, when = format::moment(i18n, one.due_at));
        view! {
            <li class="row">
                <div class="row-body row-line">
                    <A href=format!("/staff/clients/{}", one.client_id) {..} class="link">{one.client_name}</A>
                    <span class="muted">{day}</span>
                </div>
            </li>
        }
    });
    view! { <p>{said}</p> <ul class="rows card">{rows.collect_view()}</ul> }.into_any()
}
