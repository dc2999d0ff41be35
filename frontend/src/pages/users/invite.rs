//! Inviting one person or many: a list to paste, what is read of it, and what became of each.

use domain::users::{Invitations, Invitee, LANGUAGES, Line, MAX_AT_ONCE, RowResult};
use leptos::prelude::*;

use super::{paste::Preview, results::Results, words};
use crate::{
    components::button::Button,
    forms::{Checks, Core, Form, FormView, Select, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    session::use_session,
};

/// How a line looks.
const EXAMPLE: &str = "Rosa Luz <rosa@example.org>";

/// Who was sent, and what became of each.
type Done = (Vec<String>, Vec<RowResult>);

#[component]
pub fn Invite(open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let done = RwSignal::new(None::<Done>);
    move || match done.get() {
        None => view! { <Ask done again/> }.into_any(),
        Some((names, rows)) => view! {
            <Results names rows done=tr!(users.was_invited)/>
            <div class="form-actions">
                <Button label=tr!(users.invite_more) on_click=move || done.set(None)/>
                <Button label=tr!(common.close) class="btn btn-ghost" on_click=move || open.set(false)/>
            </div>
        }
        .into_any(),
    }
}

#[component]
fn Ask(done: RwSignal<Option<Done>>, again: Callback<()>) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let core = Core::new("invite").passing();
    let pasted = core.text("/people", "");
    let roles = core.field("/roles", Vec::<String>::new());
    let language = core.text("/language", LANGUAGES[0]);
    let lines = Memo::new(move |_| domain::users::read(&pasted.get()));
    let form = Form::new(core, move || Invitations {
        people: fine(&lines.read()),
        roles: words::chosen_roles(&roles.get()),
        language: language.get(),
    });
    let send = move || {
        let names = untrack(|| fine(&lines.read())).iter().map(named).collect::<Vec<_>>();
        let then = move |rows| {
            done.set(Some((names, rows)));
            again.run(());
        };
        form.send(move |all| session.invite_users(all), then);
    };
    let languages =
        Signal::derive(move || LANGUAGES.map(|code| (code.to_owned(), named_language(i18n, code))).to_vec());
    view! {
        <FormView core on_send=send>
            <TextArea field=pasted label=tr!(users.people) help=tr!(users.people_help, n = MAX_AT_ONCE, example = EXAMPLE) rows=4/>
            <Preview lines/>
            <Checks field=roles label=tr!(users.roles) help=tr!(users.roles_help) choices=words::to_give()/>
            <Select field=language label=tr!(users.language) help=tr!(users.language_help) choices=languages no_blank=true/>
            <div class="form-actions"><SendButton core label=tr!(users.send)/></div>
        </FormView>
    }
}

/// Those that can be read. What is wrong with the others stands beside them.
fn fine(lines: &[Line]) -> Vec<Invitee> {
    lines.iter().filter(|line| line.wrong.is_none()).map(|line| line.person.clone()).collect()
}

fn named(person: &Invitee) -> String {
    format!("{} <{}>", person.name, person.email)
}

pub fn named_language(i18n: crate::i18n::I18n, code: &str) -> String {
    match code {
        "es" => say!(i18n, users.spanish),
        _ => say!(i18n, users.english),
    }
}
