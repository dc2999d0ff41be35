//! Taking clients out as a file: those who are chosen in the list.

use domain::exports::{ClientColumn, ExportColumn, ExportDraft, ExportOf};
use web_sys::Blob;

use crate::{
    api::Answer,
    format,
    i18n::{I18n, say},
    pages::exports::{Rows, What},
    session::Session,
};

impl Rows for ExportOf {
    type Column = ClientColumn;
    type Draft = ExportDraft;
    /// Reaching people, and knowing where they stand.
    const USUAL: &'static [ClientColumn] = &[
        ClientColumn::LastName,
        ClientColumn::FirstName,
        ClientColumn::Status,
        ClientColumn::Stage,
        ClientColumn::Programs,
        ClientColumn::Phones,
        ClientColumn::Emails,
        ClientColumn::DoNotContact,
    ];

    async fn preview(self, session: Session) -> Answer<(u64, Vec<ExportColumn>)> {
        let preview = session.export_preview(self).await?;
        Ok((preview.clients, preview.columns))
    }

    fn draft(self, what: What<ClientColumn>) -> ExportDraft {
        let What { columns, reason, language } = what;
        ExportDraft { of: self, columns, reason, language }
    }

    async fn take(
        session: Session,
        draft: ExportDraft,
        lines: impl Fn(u64) + 'static,
    ) -> Answer<(Blob, String)> {
        session.export(draft, lines).await
    }

    fn headline(i18n: I18n, rows: u64) -> String {
        match rows {
            0 => say!(i18n, bulk.nobody_fits),
            1 => say!(i18n, exports.one),
            _ => say!(i18n, exports.some, count = format::number(i18n, rows)),
        }
    }
}
