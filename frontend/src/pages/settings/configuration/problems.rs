//! What cannot be taken: where it stands in the file, and what to do.

use domain::{
    configuration::Obstacle,
    problem::{Code, FieldError},
};
use leptos::prelude::*;

use super::words::advice;
use crate::{
    api::Failure,
    components::{
        failure::FailureNotice,
        icon::{Icon, Name},
    },
    i18n::{say, tr, use_i18n},
};

#[component]
pub(super) fn Problems(problems: Vec<Obstacle>) -> impl IntoView {
    let all = problems.into_iter().map(|problem| (problem.name, problem.error));
    view! { <Listed all=all.collect()/> }
}

/// A file that could not even be compared: by its places where the server names some.
#[component]
pub(super) fn Refused(#[prop(into)] failure: Signal<Option<Failure>>) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        failure.get().map(|failure| match &failure {
            Failure::Refused(problem) if !problem.errors.is_empty() => {
                let all = problem.errors.iter().map(|error| (String::new(), error.clone()));
                view! { <Listed all=all.collect()/> }.into_any()
            }
            Failure::Refused(problem) if problem.code == Code::Malformed => view! {
                <div class="notice notice-danger" role="alert">
                    <Icon name=Name::Alert/> <p>{say!(i18n, configuration.no_file)}</p>
                </div>
            }
            .into_any(),
            _ => view! { <FailureNotice failure/> }.into_any(),
        })
    }
}

/// Names and what is wrong with them.
#[component]
fn Listed(all: Vec<(String, FieldError)>) -> impl IntoView {
    let i18n = use_i18n();
    let rows = all.into_iter().map(|(name, error)| {
        let words = advice(i18n, &error);
        view! { <li><strong>{name}</strong> " " <code>{error.pointer}</code> " " {words}</li> }
    });
    view! {
        <div class="notice notice-danger" role="alert">
            <Icon name=Name::Alert/>
            <div>
                <p class="notice-title">{tr!(configuration.stopped)}</p>
                <ul>{rows.collect_view()}</ul>
            </div>
        </div>
    }
}
