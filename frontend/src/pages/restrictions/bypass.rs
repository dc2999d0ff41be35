//! Setting a restriction aside for one program, within limits, and ending that early.

use chrono::{Days, NaiveDate};
use domain::{
    ids::ProgramId,
    permission::Permission,
    problem::FieldError,
    restrictions::{Bypass, BypassDraft, BypassState, Restriction},
};
use leptos::prelude::*;

use crate::{
    components::{
        badge::{Badge, Tone},
        confirm::{Call, Confirm},
        dialog::Dialog,
        loaded::Reading,
        toast::use_toasts,
    },
    format::{self, today},
    forms::{Check, Core, DateField, Form, FormView, Select, SendButton, TextArea},
    i18n::{I18n, say, tr, use_i18n},
    session::use_session,
};

#[component]
pub fn BypassRestriction(
    restriction: StoredValue<Restriction>,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let found = restriction.get_value();
    let only = found.reach.program();
    let core = Core::new("bypass");
    let program = core.text("/program_id", only.map(|program| program.to_string()).unwrap_or_default());
    program.reads_by(move || {
        let missing = program.parsed::<ProgramId>().is_none();
        missing.then(|| FieldError::new("/program_id", "required_choice"))
    });
    let week = today() + Days::new(7);
    let from = core.text("/valid_from", today().to_string()).needs_day();
    let until = core.text("/valid_until", week.to_string()).needs_day();
    let (once, reason) = (core.mark("/single_use", true), core.text("/reason", ""));
    let form = Form::new(core, move || BypassDraft {
        program_id: program.parsed().unwrap_or_else(|| uuid::Uuid::nil().into()),
        valid_from: from.parsed::<NaiveDate>().unwrap_or_else(today),
        valid_until: until.parsed::<NaiveDate>().unwrap_or_else(today),
        single_use: once.get(),
        reason: reason.trimmed(),
    });
    let done = move |_: Restriction| {
        core.is_saved();
        open.set(false);
        toasts.say(say!(i18n, restrictions.bypass_done));
        again.run(());
    };
    let id = found.id;
    let programs = Reading::new(move || session.programs());
    let choices = Signal::derive(move || {
        let all = programs.value().unwrap_or_default().into_iter();
        let fits = all.filter(|program| only.is_none_or(|only| only == program.id));
        fits.map(|program| (program.id.to_string(), program.name)).collect::<Vec<_>>()
    });
    view! {
        <p>{tr!(restrictions.bypass_help)}</p>
        <FormView core on_send=move || form.send(move |draft| session.bypass_restriction(id, draft), done)>
            <Select field=program label=tr!(restrictions.which_program) choices/>
            <div class="form-row">
                <DateField field=from label=tr!(restrictions.bypass_from)/>
                <DateField field=until label=tr!(restrictions.bypass_until) help=tr!(restrictions.bypass_until_help)/>
            </div>
            <Check field=once label=tr!(restrictions.bypass_once)/>
            <TextArea field=reason label=tr!(restrictions.bypass_reason)/>
            <div class="form-actions"><SendButton core label=tr!(restrictions.bypass_action)/></div>
        </FormView>
    }
}

/// The bypasses of a restriction, those that let somebody in first.
#[component]
pub fn Bypasses(restriction: StoredValue<Restriction>, again: Callback<()>) -> impl IntoView {
    let mut all = restriction.with_value(|found| found.bypasses.clone());
    all.sort_by_key(|one| one.state != BypassState::Open);
    let rows = all.into_iter().map(|one| view! { <OneBypass restriction one again/> });
    view! { <ul class="plain">{rows.collect_view()}</ul> }
}

#[component]
fn OneBypass(restriction: StoredValue<Restriction>, one: Bypass, again: Callback<()>) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let ending = RwSignal::new(false);
    let open = one.state == BypassState::Open;
    let may = open && session.may(Permission::BypassRestrictions);
    let (until, words) = (format::day(i18n, one.valid_until), state(i18n, one.state));
    let text = say!(i18n, restrictions.bypassed_for, program = one.program_name.clone(), until = until);
    let tone = if open { Tone::Warning } else { Tone::Plain };
    let why =
        [one.reason.clone(), one.created_by.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let id = one.id;
    view! {
        <li class="row-line">
            <Badge tone text=words/> <span>{text}</span> <span class="muted small">{why}</span>
            {may.then(|| view! {
                <button class="btn btn-sm btn-ghost" type="button" on:click=move |_| ending.set(true)>
                    {tr!(restrictions.bypass_end)}
                </button>
            })}
            <Dialog open=ending title=tr!(restrictions.bypass_end_title)><EndBypass restriction id open=ending again/></Dialog>
        </li>
    }
}

#[component]
fn EndBypass(
    restriction: StoredValue<Restriction>,
    id: domain::ids::BypassId,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, toasts, call) = (use_i18n(), use_session(), use_toasts(), Call::new());
    let end = move || {
        let answer = session.end_bypass(restriction.with_value(|found| found.id), id);
        call.run(answer, move |_| {
            open.set(false);
            toasts.say(untrack(|| say!(i18n, restrictions.bypass_ended)));
            again.run(());
        });
    };
    view! {
        <p>{tr!(restrictions.bypass_end_help)}</p>
        <Confirm call label=tr!(restrictions.bypass_end) on_yes=end on_no=move || open.set(false)/>
    }
}

fn state(i18n: I18n, state: BypassState) -> String {
    match state {
        BypassState::Open => say!(i18n, restrictions.bypass_open),
        BypassState::Used => say!(i18n, restrictions.bypass_used),
        BypassState::Expired => say!(i18n, restrictions.expired),
        BypassState::Ended => say!(i18n, restrictions.bypass_over),
    }
}

/// The first bypass that lets somebody in, in one line for lists.
pub fn set_aside(i18n: I18n, restriction: &Restriction) -> Option<String> {
    let open = restriction.bypasses.iter().find(|one| one.state == BypassState::Open)?;
    let until = format::day(i18n, open.valid_until);
    Some(say!(i18n, restrictions.bypassed_for, program = open.program_name.clone(), until = until))
}
