//! Signing in.

mod device;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

pub use device::Device;

use crate::{
    actor::Me,
    ids::SessionId,
    validate::{self, Draft},
};

/// The longest password, in bytes; longer ones would only cost time.
pub const MAX_PASSWORD: u64 = 1024;

/// Email and password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    #[validate(length(min = 1, max = 254), custom(function = validate::line))]
    pub email: String,
    #[validate(length(min = 1, max = 1024))]
    pub password: String,
}
impl Draft for SignIn {}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("SignIn(…)")
    }
}

/// What comes after the password of somebody who has a second factor. It is no access token: all it is good for is
/// the second step.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Challenge {
    pub challenge: String,
    /// Seconds until the sign-in has to begin anew.
    pub expires_in: i64,
}

/// The second step of signing in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SecondStep {
    /// What the first step gave.
    #[validate(length(min = 1, max = 100))]
    pub challenge: String,
    /// Six digits of the authenticator app, or a recovery code. Spaces and hyphens do not matter.
    #[validate(length(min = 1, max = 40), custom(function = validate::line))]
    pub code: String,
}
impl Draft for SecondStep {}

impl std::fmt::Debug for Challenge {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("Challenge(…)")
    }
}

impl std::fmt::Debug for SecondStep {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("SecondStep(…)")
    }
}

/// What signing in and renewing give. The refresh token comes as a cookie that scripts cannot read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedIn {
    /// For `Authorization: Bearer`. Keep it in memory.
    pub access_token: String,
    /// Seconds until it expires.
    pub expires_in: i64,
    pub me: Me,
}

/// A browser that one is signed in with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenSession {
    pub id: SessionId,
    /// As the browser describes itself, its first 200 characters.
    pub device: String,
    pub created_at: DateTime<Utc>,
    pub last_used_at: DateTime<Utc>,
    /// The one that asks.
    pub current: bool,
}
