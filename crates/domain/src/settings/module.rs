//! Parts of Openhall that an organization may do without.

use serde::{Deserialize, Serialize};

use crate::{codes::codes, permission::Permission};

/// A part that can be switched off. What it has written stays, and is there again when it is switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Module {
    /// The public form, and the links to it. Applications that came in before are still reviewed.
    Intake,
    /// The clients by stage.
    Board,
    /// Goals and the service plan.
    Goals,
    /// Changes of many clients at once.
    BulkChanges,
    /// Programs that call the API. Their keys open nothing while this is off.
    ApiKeys,
}
codes!(Module: Intake "intake", Board "board", Goals "goals", BulkChanges "bulk_changes", ApiKeys "api_keys");

impl Module {
    /// What somebody asks for who is signed in, by the address below the API's root.
    pub fn of_staff(path: &str) -> Option<Self> {
        let mut parts = path.trim_start_matches('/').split('/');
        match (parts.next()?, parts.nth(1)) {
            ("board", _) => Some(Self::Board),
            ("goals", _) | ("clients", Some("goals")) => Some(Self::Goals),
            ("bulk-changes", _) => Some(Self::BulkChanges),
            ("api-keys", _) => Some(Self::ApiKeys),
            ("intake" | "intake-links", _) => Some(Self::Intake),
            _ => None,
        }
    }

    /// What somebody may do with this part alone: nothing, while it is off.
    pub fn of_permission(permission: Permission) -> Option<Self> {
        match permission {
            Permission::WriteGoals => Some(Self::Goals),
            Permission::ManageApiKeys => Some(Self::ApiKeys),
            Permission::ManageIntakeLinks => Some(Self::Intake),
            _ => None,
        }
    }

    /// What anybody asks for. What the form offers stays open: the first page says there that it is closed.
    pub fn of_public(path: &str) -> Option<Self> {
        let mut parts = path.trim_start_matches('/').split('/');
        match (parts.next()?, parts.next()) {
            ("intake", Some("draft")) | ("applications", None) => Some(Self::Intake),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_known_by_its_addresses() {
        let of = Module::of_staff;
        assert_eq!(of("/board"), Some(Module::Board));
        assert_eq!(of("/goals/1/steps/2/completion"), Some(Module::Goals));
        assert_eq!(of("/clients/1/goals"), Some(Module::Goals));
        assert_eq!(of("/bulk-changes/1/rows"), Some(Module::BulkChanges));
        assert_eq!(of("/api-keys/1"), Some(Module::ApiKeys));
        assert_eq!([of("/intake/assistance"), of("/intake-links/1")], [Some(Module::Intake); 2]);
        assert_eq!([of("/clients/1/notes"), of("/applications"), of("/"), of("")], [None; 4]);
    }

    #[test]
    fn the_form_closes_and_what_it_would_offer_stays() {
        let of = Module::of_public;
        assert_eq!([of("/intake/draft/documents/1"), of("/applications")], [Some(Module::Intake); 2]);
        assert_eq!([of("/intake/form"), of("/organization"), of("/sessions")], [None; 3]);
    }
}
