//! Inviting one person or many: a list to paste, what is read of it, and what became of each.

use domain::{
    ids::ClientId,
    permission::Permission,
    users::{Invitation, Invitations, Invitee, LANGUAGES, Line, MAX_AT_ONCE, RowResult, take_a_record},
};
use leptos::prelude::*;

use super::{paste::Preview, results::Results, words};
use crate::{
    api::Answer,
    components::button::Button,
    forms::{Checks, Core, Form, FormView, Select, SendButton, TextArea},
    i18n::{say, tr, use_i18n},
    pages::find_client::FindClient,
    session::{Session, use_session},
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
    let pasted = core.text("/people", "").also("/name").also("/email");
    let roles = core.field("/roles", Vec::<String>::new());
    let language = core.text("/language", LANGUAGES[0]);
    let own = core.text("/client_id", "");
    let lines = Memo::new(move |_| domain::users::read(&pasted.get()));
    // A record is one person's, so it is chosen where one is invited.
    let takes_one = Memo::new(move |_| {
        let takes = take_a_record(&words::chosen_roles(&roles.get()));
        takes && fine(&lines.read()).len() == 1
    });
    let whose = move || own.parsed::<ClientId>().filter(|_| takes_one.get());
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
        match untrack(whose) {
            Some(client) => form.send(move |all| invite_with(session, all, client), then),
            None => form.send(move |all| session.invite_users(all), then),
        }
    };
    // Whoever was chosen stays chosen while the list above is being corrected.
    let record = session.may(Permission::SeeClients).then(|| {
        let (label, help) = (tr!(users.record_of), tr!(users.record_invite));
        view! {
            <div hidden=move || !takes_one.get()>
                <FindClient core field=own label help open=true optional=true/>
            </div>
        }
    });
    let languages =
        Signal::derive(move || LANGUAGES.map(|code| (code.to_owned(), named_language(i18n, code))).to_vec());
    view! {
        <FormView core on_send=send>
            <TextArea field=pasted label=tr!(users.people) help=tr!(users.people_help, n = MAX_AT_ONCE, example = EXAMPLE) rows=4/>
            <Preview lines/>
            <Checks field=roles label=tr!(users.roles) help=tr!(users.roles_help) choices=words::to_give()/>
            {record}
            <Select field=language label=tr!(users.language) help=tr!(users.language_help) choices=languages no_blank=true/>
            <div class="form-actions"><SendButton core label=tr!(users.send)/></div>
        </FormView>
    }
}

/// Invites one person, whose own a client's record becomes.
async fn invite_with(session: Session, all: Invitations, client: ClientId) -> Answer<Vec<RowResult>> {
    let Invitations { people, roles, language } = all;
    let Some(Invitee { name, email }) = people.into_iter().next() else { return Ok(Vec::new()) };
    let invitation = Invitation { name, email, roles, language, client_id: Some(client) };
    let user = session.invite_user(invitation).await?;
    Ok(vec![RowResult { row: 0, id: Some(user.id), refused: None }])
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
