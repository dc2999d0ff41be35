//! The second factor: whether there is one, and what can be done about it.

use domain::account::SecondFactor;
use leptos::prelude::*;

use super::{prove::prove, recovery::Recovery, set_up::SetUp};
use crate::{
    components::{
        badge::{Badge, Tone},
        icon::Name,
        loaded::{Loaded, Reading},
        time::Moment,
        toast::use_toasts,
    },
    i18n::{say, tr, use_i18n},
    session::use_session,
};

/// What is being done about it.
#[derive(Clone, PartialEq, Eq)]
enum Doing {
    Nothing,
    SettingUp,
    Renewing,
    Renewed(Vec<String>),
    TurningOff,
}

#[component]
pub fn SecondFactorCard() -> impl IntoView {
    let session = use_session();
    let reading = Reading::new(move || session.second_factor());
    let doing = RwSignal::new(Doing::Nothing);
    let done = Callback::new(move |()| {
        doing.set(Doing::Nothing);
        reading.again();
    });
    view! {
        <section class="card padded" aria-labelledby="account-second">
            <h2 id="account-second">{tr!(account.second)}</h2>
            {move || match doing.get() {
                Doing::Nothing => view! {
                    <Loaded reading rows=2 let:found><Standing found doing/></Loaded>
                }
                .into_any(),
                doing_now => view! { <Now doing=doing_now then=doing done/> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Standing(found: SecondFactor, doing: RwSignal<Doing>) -> impl IntoView {
    let begin = move |what: Doing| move |_| doing.set(what.clone());
    match found.since {
        None => view! {
            <p class="account-text">{tr!(account.second_help)}</p>
            <button class="btn btn-primary" type="button" on:click=begin(Doing::SettingUp)>{tr!(account.set_up)}</button>
        }
        .into_any(),
        Some(since) => {
            let i18n = use_i18n();
            let left = move || say!(i18n, account.codes_left, n = found.recovery_codes_left);
            let off = match found.required {
                true => view! { <span class="muted">{tr!(account.required_of_you)}</span> }.into_any(),
                false => view! {
                    <button class="btn btn-danger" type="button" on:click=begin(Doing::TurningOff)>{tr!(account.turn_off)}</button>
                }
                .into_any(),
            };
            view! {
                <p class="account-text">
                    <Badge tone=Tone::Success icon=Name::Check text=say!(i18n, account.on)/> " "
                    {tr!(account.since)} " " <Moment at=since/> " · " {left}
                </p>
                <div class="form-actions">
                    <button class="btn" type="button" on:click=begin(Doing::Renewing)>{tr!(account.new_codes)}</button>
                    <button class="btn" type="button" on:click=begin(Doing::SettingUp)>{tr!(account.new_app)}</button>
                    {off}
                </div>
            }
            .into_any()
        }
    }
}

#[component]
fn Now(doing: Doing, then: RwSignal<Doing>, done: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let work = match doing {
        Doing::Nothing => ().into_any(),
        Doing::SettingUp => view! { <SetUp done/> }.into_any(),
        Doing::Renewing => prove(
            "new-codes",
            tr!(account.new_codes),
            move |proof| session.renew_recovery_codes(proof),
            move |made| then.set(Doing::Renewed(made.codes)),
        )
        .into_any(),
        Doing::Renewed(codes) => return view! { <Recovery codes done/> }.into_any(),
        Doing::TurningOff => {
            let off = move |()| {
                toasts.say(untrack(|| say!(i18n, account.is_off)));
                done.run(());
            };
            let form = prove(
                "turn-off",
                tr!(account.turn_off),
                move |proof| session.remove_second_factor(proof),
                off,
            );
            view! { <p>{tr!(account.turn_off_help)}</p> {form} }.into_any()
        }
    };
    view! {
        {work}
        <button class="btn btn-ghost" type="button" on:click=move |_| done.run(())>{tr!(common.close)}</button>
    }
    .into_any()
}
