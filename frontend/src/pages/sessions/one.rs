//! One session: which device, since when, and signing out of it.

use domain::{problem::Code, sessions::OpenSession};
use leptos::{html, prelude::*};

use super::words::{device, icon};
use crate::{
    components::{
        badge::{Badge, Tone},
        confirm::{Call, Confirm},
        dialog::Dialog,
        icon::{Icon, Name},
        time::Moment,
        toast::use_toasts,
    },
    i18n::{say, tr, use_i18n},
    pages::staff::use_sign_out,
    session::use_session,
};

#[component]
pub fn One(one: OpenSession) -> impl IntoView {
    let i18n = use_i18n();
    let (asking, ended) = (RwSignal::new(false), RwSignal::new(false));
    let name = device(i18n, &one.device);
    let (label, asked) = (name.clone(), name.clone());
    let title = Signal::derive(move || say!(i18n, sessions.end_title, device = asked.clone()));
    let current = one.current;
    let this = current.then(|| {
        view! { <Badge tone=Tone::Success icon=Name::Check text=say!(i18n, sessions.this)/> }
    });
    let used = match current {
        true => say!(i18n, sessions.in_use).into_any(),
        false => view! { {say!(i18n, sessions.used)} " " <Moment at=one.last_used_at/> }.into_any(),
    };
    let (since, at) = (say!(i18n, sessions.since), one.created_at);
    let ending = StoredValue::new(one);
    let action = move || match (current, ended.get()) {
        (true, _) => view! { <Here/> }.into_any(),
        (false, true) => view! { <Gone/> }.into_any(),
        (false, false) => {
            let label = say!(i18n, sessions.end_named, device = label.clone());
            view! {
                <button class="btn btn-sm" type="button" aria-label=label on:click=move |_| asking.set(true)>
                    {say!(i18n, sessions.end)}
                </button>
            }
            .into_any()
        }
    };
    view! {
        <li class="row row-tall session" class:session-ended=ended>
            <span class="event-icon"><Icon name=icon(&ending.read_value().device)/></span>
            <div class="row-body">
                <div class="row-line"><strong>{name}</strong> {this}</div>
                <p class="muted small">{used} " · " {since} " " <Moment at/></p>
            </div>
            <div class="row-end">{action}</div>
            <Dialog open=asking title><End ending asking ended/></Dialog>
        </li>
    }
}

/// Signing out here is what the menu does too.
#[component]
fn Here() -> impl IntoView {
    let leave = use_sign_out();
    view! {
        <button class="btn btn-sm" type="button" on:click=move |_| leave.run(())>{tr!(shell.sign_out)}</button>
    }
}

/// The button is gone, so its result takes the focus.
#[component]
fn Gone() -> impl IntoView {
    let node = NodeRef::<html::Span>::new();
    node.on_load(|result| {
        request_animation_frame(move || {
            // Focusing an element that is there cannot fail.
            drop(result.focus());
        });
    });
    view! {
        <span class="session-result" tabindex="-1" node_ref=node><Icon name=Name::CheckCircle/> {tr!(sessions.ended)}</span>
    }
}

#[component]
fn End(ending: StoredValue<OpenSession>, asking: RwSignal<bool>, ended: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let call = Call::new();
    let end = move || {
        let OpenSession { id, device: user_agent, .. } = ending.get_value();
        let end = async move {
            match session.end_session(id).await {
                // It has ended meanwhile, which is what was wanted.
                Err(refused) if refused.is(Code::NotFound) => Ok(()),
                answer => answer,
            }
        };
        call.run(end, move |()| {
            asking.set(false);
            ended.set(true);
            toasts.say(untrack(|| say!(i18n, sessions.ended_named, device = device(i18n, &user_agent))));
        });
    };
    view! {
        <p>{tr!(sessions.end_help)}</p>
        <Confirm call label=tr!(sessions.end) on_yes=end on_no=move || asking.set(false)/>
    }
}
