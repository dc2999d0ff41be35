//! What becomes of open follow-ups when whoever has them leaves a client, or the client leaves.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{FollowUpId, UserId},
    problem::FieldError,
    validate,
};

/// Where they go. It is decided for all of them at once, with what makes them homeless.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Handover {
    /// A colleague has them from now on.
    To(UserId),
    /// Nobody does them any more, for this reason.
    EndedBecause(String),
}

impl Handover {
    pub fn check(&self, errors: &mut Vec<FieldError>) {
        let Self::EndedBecause(why) = self else { return };
        let pointer = "/follow_ups/ended_because";
        match why.chars().count() {
            _ if validate::paragraph(why).is_err() => {
                errors.push(FieldError::new(pointer, "invisible_characters"));
            }
            0..5 => errors.push(FieldError::new(pointer, "too_short").with("min", 5)),
            501.. => errors.push(FieldError::new(pointer, "too_long").with("max", 500)),
            _ => {}
        }
    }

    pub fn recipient(&self) -> Option<UserId> {
        match self {
            Self::To(user) => Some(*user),
            Self::EndedBecause(_) => None,
        }
    }
}

/// Whose open follow-ups with a client are left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    Person(UserId),
    /// Everybody who works with the client, but this one.
    AllBut(UserId),
    /// The client leaves.
    Everybody,
}

/// A follow-up before it was handed over, for taking that back: it goes back as long as nobody touched it since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    pub id: FollowUpId,
    pub from: UserId,
    /// The version that handing over made.
    pub version: i32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ending_them_takes_a_reason() {
        let codes = |why: &str| {
            let mut errors = Vec::new();
            Handover::EndedBecause(why.into()).check(&mut errors);
            errors.into_iter().map(|error| error.code).collect::<Vec<_>>()
        };
        assert_eq!(codes("no"), ["too_short"]);
        assert_eq!(codes(&"x".repeat(501)), ["too_long"]);
        assert!(codes("Moved to another county").is_empty());
    }
}
