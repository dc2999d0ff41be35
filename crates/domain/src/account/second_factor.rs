//! A second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for when it is out of reach.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    role::Role,
    roles::Held,
    validate::{self, Draft},
};

/// So many recovery codes are made at once. Each is good for one sign-in.
pub const RECOVERY_CODES: usize = 10;

/// Whether one of somebody's roles may not do without it: a built-in one that is named, or an own one that says so.
pub fn is_required(held: &Held, required_of: &[Role]) -> bool {
    held.built_in.iter().any(|role| required_of.contains(role))
        || held.own.iter().any(|role| role.second_factor_required)
}

/// Whether signing in takes a code besides the password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactor {
    /// Since when it does; nothing where it does not.
    pub since: Option<DateTime<Utc>>,
    /// Recovery codes that were not used yet.
    pub recovery_codes_left: usize,
    /// One of my roles may not do without.
    pub required: bool,
}

/// The present password, asked for where somebody else at an open session could do harm.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PresentPassword {
    #[validate(length(min = 1, max = 1024))]
    pub current_password: String,
}
impl Draft for PresentPassword {}

/// What an authenticator app needs, shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuthenticatorKey {
    /// The key to type by hand, in base 32.
    pub key: String,
    /// The same as an `otpauth:` address, which opens the app on the device itself.
    pub address: String,
    pub drawing: Drawing,
}

/// The address as a QR code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Drawing {
    /// Its width and height in modules, the quiet zone included.
    pub side: usize,
    /// The dark modules, as the path of an SVG.
    pub path: String,
}

/// Six digits of an authenticator app.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OneTimeCode {
    /// Spaces between the digits do not matter.
    #[validate(length(min = 1, max = 20), custom(function = validate::line))]
    pub code: String,
}
impl Draft for OneTimeCode {}

/// Recovery codes, shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    pub codes: Vec<String>,
}

/// What is kept from the log: each of these opens an account.
macro_rules! secret {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
secret! { PresentPassword AuthenticatorKey Drawing OneTimeCode RecoveryCodes }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_role_of_several_is_enough_to_require_it() {
        let required = [Role::Administrator];
        let held = |roles: &[Role]| Held::from(roles.to_vec());
        assert!(is_required(&held(&[Role::Staff, Role::Administrator]), &required));
        assert!(!is_required(&held(&[Role::Staff]), &required));
        assert!(!is_required(&held(&[Role::Administrator]), &[]));
    }

    #[test]
    fn the_log_gets_no_code() {
        assert_eq!(format!("{:?}", OneTimeCode { code: "123456".into() }), "OneTimeCode(…)");
    }
}
