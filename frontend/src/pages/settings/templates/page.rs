//! All templates, by name.

use domain::note_templates::NoteTemplate;
use leptos::prelude::*;

use super::form::{AddTemplate, AmendTemplate};
use crate::{
    components::{
        badge::Badge,
        confirm::{Call, Confirm},
        dialog::Dialog,
        empty::Empty,
        icon::{Icon, Name},
        loaded::{Loaded, Reading},
        toast::use_toasts,
    },
    i18n::{say, tr, use_i18n},
    pages::notes::use_note_types,
    session::use_session,
};

#[component]
pub fn NoteTemplates() -> impl IntoView {
    let session = use_session();
    use_note_types();
    let reading = Reading::new(move || session.note_templates());
    let again = Callback::new(move |()| reading.again());
    let adding = RwSignal::new(false);
    view! {
        <section class="section" aria-labelledby="templates-title">
            <header class="section-head">
                <h2 id="templates-title">{tr!(templates.title)}</h2>
                <button class="btn btn-sm btn-primary" type="button" on:click=move |_| adding.set(true)>
                    <Icon name=Name::Plus/> {tr!(templates.add)}
                </button>
            </header>
            <p class="muted">{tr!(templates.help)}</p>
            <Loaded reading rows=4 let:all><Rows all again/></Loaded>
        </section>
        <Dialog open=adding title=tr!(templates.add_title) wide=true><AddTemplate open=adding again/></Dialog>
    }
}

#[component]
fn Rows(all: Vec<NoteTemplate>, again: Callback<()>) -> impl IntoView {
    if all.is_empty() {
        return view! { <Empty icon=Name::Note title=tr!(templates.none) help=tr!(templates.none_help)/> }
            .into_any();
    }
    let rows = all.into_iter().map(|template| view! { <Row template again/> });
    view! { <ul class="rows card">{rows.collect_view()}</ul> }.into_any()
}

#[component]
fn Row(template: NoteTemplate, again: Callback<()>) -> impl IntoView {
    let (i18n, types) = (use_i18n(), use_note_types());
    let (kind, of) = (template.kind.clone(), template.kind.clone());
    let retired =
        move || types.is_retired(&of).then(|| view! { <Badge text=say!(i18n, templates.type_retired)/> });
    let (amending, removing) = (RwSignal::new(false), RwSignal::new(false));
    let kept = StoredValue::new(template.clone());
    view! {
        <li class="row row-tall">
            <div class="row-body">
                <div class="row-line">
                    <strong>{template.name}</strong> <span class="muted small">{move || types.word(&kind)}</span> {retired}
                </div>
                <p class="prewrap muted small">{template.text}</p>
            </div>
            <div class="row-actions">
                <button class="btn btn-sm" type="button" on:click=move |_| amending.set(true)>{tr!(templates.amend)}</button>
                <button class="btn btn-sm btn-ghost" type="button" on:click=move |_| removing.set(true)>{tr!(templates.remove)}</button>
            </div>
            <Dialog open=amending title=tr!(templates.amend_title) wide=true>
                <AmendTemplate template=kept.get_value() open=amending again/>
            </Dialog>
            <Dialog open=removing title=tr!(templates.remove_title)>
                <Remove template=kept.get_value() open=removing again/>
            </Dialog>
        </li>
    }
}

#[component]
fn Remove(template: NoteTemplate, open: RwSignal<bool>, again: Callback<()>) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let (call, id) = (Call::new(), template.id);
    let remove = move || {
        call.run(session.remove_note_template(id), move |()| {
            open.set(false);
            toasts.say(untrack(|| say!(i18n, templates.removed)));
            again.run(());
        });
    };
    view! {
        <p><strong>{template.name}</strong></p>
        <p>{tr!(templates.remove_help)}</p>
        <Confirm call label=tr!(templates.remove) on_yes=remove on_no=move || open.set(false)/>
    }
}
