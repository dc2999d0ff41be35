//! Who is in a program, who was and who will be.

use domain::{
    enrollments::{Enrollment, EnrollmentFilter, State},
    ids::ProgramId,
    page::Page,
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::words::dates;
use crate::{
    components::{
        address::Address,
        empty::Empty,
        filters::View,
        icon::Name,
        listing::{Column, Listing},
        loaded::{Loaded, Reading},
    },
    i18n::{tr, use_i18n},
    pages::choices::{CodeList, use_code_list},
    session::use_session,
};

#[component]
pub fn EnrollmentsOfProgram(program: ProgramId) -> impl IntoView {
    let (session, address) = (use_session(), Address::here());
    let reading = Reading::new(move || session.enrollments_in(program, filter(address)));
    // Rows are made without anything around them.
    provide_context(use_code_list(domain::enrollments::DISCHARGE_REASONS));
    view! {
        <section class="section">
            <h2>{tr!(enrollments.people)}</h2>
            <nav class="tab-bar" aria-label=tr!(enrollments.people)>
                <View key="state" value="" label=tr!(enrollments.now)/>
                <View key="state" value="upcoming" label=tr!(enrollments.coming)/>
                <View key="state" value="past" label=tr!(enrollments.before)/>
            </nav>
            <Loaded reading rows=6 let:page><Rows page/></Loaded>
        </section>
    }
}

/// The state in the address; those who are in it now where it says nothing.
fn filter(address: Address) -> EnrollmentFilter {
    let state = address.one("state").and_then(|code| State::from_code(&code)).unwrap_or(State::Current);
    EnrollmentFilter { state: vec![state], cursor: address.one("cursor"), ..EnrollmentFilter::default() }
}

#[component]
fn Rows(page: Page<Enrollment>) -> impl IntoView {
    let columns = vec![
        Column::new(tr!(enrollments.who)),
        Column::new(tr!(enrollments.when)),
        Column::wide(tr!(enrollments.reason)),
    ];
    let nothing = || {
        let (title, help) = (tr!(enrollments.nobody), tr!(enrollments.nobody_help));
        view! { <Empty icon=Name::People title help/> }.into_any()
    };
    view! { <Listing page columns row=|row| view! { <Row row/> }.into_any() nothing/> }
}

#[component]
fn Row(row: Enrollment) -> impl IntoView {
    let (i18n, reasons) = (use_i18n(), expect_context::<CodeList>());
    let href = format!("/staff/clients/{}/enrollments", row.client_id);
    let (name, when) = (row.client_name.clone(), dates(i18n, &row));
    let why = move || row.discharge.as_ref().map(|left| reasons.word(&left.reason));
    view! {
        <tr>
            <th scope="row"><A href {..} class="row-link">{name}</A></th>
            <td>{when}</td>
            <td class="wide-only">{why}</td>
        </tr>
    }
}
