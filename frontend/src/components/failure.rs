//! A failed call in words: what happened, whether anything was lost, what to do next.

use domain::problem::{Code, Problem};
use leptos::prelude::*;

use crate::{
    api::Failure,
    components::icon::{Icon, Name},
    i18n::{I18n, say, use_i18n},
};

/// Title and help of a failure.
pub fn words(i18n: I18n, failure: &Failure) -> (String, String) {
    match failure {
        Failure::Unreachable => (say!(i18n, common.offline), say!(i18n, common.offline_help)),
        Failure::Refused(problem) => of_problem(i18n, problem),
    }
}

fn of_problem(i18n: I18n, problem: &Problem) -> (String, String) {
    match problem.code {
        Code::Unauthenticated => (say!(i18n, common.signed_out), say!(i18n, common.signed_out_help)),
        Code::Forbidden => (say!(i18n, common.forbidden), say!(i18n, common.forbidden_help)),
        Code::NotFound => (say!(i18n, common.missing), say!(i18n, common.missing_help)),
        Code::SwitchedOff => (say!(i18n, common.switched_off), say!(i18n, common.switched_off_help)),
        Code::StaleVersion => (say!(i18n, common.stale), say!(i18n, common.stale_help)),
        Code::TooManyRequests => (say!(i18n, common.too_many), say!(i18n, common.too_many_help)),
        Code::Unavailable => (say!(i18n, common.busy), say!(i18n, common.busy_help)),
        // The detail of a conflict says what stands in the way; it is in English.
        _ => (
            say!(i18n, common.failed),
            problem.detail.clone().unwrap_or_else(|| say!(i18n, common.failed_help)),
        ),
    }
}

/// What a failure says, above the form or list that it belongs to.
#[component]
pub fn FailureAlert(#[prop(into)] failure: Signal<Option<Failure>>) -> impl IntoView {
    move || failure.get().map(|failure| view! { <FailureNotice failure/> })
}

#[component]
pub fn FailureNotice(failure: Failure, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let i18n = use_i18n();
    let failure = StoredValue::new(failure);
    let worded = move || failure.with_value(|failure| words(i18n, failure));
    let number = move || failure.with_value(|failure| number(i18n, failure));
    view! {
        <div class="notice notice-danger" role="alert">
            <Icon name=Name::Alert/>
            <div>
                <p class="notice-title">{move || worded().0}</p>
                <p>{move || worded().1}</p>
                {move || number().map(|text| view! { <p class="muted">{text}</p> })}
                {children.map(|children| children())}
            </div>
        </div>
    }
}

/// The number to give when asking for help, where help is needed.
fn number(i18n: I18n, failure: &Failure) -> Option<String> {
    let Failure::Refused(problem) = failure else { return None };
    let number = problem.request_id.clone().filter(|_| problem.code == Code::Internal)?;
    Some(say!(i18n, common.request_number, number = number))
}
