//! What a client waits for.

use domain::waitlist::WaitlistEntry;
use leptos::prelude::*;

use super::words::{more, status, tone};
use crate::{
    components::{badge::Badge, loaded::Reading},
    i18n::{say, tr, use_i18n},
};

/// Nothing stands here where nobody waits: it is one section beside others.
#[component]
pub fn WaitingOfClient(reading: Reading<Vec<WaitlistEntry>>) -> impl IntoView {
    move || {
        let mut all = reading.value().unwrap_or_default();
        all.retain(|entry| entry.status.is_open());
        let rows = all.into_iter().map(|entry| view! { <Row entry/> }).collect::<Vec<_>>();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="section">
                    <h2>{tr!(waitlist.title)}</h2>
                    <ul class="rows card">{rows}</ul>
                </section>
            }
        })
    }
}

#[component]
fn Row(entry: WaitlistEntry) -> impl IntoView {
    let i18n = use_i18n();
    let place = entry.place.map(|place| say!(i18n, waitlist.place, n = place));
    let (words, text) = (status(i18n, entry.status), more(i18n, &entry));
    view! {
        <li class="row row-tall">
            <div class="row-body">
                <div class="row-line">
                    <Badge tone=tone(entry.status) text=words/>
                    <strong>{entry.program_name.clone()}</strong>
                    <span class="muted">{place}</span>
                </div>
                <p class="muted small">{text}</p>
            </div>
        </li>
    }
}
