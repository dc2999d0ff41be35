//! A client's legal holds: whether one is set, and setting and lifting them.

use domain::{
    legal_holds::{HoldReason, LegalHold},
    permission::Permission,
};
use leptos::prelude::*;

use crate::{
    components::{
        badge::{Badge, Tone},
        dialog::Dialog,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        toast::use_toasts,
    },
    format,
    forms::{Core, Form, FormView, SendButton, TextArea},
    i18n::{I18n, say, tr, use_i18n},
    pages::client::Record,
    session::use_session,
};

/// Above the record, for those who may lift it.
#[component]
pub fn HoldNotice(record: Record) -> impl IntoView {
    let session = use_session();
    session.may(Permission::KeepRecords).then(|| {
        let reading = Reading::new(move || {
            record.track_changes();
            session.legal_holds(record.id())
        });
        let (title, help) = (tr!(retention.hold_set), tr!(retention.hold_help));
        move || {
            reading.value().filter(|all| all.iter().any(LegalHold::is_set)).map(|_| {
                view! {
                    <div class="notice notice-info record-notice" role="note">
                        <Icon name=Name::Lock/>
                        <div><p class="notice-title">{title}</p> <p>{help}</p></div>
                    </div>
                }
            })
        }
    })
}

/// Every hold, with what one may do about it.
#[component]
pub fn Holds(record: Record) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let reading = Reading::new(move || {
        record.track_changes();
        session.legal_holds(record.id())
    });
    let setting = RwSignal::new(false);
    let title = Signal::derive(move || say!(i18n, retention.hold_title, name = record.called()));
    view! {
        <Loaded reading rows=2 let:holds><List holds record/></Loaded>
        <p><button class="btn btn-sm" type="button" on:click=move |_| setting.set(true)>{tr!(retention.hold)}</button></p>
        <Dialog open=setting title><SetHold record open=setting/></Dialog>
    }
}

#[component]
fn List(holds: Vec<LegalHold>, record: Record) -> impl IntoView {
    if holds.is_empty() {
        return view! { <p class="muted">{tr!(retention.no_holds)}</p> }.into_any();
    }
    let rows = holds.into_iter().map(|hold| view! { <Row hold record/> });
    view! { <ul class="rows card">{rows.collect_view()}</ul> }.into_any()
}

#[component]
fn Row(hold: LegalHold, record: Record) -> impl IntoView {
    let i18n = use_i18n();
    let lifting = RwSignal::new(false);
    let (tone, text) = match hold.is_set() {
        true => (Tone::Warning, say!(i18n, retention.badge_set)),
        false => (Tone::Plain, say!(i18n, retention.badge_lifted)),
    };
    let kept = StoredValue::new(hold.clone());
    view! {
        <li class="row row-tall">
            <div class="row-body">
                <div class="row-line"><Badge tone text/></div>
                <p class="prewrap">{hold.reason.clone()}</p>
                <p class="muted small">{history(i18n, &hold)}</p>
            </div>
            {hold.is_set().then(|| view! {
                <div class="row-actions">
                    <button class="btn btn-sm" type="button" on:click=move |_| lifting.set(true)>{tr!(retention.lift)}</button>
                </div>
            })}
            <Dialog open=lifting title=tr!(retention.lift_title)><LiftHold hold=kept record open=lifting/></Dialog>
        </li>
    }
}

/// Who set it and who lifted it, when and why.
fn history(i18n: I18n, hold: &LegalHold) -> String {
    let when = format::moment(i18n, hold.set_at);
    let set = match hold.set_by.clone() {
        Some(who) => say!(i18n, retention.hold_by, who = who, when = when),
        None => say!(i18n, retention.hold_since, when = when),
    };
    let lifted = hold.lifted_by.clone().zip(hold.lifted_at).map(|(who, at)| {
        let when = format::moment(i18n, at);
        say!(i18n, retention.lifted_by, who = who, when = when)
    });
    [Some(set), lifted, hold.lifting_reason.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[component]
fn SetHold(record: Record, open: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("hold");
    let reason = core.text("/reason", "");
    let form = Form::new(core, move || HoldReason { reason: reason.trimmed() });
    let done = move |_: LegalHold| {
        open.set(false);
        toasts.say(untrack(|| say!(i18n, retention.hold_done)));
        record.again();
    };
    let send = move || form.send(move |why| session.set_legal_hold(record.id(), why), done);
    view! {
        <FormView core on_send=send>
            <TextArea field=reason label=tr!(retention.hold_reason)/>
            <div class="form-actions"><SendButton core label=tr!(retention.hold)/></div>
        </FormView>
    }
}

#[component]
fn LiftHold(hold: StoredValue<LegalHold>, record: Record, open: RwSignal<bool>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let id = hold.with_value(|hold| hold.id);
    let core = Core::new("lift-hold");
    let reason = core.text("/reason", "");
    let form = Form::new(core, move || HoldReason { reason: reason.trimmed() });
    let done = move |_: LegalHold| {
        open.set(false);
        toasts.say(untrack(|| say!(i18n, retention.lift_done)));
        record.again();
    };
    let send = move || form.send(move |why| session.lift_legal_hold(id, why), done);
    view! {
        <p class="prewrap">{hold.with_value(|hold| hold.reason.clone())}</p>
        <FormView core on_send=send>
            <TextArea field=reason label=tr!(retention.lift_reason)/>
            <div class="form-actions"><SendButton core label=tr!(retention.lift)/></div>
        </FormView>
    }
}
