//! Links that are mailed: to choose a first password, or a new one instead of one that was forgotten.
//!
//! A link bears a code that only the person's mailbox has. It works once, is over after a while, and a newer one ends it.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    codes::codes,
    validate::{self, Draft},
};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// To somebody who has no password yet.
    Invitation,
    Reset,
}
codes!(LinkKind: Invitation "invitation", Reset "reset");

impl LinkKind {
    /// For how many hours it works.
    pub fn hours(self) -> i64 {
        match self {
            Self::Invitation => 72,
            Self::Reset => 1,
        }
    }
}

/// Whose password was forgotten.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ForgottenPassword {
    #[validate(length(min = 1, max = 254), custom(function = validate::email))]
    pub email: String,
}
impl Draft for ForgottenPassword {}

/// What a link bears after its `#`, where neither a server nor a log sees it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkCode {
    #[validate(length(min = 1, max = 100), custom(function = validate::line))]
    pub code: String,
}
impl Draft for LinkCode {}

/// Whose link it is, for whoever has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkOwner {
    pub kind: LinkKind,
    pub name: String,
    pub email: String,
    /// The shortest password, in characters.
    pub password_length: i32,
}

/// The password that a link is used for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChosenPassword {
    #[validate(length(min = 1, max = 100), custom(function = validate::line))]
    pub code: String,
    /// At least 15 characters, whichever they are, at most 1,024 bytes, and nothing that somebody else would think of.
    #[validate(length(min = 15, max = 1024))]
    pub password: String,
}
impl Draft for ChosenPassword {}

/// What is kept from the log.
macro_rules! secret {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
secret! { ForgottenPassword LinkCode ChosenPassword }

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn an_address_is_looked_at_before_it_is_looked_up() {
        let wrong = |email: &str| ForgottenPassword { email: email.into() }.check(NaiveDate::default()).err();
        assert!(wrong("ada@example.org").is_none());
        for refused in ["", "ada", "ada@example.org,eve@example.org", "ada@example.org\nBcc: eve@example.org"]
        {
            assert!(wrong(refused).is_some(), "{refused}");
        }
    }

    #[test]
    fn the_log_gets_neither_code_nor_password() {
        let chosen = ChosenPassword { code: "abc".into(), password: "def".into() };
        assert_eq!(format!("{chosen:?}"), "ChosenPassword(…)");
    }
}
