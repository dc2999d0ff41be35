//! Whom a change affects, and saving it.

use domain::{
    problem::Code,
    roles::{Affected, RoleEffect},
};
use leptos::prelude::*;

use super::{edit::Planned, words};
use crate::{
    api::Failure,
    components::{
        confirm::{Call, Confirm},
        toast::use_toasts,
    },
    i18n::{I18n, say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn SaveRole(
    planned: Planned,
    open: RwSignal<bool>,
    saved: Callback<()>,
    /// Takes what is wrong with the fields, which do not stand here.
    refused: Callback<Failure>,
) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let call = Call::new();
    let Planned { id, version, patch, effect } = planned;
    let save = move || {
        let done = move |_| {
            open.set(false);
            toasts.say(untrack(|| say!(i18n, roles.saved)));
            saved.run(());
        };
        call.run_or(session.amend_role(id, version, patch.clone()), done, move |failure: &Failure| {
            if failure.is(Code::Invalid) {
                refused.run(failure.clone());
            }
        });
    };
    view! {
        <Effect effect/>
        <Confirm call label=tr!(roles.save) class="btn btn-primary" on_yes=save on_no=move || open.set(false)/>
    }
}

#[component]
fn Effect(effect: RoleEffect) -> impl IntoView {
    let i18n = use_i18n();
    let words = match effect.affected.len() + effect.more {
        0 => say!(i18n, roles.effect_none),
        1 => say!(i18n, roles.effect_one),
        n => say!(i18n, roles.effect_many, n = n),
    };
    let people = effect.affected.into_iter().map(|one| view! { <Person one/> }).collect_view();
    let more = (effect.more > 0)
        .then(|| view! { <p class="muted">{say!(i18n, roles.effect_more, n = effect.more)}</p> });
    view! { <p>{words}</p> <ul class="effects">{people}</ul> {more} }
}

#[component]
fn Person(one: Affected) -> impl IntoView {
    let lines = lines(use_i18n(), &one);
    let lines = lines.into_iter().map(|line| view! { <p class="small">{line}</p> }).collect_view();
    view! { <li><strong>{one.name}</strong> {lines}</li> }
}

fn lines(i18n: I18n, one: &Affected) -> Vec<String> {
    let mut lines = Vec::new();
    if !one.gains.is_empty() {
        lines.push(say!(i18n, roles.gains, what = words::permissions(i18n, one.gains)));
    }
    if !one.loses.is_empty() {
        lines.push(say!(i18n, roles.loses, what = words::permissions(i18n, one.loses)));
    }
    if one.sight_before != one.sight_after {
        let (before, after) = (one.sight_before, one.sight_after);
        let (before, after) = (words::short_sight(i18n, before), words::short_sight(i18n, after));
        lines.push(say!(i18n, roles.sight_changes, before = before, after = after));
    }
    if one.has_to_set_up_second_factor {
        lines.push(say!(i18n, roles.needs_second_factor));
    }
    lines
}
