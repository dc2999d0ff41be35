//! Uploaded files: what is taken, and how much of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{codes::codes, ids::DocumentId};

/// The largest file that the administration may allow, in bytes.
pub const MAX_BYTES: u64 = 10 * 1024 * 1024;
/// The most files of one application that the administration may allow.
pub const MAX_FILES: usize = 10;
/// The longest file name, in characters.
pub const MAX_NAME: usize = 150;
/// The most bytes of a file that are sent at once: what a slow phone sends in some seconds, and so the most that a
/// lost connection costs.
pub const MAX_PIECE: usize = 256 * 1024;
/// What a file picker should offer.
pub const ACCEPT: &str = ".pdf,.docx,.doc,.txt";

/// Kinds of file that are taken. The content decides, not the name alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Pdf,
    Docx,
    Doc,
    Txt,
}
codes!(Format: Pdf "pdf", Docx "docx", Doc "doc", Txt "txt");

impl Format {
    /// The kind that a file's name promises.
    pub fn of_name(name: &str) -> Option<Self> {
        let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
        Self::from_code(&extension)
    }

    /// The type under which the file is served.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Doc => "application/msword",
            Self::Txt => "text/plain; charset=utf-8",
        }
    }
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    Empty,
    TooLarge,
    /// The name has a path, an invisible character or is too long.
    Name,
    /// Not one of the kinds that are taken.
    Kind,
    /// The content is not what the name says.
    Mismatch,
    /// It carries macros or other programs.
    Macros,
    /// It unpacks to far more than it is, or looking into it took more memory or time than any file needs.
    Bomb,
    /// It is locked with a password, so nobody could read it.
    Encrypted,
    /// The application has as many files as it may.
    TooMany,
}

impl Refusal {
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::TooLarge => "file_too_large",
            Self::Name => "file_name",
            Self::Kind => "file_kind",
            Self::Mismatch => "file_mismatch",
            Self::Macros => "file_macros",
            Self::Bomb => "file_bomb",
            Self::Encrypted => "file_encrypted",
            Self::TooMany => "too_many_files",
        }
    }
}

/// What can be said of a file before its content is there: the browser asks before it sends.
pub fn promising(name: &str, bytes: u64) -> Result<Format, Refusal> {
    let odd = |c: char| {
        c.is_control() || matches!(c, '/' | '\\' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if name.is_empty() || name.chars().count() > MAX_NAME || name.chars().any(odd) || name.starts_with('.') {
        return Err(Refusal::Name);
    }
    let format = Format::of_name(name).ok_or(Refusal::Kind)?;
    match bytes {
        0 => Err(Refusal::Empty),
        n if n > MAX_BYTES => Err(Refusal::TooLarge),
        _ => Ok(format),
    }
}

/// An uploaded file. Its content is a secret that is opened on its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Document {
    pub id: DocumentId,
    /// The name it had on the sender's machine.
    pub name: String,
    pub format: Format,
    /// Bytes.
    pub size: i64,
    pub uploaded_at: DateTime<Utc>,
    /// Absent when the applicant sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uploaded_by: Option<String>,
}

/// A file that somebody is about to send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UploadDraft {
    /// The name it has on the sender's machine.
    pub name: String,
    /// Bytes.
    pub size: u64,
}

/// A file on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Upload {
    /// The document's, once it is whole.
    pub id: DocumentId,
    /// Bytes that are here; the next piece begins there.
    pub received: u64,
    pub size: u64,
    /// Once it is whole and was found to be what its name says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Document>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_the_name_is_refused() {
        for name in ["../etc/passwd.pdf", "a\\b.pdf", "a\0.pdf", "\u{202e}fdp.txt", ".pdf", ""] {
            assert_eq!(promising(name, 10), Err(Refusal::Name), "{name:?}");
        }
    }

    #[test]
    fn the_last_extension_counts() {
        assert_eq!(promising("resume.pdf.exe", 10), Err(Refusal::Kind));
        assert_eq!(promising("Lebenslauf.José.PDF", 10), Ok(Format::Pdf));
    }

    #[test]
    fn nothing_and_too_much_are_refused() {
        assert_eq!(promising("a.pdf", 0), Err(Refusal::Empty));
        assert_eq!(promising("a.pdf", MAX_BYTES + 1), Err(Refusal::TooLarge));
    }
}
