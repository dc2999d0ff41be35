//! The button with the number of filters, and the panel that it opens: at the side, on a phone from below. What is
//! chosen there acts at once, and the button at its foot says how many fit.

use domain::{
    clients::{Stage, Status},
    code_lists::CodeValue,
    page::Total,
    permission::Permission,
};
use leptos::prelude::*;

use super::{
    answers::Answers,
    applied::{ClearAll, count, words_of},
    choices::{Choices, Lazy, questions, sees_programs},
    fields::ByField,
};
use crate::{
    components::{
        address::Address,
        dialog::Dialog,
        failure::FailureNotice,
        filters::{OneOf, Toggle},
        icon::{Icon, Name},
    },
    format,
    i18n::{Text, say, tr, use_i18n},
    pages::words,
    session::use_session,
};

#[component]
pub fn FilterButton(choices: Choices, found: Signal<Option<Total>>) -> impl IntoView {
    let (i18n, address, open) = (use_i18n(), Address::here(), choices.open);
    let number = move || {
        Some(count(address)).filter(|n| *n > 0).map(|n| {
            let spoken = say!(i18n, filters.number, n = n);
            view! { <span class="count" aria-hidden="true">{n}</span> <span class="sr-only">{spoken}</span> }
        })
    };
    view! {
        <button id="filters" class="btn filters-button" type="button" aria-haspopup="dialog" on:click=move |_| open.set(true)>
            <Icon name=Name::Filter/> {tr!(filters.title)} {number}
        </button>
        <Dialog open title=tr!(filters.title) drawer=true><Panel choices found/></Dialog>
    }
}

#[component]
fn Panel(choices: Choices, found: Signal<Option<Total>>) -> impl IntoView {
    let (i18n, session, address) = (use_i18n(), use_session(), Address::here());
    let show = move || match found.get() {
        None => say!(i18n, filters.show),
        Some(Total { count: 0, .. }) => say!(i18n, filters.show_none),
        Some(Total { count: 1, exact: true }) => say!(i18n, filters.show_one),
        Some(Total { count, exact }) => {
            let count = format::number(i18n, count);
            if exact {
                say!(i18n, filters.show_some, count = count)
            } else {
                say!(i18n, filters.show_over, count = count)
            }
        }
    };
    view! {
        <Statuses/>
        <Stages/>
        <Tags choices/>
        {sees_programs(session).then(|| view! { <ByProgram choices/> })}
        <ByPerson choices/>
        {(!questions(session).is_empty()).then(|| view! { <Answers choices/> })}
        {session.may(Permission::SeeClientDetails).then(|| view! { <ByField fields=choices.fields/> })}
        <div class="form-actions panel-foot">
            <button class="btn btn-primary" type="button" on:click=move |_| choices.open.set(false)>{show}</button>
            {move || (count(address) > 0).then(|| view! { <ClearAll/> })}
        </div>
    }
}

const STATUSES: [Status; 5] =
    [Status::Active, Status::Applicant, Status::Inactive, Status::Closed, Status::Deceased];

#[component]
fn Statuses() -> impl IntoView {
    let i18n = use_i18n();
    let one = move |one: Status| {
        let label = Signal::derive(move || words::status(i18n, one));
        view! { <Toggle key="status" value=one.code() label/> }
    };
    view! { <Group title=tr!(clients.status)><div class="chips">{STATUSES.map(one)}</div></Group> }
}

#[component]
fn Stages() -> impl IntoView {
    let i18n = use_i18n();
    let one = move |one: &Stage| {
        let one = *one;
        let label = Signal::derive(move || words::stage(i18n, one));
        view! { <Toggle key="stage" value=one.code() label/> }
    };
    view! {
        <Group title=tr!(clients.stage)><div class="chips">{Stage::ALL.iter().map(one).collect_view()}</div></Group>
    }
}

/// What is not given any more is found all the same; an organization without tags has nothing to choose from.
#[component]
fn Tags(choices: Choices) -> impl IntoView {
    let i18n = use_i18n();
    let one = move |value: CodeValue| {
        let code = value.code.clone();
        let label = Signal::derive(move || words_of(i18n, &value));
        view! { <Toggle key="tag" value=code label/> }
    };
    let all = move || choices.tags.value().flatten().unwrap_or_default();
    let some = Memo::new(move |_| !all().is_empty());
    view! {
        {move || some.get().then(|| view! {
            <Group title=tr!(clients.tags)><div class="chips">{move || all().into_iter().map(one).collect_view()}</div></Group>
        })}
        <Trouble list=choices.tags/>
    }
}

#[component]
fn Group(title: Text, children: Children) -> impl IntoView {
    view! { <fieldset class="filter-group"><legend class="field-label">{title}</legend> {children()}</fieldset> }
}

#[component]
fn ByProgram(choices: Choices) -> impl IntoView {
    let options = Signal::derive(move || {
        let all = choices.programs.value().flatten().unwrap_or_default().into_iter();
        all.map(|program| (program.id.to_string(), program.name)).collect::<Vec<_>>()
    });
    view! {
        <OneOf key="program" label=tr!(filters.program) help=tr!(filters.program_help) any=tr!(filters.any_program) options/>
        <Trouble list=choices.programs/>
    }
}

#[component]
fn ByPerson(choices: Choices) -> impl IntoView {
    let (i18n, me) = (use_i18n(), use_session().me());
    let options = Signal::derive(move || {
        let mine = (me.id.to_string(), say!(i18n, filters.me, name = me.name.clone()));
        let others = choices.people.value().flatten().unwrap_or_default().into_iter();
        let others = others.filter(|one| one.id != me.id).map(|one| (one.id.to_string(), one.name));
        std::iter::once(mine).chain(others).collect::<Vec<_>>()
    });
    view! {
        <OneOf key="assignee" label=tr!(filters.assignee) help=tr!(filters.assignee_help) any=tr!(filters.anybody) options/>
        <Trouble list=choices.people/>
    }
}

/// A list that did not come says so, and comes when asked again.
#[component]
pub fn Trouble<T: Clone + 'static>(list: Lazy<T>) -> impl IntoView {
    move || {
        list.failure().map(|failure| {
            let label = tr!(common.try_again);
            view! {
                <FailureNotice failure>
                    <button class="btn btn-sm mt-2" type="button" on:click=move |_| list.again()>{label}</button>
                </FailureNotice>
            }
        })
    }
}
