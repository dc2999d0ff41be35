//! A client's stages, and the time in each.

use domain::board::{Stay, days_by_stage};
use leptos::prelude::*;

use super::card::days;
use crate::{
    components::{
        loaded::{Loaded, Reading},
        time::Moment,
    },
    i18n::{say, tr, use_i18n},
    pages::{client::Record, words},
    session::use_session,
};

#[component]
pub fn Journey(record: Record) -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || {
        record.track_changes();
        session.stays(record.id())
    });
    view! {
        <section class="section journey">
            <header class="section-head"><h2>{tr!(board.journey)}</h2></header>
            <Loaded reading let:stays><Stays stays/></Loaded>
        </section>
    }
}

#[component]
fn Stays(stays: Vec<Stay>) -> impl IntoView {
    let i18n = use_i18n();
    let sums = days_by_stage(&stays);
    // Where nobody came back to a stage, the sums would only repeat the lines.
    let sums = (sums.len() < stays.len()).then(|| {
        let one = |(stage, n): (_, i32)| format!("{}: {}", words::stage(i18n, stage), days(i18n, n));
        let words = sums.into_iter().map(one).collect::<Vec<_>>().join(" · ");
        view! { <p class="muted small">{say!(i18n, board.together, stages = words)}</p> }
    });
    let rows = stays.into_iter().map(|stay| {
        view! {
            <tr>
                <th scope="row">{words::stage(i18n, stay.stage)}</th>
                <td><Moment at=stay.entered_at/></td>
                <td>{days(i18n, stay.days)}</td>
                <td class="wide-only">{stay.by.unwrap_or_default()}</td>
            </tr>
        }
    });
    view! {
        <table class="list list-plain">
            <thead><tr>
                <th scope="col">{tr!(clients.stage)}</th>
                <th scope="col">{tr!(board.entered)}</th>
                <th scope="col">{tr!(board.time)}</th>
                <th scope="col" class="wide-only">{tr!(board.by)}</th>
            </tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
        {sums}
    }
}
