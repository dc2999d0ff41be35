//! Taking back what one asked for, as long as nobody has decided.

use domain::{enrollments::EnrollmentRequest, problem::Code};
use leptos::prelude::*;

use super::Page;
use crate::{
    api::Failure,
    components::{
        confirm::{Call, Confirm},
        dialog::Dialog,
        toast::use_toasts,
    },
    i18n::{say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn TakeBack(request: EnrollmentRequest, program: String, page: Page) -> impl IntoView {
    let (i18n, open) = (use_i18n(), RwSignal::new(false));
    let title = Signal::derive(move || say!(i18n, my_programs.take_back_title, program = program.clone()));
    let request = StoredValue::new(request);
    view! {
        <button class="btn" type="button" aria-label=title on:click=move |_| open.set(true)>
            {tr!(my_programs.take_back)}
        </button>
        <Dialog open title><Sure request open page/></Dialog>
    }
}

#[component]
fn Sure(request: StoredValue<EnrollmentRequest>, open: RwSignal<bool>, page: Page) -> impl IntoView {
    let (i18n, session, toasts, call) = (use_i18n(), use_session(), use_toasts(), Call::new());
    let take = move || {
        let (id, version) = request.with_value(|request| (request.id, request.version));
        let taken = move |request: EnrollmentRequest| {
            open.set(false);
            toasts.say(untrack(|| say!(i18n, my_programs.taken)));
            page.shows(&request);
        };
        let refused = move |failure: &Failure| {
            // Somebody decided meanwhile: the answer is what one wants to read.
            if failure.is(Code::Conflict) || failure.is(Code::StaleVersion) {
                open.set(false);
                toasts.say(untrack(|| say!(i18n, my_programs.answered_meanwhile)));
                page.latest.set(Some(id));
                page.again();
            }
        };
        call.run_or(session.withdraw_request(id, version), taken, refused);
    };
    view! {
        <p>{tr!(my_programs.take_back_help)}</p>
        <Confirm call label=tr!(my_programs.take_back) on_yes=take on_no=move || open.set(false)/>
    }
}
