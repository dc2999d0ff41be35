//! The discharges of a client: the days on which they left programs, why, and who wrote them down.

use domain::enrollments::{DISCHARGE_REASONS, DischargeRow};
use leptos::prelude::*;

use super::{
    ends::{End, ToEnrollments},
    of_client::{WRITERS, discharged},
};
use crate::{
    components::{
        empty::Empty,
        icon::Name,
        loaded::{Loaded, Reading},
    },
    i18n::tr,
    pages::{
        choices::{CodeList, use_code_list},
        client::{WaitingHere, use_record},
    },
    session::use_session,
};

/// What of a proposal would change a discharge.
const EDITS: [&str; 3] = ["enrollments.discharge", "enrollments.transfer", "enrollments.correct"];

#[component]
pub fn DischargesOfClient() -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    let reading = Reading::new(move || {
        record.track_changes();
        session.discharges(record.id())
    });
    view! {
        <section class="section">
            <header class="section-head">
                <div><h2>{tr!(clients.tab_discharges)}</h2> <p class="muted">{tr!(enrollments.discharges_help)}</p></div>
            </header>
            <WaitingHere edits=&EDITS/>
            <Loaded reading let:all><Rows all/></Loaded>
        </section>
    }
}

#[component]
fn Rows(all: Vec<DischargeRow>) -> impl IntoView {
    let reasons = use_code_list(DISCHARGE_REASONS);
    if all.is_empty() {
        let (title, help) = (tr!(enrollments.no_discharges), tr!(enrollments.no_discharges_help));
        return view! { <Empty icon=Name::Program title help><ToEnrollments/></Empty> }.into_any();
    }
    let rows = all.into_iter().map(|one| view! { <Row one reasons/> });
    view! { <ul class="rows card">{rows.collect_view()}</ul> }.into_any()
}

#[component]
fn Row(one: DischargeRow, reasons: CodeList) -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    let DischargeRow { enrollment, written } = one;
    let again = session.may_any(&WRITERS).then(|| Callback::new(move |()| record.again()));
    let left = enrollment.discharge.clone();
    let why = move || left.as_ref().map(|left| discharged(reasons, &left.reason, &left.comment));
    // Whoever was discharged has a last day.
    let day = enrollment.end_date.unwrap_or(enrollment.start_date);
    view! { <End enrollment day written again><p>{why}</p></End> }
}
