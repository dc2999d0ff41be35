//! What is done with each client: the edits that it stands for, who may do it, and whom it leaves out.

use serde::{Deserialize, Serialize};

use super::{Reason, Standing};
use crate::{
    actor::Actor,
    assignments::{AssignmentDraft, Ending},
    changes::{Edit, Verdict},
    clients::{ClientPatch, MOST_TAGS, Stage, StageMove, Status, with_tag, without_tag},
    follow_ups::{Handover, Leaving},
    ids::{AssignmentId, ClientId, UserId},
    patch::Patch,
    permission::Permission,
};

/// What is to be done with each of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = BulkAction))]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Somebody works with them too.
    Assign {
        user_id: UserId,
    },
    /// Somebody takes them over from a colleague, or from whoever has them now.
    Reassign {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<UserId>,
        user_id: UserId,
    },
    /// A colleague does not work with them any more.
    EndAssignment {
        user_id: UserId,
    },
    SetStatus {
        status: Status,
    },
    SetStage {
        stage: Stage,
    },
    /// They get a tag that the organization has.
    AddTag {
        tag: String,
    },
    /// A tag is taken away from them.
    RemoveTag {
        tag: String,
    },
}

impl Action {
    /// What would be done with one client, as the edits that a person would make by hand.
    pub fn edits(&self, client: ClientId, standing: &Standing, follow_ups: Option<&Handover>) -> Vec<Edit> {
        let follow_ups = follow_ups.cloned();
        let assign = |user_id| Edit::AssignStaff { client, draft: AssignmentDraft { user_id } };
        let is_assigned = |user: UserId| standing.assigned.iter().any(|(_, one)| *one == user);
        let ending = Ending { follow_ups: follow_ups.clone() };
        let end = |id| Edit::EndAssignment { client, id, ending: ending.clone() };
        let ending = self.ending(standing).into_iter().map(end);
        match self {
            Self::Assign { user_id } | Self::Reassign { user_id, .. } if is_assigned(*user_id) => {
                ending.collect()
            }
            Self::Assign { user_id } => vec![assign(*user_id)],
            // Whoever takes over comes first: follow-ups go to somebody who sees the client.
            Self::Reassign { user_id, .. } => [assign(*user_id)].into_iter().chain(ending).collect(),
            Self::EndAssignment { .. } => ending.collect(),
            Self::SetStage { stage } => vec![Edit::MoveStage { client, to: StageMove { stage: *stage } }],
            Self::SetStatus { status } => {
                let follow_ups = follow_ups.filter(|_| status.is_closing());
                let patch = ClientPatch { status: Patch::Set(*status), follow_ups, ..ClientPatch::default() };
                vec![Edit::UpdateClient { id: client, patch }]
            }
            Self::AddTag { tag } => vec![retagged(client, with_tag(&standing.tags, tag))],
            Self::RemoveTag { tag } => vec![retagged(client, without_tag(&standing.tags, tag))],
        }
    }

    /// The assignments that would end.
    pub fn ending(&self, standing: &Standing) -> Vec<AssignmentId> {
        let ends = |user: UserId| match self {
            Self::EndAssignment { user_id } => user == *user_id,
            Self::Reassign { from: Some(from), .. } => user == *from,
            Self::Reassign { from: None, user_id } => user != *user_id,
            _ => false,
        };
        standing.assigned.iter().filter(|(_, user)| ends(*user)).map(|(id, _)| *id).collect()
    }

    /// What becomes of it in the hands of an actor; the same as of the edits that it stands for.
    pub fn verdict(&self, actor: &Actor) -> Verdict {
        // Whom it leaves out as being so already tells status, stage, tags and staff, and one does not overwrite what one
        // does not see.
        if !actor.may(Permission::SeeClientDetails) {
            return Verdict::Refuse;
        }
        let nobody = ClientId::from(uuid::Uuid::nil());
        let edit = match self {
            Self::EndAssignment { .. } => {
                let id = AssignmentId::from(uuid::Uuid::nil());
                Edit::EndAssignment { client: nobody, id, ending: Ending::default() }
            }
            Self::Assign { user_id } | Self::Reassign { user_id, .. } => {
                Edit::AssignStaff { client: nobody, draft: AssignmentDraft { user_id: *user_id } }
            }
            Self::SetStage { stage } => Edit::MoveStage { client: nobody, to: StageMove { stage: *stage } },
            Self::SetStatus { status } => {
                let patch = ClientPatch { status: Patch::Set(*status), ..ClientPatch::default() };
                Edit::UpdateClient { id: nobody, patch }
            }
            Self::AddTag { .. } | Self::RemoveTag { .. } => retagged(nobody, Vec::new()),
        };
        edit.verdict(actor)
    }

    /// Whose open follow-ups it would leave behind.
    pub fn leaving(&self) -> Option<Leaving> {
        match self {
            Self::EndAssignment { user_id } | Self::Reassign { from: Some(user_id), .. } => {
                Some(Leaving::Person(*user_id))
            }
            Self::Reassign { from: None, user_id } => Some(Leaving::AllBut(*user_id)),
            Self::SetStatus { status } if status.is_closing() => Some(Leaving::Everybody),
            _ => None,
        }
    }

    /// Whoever is to take them over.
    pub fn assignee(&self) -> Option<UserId> {
        match self {
            Self::Assign { user_id } | Self::Reassign { user_id, .. } => Some(*user_id),
            _ => None,
        }
    }

