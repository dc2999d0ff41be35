//! What a link is for, and whether it works.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::codes::codes;

/// What a link is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IntakeLinkKind {
    /// Anybody may use it, any number of times: it tells where they came from.
    #[default]
    Public,
    /// One person hands in one form.
    OneTime,
    /// A partner gives it to one person, and sees that the form arrived, and no more.
    Referral,
    /// A partner fills the form in for people.
    Assisted,
}
codes!(IntakeLinkKind: Public "public", OneTime "one_time", Referral "referral", Assisted "assisted");

impl IntakeLinkKind {
    /// Whether it is over once a form came by it.
    pub fn works_once(self) -> bool {
        matches!(self, Self::OneTime | Self::Referral)
    }

    /// Whether it belongs to a partner.
    pub fn has_partner(self) -> bool {
        matches!(self, Self::Referral | Self::Assisted)
    }

    /// Whether the partner is told that a form arrived.
    pub fn tells_partner(self) -> bool {
        self == Self::Referral
    }
}

/// Whether a link works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IntakeLinkState {
    Works,
    /// It works once, and a form came by it.
    Used,
    Expired,
    /// Somebody ended it.
    Ended,
}
codes!(IntakeLinkState: Works "works", Used "used", Expired "expired", Ended "ended");

impl IntakeLinkState {
    /// Of a link on a day.
    pub fn on(day: NaiveDate, is_ended: bool, is_used: bool, expires_on: NaiveDate) -> Self {
        match () {
            () if is_ended => Self::Ended,
            () if is_used => Self::Used,
            () if expires_on < day => Self::Expired,
            () => Self::Works,
        }
    }
}
