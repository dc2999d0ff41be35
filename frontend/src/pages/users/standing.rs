//! Whether somebody may sign in: inviting again, a new password by mail, closing the account and opening it.

use domain::{
    clients::Reason,
    users::{State, User},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::words;
use crate::{
    api::Answer,
    components::{
        button::Button,
        confirm::{Call, Confirm},
        dialog::Dialog,
        failure::FailureAlert,
        time::Moment,
        toast::use_toasts,
    },
    forms::{Core, Form, FormView, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    pages::stale::ReadAgain,
    session::use_session,
};

#[component]
pub fn Standing(user: User, again: Callback<()>) -> impl IntoView {
    let body = match user.state {
        State::Invited => view! { <Invited user again/> }.into_any(),
        State::Active => view! { <Active user again/> }.into_any(),
        State::Deactivated => view! { <Closed user again/> }.into_any(),
    };
    view! {
        <section class="card padded" aria-labelledby="user-standing">
            <h2 id="user-standing">{tr!(users.access)}</h2>
            {body}
        </section>
    }
}

/// A button that does something, and says what came of it.
#[component]
fn Act<F, T>(
    label: crate::i18n::Text,
    said: crate::i18n::Text,
    act: impl Fn() -> F + Copy + 'static,
    then: Callback<()>,
) -> impl IntoView
where
    F: Future<Output = Answer<T>> + 'static,
    T: 'static,
{
    let toasts = use_toasts();
    let call = Call::new();
    let send = move || {
        call.run(act(), move |_| {
            toasts.say(said.get_untracked());
            then.run(());
        });
    };
    view! { <FailureAlert failure=call.failure/> <Button label pending=call.pending on_click=send/> }
}

#[component]
fn Invited(user: User, again: Callback<()>) -> impl IntoView {
    let (i18n, session, asking) = (use_i18n(), use_session(), RwSignal::new(false));
    let id = user.id;
    let until = match user.invited_until {
        Some(at) => view! { {say!(i18n, users.invited_until)} " " <Moment at/> }.into_any(),
        None => say!(i18n, users.link_over_help).into_any(),
    };
    view! {
        <p class="account-text">{until}</p>
        <div class="row-actions">
            <Act label=tr!(users.send_again) said=tr!(users.sent_again) act=move || session.invite_user_again(id) then=again/>
            <Button label=tr!(users.take_back) on_click=move || asking.set(true)/>
        </div>
        <Dialog open=asking title=tr!(users.take_back_title)><TakeBack user=user.clone() open=asking/></Dialog>
    }
}

/// Nobody has used the account, so it goes with the invitation.
#[component]
fn TakeBack(user: User, open: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, toasts, navigate) = (use_i18n(), use_session(), use_toasts(), use_navigate());
    let (call, id) = (Call::new(), user.id);
    let remove = move || {
        let navigate = navigate.clone();
        call.run(session.take_invitation_back(id), move |_| {
            toasts.say(untrack(|| say!(i18n, users.taken_back)));
            navigate("/staff/users", Default::default());
        });
    };
    view! {
        <p><strong>{user.name}</strong> " · " {user.email}</p>
        <p>{tr!(users.take_back_help)}</p>
        <Confirm call label=tr!(users.take_back) on_yes=remove on_no=move || open.set(false)/>
    }
}

#[component]
fn Active(user: User, again: Callback<()>) -> impl IntoView {
    let session = use_session();
    let (id, closing, me) = (user.id, RwSignal::new(false), session.me().id);
    let forgetting = RwSignal::new(false);
    let has_factor = user.has_second_factor && id != me;
    let user = StoredValue::new(user);
    let forget = has_factor
        .then(|| view! { <Button label=tr!(users.forget_factor) on_click=move || forgetting.set(true)/> });
    let deactivate = (id != me).then(|| {
        view! { <Button label=tr!(users.deactivate) class="btn btn-danger" on_click=move || closing.set(true)/> }
    });
    view! {
        <p class="account-text">{tr!(users.active_help)}</p>
        <div class="row-actions">
            <Act label=tr!(users.mail_reset) said=tr!(users.reset_mailed)
                act=move || session.mail_user_reset(id) then=Callback::new(|()| ())/>
            {forget}
            {deactivate}
        </div>
        <Dialog open=forgetting title=tr!(users.forget_factor_title)>
            <ForgetFactor user=user.get_value() open=forgetting again/>
        </Dialog>
        <Dialog open=closing title=tr!(users.deactivate_title)><Close user=user.get_value() open=closing again/></Dialog>
    }
}

/// Whoever calls and says that they have lost it may be somebody else, so the dialog says what to look at first.
#[component]
fn ForgetFactor(user: User, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let (id, version) = (user.id, user.version);
    let core = Core::new("forget-factor").passing();
    let reason = core.text("/reason", "");
    let form = Form::new(core, move || Reason { reason: reason.trimmed() });
    let done = move |_: User| {
        open.set(false);
        toasts.say(untrack(|| say!(i18n, users.factor_forgotten)));
        again.run(());
    };
    let send = move || form.send(move |reason| session.forget_second_factor_of(id, version, reason), done);
    view! {
        <p>{tr!(users.forget_factor_help)}</p>
        <FormView core on_send=send>
            <TextArea field=reason label=tr!(users.reason) help=tr!(users.reason_help) rows=2/>
            <ReadAgain core again about=id.to_string()/>
            <div class="form-actions"><SendButton core label=tr!(users.forget_factor) class="btn btn-danger"/></div>
        </FormView>
    }
}

#[component]
fn Close(user: User, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let (id, version) = (user.id, user.version);
    let core = Core::new("deactivate").passing();
    let reason = core.text("/reason", "");
    let form = Form::new(core, move || Reason { reason: reason.trimmed() });
    let behind = words::left_behind(i18n, &user);
    let behind = behind.map(|what| view! { <p><strong>{what}</strong> " " {tr!(users.stays_theirs)}</p> });
    let done = move |_: User| {
        open.set(false);
        toasts.say(untrack(|| say!(i18n, users.was_deactivated)));
        again.run(());
    };
    let send = move || form.send(move |reason| session.deactivate_user(id, version, reason), done);
    view! {
        <p>{tr!(users.deactivate_help)}</p>
        {behind}
        <FormView core on_send=send>
            <TextArea field=reason label=tr!(users.reason) help=tr!(users.reason_help) rows=2/>
            <ReadAgain core again about=id.to_string()/>
            <div class="form-actions"><SendButton core label=tr!(users.deactivate) class="btn btn-danger"/></div>
        </FormView>
    }
}

#[component]
fn Closed(user: User, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let (id, version) = (user.id, user.version);
    let core = Core::new("reactivate").passing();
    let reason = core.text("/reason", "");
    let form = Form::new(core, move || Reason { reason: reason.trimmed() });
    let done = move |_: User| {
        toasts.say(untrack(|| say!(i18n, users.was_reactivated)));
        again.run(());
    };
    let send = move || form.send(move |reason| session.reactivate_user(id, version, reason), done);
    view! {
        <p class="account-text">{tr!(users.closed_help)}</p>
        <FormView core on_send=send>
            <TextArea field=reason label=tr!(users.reason) help=tr!(users.reason_help) rows=2/>
            <ReadAgain core again about=id.to_string()/>
            <div class="form-actions"><SendButton core label=tr!(users.reactivate)/></div>
        </FormView>
    }
}