    /// Why a client is left out, if it is. `seen` is the version that was looked at; `now` what is in sight now.
    pub fn weigh(&self, seen: i32, now: Option<&Standing>) -> Result<(), Reason> {
        let Some(now) = now else { return Err(Reason::OutOfSight) };
        let moves_on = matches!(self, Self::SetStage { .. } | Self::SetStatus { status: Status::Active });
        let closes = matches!(self, Self::SetStatus { status } if status.is_closing());
        let adds = matches!(self, Self::AddTag { .. });
        match () {
            () if now.version != seen => Err(Reason::Stale),
            () if now.status == Status::Merged => Err(Reason::Merged),
            () if self.is_so(now) => Err(Reason::AlreadySo),
            () if moves_on && now.restricted => Err(Reason::Restricted),
            () if closes && now.enrolled => Err(Reason::StillEnrolled),
            () if adds && now.tags.len() >= MOST_TAGS => Err(Reason::TooManyTags),
            () => Ok(()),
        }
    }

    fn is_so(&self, now: &Standing) -> bool {
        let has = |user: UserId| now.assigned.iter().any(|(_, one)| *one == user);
        match self {
            Self::Assign { user_id } => has(*user_id),
            // From somebody who does not have the client there is nothing to take over.
            Self::Reassign { from: Some(from), .. } => !has(*from),
            Self::Reassign { from: None, user_id } => has(*user_id) && now.assigned.len() == 1,
            Self::EndAssignment { user_id } => !has(*user_id),
            Self::SetStatus { status } => now.status == *status,
            Self::SetStage { stage } => now.stage == *stage,
            Self::AddTag { tag } => now.tags.contains(tag),
            Self::RemoveTag { tag } => !now.tags.contains(tag),
        }
    }

    /// The tag that it is about.
    pub fn tag(&self) -> Option<&str> {
        match self {
            Self::AddTag { tag } | Self::RemoveTag { tag } => Some(tag),
            _ => None,
        }
    }
}

fn retagged(id: ClientId, tags: Vec<String>) -> Edit {
    Edit::UpdateClient { id, patch: ClientPatch { tags: Patch::Set(tags), ..ClientPatch::default() } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn user(n: u128) -> UserId {
        UserId::from(Uuid::from_u128(n))
    }

    fn standing(users: &[u128]) -> Standing {
        let assigned = users.iter().map(|n| (AssignmentId::from(Uuid::from_u128(100 + n)), user(*n)));
        let assigned = assigned.collect();
        Standing {
            version: 3,
            status: Status::Active,
            stage: Stage::Intake,
            assigned,
            tags: vec!["veteran".into()],
            restricted: false,
            enrolled: false,
        }
    }

    #[test]
    fn who_is_out_of_sight_moved_or_there_already_is_left_out() {
        let assign = Action::Assign { user_id: user(1) };
        assert_eq!(assign.weigh(3, None), Err(Reason::OutOfSight));
        assert_eq!(assign.weigh(2, Some(&standing(&[]))), Err(Reason::Stale));
        assert_eq!(assign.weigh(3, Some(&standing(&[1]))), Err(Reason::AlreadySo));
        assert_eq!(assign.weigh(3, Some(&standing(&[2]))), Ok(()));
    }

    #[test]
    fn a_restricted_client_is_not_moved_on_with_the_crowd_but_may_change_hands() {
        let kept = Standing { restricted: true, ..standing(&[1]) };
        assert_eq!(
            Action::SetStage { stage: Stage::Assessment }.weigh(3, Some(&kept)),
            Err(Reason::Restricted)
        );
        assert_eq!(Action::SetStatus { status: Status::Closed }.weigh(3, Some(&kept)), Ok(()));
        let over = Action::Reassign { from: Some(user(1)), user_id: user(2) };
        assert_eq!(over.weigh(3, Some(&kept)), Ok(()));
    }

    #[test]
    fn whoever_is_in_a_program_is_not_closed_with_the_crowd() {
        let enrolled = Standing { enrolled: true, ..standing(&[]) };
        for (status, expected) in [
            (Status::Closed, Err(Reason::StillEnrolled)),
            (Status::Deceased, Err(Reason::StillEnrolled)),
            (Status::Inactive, Ok(())),
        ] {
            assert_eq!(Action::SetStatus { status }.weigh(3, Some(&enrolled)), expected);
        }
    }

    #[test]
    fn a_reassignment_ends_what_was_and_begins_what_is_not_yet() {
        let from_all = Action::Reassign { from: None, user_id: user(3) };
        assert_eq!(from_all.edits(ClientId::from(Uuid::nil()), &standing(&[1, 2]), None).len(), 3);
        assert_eq!(from_all.edits(ClientId::from(Uuid::nil()), &standing(&[1, 3]), None).len(), 1);
        assert_eq!(from_all.weigh(3, Some(&standing(&[3]))), Err(Reason::AlreadySo));
        let from_one = Action::Reassign { from: Some(user(1)), user_id: user(3) };
        assert_eq!(from_one.ending(&standing(&[1, 2])).len(), 1);
        assert_eq!(from_one.weigh(3, Some(&standing(&[2]))), Err(Reason::AlreadySo));
    }

    #[test]
    fn a_tag_is_added_to_those_who_have_it_not_and_taken_from_those_who_do() {
        let (add, remove) =
            (|tag: &str| Action::AddTag { tag: tag.into() }, Action::RemoveTag { tag: "veteran".into() });
        assert_eq!(add("veteran").weigh(3, Some(&standing(&[]))), Err(Reason::AlreadySo));
        assert_eq!(add("job_fair").weigh(3, Some(&standing(&[]))), Ok(()));
        assert_eq!(remove.weigh(3, Some(&standing(&[]))), Ok(()));
        let all = add("job_fair").edits(ClientId::from(Uuid::nil()), &standing(&[]), None);
        let [Edit::UpdateClient { patch, .. }] = all.as_slice() else { panic!("{all:?}") };
        assert_eq!(patch.tags, Patch::Set(vec!["job_fair".into(), "veteran".into()]));
    }
}
