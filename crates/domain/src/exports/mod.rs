//! Exports: clients, or applications, as a file for a spreadsheet, a row for each.

mod applications;
mod clients;
mod column;
mod csv;
mod words;

use serde::{Deserialize, Serialize};

pub use applications::{
    ApplicationColumn, ApplicationExportDraft, ApplicationExportPreview, ApplicationExportQuestion,
};
pub use clients::{ClientColumn, ExportDraft, ExportOf, ExportPreview, ExportQuestion};
pub use column::{Column, Plain};
pub use csv::{BEGINNING, line};
pub use words::Words;

use crate::code_lists::Labels;

/// The most rows in one file.
pub const MOST: usize = 100_000;
/// So many are read at once, whatever the length of the file.
pub const PIECE: usize = 500;

/// A column that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportColumn {
    /// What it is asked for by.
    #[cfg_attr(feature = "openapi", schema(example = "field:shirt_size"))]
    pub column: String,
    /// Of a custom field its label, by language; of the others the word over the column.
    #[cfg_attr(feature = "openapi", schema(inline))]
    pub labels: Labels,
}
