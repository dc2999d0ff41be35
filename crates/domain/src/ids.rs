//! Typed ids: a client's id cannot be passed where a user's is wanted.
//!
//! The server makes them (UUIDv7, so that new rows stand together in an index); this crate only names them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self { Self(id) }
        }
        impl From<$name> for Uuid {
            fn from(id: $name) -> Self { id.0 }
        }
        impl AsRef<Uuid> for $name {
            fn as_ref(&self) -> &Uuid {
                &self.0
            }
        }
        impl $name {
            /// The bare id, for a database column or an address.
            pub fn uuid(self) -> Uuid { self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result { self.0.fmt(f) }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }
    )* };
}

ids! {
    /// A person who is served.
    ClientId
    /// What the public form creates, before staff decide on it.
    ApplicationId
    /// A link to the form.
    IntakeLinkId
    /// Anyone who signs in.
    UserId
    /// A role that the organization made for itself.
    OwnRoleId
    /// A key of a program that calls the API.
    ApiKeyId
    /// One signed-in browser.
    SessionId
    DepartmentId
    /// A training or service with a capacity.
    ProgramId
    /// How many people fit into a program from a day on.
    CapacityId
    EnrollmentId
    /// Somebody who waits for a place in a program.
    WaitlistEntryId
    RestrictionId
    /// A restriction that is set aside for a program, within limits.
    BypassId
    /// What keeps a client's record from being erased.
    LegalHoldId
    /// An entry of the ledger of erasures.
    ErasureId
    NoteId
    NoteTemplateId
    AddendumId
    FollowUpId
    /// What a client wants to reach.
    GoalId
    /// A step towards a goal.
    StepId
    AssignmentId
    /// An uploaded file.
    DocumentId
    /// The picture of a person.
    PhotoId
    /// A proposed change that waits for review.
    ChangeId
    CodeValueId
    /// A field that the organization made for itself.
    CustomFieldId
    NotificationId
    /// A piece of background work.
    JobId
    /// One change of many clients.
    BulkId
    /// Somebody's own filters of a list.
    SavedViewId
}
