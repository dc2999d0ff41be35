//! How many people fit, from when on: drawn, in a table, and set anew.

use domain::{
    ids::ProgramId,
    permission::Permission,
    problem::FieldError,
    programs::{Capacity, CapacityDraft, capacity_on},
};
use leptos::{prelude::*, task::spawn_local};

use super::chart::Chart;
use crate::{
    api::Outcome,
    components::{
        badge::{Badge, Tone},
        dialog::Dialog,
        empty::Empty,
        failure,
        icon::{Icon, Name},
        toast::use_toasts,
    },
    format::{day, today},
    forms::{Core, DateField, Form, FormView, Kind, SendButton, TextArea, TextField},
    i18n::{say, tr, use_i18n},
    pages::{outcome::use_outcome, proposing::Proposing},
    session::use_session,
};

#[component]
pub fn Capacities(id: ProgramId, all: Vec<Capacity>, again: Callback<()>) -> impl IntoView {
    let may = use_session().may_any(&[Permission::SetCapacity, Permission::ProposeEdits]);
    let setting = RwSignal::new(false);
    let known = StoredValue::new(all.clone());
    let shown = match all.is_empty() {
        true => view! { <Empty icon=Name::Columns title=tr!(programs.no_capacity) help=tr!(programs.no_capacity_help)/> }.into_any(),
        false => view! { <Chart all=all.clone()/> <Table id all may again/> }.into_any(),
    };
    view! {
        <section class="section">
            <header class="section-head">
                <h2 id="capacity-title">{tr!(programs.capacity)}</h2>
                {may.then(|| view! {
                    <button class="btn btn-sm" type="button" on:click=move |_| setting.set(true)>
                        <Icon name=Name::Plus/> {tr!(programs.set_capacity)}
                    </button>
                })}
            </header>
            {shown}
        </section>
        <Dialog open=setting title=tr!(programs.set_capacity)>
            <SetCapacity id known=known.get_value() open=setting again/>
        </Dialog>
    }
}

