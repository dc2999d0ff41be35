//! What one is told in the app.

mod preferences;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{codes::codes, ids::NotificationId};

pub use preferences::{Preference, Preferences, Way, Wish};

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
    /// Of one's own, for today or overdue: once a morning.
    FollowUpsDue,
    /// Some stay undone.
    FollowUpsEscalated,
    /// The day has come on which a restriction is looked at again.
    RestrictionReviewDue,
    NoteReviewed,
    /// The reader is named in a note about the client.
    NoteMentioned,
    ChangeApproved,
    /// Some fields of it were left out.
    ChangePartlyApproved,
    ChangeRefused,
    /// A change of many clients that the reader began has ended in the background.
    BulkChangeEnded,
    /// Somebody else changed what the reader may do here.
    RolesChanged,
    /// Places in a program were offered, and nobody answered in time.
    OffersLapsed,
    /// What the reader asked for about their own record was decided.
    RequestAnswered,
}
codes!(Kind: NewApplication "new_application", ClientAssigned "client_assigned",
    ClientsAssigned "clients_assigned",
    FollowUpAssigned "follow_up_assigned", FollowUpsAssigned "follow_ups_assigned",
    FollowUpsDue "follow_ups_due", FollowUpsEscalated "follow_ups_escalated",
    RestrictionReviewDue "restriction_review_due", NoteReviewed "note_reviewed", NoteMentioned "note_mentioned", ChangeApproved "change_approved",
    ChangePartlyApproved "change_partly_approved", ChangeRefused "change_refused", BulkChangeEnded "bulk_change_ended", RolesChanged "roles_changed",
    OffersLapsed "offers_lapsed", RequestAnswered "request_answered");

/// Something that concerns the reader. The page words it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notification {
    pub id: NotificationId,
    pub kind: Kind,
    /// The application, client, follow-up, restriction, note, proposal, program or change of many clients.
    pub subject_id: Uuid,
    /// The name of the person it is about, where it is one whom the reader sees now. It is looked up when it is read, and
    /// stands in no mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    pub at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
}

/// The latest notifications and how many are unread.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Inbox {
    pub unread: i64,
    /// Newest first; thirty of them where nothing else is asked for.
    pub latest: Vec<Notification>,
    /// Give this as `cursor` for those before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Which notifications are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct InboxFilter {
    /// Those alone that were not read, or were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unread: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}
