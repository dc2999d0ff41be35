//! One key: what it may do, until when, when it was used last; and revoking it.

use domain::api_keys::{ApiKey, KeyState};
use leptos::prelude::*;

use super::words::state;
use crate::{
    components::{
        badge::Badge,
        icon::Name,
        made::{EndWords, MadeRow, ending},
        time::Moment,
    },
    format,
    i18n::{I18n, say, tr, use_i18n},
    pages::roles::words::permissions,
    session::use_session,
};

#[component]
pub fn One(one: ApiKey, again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let (words, tone) = state(i18n, one.state);
    let may = say!(i18n, api_keys.may, what = permissions(i18n, one.permissions.minus(one.lost)));
    let lost = (!one.lost.is_empty()).then(|| {
        let what = permissions(i18n, one.lost);
        view! { <p class="small">{say!(i18n, api_keys.lost, what = what)}</p> }
    });
    let suspended = (one.state == KeyState::Suspended)
        .then(|| view! { <p class="small">{say!(i18n, api_keys.suspended_why)}</p> });
    let end = (one.state != KeyState::Revoked).then(|| revoke(i18n, &one, again));
    view! {
        <MadeRow icon=Name::Lock end class="row row-tall api-key">
            <div class="row-line"><strong>{one.name.clone()}</strong> <code>{one.beginning.clone()}"…"</code> <Badge tone text=words/></div>
            <p class="small">{may}</p>
            {lost} {suspended}
            <p class="muted small"><When one=one.clone()/></p>
        </MadeRow>
    }
}

fn revoke(i18n: I18n, one: &ApiKey, again: Callback<()>) -> AnyView {
    let (session, id) = (use_session(), one.id);
    let words = EndWords {
        end: tr!(api_keys.revoke),
        title: tr!(api_keys.revoke_title),
        help: tr!(api_keys.revoke_help),
        done: tr!(api_keys.was_revoked),
    };
    let named = say!(i18n, api_keys.revoke_named, name = one.name.clone());
    ending(words, named, move || session.revoke_api_key(id), again)
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
