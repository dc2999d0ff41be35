//! Mail that was kept instead of sent, because there is no mail server.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::JobId;

/// One mail, as its reader would see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptMail {
    /// Of the job that sent it.
    pub id: JobId,
    pub at: DateTime<Utc>,
    pub to: String,
    pub subject: String,
    pub text: String,
}

/// The latest mails of the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailFolder {
    /// False where mail goes out through a mail server: then none is kept.
    pub keeps_mail: bool,
    /// At most a hundred, newest first.
    pub latest: Vec<KeptMail>,
}