#[component]
fn Table(id: ProgramId, all: Vec<Capacity>, may: bool, again: Callback<()>) -> impl IntoView {
    let now = today();
    let known = all.clone();
    let holds = all.iter().filter(|one| one.effective_from <= now).map(|one| one.effective_from).max();
    debug_assert_eq!(holds.is_some(), capacity_on(&all, now).is_some());
    let rows = all.into_iter().rev().map(|one| {
        let current = holds == Some(one.effective_from);
        view! { <Row id one known=known.clone() current may again/> }
    });
    view! {
        <table class="list list-plain" aria-labelledby="capacity-title">
            <thead><tr>
                <th scope="col">{tr!(programs.from_day)}</th>
                <th scope="col">{tr!(programs.capacity)}</th>
                <th scope="col" class="wide-only">{tr!(programs.set_by)}</th>
            </tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Row(
    id: ProgramId,
    one: Capacity,
    known: Vec<Capacity>,
    current: bool,
    may: bool,
    again: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let comes = one.effective_from > today();
    let badge = match () {
        () if current => Some(view! { <Badge tone=Tone::Success text=say!(i18n, programs.holds)/> }),
        () if comes => Some(view! { <Badge tone=Tone::Info text=say!(i18n, programs.comes)/> }),
        () => None,
    };
    let (from, capacity) = (day(i18n, one.effective_from), one.id);
    let take_back = (comes && may).then(|| view! { <TakeBack id capacity from=from.clone() again/> });
    let gone_by = one.effective_from < today();
    let correct =
        (gone_by && may).then(|| view! { <Correct id one=one.clone() known from=from.clone() again/> });
    view! {
        <tr>
            <th scope="row">{from} " " {badge}</th>
            <td>{one.capacity} " " {take_back} {correct}</td>
            <td class="wide-only">{one.set_by}</td>
        </tr>
    }
}

/// What has not begun to hold can be taken back.
#[component]
fn TakeBack(
    id: ProgramId,
    capacity: domain::ids::CapacityId,
    from: String,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, toasts, outcome) = (use_i18n(), use_session(), use_toasts(), use_outcome());
    let act = move |_| {
        spawn_local(async move {
            match session.remove_capacity(id, capacity).await {
                Ok(done) => outcome.tell(&done, untrack(|| say!(i18n, programs.taken_back))),
                Err(refused) => toasts.say(untrack(|| failure::words(i18n, &refused).0)),
            }
            again.try_run(());
        });
    };
    let applies = session.may(Permission::SetCapacity);
    let label = move || match applies {
        true => say!(i18n, programs.take_back_named, day = from.clone()),
        false => say!(i18n, programs.propose_back_named, day = from.clone()),
    };
    let text = if applies { tr!(programs.take_back) } else { tr!(programs.propose_back) };
    view! {
        <button class="btn btn-sm btn-ghost" type="button" aria-label=label on:click=act>{text}</button>
    }
}

/// What was written wrong of days that have gone by is corrected, with the reason.
#[component]
fn Correct(
    id: ProgramId,
    one: Capacity,
    known: Vec<Capacity>,
    from: String,
    again: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    let label = Signal::derive(move || say!(i18n, programs.correct_named, day = from.clone()));
    let (known, one) = (StoredValue::new(known), StoredValue::new(one));
    view! {
        <button class="btn btn-sm btn-ghost" type="button" aria-label=label on:click=move |_| open.set(true)>
            {tr!(programs.correct)}
        </button>
        <Dialog open title=label>
            <SetCapacity id known=known.get_value() corrected=one.get_value() open again/>
        </Dialog>
    }
}

#[component]
fn SetCapacity(
    id: ProgramId,
    known: Vec<Capacity>,
    /// The one that was written wrong. Its day stays: with another one it would stand beside it, and nothing be corrected.
    #[prop(optional)]
    corrected: Option<Capacity>,
    open: RwSignal<bool>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, outcome) = (use_i18n(), use_session(), use_outcome());
    let core = Core::new("capacity");
    let is_new = corrected.is_none();
    let (first, places) = match &corrected {
        Some(one) => (one.effective_from, one.capacity.to_string()),
        None => (today(), String::new()),
    };
    let from = core.text("/effective_from", first.to_string()).needs_day();
    let capacity = core.text("/capacity", places);
    let reason = core.text("/reason", "");
    capacity.reads_by(move || {
        let missing = capacity.parsed::<i32>().is_none();
        missing.then(|| FieldError::new("/capacity", "required"))
    });
    let draft = move || CapacityDraft {
        effective_from: from.parsed().unwrap_or_else(today),
        capacity: capacity.parsed().unwrap_or_default(),
        reason: reason.some(),
    };
    let corrects = Memo::new(move |_| draft().corrects(&known, today()));
    reason.reads_by(move || {
        let missing = corrects.get() && reason.some().is_none();
        missing.then(|| FieldError::new("/reason", "required"))
    });
    let form = Form::new(core, move || CapacityDraft {
        reason: reason.some().filter(|_| corrects.get()),
        ..draft()
    });
    let done = move |done: Outcome<Capacity>| {
        core.is_saved();
        open.set(false);
        outcome.tell(&done, say!(i18n, programs.capacity_set));
        again.run(());
    };
    view! {
        <FormView core on_send=move || form.send(move |draft| session.set_capacity(id, draft), done)>
            <div class="form-row">
                <TextField field=capacity label=tr!(programs.places) kind=Kind::Digits/>
                {is_new.then(|| view! { <DateField field=from label=tr!(programs.from_day) help=tr!(programs.from_day_help)/> })}
            </div>
            {(!is_new).then(|| view! { <p class="muted">{tr!(programs.day_was_wrong)}</p> })}
            {move || corrects.get().then(|| view! {
                <TextArea field=reason label=tr!(programs.why_corrected) help=tr!(programs.why_corrected_help) rows=2/>
            })}
            <Proposing applied_with=&[Permission::SetCapacity]/>
            <div class="form-actions"><SendButton core label=tr!(programs.set_capacity)/></div>
        </FormView>
    }
}
