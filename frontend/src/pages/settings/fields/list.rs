//! All custom fields in their order.

use domain::{
    custom_fields::{CustomField, CustomFieldPatch},
    ids::CustomFieldId,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;

use super::{
    super::{
        moving::{Moved, Moving, Said, button_id, come_back},
        of_one::OfOne,
    },
    remove::RemoveField,
    row::Row,
};
use crate::{
    components::{
        empty::Empty,
        failure,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        toast::use_toasts,
    },
    i18n::{say, tr, use_i18n},
    session::use_session,
};

/// What the parts of the page share. A handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Shown {
    fields: Reading<Vec<CustomField>>,
    pub removing: RwSignal<Option<CustomField>>,
    /// What had the focus when the list was changed, and has it again when it is drawn anew.
    focus: StoredValue<Option<String>>,
}

impl Shown {
    pub fn again(self) {
        self.fields.again();
    }

    /// Reads the list again, and then comes back to a button of a field.
    pub fn again_at(self, button: &str, id: CustomFieldId) {
        self.focus.set_value(Some(button_id(button, id)));
        self.fields.again();
    }
}

#[component]
pub fn FieldsPage() -> impl IntoView {
    let session = use_session();
    let fields = Reading::new(move || session.custom_fields());
    let shown = Shown { fields, removing: RwSignal::new(None), focus: StoredValue::new(None) };
    view! {
        <section class="section" aria-labelledby="fields-title">
            <header class="section-head">
                <div><h2 id="fields-title">{tr!(custom_fields.title)}</h2> <p class="muted">{tr!(custom_fields.help)}</p></div>
                <A href="/staff/settings/fields/new" {..} class="btn btn-sm btn-primary">
                    <Icon name=Name::Plus/> {tr!(custom_fields.add)}
                </A>
            </header>
            <Loaded reading=fields rows=4 let:found><Fields found shown/></Loaded>
        </section>
        <OfOne which=shown.removing title=tr!(custom_fields.remove_title)><RemoveField shown/></OfOne>
    }
}

#[component]
fn Fields(found: Vec<CustomField>, shown: Shown) -> impl IntoView {
    if found.is_empty() {
        let (title, help) = (tr!(custom_fields.none), tr!(custom_fields.none_help));
        return view! { <Empty icon=Name::Columns title help/> }.into_any();
    }
    come_back(shown.focus);
    let moving = Moving::of(found.len(), put(found.clone(), shown));
    let rows = found.into_iter().enumerate().map(|(place, field)| view! { <Row field place shown moving/> });
    view! {
        <p class="muted" id="moving-help">{tr!(custom_fields.moving_help)}</p>
        <ol class="rows card" aria-labelledby="fields-title">{rows.collect_view()}</ol>
        <Said moving/>
    }
    .into_any()
}

/// Puts a field into another place. Only in a component's body.
fn put(fields: Vec<CustomField>, shown: Shown) -> Callback<Moved> {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    Callback::new(move |moved: Moved| {
        let Some(field) = fields.iter().find(|field| field.id.uuid() == moved.id) else { return };
        let at = (field.id, field.version);
        let patch = CustomFieldPatch { position: Some(moved.place), ..CustomFieldPatch::default() };
        spawn_local(async move {
            match session.amend_custom_field(at, patch).await {
                Ok(_) => toasts.say(untrack(|| say!(i18n, settings.moved, name = moved.name))),
                Err(refused) => toasts.say(untrack(|| failure::words(i18n, &refused).0)),
            }
            if session.is_here() {
                shown.again_at("move", at.0);
            }
        });
    })
}
