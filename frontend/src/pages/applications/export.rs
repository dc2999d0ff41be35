//! Taking applications out as a file: those that the filters leave.

use domain::{
    applications::ApplicationFilter,
    exports::{ApplicationColumn, ApplicationExportDraft, ExportColumn},
};
use leptos::prelude::*;
use web_sys::Blob;

use super::queue::filter;
use crate::{
    api::Answer,
    components::{
        address::Address,
        icon::{Icon, Name},
    },
    format,
    i18n::{I18n, say, tr},
    pages::exports::{ExportDialog, Rows, What},
    session::Session,
};

#[component]
pub fn ExportApplications() -> impl IntoView {
    let (address, open) = (Address::here(), RwSignal::new(false));
    let of = Callback::new(move |()| ApplicationFilter { limit: None, cursor: None, ..filter(address) });
    view! {
        <button class="btn btn-ghost" type="button" on:click=move |_| open.set(true)>
            <Icon name=Name::Download/> {tr!(exports.open)}
        </button>
        <ExportDialog open of/>
    }
}

impl Rows for ApplicationFilter {
    type Column = ApplicationColumn;
    type Draft = ApplicationExportDraft;
    /// Knowing who waits, and what became of whom.
    const USUAL: &'static [ApplicationColumn] = &[
        ApplicationColumn::Reference,
        ApplicationColumn::ReceivedOn,
        ApplicationColumn::Status,
        ApplicationColumn::LastName,
        ApplicationColumn::FirstName,
        ApplicationColumn::Phone,
        ApplicationColumn::Email,
        ApplicationColumn::Programs,
        ApplicationColumn::DecidedOn,
    ];

    async fn preview(self, session: Session) -> Answer<(u64, Vec<ExportColumn>)> {
        let preview = session.application_export_preview(self).await?;
        Ok((preview.applications, preview.columns))
    }

    fn draft(self, what: What<ApplicationColumn>) -> ApplicationExportDraft {
        let What { columns, reason, language } = what;
        ApplicationExportDraft { filter: self, columns, reason, language }
    }

    async fn take(
        session: Session,
        draft: ApplicationExportDraft,
        lines: impl Fn(u64) + 'static,
    ) -> Answer<(Blob, String)> {
        session.export_applications(draft, lines).await
    }

    fn headline(i18n: I18n, rows: u64) -> String {
        match rows {
            0 => say!(i18n, applications.none_found),
            1 => say!(i18n, exports.one_application),
            _ => say!(i18n, exports.some_applications, count = format::number(i18n, rows)),
        }
    }
}
