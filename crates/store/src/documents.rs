//! Documents: the rows of uploaded files. The files themselves lie in [`crate::files::Vault`].

use domain::{documents::Format, ids::DocumentId};

/// A file that lies in the vault, inspected, and waits for its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub id: DocumentId,
    pub name: String,
    pub format: Format,
    pub size: i64,
    pub sha256: [u8; 32],
}
