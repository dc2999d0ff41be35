//! Clients who may be the person who applied.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::ClientId;

/// Why a record may be the same person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LikenessReason {
    SameSsn,
    SameBirthSimilarName,
    SameEmail,
    SamePhone,
}

/// A client who may be the same person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LikelyClient {
    /// Absent where the record lies outside the reader's sight: then only that it exists is told.
    pub client: Option<LikelyClientCard>,
    pub reasons: Vec<LikenessReason>,
    /// 0 to 100: how alike the names are.
    pub name_likeness: u8,
}

/// What is shown of a client beside an application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LikelyClientCard {
    pub id: ClientId,
    pub name: String,
    pub date_of_birth: Option<NaiveDate>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub restricted: bool,
}
