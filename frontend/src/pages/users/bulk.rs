//! Doing the same to all who are chosen. Each dialog says what will happen, to whom, and then what became of each.

use domain::{
    role::{Role, RoleId},
    users::{Deactivations, RoleAddition, RowResult, User},
};
use leptos::prelude::*;

use super::{
    chosen::{rows, use_chosen},
    results::Results,
    words,
};
use crate::{
    components::{
        button::Button,
        dialog::Dialog,
        icon::{Icon, Name},
    },
    forms::{Core, Form, FormView, Select, SendButton, TextArea},
    i18n::{Text, say, tr, use_i18n},
    pages::roles::words::names,
    session::use_session,
};

#[component]
pub fn BulkBar(again: Callback<()>) -> impl IntoView {
    let (i18n, chosen) = (use_i18n(), use_chosen());
    let (deactivating, giving) = (RwSignal::new(false), RwSignal::new(false));
    let bar = move || {
        (chosen.count() > 0).then(|| {
            view! {
                <div class="notice notice-info bulk-bar" role="region" aria-label=tr!(users.chosen)>
                    <p>{move || say!(i18n, users.chosen_count, n = chosen.count())}</p>
                    <div class="row-actions">
                        <Button label=tr!(users.add_role) class="btn btn-sm" on_click=move || giving.set(true)/>
                        <Button label=tr!(users.deactivate) class="btn btn-sm" on_click=move || deactivating.set(true)/>
                        <Button label=tr!(users.choose_none) class="btn btn-sm btn-ghost" on_click=move || chosen.clear()/>
                    </div>
                </div>
            }
        })
    };
    view! {
        {bar}
        <Dialog open=giving title=tr!(users.add_role) wide=true><AddRole open=giving again/></Dialog>
        <Dialog open=deactivating title=tr!(users.deactivate_many) wide=true><Deactivate open=deactivating again/></Dialog>
    }
}

/// The form, and then what became of each.
#[component]
fn ThenResults(
    people: Vec<User>,
    rows: RwSignal<Option<Vec<RowResult>>>,
    done: Text,
    open: RwSignal<bool>,
    again: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    let names = StoredValue::new(people.into_iter().map(|user| user.name).collect::<Vec<_>>());
    // The list is read again when one has seen the results: before, it would take the dialog away.
    let close = move || {
        open.set(false);
        again.run(());
    };
    move || match rows.get() {
        None => children.get_value()().into_any(),
        Some(rows) => view! {
            <Results names=names.get_value() rows done/>
            <div class="form-actions"><Button label=tr!(common.close) on_click=close/></div>
        }
        .into_any(),
    }
}

#[component]
fn Deactivate(open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let people = use_chosen().people();
    let (rows, kept) = (RwSignal::new(None), StoredValue::new(people.clone()));
    view! {
        <ThenResults people rows done=tr!(users.was_deactivated) open again>
            <DeactivateForm people=kept.get_value() done=rows/>
        </ThenResults>
    }
}

#[component]
fn DeactivateForm(people: Vec<User>, done: RwSignal<Option<Vec<RowResult>>>) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let core = Core::new("deactivate-many").passing();
    let reason = core.text("/reason", "");
    let lines = people.iter().map(|user| {
        let behind = words::left_behind(i18n, user).unwrap_or_else(|| user.name.clone());
        view! { <li class="row">{behind}</li> }
    });
    let lines = lines.collect_view();
    let chosen = StoredValue::new(rows(&people));
    let form =
        Form::new(core, move || Deactivations { people: chosen.get_value(), reason: reason.trimmed() });
    let send = move || form.send(move |all| session.deactivate_users(all), move |rows| done.set(Some(rows)));
    view! {
        <p>{tr!(users.deactivate_help)}</p>
        <ul class="rows card">{lines}</ul>
        <FormView core on_send=send>
            <TextArea field=reason label=tr!(users.reason) help=tr!(users.reason_help) rows=2/>
            <div class="form-actions"><SendButton core label=tr!(users.deactivate) class="btn btn-danger"/></div>
        </FormView>
    }
}

#[component]
fn AddRole(open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let people = use_chosen().people();
    let (rows, kept) = (RwSignal::new(None), StoredValue::new(people.clone()));
    view! {
        <ThenResults people rows done=tr!(users.was_given) open again>
            <AddRoleForm people=kept.get_value() done=rows/>
        </ThenResults>
    }
}

#[component]
fn AddRoleForm(people: Vec<User>, done: RwSignal<Option<Vec<RowResult>>>) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let core = Core::new("add-role").passing();
    let (role, choices) = (core.text("/role", Role::Staff.code()), words::to_give());
    // Who may not give the usual one begins with the first that they may give.
    Effect::new(move |_| {
        let all = choices.get();
        let is_offered = all.iter().any(|(code, _)| *code == role.signal().get_untracked());
        if let Some((first, _)) = all.first().filter(|_| !is_offered) {
            role.set(first.clone());
        }
    });
    let lines = people.iter().map(|user| {
        view! { <li class="row"><div class="row-more">{user.name.clone()}</div> <span class="muted">{names(i18n, &user.roles)}</span></li> }
    });
    let lines = lines.collect_view();
    let chosen = StoredValue::new(rows(&people));
    let form = Form::new(core, move || RoleAddition {
        people: chosen.get_value(),
        role: role.parsed().unwrap_or(RoleId::BuiltIn(Role::Staff)),
    });
    let send = move || form.send(move |all| session.add_role_to_users(all), move |rows| done.set(Some(rows)));
    view! {
        <p>{tr!(users.add_role_help)}</p>
        <ul class="rows card">{lines}</ul>
        <FormView core on_send=send>
            <Select field=role label=tr!(users.role) choices no_blank=true/>
            <p class="muted"><Icon name=Name::Info/> {tr!(users.acts_at_once)}</p>
            <div class="form-actions"><SendButton core label=tr!(users.give_role)/></div>
        </FormView>
    }
}
