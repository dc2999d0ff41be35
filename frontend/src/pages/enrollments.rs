//! The programs that a client is in, or was in.

use domain::enrollments::Enrollment;
use leptos::prelude::*;

use crate::{
    components::{
        badge::{Badge, Tone},
        empty::Empty,
        icon::Name,
        loaded::{Loaded, Reading},
    },
    format,
    i18n::{I18n, say, tr, use_i18n},
    pages::client::use_record,
    session::use_session,
};

#[component]
pub fn EnrollmentsOfClient() -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    let reading = Reading::new(move || session.enrollments(record.id()));
    view! {
        <section class="section">
            <h2>{tr!(enrollments.title)}</h2>
            <Loaded reading let:all><Rows all/></Loaded>
        </section>
    }
}

#[component]
fn Rows(all: Vec<Enrollment>) -> impl IntoView {
    if all.is_empty() {
        let (title, help) = (tr!(enrollments.none), tr!(enrollments.none_help));
        return view! { <Empty icon=Name::Program title help/> }.into_any();
    }
    let (now, before): (Vec<_>, Vec<_>) = all.into_iter().partition(|enrollment| enrollment.current);
    let rows = now.into_iter().chain(before).map(|enrollment| view! { <Row enrollment/> });
    view! { <ul class="rows card">{rows.collect_view()}</ul> }.into_any()
}

#[component]
fn Row(enrollment: Enrollment) -> impl IntoView {
    let i18n = use_i18n();
    let current = enrollment.current.then(|| {
        view! { <Badge tone=Tone::Success text=say!(i18n, enrollments.current)/> }
    });
    view! {
        <li class="row">
            <strong>{enrollment.program_name.clone()}</strong>
            <span class="row-more">{current}</span>
            <span class="muted row-end">{dates(i18n, &enrollment)}</span>
        </li>
    }
}

fn dates(i18n: I18n, enrollment: &Enrollment) -> String {
    let from = format::day(i18n, enrollment.start_date);
    match enrollment.end_date {
        Some(end) => say!(i18n, enrollments.from_to, from = from, to = format::day(i18n, end)),
        None if enrollment.current => say!(i18n, enrollments.since, from = from),
        None => say!(i18n, enrollments.starts, from = from),
    }
}
