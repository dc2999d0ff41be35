//! Applications by what applicants answered to the organization's own questions.

use domain::custom_fields::CustomField;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    components::{
        address::Address,
        dialog::Dialog,
        icon::{Icon, Name},
        loaded::Reading,
    },
    i18n::{I18n, say, tr, use_i18n},
    pages::clients::filters::{ByField, Lazy, called, meant, wanted},
    session::{Session, use_session},
};

/// The button that opens the panel, and what is asked for now. Nothing where the organization asks nothing of its own, or
/// where one may not see what was answered.
#[component]
pub fn OwnFields() -> impl IntoView {
    let session = use_session();
    let fields: Lazy<CustomField> = Reading::new(move || async move { answered(session).await.map(Some) });
    let open = RwSignal::new(false);
    let there = Memo::new(move |_| fields.value().flatten().is_some_and(|all| !all.is_empty()));
    let button = move || {
        there.get().then(|| {
            view! {
                <button class="btn btn-sm" type="button" aria-haspopup="dialog" on:click=move |_| open.set(true)>
                    <Icon name=Name::Filter/> {tr!(custom_fields.filter)}
                </button>
            }
        })
    };
    view! {
        <div class="chips applied">{button} <Asked fields/></div>
        <Dialog open title=tr!(custom_fields.filter) drawer=true>
            <ByField fields/>
            <div class="form-actions panel-foot">
                <button class="btn btn-primary" type="button" on:click=move |_| open.set(false)>{tr!(applications.show)}</button>
            </div>
        </Dialog>
    }
}

/// Fields whose answers one may see.
async fn answered(session: Session) -> crate::api::Answer<Vec<CustomField>> {
    let mut all = session.custom_fields().await?;
    all.retain(|field| field.on.applications() && session.may(field.permission_on_applications()));
    Ok(all)
}

/// What is asked for, each of which can be taken away.
#[component]
fn Asked(fields: Lazy<CustomField>) -> impl IntoView {
    let (i18n, address) = (use_i18n(), Address::here());
    let navigate = StoredValue::new_local(use_navigate());
    let chip = move |value: String| {
        let words = in_words(i18n, fields, &value);
        let label = say!(i18n, filters.take_away, filter = words.clone());
        let take_away = move |_| {
            let to = untrack(|| address.without("field", &value));
            navigate
                .with_value(|go| go(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() }));
        };
        view! {
            <button class="chip chip-applied" type="button" aria-label=label on:click=take_away>
                <span>{words}</span> <Icon name=Name::Close/>
            </button>
        }
    };
    move || address.all("field").into_iter().map(chip).collect_view()
}

/// "Shirt size: Large"; what no field has stands as it is.
fn in_words(i18n: I18n, fields: Lazy<CustomField>, value: &str) -> String {
    let Some(is) = wanted(value) else { return value.to_owned() };
    let all = fields.value().flatten().unwrap_or_default();
    let found = all.iter().find(|field| field.name == is.name);
    let what = found.and_then(|field| Some((called(i18n, field), meant(i18n, field, &is.wanted)?)));
    what.map_or_else(|| value.to_owned(), |(name, what)| format!("{name}: {what}"))
}
