//! What one asked for, the latest first, with the answer.

use domain::enrollments::{EnrollmentRequest, RequestState};
use leptos::{html, prelude::*};

use super::{Page, take_back::TakeBack, words};
use crate::{
    components::{badge::Badge, time::Moment},
    format,
    i18n::{say, tr, use_i18n},
};

/// Nothing stands here before one asked for something: what one can ask for stands below.
#[component]
pub fn Asked(all: Vec<EnrollmentRequest>, page: Page) -> impl IntoView {
    (!all.is_empty()).then(|| {
        let rows = all.into_iter().map(|request| view! { <One request page/> });
        view! {
            <section class="section">
                <h2>{tr!(my_programs.asked)}</h2>
                <ul class="rows card">{rows.collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn One(request: EnrollmentRequest, page: Page) -> impl IntoView {
    let (i18n, node) = (use_i18n(), NodeRef::<html::Li>::new());
    if page.latest.get_untracked() == Some(request.id) {
        page.latest.set(None);
        node.on_load(|row| {
            request_animation_frame(move || {
                // Focusing an element that is there cannot fail.
                drop(row.focus());
            });
        });
    }
    let program = request.program_name.clone().unwrap_or_else(|| say!(i18n, my_programs.gone));
    let (name, tone, help) = words::state(i18n, &request);
    let start = say!(i18n, my_programs.from, day = format::day(i18n, request.start_date));
    let (asked_at, answered_at) = (request.asked_at, request.answered_at);
    let answered = answered_at.filter(|_| request.state != RequestState::Withdrawn).map(|at| {
        view! { " · " {tr!(my_programs.answered_at)} " " <Moment at/> }
    });
    let waits = request.state == RequestState::Waiting;
    view! {
        <li class="row row-tall" tabindex="-1" node_ref=node>
            <div class="row-body">
                <div class="row-line"><strong>{program.clone()}</strong> <Badge tone text=name/></div>
                <p>{help}</p>
                <p class="muted small">
                    {start} " · " {tr!(my_programs.asked_at)} " " <Moment at=asked_at/> {answered}
                </p>
            </div>
            {waits.then(|| view! { <div class="row-end"><TakeBack request program page/></div> })}
        </li>
    }
}
