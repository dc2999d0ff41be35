//! How somebody wants to hear of things.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::Kind;
use crate::{codes::codes, problem::FieldError, validate::Draft};

/// The way in which one is told. Whatever is told stands in the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NotificationWay))]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// In the inbox alone.
    Inbox,
    /// And by mail at once.
    Mail,
    /// And, if it was not read by then, in the one mail of the next morning.
    Digest,
    /// Not at all.
    Off,
}
codes!(Way: Inbox "inbox", Mail "mail", Digest "digest", Off "off");

impl Kind {
    /// How one is told who has not said how.
    pub fn usual_way(self) -> Way {
        match self {
            Self::RolesChanged | Self::FollowUpsDue | Self::RequestAnswered => Way::Mail,
            // Somebody waits for an answer, and anybody can hand in forms: a mail, and one.
            Self::NewApplication | Self::FollowUpsEscalated | Self::RestrictionReviewDue => Way::Digest,
            _ => Way::Inbox,
        }
    }

    /// What concerns the safety of one's account cannot be turned off, nor put off, and is told outside the account too:
    /// whoever has somebody else's session could silence it otherwise.
    pub fn is_about_safety(self) -> bool {
        self == Self::RolesChanged
    }

    /// How one is told who may have said how.
    pub fn way(self, chosen: Option<Way>) -> Way {
        chosen.filter(|_| !self.is_about_safety()).unwrap_or_else(|| self.usual_way())
    }
}

/// How one is told of one kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NotificationPreference))]
#[serde(deny_unknown_fields)]
pub struct Preference {
    pub kind: Kind,
    pub way: Way,
}

/// How somebody wants to hear of things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NotificationPreferences))]
pub struct Preferences {
    /// Every kind that may concern the reader, as chosen or as usual.
    pub kinds: Vec<Preference>,
    /// Kinds that are always told by mail at once.
    pub always: Vec<Kind>,
    /// No mail before this day, but of what is always told.
    pub quiet_until: Option<NaiveDate>,
}

/// What somebody chooses. Kinds that are not named are told in their usual way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NotificationWish))]
#[serde(deny_unknown_fields, default)]
pub struct Wish {
    #[validate(length(max = 40))]
    pub kinds: Vec<Preference>,
    pub quiet_until: Option<NaiveDate>,
}

impl Draft for Wish {
    fn rules(&self, today: NaiveDate, errors: &mut Vec<FieldError>) {
        let mut seen = BTreeSet::new();
        for (at, one) in self.kinds.iter().enumerate() {
            if !seen.insert(one.kind.code()) {
                errors.push(FieldError::new(format!("/kinds/{at}/kind"), "twice"));
            }
            if one.kind.is_about_safety() && one.way != Way::Mail {
                errors.push(FieldError::new(format!("/kinds/{at}/way"), "always_told"));
            }
        }
        if let Some(day) = self.quiet_until {
            let latest = today.checked_add_months(Months::new(12));
            match day {
                day if day < today => errors.push(FieldError::new("/quiet_until", "in_the_past")),
                day if latest.is_some_and(|latest| day > latest) => {
                    errors.push(FieldError::new("/quiet_until", "later_than_a_year"));
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(wish: Wish) -> Vec<String> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        let found = wish.check(today).err().unwrap_or_default();
        found.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
    }

    #[test]
    fn what_concerns_safety_is_always_told() {
        let wish =
            |way| Wish { kinds: vec![Preference { kind: Kind::RolesChanged, way }], quiet_until: None };
        for way in [Way::Off, Way::Digest, Way::Inbox] {
            assert_eq!(errors(wish(way)), ["/kinds/0/way always_told"]);
            assert_eq!(Kind::RolesChanged.way(Some(way)), Way::Mail);
        }
        assert!(errors(wish(Way::Mail)).is_empty());
    }

    #[test]
    fn who_reviews_is_mailed_about_applications_without_having_said_so() {
        assert_eq!(Kind::NewApplication.way(None), Way::Digest);
        assert_eq!(Kind::NewApplication.way(Some(Way::Inbox)), Way::Inbox);
    }

    #[test]
    fn quiet_is_for_days_to_come() {
        let quiet = |day: &str| Wish { kinds: Vec::new(), quiet_until: day.parse().ok() };
        assert_eq!(errors(quiet("2026-11-01")), ["/quiet_until in_the_past"]);
        assert_eq!(errors(quiet("2028-01-01")), ["/quiet_until later_than_a_year"]);
        assert!(errors(quiet("2026-11-09")).is_empty());
    }
}
