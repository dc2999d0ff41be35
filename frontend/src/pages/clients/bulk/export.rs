//! Taking clients out as a file: how many, what of them and why, and how far it is.

use domain::{
    clients::ClientFilter,
    code_lists::label,
    exports::{Column, ExportColumn, ExportDraft, ExportOf, ExportPreview, MOST, Plain},
};
use leptos::prelude::*;

use super::selection::Selection;
use crate::{
    components::{
        dialog::Dialog,
        loaded::{Loaded, Reading},
        toast::use_toasts,
    },
    format,
    forms::{Checks, Core, Form, FormView, SendButton, TextField},
    i18n::{I18n, say, tr, use_i18n},
    pages::disclosure::save,
    session::use_session,
};

#[component]
pub fn ExportDialog(
    open: RwSignal<bool>,
    selection: Selection,
    filter: Callback<(), ClientFilter>,
) -> impl IntoView {
    view! { <Dialog open title=tr!(exports.title) wide=true><Ask open selection filter/></Dialog> }
}

#[component]
fn Ask(open: RwSignal<bool>, selection: Selection, filter: Callback<(), ClientFilter>) -> impl IntoView {
    let (i18n, session) = (use_i18n(), use_session());
    let too_many = move || say!(i18n, refused.too_many_in_a_file, max = format::number(i18n, MOST as u64));
    let of = StoredValue::new(untrack(|| selection.export_of(filter.run(()))));
    let reading = Reading::new(move || session.export_preview(of.get_value()));
    view! {
        <Loaded reading rows=6 lasting=true let:preview>
            {match preview.clients {
                0 => view! { <p role="status">{tr!(bulk.nobody_fits)}</p> }.into_any(),
                n if n > MOST as u64 => view! { <p role="status">{too_many}</p> }.into_any(),
                _ => view! { <ExportForm open of=of.get_value() preview/> }.into_any(),
            }}
        </Loaded>
    }
}

/// What most files are made for: reaching people, and knowing where they stand.
const USUAL: [Plain; 8] = [
    Plain::LastName,
    Plain::FirstName,
    Plain::Status,
    Plain::Stage,
    Plain::Programs,
    Plain::Phones,
    Plain::Emails,
    Plain::DoNotContact,
];

#[component]
fn ExportForm(open: RwSignal<bool>, of: ExportOf, preview: ExportPreview) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let (clients, offered) = (preview.clients, StoredValue::new(preview.columns));
    let core = Core::new("export").passing();
    let usual = |one: &ExportColumn| USUAL.iter().any(|plain| one.column == Column::Plain(*plain));
    let first = offered.with_value(|all| all.iter().filter(|one| usual(one)).map(code).collect::<Vec<_>>());
    let columns = core.field("/columns", first);
    let reason = core.text("/reason", "");
    let lines = RwSignal::new(0_u64);
    let form = Form::new(core, move || ExportDraft {
        of: of.clone(),
        columns: chosen(&offered.read_value(), &columns.get()),
        reason: reason.trimmed(),
        language: Some(i18n.language().code().to_owned()),
    });
    // The dialog may be closed while the file comes, and then nobody follows it.
    let came = move |n| {
        lines.try_set(n);
    };
    let done = move |(file, name): (web_sys::Blob, String)| {
        save(&file, &name);
        toasts.say(untrack(|| say!(i18n, exports.done, name = name)));
        open.set(false);
    };
    let send = move || {
        lines.set(0);
        form.send(move |draft| session.export(draft, came), done);
    };
    let choices = Signal::derive(move || {
        offered.with_value(|all| all.iter().map(|one| (code(one), word(i18n, one))).collect::<Vec<_>>())
    });
    let headline = Signal::derive(move || match clients {
        1 => say!(i18n, exports.one),
        _ => say!(i18n, exports.some, count = format::number(i18n, clients)),
    });
    view! {
        <p class="bulk-headline" role="status">{headline}</p>
        <p class="muted small">{tr!(exports.help)}</p>
        <FormView core on_send=send>
            <div class="in-columns"><Checks field=columns label=tr!(exports.columns) choices/></div>
            <TextField field=reason label=tr!(disclosure.why) help=tr!(exports.why_help)/>
            {move || (lines.get() > 0).then(|| view! { <Progress clients lines/> })}
            <div class="form-actions"><SendButton core label=tr!(exports.take)/></div>
        </FormView>
    }
}

/// The line over the columns is one of the lines that come.
#[component]
fn Progress(clients: u64, lines: RwSignal<u64>) -> impl IntoView {
    view! {
        <progress class="progress w-full" max=clients.to_string() aria-label=tr!(bulk.progress)
            prop:value=move || lines.get().saturating_sub(1).min(clients).to_string()></progress>
    }
}

fn code(one: &ExportColumn) -> String {
    one.column.clone().into()
}

fn word(i18n: I18n, one: &ExportColumn) -> String {
    label(&one.labels, i18n.language().code()).to_owned()
}

/// In the order in which they are offered, whichever was ticked first.
fn chosen(offered: &[ExportColumn], codes: &[String]) -> Vec<Column> {
    offered.iter().filter(|one| codes.contains(&code(one))).map(|one| one.column.clone()).collect()
}
