//! One key: what it may do, until when, when it was used last; and revoking it.

use domain::{
    api_keys::{ApiKey, KeyState},
    ids::ApiKeyId,
};
use leptos::prelude::*;

use super::words::state;
use crate::{
    components::{
        badge::Badge,
        confirm::{Call, Confirm},
        dialog::Dialog,
        icon::{Icon, Name},
        time::Moment,
        toast::use_toasts,
    },
    format,
    i18n::{say, tr, use_i18n},
    pages::roles::words::permissions,
    session::use_session,
};

#[component]
pub fn One(one: ApiKey, again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let asking = RwSignal::new(false);
    let (words, tone) = state(i18n, one.state);
    let may = say!(i18n, api_keys.may, what = permissions(i18n, one.permissions.minus(one.lost)));
    let lost = (!one.lost.is_empty()).then(|| {
        let what = permissions(i18n, one.lost);
        view! { <p class="small">{say!(i18n, api_keys.lost, what = what)}</p> }
    });
    let suspended = (one.state == KeyState::Suspended)
        .then(|| view! { <p class="small">{say!(i18n, api_keys.suspended_why)}</p> });
    let label = say!(i18n, api_keys.revoke_named, name = one.name.clone());
    let id = one.id;
    let revoke = (one.state != KeyState::Revoked).then(|| {
        view! {
            <button class="btn btn-sm" type="button" aria-label=label on:click=move |_| asking.set(true)>
                {say!(i18n, api_keys.revoke)}
            </button>
            <Dialog open=asking title=tr!(api_keys.revoke_title)><Revoke id asking again/></Dialog>
        }
    });
    view! {
        <li class="row row-tall api-key">
            <span class="event-icon"><Icon name=Name::Lock/></span>
            <div class="row-body">
                <div class="row-line"><strong>{one.name.clone()}</strong> <code>{one.beginning.clone()}"…"</code> <Badge tone text=words/></div>
                <p class="small">{may}</p>
                {lost} {suspended}
                <p class="muted small"><When one=one.clone()/></p>
            </div>
            <div class="row-end">{revoke}</div>
        </li>
    }
}

#[component]
fn When(one: ApiKey) -> impl IntoView {
    let i18n = use_i18n();
    let by = say!(i18n, api_keys.made_by, who = one.made_by);
    let until = say!(i18n, api_keys.until, day = format::day(i18n, one.expires_on));
    let used = match one.last_used_at {
        Some(at) => view! { {say!(i18n, api_keys.used)} " " <Moment at/> }.into_any(),
        None => say!(i18n, api_keys.never_used).into_any(),
    };
    view! { {by} " · " {until} " · " {used} }
}

#[component]
fn Revoke(id: ApiKeyId, asking: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let call = Call::new();
    let revoke = move || {
        call.run(session.revoke_api_key(id), move |()| {
            asking.set(false);
            toasts.say(untrack(|| say!(i18n, api_keys.was_revoked)));
            again.run(());
        });
    };
    view! {
        <p>{tr!(api_keys.revoke_help)}</p>
        <Confirm call label=tr!(api_keys.revoke) on_yes=revoke on_no=move || asking.set(false)/>
    }
}
