//! What a change keeps of before.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    clients::{Stage, Status},
    follow_ups::HandedOver,
    ids::{AssignmentId, WaitlistEntryId},
};

/// What a row keeps of before, for taking it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "was", rename_all = "snake_case")]
pub enum Was {
    /// Assignments that ended, and the one that began.
    Assigned {
        ended: Vec<AssignmentId>,
        made: Option<AssignmentId>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        follow_ups: Vec<HandedOver>,
    },
    InStatus {
        from: Status,
        to: Status,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        follow_ups: Vec<HandedOver>,
        /// Where they waited for a place until their record was closed.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        waited: Vec<WaitlistEntryId>,
    },
    InStage {
        stage: Stage,
        since: DateTime<Utc>,
        step: uuid::Uuid,
    },
    /// The row that gave the tag: where it went and came again, it is another one.
    Tagged {
        row: uuid::Uuid,
    },
    Untagged {
        tag: String,
    },
}

impl Was {
    /// The same, with the follow-ups that were handed over.
    pub fn with(mut self, handed_over: Vec<HandedOver>) -> Self {
        if let Self::Assigned { follow_ups, .. } | Self::InStatus { follow_ups, .. } = &mut self {
            *follow_ups = handed_over;
        }
        self
    }

    pub fn handed_over(&self) -> &[HandedOver] {
        match self {
            Self::Assigned { follow_ups, .. } | Self::InStatus { follow_ups, .. } => follow_ups,
            Self::InStage { .. } | Self::Tagged { .. } | Self::Untagged { .. } => &[],
        }
    }

    /// The assignments that ended.
    pub fn ended(&self) -> &[AssignmentId] {
        match self {
            Self::Assigned { ended, .. } => ended,
            _ => &[],
        }
    }

    /// The assignment that began.
    pub fn made(&self) -> Option<AssignmentId> {
        match self {
            Self::Assigned { made, .. } => *made,
            _ => None,
        }
    }

    /// Whether taking the change back takes somebody out of the hands of whoever has them, or gives them to others.
    pub fn changes_hands(&self) -> bool {
        matches!(self, Self::Assigned { .. })
    }

    /// Whether it was a record that was closed, so that taking the change back closes it again.
    pub fn was_closed(&self) -> bool {
        matches!(self, Self::InStatus { from, .. } if from.is_closing())
    }

    /// Where they waited for a place.
    pub fn waited(&self) -> &[WaitlistEntryId] {
        match self {
            Self::InStatus { waited, .. } => waited,
            _ => &[],
        }
    }

    pub fn json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}
