//! The intakes of a client: the days on which they came into programs, and who wrote them down.

use domain::enrollments::{AskedIn, IntakeRow};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    ends::{End, ToEnrollments},
    of_client::WRITERS,
    words::remarks,
};
use crate::{
    components::{
        empty::Empty,
        icon::Name,
        loaded::{Loaded, Reading},
    },
    i18n::{say, tr, use_i18n},
    pages::client::{WaitingHere, use_record},
    session::use_session,
};

/// What of a proposal would change an intake.
const EDITS: [&str; 3] = ["enrollments.create", "enrollments.transfer", "enrollments.correct"];

#[component]
pub fn IntakesOfClient() -> impl IntoView {
    let (session, record) = (use_session(), use_record());
    let reading = Reading::new(move || {
        record.track_changes();
        session.intakes(record.id())
    });
    view! {
        <section class="section">
            <header class="section-head">
                <div><h2>{tr!(clients.tab_intakes)}</h2> <p class="muted">{tr!(enrollments.intakes_help)}</p></div>
            </header>
            <WaitingHere edits=&EDITS/>
            <Loaded reading let:all><Rows all/></Loaded>
        </section>
    }
}

#[component]
fn Rows(all: Vec<IntakeRow>) -> impl IntoView {
    if all.is_empty() {
        let (title, help) = (tr!(enrollments.no_intakes), tr!(enrollments.no_intakes_help));
        return view! { <Empty icon=Name::Program title help><ToEnrollments/></Empty> }.into_any();
    }
    view! { <ul class="rows card">{all.into_iter().map(|one| view! { <Row one/> }).collect_view()}</ul> }
        .into_any()
}

#[component]
fn Row(one: IntakeRow) -> impl IntoView {
    let (i18n, session, record) = (use_i18n(), use_session(), use_record());
    let IntakeRow { enrollment, written, application } = one;
    let again = session.may_any(&WRITERS).then(|| Callback::new(move |()| record.again()));
    let more = remarks(i18n, &enrollment).into_iter();
    let more = more.map(|text| view! { <p class="muted small">{text}</p> });
    let day = enrollment.start_date;
    view! {
        <End enrollment day written again>
            {more.collect_view()}
            {application.map(|asked| view! { <Application asked/> })}
        </End>
    }
}

/// The way to the application in which the person asked for the program.
#[component]
fn Application(asked: AskedIn) -> impl IntoView {
    let i18n = use_i18n();
    let href = format!("/staff/applications/{}", asked.id);
    let words = say!(i18n, enrollments.asked_in, reference = asked.reference);
    view! { <p class="small"><A href {..} class="link">{words}</A></p> }
}
