//! One end of an enrollment as a line: the day, the program, and who wrote it down.

use chrono::NaiveDate;
use domain::enrollments::{Enrollment, Written};
use leptos::prelude::*;
use leptos_router::components::A;

use super::correct::CorrectDates;
use crate::{
    format,
    i18n::{say, tr, use_i18n},
    pages::{audit::HistoryLink, client::use_record},
};

#[component]
pub fn End(
    enrollment: Enrollment,
    day: NaiveDate,
    written: Option<Written>,
    /// For those who may correct it.
    again: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let written = written.map(|Written { at, by }| {
        let when =
            move || say!(i18n, enrollments.written_by, who = by.clone(), when = format::moment(i18n, at));
        view! { <p class="muted small" title=move || format::exactly(i18n, at)>{when}</p> }
    });
    let (id, name) = (enrollment.id.to_string(), enrollment.program_name.clone());
    let one = StoredValue::new(enrollment);
    view! {
        <li class="row row-tall">
            <div class="row-body">
                <div class="row-line">
                    <strong>{name.clone()}</strong> <span class="muted">{move || format::day(i18n, day)}</span>
                </div>
                {children()}
                {written}
            </div>
            <div class="row-actions">
                {again.map(|again| view! { <CorrectDates one again/> })}
                <HistoryLink entity="enrollments" id named=name/>
            </div>
        </li>
    }
}

/// Where both ends are written.
#[component]
pub fn ToEnrollments() -> impl IntoView {
    let href = format!("/staff/clients/{}/enrollments", use_record().id());
    view! { <A href {..} class="btn btn-sm mt-2">{tr!(clients.tab_enrollments)}</A> }
}
