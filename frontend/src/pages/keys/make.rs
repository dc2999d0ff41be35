//! Making a key. What opens with it is shown once, until one says that it is kept.

use chrono::{Days, NaiveDate};
use domain::{
    api_keys::{ApiKeyDraft, NewApiKey},
    permission::NOT_BY_KEY,
};
use leptos::prelude::*;

use crate::{
    components::{
        button::Button,
        copy::Copy,
        icon::{Icon, Name},
    },
    format::today,
    forms::{Core, DateField, Field, Form, FormView, SendButton, TextField},
    i18n::tr,
    pages::roles::{PermissionChecks, chosen},
    session::use_session,
};

#[component]
pub fn MakeKey(open: RwSignal<bool>) -> impl IntoView {
    let made = RwSignal::new(None::<NewApiKey>);
    let done = Callback::new(move |()| open.set(false));
    move || match made.get() {
        Some(made) => view! { <Told secret=made.secret done/> }.into_any(),
        None => view! { <Ask made/> }.into_any(),
    }
}

/// A field for a permission set, a name and a day.
#[derive(Clone, Copy)]
struct Wish {
    name: Field<String>,
    expires_on: Field<String>,
    permissions: Field<Vec<String>>,
}

impl Wish {
    fn draft(self) -> ApiKeyDraft {
        ApiKeyDraft {
            name: self.name.trimmed(),
            permissions: chosen(self.permissions),
            expires_on: self.expires_on.parsed().unwrap_or_default(),
        }
    }
}

#[component]
fn Ask(made: RwSignal<Option<NewApiKey>>) -> impl IntoView {
    let session = use_session();
    let core = Core::new("api-key");
    let wish = Wish {
        name: core.text("/name", ""),
        expires_on: core.text("/expires_on", in_three_months(today()).to_string()).needs_day(),
        permissions: core.field("/permissions", Vec::new()),
    };
    let form = Form::new(core, move || wish.draft());
    let offered = session.me().permissions.minus(NOT_BY_KEY);
    let send = move || form.send(move |draft| session.make_api_key(draft), move |key| made.set(Some(key)));
    view! {
        <FormView core on_send=send>
            <div class="form-row">
                <TextField field=wish.name label=tr!(api_keys.name) help=tr!(api_keys.name_help)/>
                <DateField field=wish.expires_on label=tr!(api_keys.expires_on) help=tr!(api_keys.expires_help)/>
            </div>
            <PermissionChecks field=wish.permissions label=tr!(api_keys.permissions) help=tr!(api_keys.permissions_help) offered/>
            <div class="form-actions"><SendButton core label=tr!(api_keys.make)/></div>
        </FormView>
    }
}

/// Short enough that somebody looks whether it is still needed.
fn in_three_months(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(90)).unwrap_or(today)
}

#[component]
fn Told(secret: String, done: Callback<()>) -> impl IntoView {
    view! {
        <div class="notice notice-success" role="status">
            <Icon name=Name::CheckCircle/>
            <div><p class="notice-title">{tr!(api_keys.keep)}</p> <p>{tr!(api_keys.keep_help)}</p></div>
        </div>
        <p class="key-told"><code>{secret.clone()}</code></p>
        <p class="muted small">{tr!(api_keys.usage)}</p>
        <div class="form-actions">
            <Copy text=secret label=tr!(api_keys.copy) done=tr!(api_keys.copied)/>
            <Button label=tr!(api_keys.kept) class="btn btn-primary" on_click=move || done.run(())/>
        </div>
    }
}
