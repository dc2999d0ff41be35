//! What one is told in the app.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{codes::codes, ids::NotificationId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NotificationKind))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    NewApplication,
    ClientAssigned,
    /// Many at once.
    ClientsAssigned,
    FollowUpAssigned,
    /// Those of somebody who left a client, or several clients.
    FollowUpsAssigned,
    /// Some stay undone.
    FollowUpsEscalated,
    NoteReviewed,
    /// The reader is named in a note about the client.
    NoteMentioned,
    ChangeApproved,
    ChangeRefused,
}
codes!(Kind: NewApplication "new_application", ClientAssigned "client_assigned",
    ClientsAssigned "clients_assigned",
    FollowUpAssigned "follow_up_assigned", FollowUpsAssigned "follow_ups_assigned",
    FollowUpsEscalated "follow_ups_escalated",
    NoteReviewed "note_reviewed", NoteMentioned "note_mentioned", ChangeApproved "change_approved",
    ChangeRefused "change_refused");

/// Something that concerns the reader. The page words it; no personal data stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notification {
    pub id: NotificationId,
    pub kind: Kind,
    /// The application, client, follow-up, note or change.
    pub subject_id: Uuid,
    pub at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
}

/// The latest notifications and how many are unread.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Inbox {
    pub unread: i64,
    /// At most thirty, newest first.
    pub latest: Vec<Notification>,
}
