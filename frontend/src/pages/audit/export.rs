//! The entries that the filters leave, as a file for a spreadsheet.

use domain::audit::{AuditExportDraft, AuditFilter};
use leptos::prelude::*;

use crate::{
    components::{
        address::Address,
        dialog::Dialog,
        icon::{Icon, Name},
        toast::use_toasts,
    },
    forms::{Core, Form, FormView, SendButton, TextField},
    i18n::{say, tr, use_i18n},
    pages::disclosure::save,
    session::use_session,
};

use super::list::filter;

#[component]
pub fn ExportAudit() -> impl IntoView {
    let (address, open) = (Address::here(), RwSignal::new(false));
    view! {
        <button class="btn btn-ghost" type="button" on:click=move |_| open.set(true)>
            <Icon name=Name::Download/> {tr!(audit.export)}
        </button>
        <Dialog open title=tr!(audit.export)><Ask open of=untrack(|| filter(address))/></Dialog>
    }
}

#[component]
fn Ask(open: RwSignal<bool>, of: AuditFilter) -> impl IntoView {
    let (i18n, session, toasts) = (use_i18n(), use_session(), use_toasts());
    let core = Core::new("audit-export").passing();
    let reason = core.text("/reason", "");
    let of = AuditFilter { limit: None, cursor: None, ..of };
    let form = Form::new(core, move || AuditExportDraft { filter: of.clone(), reason: reason.trimmed() });
    let done = move |(file, name): (web_sys::Blob, String)| {
        save(&file, &name);
        toasts.say(untrack(|| say!(i18n, exports.done, name = name)));
        open.set(false);
    };
    let send = move || form.send(move |draft| session.export_audit(draft), done);
    view! {
        <p class="muted">{tr!(audit.export_help)}</p>
        <FormView core on_send=send>
            <TextField field=reason label=tr!(disclosure.why) help=tr!(exports.why_help)/>
            <div class="form-actions"><SendButton core label=tr!(exports.take)/></div>
        </FormView>
    }
}
