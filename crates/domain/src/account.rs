//! One's own account: what one signs in with.

mod links;
mod second_factor;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

pub use links::{ChosenPassword, ForgottenPassword, LinkCode, LinkKind, LinkOwner};
pub use second_factor::{
    AuthenticatorKey, Drawing, OneTimeCode, PresentPassword, RECOVERY_CODES, RecoveryCodes, SecondFactor,
    is_required,
};

use crate::{problem::FieldError, validate::Draft};

/// The shortest password, in characters (NIST SP 800-63B-4, where it is all there is).
pub const SHORTEST_PASSWORD: u64 = 15;

/// A new password instead of the one that one has.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The one that one has.
    #[validate(length(min = 1, max = 1024))]
    pub current_password: String,
    /// The new one: at least 15 characters, whichever they are, at most 1,024 bytes, and nothing that somebody else
    /// would think of.
    #[validate(length(min = 15, max = 1024))]
    pub password: String,
}

impl Draft for PasswordChange {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if !self.password.is_empty() && self.password == self.current_password {
            errors.push(FieldError::new("/password", "same_password"));
        }
    }
}

impl std::fmt::Debug for PasswordChange {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("PasswordChange(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(current: &str, new: &str) -> Vec<String> {
        let change = PasswordChange { current_password: current.into(), password: new.into() };
        let errors = change.check(NaiveDate::default()).err().unwrap_or_default();
        errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
    }

    #[test]
    fn a_new_password_is_long_and_another_one() {
        assert_eq!(wrong("x", "quiet otter borrows lanterns"), Vec::<String>::new());
        assert_eq!(wrong("", "quiet"), ["/current_password required", "/password too_short"]);
        assert_eq!(wrong("quiet otter borrows", "quiet otter borrows"), ["/password same_password"]);
        assert_eq!(wrong("x", ""), ["/password required"]);
    }

    #[test]
    fn the_limit_in_the_check_is_the_one_that_is_told() {
        let at = |length: u64| wrong("x", &"é".repeat(usize::try_from(length).unwrap()));
        assert_eq!(at(SHORTEST_PASSWORD), Vec::<String>::new());
        assert_eq!(at(SHORTEST_PASSWORD - 1), ["/password too_short"]);
    }
}
