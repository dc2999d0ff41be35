//! "Why can't I?": a person, a permission and, if one likes, a client; the answer says what it depends on.

use domain::{
    ids::{ClientId, UserId},
    permission::{Area, Permission},
    roles::{AccountState, Why, WhyFilter},
    users::UserFilter,
};
use leptos::prelude::*;

use super::words;
use crate::{
    components::{
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        page_header::PageHeader,
    },
    forms::{Choices, Core, Field, Select, TextField},
    i18n::{I18n, say, tr, use_i18n},
    pages::find_client::FindClient,
    session::use_session,
};

/// What is asked.
#[derive(Clone, Copy)]
struct Question {
    person: Field<String>,
    permission: Field<String>,
    client: Field<String>,
}

type Asked = Option<(UserId, Permission, WhyFilter)>;

impl Question {
    fn asked(self) -> Asked {
        let client: Option<ClientId> = self.client.parsed();
        Some((self.person.parsed()?, Permission::from_code(&self.permission.get())?, WhyFilter { client }))
    }
}

#[component]
pub fn WhyNot() -> impl IntoView {
    let session = use_session();
    let core = Core::new("why");
    let question = Question {
        person: core.text("/user", ""),
        permission: core.text("/permission", ""),
        client: core.text("/client", ""),
    };
    let answer = Reading::new(move || {
        let asked = question.asked();
        async move {
            match asked {
                Some((user, permission, filter)) => session.why(user, permission, filter).await.map(Some),
                None => Ok(None),
            }
        }
    });
    view! {
        <PageHeader title=tr!(roles.why) help=tr!(roles.why_help)/>
        <div class="card padded">
            <div class="form" role="group" aria-label=tr!(roles.why)>
                <Who core question/>
                <What question/>
                <FindClient core field=question.client label=tr!(roles.why_client) help=tr!(roles.why_client_help) optional=true/>
            </div>
        </div>
        <div aria-live="polite">
            <Loaded reading=answer rows=2 let:found>{found.map(|why| view! { <Answer why/> })}</Loaded>
        </div>
    }
}

/// Everybody who has or had an account: a closed one is an answer too. Where they are many, one types first.
#[component]
fn Who(core: Core, question: Question) -> impl IntoView {
    let session = use_session();
    let typed = core.text("/who", "");
    let searches = session.may(Permission::ManageUsers);
    let people = Reading::new(move || {
        let q = Some(typed.trimmed()).filter(|q| !q.is_empty());
        async move {
            let filter = UserFilter { q, limit: Some(100), ..UserFilter::default() };
            match searches {
                true => {
                    Ok(session.users(filter).await?.items.into_iter().map(|one| (one.id, one.name)).collect())
                }
                false => Ok(session.colleagues().await?.into_iter().map(|one| (one.id, one.name)).collect()),
            }
        }
    });
    let choices = Signal::derive(move || {
        let all: Vec<(UserId, String)> = people.value().unwrap_or_default();
        all.into_iter().map(|(id, name)| (id.to_string(), name)).collect::<Vec<_>>()
    });
    view! {
        <div class="field">
            <div class="form-row">
                {searches.then(|| view! { <TextField field=typed label=tr!(roles.why_find_person) optional=true/> })}
                <Select field=question.person label=tr!(roles.why_person) choices/>
            </div>
            {searches.then(|| view! { <p class="field-help">{tr!(roles.why_find_help)}</p> })}
        </div>
    }
}

#[component]
fn What(question: Question) -> impl IntoView {
    let i18n = use_i18n();
    let choices: Choices = Signal::derive(move || {
        let all = Area::ALL.iter().flat_map(|area| area.permissions());
        all.map(|one| (one.code().to_owned(), words::permission(i18n, *one))).collect()
    });
    view! { <Select field=question.permission label=tr!(roles.permission) choices/> }
}

#[component]
fn Answer(why: Why) -> impl IntoView {
    let i18n = use_i18n();
    let (class, icon, title) = match why.allowed {
        true => {
            ("notice notice-success", Name::CheckCircle, say!(i18n, roles.why_yes, name = why.name.clone()))
        }
        false => ("notice notice-warning", Name::Lock, say!(i18n, roles.why_no, name = why.name.clone())),
    };
    let lines = reasons(i18n, &why).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <div class=class>
            <Icon name=icon/>
            <div><p class="notice-title">{title}</p> <ul class="why-reasons">{lines}</ul></div>
        </div>
    }
}

/// Everything that it depends on, what stands in the way first.
fn reasons(i18n: I18n, why: &Why) -> Vec<String> {
    let account = match why.account {
        AccountState::Active => None,
        AccountState::Invited => Some(say!(i18n, roles.why_invited)),
        AccountState::Deactivated => Some(say!(i18n, roles.why_deactivated)),
    };
    let factor = why.lacks_second_factor.then(|| say!(i18n, roles.why_second_factor));
    let numbers = why.not_collected.then(|| say!(i18n, roles.why_no_numbers));
    let off = why.module_off.is_some().then(|| say!(i18n, roles.why_switched_off));
    let grants = match (why.granted_by.is_empty(), why.would_be_granted_by.is_empty()) {
        (false, _) => say!(i18n, roles.why_granted, roles = words::names(i18n, &why.granted_by)),
        (true, false) => say!(i18n, roles.why_would, roles = words::names(i18n, &why.would_be_granted_by)),
        (true, true) => say!(i18n, roles.why_nobody_grants),
    };
    let client = why.client.as_ref().map(|client| match client.in_sight {
        true => say!(i18n, roles.why_in_sight, client = client.name.clone()),
        false => {
            let sight = words::short_sight(i18n, why.sight);
            say!(i18n, roles.why_out_of_sight, client = client.name.clone(), sight = sight)
        }
    });
    [numbers, off, account, factor, Some(grants), client].into_iter().flatten().collect()
}
