//! What can go wrong in the store. The API turns each into a problem; causes are logged, never sent.

use diesel::result::{DatabaseErrorKind, Error as DieselError};
use domain::{
    permission::Permission,
    problem::{Conflict, FieldError},
};

pub type StoreResult<T> = Result<T, StoreError>;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No session, or one that may not act any more.
    #[error("nobody is signed in")]
    Unauthenticated,
    /// The permission that is missing.
    #[error("not permitted: {}", .0.code())]
    Forbidden(Permission),
    /// Permitted in general, not in this case; the text says why.
    #[error("not permitted: {0}")]
    NotYours(&'static str),
    /// It does not exist or lies outside the actor's sight.
    #[error("not found")]
    NotFound,
    /// The row has another version than the caller read.
    #[error("stale version")]
    Stale,
    #[error("invalid: {0:?}")]
    Invalid(Vec<FieldError>),
    /// The rows do not allow it now; the text says what to do.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// Fields of a proposal moved since it was made.
    #[error("the base of the change moved")]
    ChangeConflict(Vec<Conflict>),
    /// Email or password is wrong, or the account cannot sign in.
    #[error("sign-in refused")]
    SignInRefused,
    /// Another tab renewed this session a moment ago.
    #[error("already renewed")]
    AlreadyRenewed,
    /// The same request is still running.
    #[error("still running")]
    StillRunning,
    /// The idempotency key was used for another body.
    #[error("key reused")]
    KeyReused,
    /// Seconds until the next try.
    #[error("too many tries")]
    TooMany { retry_after: u64 },
    /// A cursor that this list did not give.
    #[error("malformed cursor")]
    BadCursor,
    /// No connection could be had; worth another try.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    #[error("internal: {0}")]
    Internal(String),
}

impl StoreError {
    /// One field is wrong.
    pub fn field(pointer: &str, code: &str) -> Self {
        Self::Invalid(vec![FieldError::new(pointer, code)])
    }

    /// Names the field of a broken unique or foreign key; any other error stays what it is.
    pub fn naming(self, constraint: &str, pointer: &str, code: &str) -> Self {
        match self {
            Self::Internal(text) if text.contains(constraint) => Self::field(pointer, code),
            other => other,
        }
    }
}

impl From<Vec<FieldError>> for StoreError {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Invalid(errors)
    }
}

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Self::NotFound,
            DieselError::DatabaseError(kind, info) => database(kind, info.message(), info.constraint_name()),
            other => Self::Internal(other.to_string()),
        }
    }
}

/// Constraint names are ours; PostgreSQL's `DETAIL`, which repeats values, is left out.
fn database(kind: DatabaseErrorKind, message: &str, constraint: Option<&str>) -> StoreError {
    match kind {
        DatabaseErrorKind::ClosedConnection => StoreError::Unavailable(message.to_owned()),
        DatabaseErrorKind::SerializationFailure => {
            StoreError::Conflict("Somebody wrote at the same moment; try again.")
        }
        _ if message.contains("lock timeout") || message.contains("deadlock detected") => {
            StoreError::Conflict("Somebody is writing here at this moment; try again.")
        }
        _ if gone(message) => StoreError::Unavailable(message.to_owned()),
        _ => StoreError::Internal(format!("{message} [{}]", constraint.unwrap_or("-"))),
    }
}

/// libpq reports a server that went away as an unknown error with these words.
fn gone(message: &str) -> bool {
    [
        "terminating connection",
        "server closed the connection",
        "connection to server",
        "no connection to the server",
    ]
    .iter()
    .any(|words| message.contains(words))
}

impl From<diesel::r2d2::PoolError> for StoreError {
    fn from(error: diesel::r2d2::PoolError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(format!("json: {error}"))
    }
}

impl From<crate::crypt::CryptError> for StoreError {
    fn from(error: crate::crypt::CryptError) -> Self {
        Self::Internal(format!("sealing: {error}"))
    }
}
