//! What can go wrong in the store. The API turns each into a problem; causes are logged, never sent.

use diesel::result::{DatabaseErrorKind, Error as DieselError};
use domain::{
    changes::ChangeDetail,
    permission::Permission,
    problem::{Conflict, FieldError},
    settings::Module,
};

pub type StoreResult<T> = Result<T, StoreError>;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No session, or one that may not act any more.
    #[error("nobody is signed in")]
    Unauthenticated,
    /// A session that somebody ended, which is not the same as one that ran out.
    #[error("the session was ended")]
    SessionEnded,
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
    /// These hold it, so it cannot go: some of them by name, and how many there are.
    #[error("held by {all} people")]
    HeldBy { names: Vec<String>, all: i64 },
    /// It cannot be deleted: which kinds of records name it.
    #[error("in use by {0:?}")]
    InUse(Vec<&'static str>),
    /// Fields of a proposal moved since it was made.
    #[error("the base of the change moved")]
    ChangeConflict(Vec<Conflict>),
    /// What a reviewer was shown is not what would be applied; with the proposal as it stands.
    #[error("the change is not the one that was seen")]
    ChangedSinceSeen(Box<ChangeDetail>),
    /// Email or password is wrong, or the account cannot sign in.
    #[error("sign-in refused")]
    SignInRefused,
    /// A one-time code or a recovery code is wrong, or was used before.
    #[error("code refused")]
    CodeRefused,
    /// The sign-in between password and code took too long, or was ended.
    #[error("the sign-in is over")]
    SignInOver,
    /// It belongs to a part that the administration switched off.
    #[error("{} is switched off", .0.code())]
    SwitchedOff(Module),
    /// Nothing but setting up a second factor is open.
    #[error("a second factor is required")]
    SecondFactorRequired,
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
    /// No connection could be had, or the answer took too long; worth another try.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// The connection turned out to be closed; worth another try on a new one.
    #[error("the connection to the database is closed: {0}")]
    Closed(String),
    #[error("internal: {0}")]
    Internal(String),
}

impl StoreError {
    /// One field is wrong.
    pub fn field(pointer: &str, code: &str) -> Self {
        Self::Invalid(vec![FieldError::new(pointer, code)])
    }

    /// Where a foreign key says that it is still named, says by what.
    pub fn in_use(self, by: &'static str) -> Self {
        match self {
            Self::Internal(text) if text.contains("violates foreign key") => Self::InUse(vec![by]),
            other => other,
        }
    }

    /// Puts what is wrong with one field where another form has it.
    pub fn moved(self, from: &str, to: &str) -> Self {
        let Self::Invalid(mut errors) = self else { return self };
        for error in errors.iter_mut().filter(|error| error.pointer == from) {
            to.clone_into(&mut error.pointer);
        }
        Self::Invalid(errors)
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
    let says = |words: &[&str]| words.iter().any(|words| message.contains(words));
    match kind {
        DatabaseErrorKind::ClosedConnection => StoreError::Closed(message.to_owned()),
        DatabaseErrorKind::SerializationFailure => {
            StoreError::Conflict("Somebody wrote at the same moment; try again.")
        }
        _ if says(&ERASED) => StoreError::NotFound,
        _ if says(&LOCKED) => StoreError::Conflict("Somebody is writing here at this moment; try again."),
        _ if says(&GONE) => StoreError::Closed(message.to_owned()),
        _ if says(&SLOW) => StoreError::Unavailable(message.to_owned()),
        _ if says(&UNSPEAKABLE) => StoreError::BadCursor,
        _ => StoreError::Internal(format!("{message} [{}]", constraint.unwrap_or("-"))),
    }
}

const LOCKED: [&str; 2] = ["lock timeout", "deadlock detected"];
/// A client who was there when the transaction began.
const ERASED: [&str; 1] = ["there is no record of this client"];
const SLOW: [&str; 1] = ["statement timeout"];
/// libpq reports a server that went away as an unknown error with these words.
const GONE: [&str; 7] = [
    "terminating connection",
    "server closed the connection",
    "connection to server",
    "no connection to the server",
    "could not send data to server",
    "could not receive data from server",
    "SSL connection has been closed",
];
/// What only a cursor can bring this far, because everything else that is sent is checked: a time that PostgreSQL does
/// not know, and U+0000 in a text.
const UNSPEAKABLE: [&str; 3] =
    ["timestamp out of range", "date out of range", "invalid byte sequence for encoding"];

impl From<diesel::r2d2::PoolError> for StoreError {
    fn from(error: diesel::r2d2::PoolError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        // Its own words repeat the value.
        let (kind, line, column) = (error.classify(), error.line(), error.column());
        Self::Internal(format!("json: {kind:?} at {line}:{column}"))
    }
}

impl From<crate::crypt::CryptError> for StoreError {
    fn from(error: crate::crypt::CryptError) -> Self {
        Self::Internal(format!("sealing: {error}"))
    }
}
