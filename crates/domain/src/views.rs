//! Filters of a list that somebody comes back to, under a name of their own.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::{
    codes::codes,
    ids::SavedViewId,
    problem::FieldError,
    validate::{self, Draft},
};

/// How many views of one list somebody may keep: more would not fit beside each other.
pub const MAX_VIEWS: usize = 12;

/// The lists that have views.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ViewedList))]
#[serde(rename_all = "snake_case")]
pub enum List {
    Clients,
    Applications,
    FollowUps,
    Restrictions,
    Changes,
    /// Of all clients.
    Notes,
    Audit,
    Users,
    Programs,
    Board,
    IntakeLinks,
    Jobs,
}
codes!(List: Clients "clients", Applications "applications", FollowUps "follow_ups",
    Restrictions "restrictions", Changes "changes", Notes "notes", Audit "audit", Users "users",
    Programs "programs", Board "board", IntakeLinks "intake_links", Jobs "jobs");

/// A view to keep. One of the same name on the same list is replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ViewDraft {
    pub list: List,
    #[validate(length(min = 1, max = 40), custom(function = validate::line))]
    pub name: String,
    /// The list's query without its question mark and without a place in the list: `status=active&sort=newest`.
    #[validate(length(max = 1000))]
    pub query: String,
}

impl Draft for ViewDraft {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        // It becomes a part of an address again: only what stands in one, percent-encoded.
        let fine = self
            .query
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'#' | b'?' | b'<' | b'>' | b'"'));
        if !fine {
            errors.push(FieldError::new("/query", "code"));
        }
    }
}

/// A view that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedView {
    pub id: SavedViewId,
    pub list: List,
    pub name: String,
    pub query: String,
}

/// Whose views are wanted: always one's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct ViewFilter {
    /// Of every list when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<List>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_what_stands_in_an_address() {
        let code = |query: &str| {
            let view = ViewDraft { list: List::Clients, name: "Mine".into(), query: query.into() };
            view.check(NaiveDate::default()).err().map(|errors| errors[0].code.clone())
        };
        assert_eq!((code("status=active&q=Mar%C3%ADa"), code("")), (None, None));
        for wrong in ["status=a b", "q=María", "?q=x", "q=x#top"] {
            assert_eq!(code(wrong).as_deref(), Some("code"), "{wrong}");
        }
    }
}
