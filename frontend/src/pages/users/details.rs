//! Name, address, language and roles.

use domain::{
    follow_ups::FollowUp,
    ids::UserId,
    page::Page,
    patch::Patch,
    permission::Permission,
    role::RoleId,
    roles::{ListedRole, RoleName},
    users::{LANGUAGES, User, UserPatch},
};
use leptos::prelude::*;

use super::{invite::named_language, words};
use crate::{
    api::Answer,
    components::{loaded::Reading, toast::use_toasts},
    forms::{Checks, Core, Form, FormView, Kind, Select, SendButton, TextField},
    i18n::{say, tr, use_i18n},
    pages::{
        follow_ups::handover::{HandoverFields, LeftBySight, is_left},
        stale::ReadAgain,
    },
    session::{Session, use_session},
};

#[component]
pub fn Details(
    user: User,
    /// All roles, of which some may be given.
    giving: Reading<Vec<ListedRole>>,
    again: Callback<()>,
) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let (id, version) = (user.id, user.version);
    let core = Core::new("user");
    let name = core.text("/name", user.name.clone());
    let email = core.text("/email", user.email.clone());
    let language = core.text("/language", user.language.clone());
    let held: Vec<String> = user.roles.iter().map(|role| role.id.to_string()).collect();
    let roles = core.field("/roles", held);
    let was = StoredValue::new(user);
    let wanted = Memo::new(move |_| was.with_value(|was| roles_patch(&was.roles, &roles.get())));
    let left = Reading::new(move || left_by(session, id, wanted.get()));
    let is_left = is_left(core, left);
    let any = Signal::derive(move || !wanted.with(Patch::is_keep) && is_left.get());
    let fields = HandoverFields::new(core, any, false);
    let build = move || {
        was.with_value(|was| UserPatch {
            name: Patch::between(Some(&was.name), Some(name.trimmed())),
            email: Patch::between(Some(&was.email), Some(email.trimmed())),
            language: Patch::between(Some(&was.language), Some(language.get())),
            roles: roles_patch(&was.roles, &roles.get()),
            follow_ups: any.get().then(|| fields.value()).flatten(),
            ..UserPatch::default()
        })
    };
    let form = Form::new(core, build);
    let done = move |_: User| {
        toasts.say(untrack(|| say!(i18n, users.saved)));
        again.run(());
    };
    let send = move || form.send(move |patch| session.amend_user(id, version, patch), done);
    let languages =
        Signal::derive(move || LANGUAGES.map(|code| (code.to_owned(), named_language(i18n, code))).to_vec());
    view! {
        <section class="card padded" aria-labelledby="user-details">
            <h2 id="user-details">{tr!(users.details)}</h2>
            <FormView core on_send=send>
                <TextField field=name label=tr!(users.name)/>
                <TextField field=email label=tr!(users.email) help=tr!(users.email_help) kind=Kind::Email/>
                <Select field=language label=tr!(users.language) help=tr!(users.language_help) choices=languages no_blank=true/>
                <Checks field=roles label=tr!(users.roles) help=tr!(users.acts_at_once) choices=words::given_of(giving)/>
                <LeftBySight left fields any/>
                <ReadAgain core again about=id.to_string()/>
                <div class="form-actions"><SendButton core label=tr!(common.save)/></div>
            </FormView>
        </section>
    }
}

/// What they would leave behind with these roles. Who sees no follow-ups is told when saving.
async fn left_by(session: Session, id: UserId, wanted: Patch<Vec<RoleId>>) -> Answer<Page<FollowUp>> {
    match wanted {
        Patch::Set(roles) if session.may(Permission::SeeFollowUps) && !roles.is_empty() => {
            session.left_by_roles(id, roles).await
        }
        _ => Ok(Page { items: Vec::new(), next: None, total: None }),
    }
}

/// Only where others were chosen than they have, in whatever order.
fn roles_patch(held: &[RoleName], chosen: &[String]) -> Patch<Vec<RoleId>> {
    let chosen = words::chosen_roles(chosen);
    let same = chosen.len() == held.len() && held.iter().all(|role| chosen.contains(&role.id));
    if same { Patch::Keep } else { Patch::Set(chosen) }
}
