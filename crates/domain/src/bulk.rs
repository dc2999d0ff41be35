//! One change of many clients: which, what would become of each, and what has.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use validator::Validate;

use crate::{
    actor::Actor,
    assignments::{AssignmentDraft, Ending},
    changes::{Edit, Verdict},
    clients::{ClientFilter, ClientPatch, Stage, StageMove, Status},
    codes::codes,
    follow_ups::{HandedOver, Handover, Leaving},
    ids::{AssignmentId, BulkId, ClientId, UserId},
    patch::Patch,
    problem::FieldError,
    validate::Draft,
};

/// The most clients that one change may name.
pub const MOST: usize = 5_000;
/// So many are changed while one waits; more go to the queue.
pub const AT_ONCE: usize = 300;
/// So many are changed in one transaction.
pub const PIECE: i64 = 500;
/// How many hours one has to take it back.
pub const UNDO_HOURS: i64 = 24;

/// What is to be done with each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// A client as somebody saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Seen {
    pub id: ClientId,
    pub version: i32,
}

/// What is to be done, and with whom: with those who are named, or with all who fit a filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BulkDraft {
    pub action: Action,
    /// At most 5,000.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[validate(length(max = 5000))]
    pub clients: Vec<Seen>,
    /// The filter of the list of clients, as it stands there; order, limit and cursor are of no account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>, example = json!({ "status": ["active"] })))]
    pub filter: Option<ClientFilter>,
}

impl Draft for BulkDraft {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        match (self.clients.is_empty(), &self.filter) {
            (true, None) => errors.push(FieldError::new("/clients", "required")),
            (false, Some(_)) => errors.push(FieldError::new("/filter", "clients_or_filter")),
            _ => {}
        }
        match self.action {
            Action::SetStatus { status: Status::Merged } => {
                errors.push(FieldError::new("/action/status", "set_by_merge"));
            }
            Action::Reassign { from: Some(from), user_id } if from == user_id => {
                errors.push(FieldError::new("/action/user_id", "same_person"));
            }
            _ => {}
        }
    }
}

/// What the change needs to know of a client at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub version: i32,
    pub status: Status,
    pub stage: Stage,
    /// Who works with the client now.
    pub assigned: Vec<(AssignmentId, UserId)>,
    /// Kept from all services at present.
    pub restricted: bool,
}

/// Why a client is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = BulkReason))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Out of sight, or there is no such client.
    OutOfSight,
    /// Somebody changed the record since it was seen.
    Stale,
    /// It is so already, or there is nothing to end.
    AlreadySo,
    /// The record was joined into another one.
    Merged,
    /// A restriction from all services is in force: whoever moves the client on looks at the record first.
    Restricted,
    /// Whoever began it may not do it any more.
    NotAllowed,
    /// It has moved since, so it is not taken back.
    Moved,
    /// Open follow-ups would be left behind: nobody said where they go, or who is to have them does not see the client.
    FollowUpsLeft,
}
codes!(Reason: OutOfSight "out_of_sight", Stale "stale", AlreadySo "already_so", Merged "merged",
    Restricted "restricted", NotAllowed "not_allowed", Moved "moved", FollowUpsLeft "follow_ups_left");

/// What would become of a client, or has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = BulkOutcome))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is still to be done.
    Ready,
    Changed,
    /// It waits for somebody else's review.
    Proposed,
    Refused,
}
codes!(Outcome: Ready "ready", Changed "changed", Proposed "proposed", Refused "refused");

/// How far the change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = BulkState))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nothing was done yet: it is there to be looked at.
    Planned,
    Running,
    Done,
}
codes!(State: Planned "planned", Running "running", Done "done");

impl Action {
    /// What would be done with one client, as the edits that a person would make by hand.
    pub fn edits(self, client: ClientId, standing: &Standing, follow_ups: Option<&Handover>) -> Vec<Edit> {
        let follow_ups = follow_ups.cloned();
        let assign = |user_id| Edit::AssignStaff { client, draft: AssignmentDraft { user_id } };
        let is_assigned = |user: UserId| standing.assigned.iter().any(|(_, one)| *one == user);
        let ending = Ending { follow_ups: follow_ups.clone() };
        let end = |id| Edit::EndAssignment { client, id, ending: ending.clone() };
        let ending = self.ending(standing).into_iter().map(end);
        match self {
            Self::Assign { user_id } | Self::Reassign { user_id, .. } if is_assigned(user_id) => {
                ending.collect()
            }
            Self::Assign { user_id } => vec![assign(user_id)],
            // Whoever takes over comes first: follow-ups go to somebody who sees the client.
            Self::Reassign { user_id, .. } => [assign(user_id)].into_iter().chain(ending).collect(),
            Self::EndAssignment { .. } => ending.collect(),
            Self::SetStage { stage } => vec![Edit::MoveStage { client, to: StageMove { stage } }],
            Self::SetStatus { status } => {
                let follow_ups = follow_ups.filter(|_| status.is_closing());
                let patch = ClientPatch { status: Patch::Set(status), follow_ups, ..ClientPatch::default() };
                vec![Edit::UpdateClient { id: client, patch }]
            }
        }
    }

    /// The assignments that would end.
    pub fn ending(self, standing: &Standing) -> Vec<AssignmentId> {
        let ends = |user: UserId| match self {
            Self::EndAssignment { user_id } => user == user_id,
            Self::Reassign { from: Some(from), .. } => user == from,
            Self::Reassign { from: None, user_id } => user != user_id,
            _ => false,
        };
        standing.assigned.iter().filter(|(_, user)| ends(*user)).map(|(id, _)| *id).collect()
    }

    /// What becomes of it in the hands of an actor; the same as of the edits that it stands for.
    pub fn verdict(self, actor: &Actor) -> Verdict {
        let nobody = ClientId::from(uuid::Uuid::nil());
        let edit = match self {
            Self::EndAssignment { .. } => {
                let id = AssignmentId::from(uuid::Uuid::nil());
                Edit::EndAssignment { client: nobody, id, ending: Ending::default() }
            }
            Self::Assign { user_id } | Self::Reassign { user_id, .. } => {
                Edit::AssignStaff { client: nobody, draft: AssignmentDraft { user_id } }
            }
            Self::SetStage { stage } => Edit::MoveStage { client: nobody, to: StageMove { stage } },
            Self::SetStatus { status } => {
                let patch = ClientPatch { status: Patch::Set(status), ..ClientPatch::default() };
                Edit::UpdateClient { id: nobody, patch }
            }
        };
        edit.verdict(actor)
    }

    /// Whose open follow-ups it would leave behind.
    pub fn leaving(self) -> Option<Leaving> {
        match self {
            Self::EndAssignment { user_id } | Self::Reassign { from: Some(user_id), .. } => {
                Some(Leaving::Person(user_id))
            }
            Self::Reassign { from: None, user_id } => Some(Leaving::AllBut(user_id)),
            Self::SetStatus { status } if status.is_closing() => Some(Leaving::Everybody),
            _ => None,
        }
    }

    /// Whoever is to take them over.
    pub fn assignee(self) -> Option<UserId> {
        match self {
            Self::Assign { user_id } | Self::Reassign { user_id, .. } => Some(user_id),
            _ => None,
        }
    }

    /// Why a client is left out, if it is. `seen` is the version that was looked at; `now` what is in sight now.
    pub fn weigh(self, seen: i32, now: Option<&Standing>) -> Result<(), Reason> {
        let Some(now) = now else { return Err(Reason::OutOfSight) };
        let moves_on = matches!(self, Self::SetStage { .. } | Self::SetStatus { status: Status::Active });
        match () {
            () if now.version != seen => Err(Reason::Stale),
            () if now.status == Status::Merged => Err(Reason::Merged),
            () if self.is_so(now) => Err(Reason::AlreadySo),
            () if moves_on && now.restricted => Err(Reason::Restricted),
            () => Ok(()),
        }
    }

    fn is_so(self, now: &Standing) -> bool {
        let has = |user: UserId| now.assigned.iter().any(|(_, one)| *one == user);
        match self {
            Self::Assign { user_id } => has(user_id),
            // From somebody who does not have the client there is nothing to take over.
            Self::Reassign { from: Some(from), .. } => !has(from),
            Self::Reassign { from: None, user_id } => has(user_id) && now.assigned.len() == 1,
            Self::EndAssignment { user_id } => !has(user_id),
            Self::SetStatus { status } => now.status == status,
            Self::SetStage { stage } => now.stage == stage,
        }
    }
}

/// A change of many clients. Only who made it sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bulk {
    pub id: BulkId,
    pub action: Action,
    pub state: State,
    /// Who made it may only propose: somebody else decides on each.
    pub proposes: bool,
    pub made_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub counts: Counts,
    /// The change that this one takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<BulkId>,
    /// It may be taken back now.
    pub can_undo: bool,
    /// How many open follow-ups somebody would leave behind, as counted when it was planned.
    #[serde(default)]
    pub left_behind: i64,
    /// Where they go, once that was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<Handover>,
}

/// What is decided when a plan is run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct BulkRun {
    /// Where the follow-ups go that would be left behind. Whoever takes the clients over has them where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<Handover>,
}

impl Draft for BulkRun {
    fn rules(&self, _today: NaiveDate, errors: &mut Vec<FieldError>) {
        if let Some(handover) = &self.follow_ups {
            handover.check(errors);
        }
    }
}

/// How many clients it is about, and what becomes of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = BulkCounts))]
pub struct Counts {
    pub total: u64,
    pub ready: u64,
    pub changed: u64,
    pub proposed: u64,
    pub refused: u64,
    /// Those who are left out, by reason.
    pub reasons: BTreeMap<String, u64>,
}

impl Counts {
    /// Counts so many more of an outcome.
    pub fn add(&mut self, outcome: Outcome, reason: Option<Reason>, n: u64) {
        self.total += n;
        match outcome {
            Outcome::Ready => self.ready += n,
            Outcome::Changed => self.changed += n,
            Outcome::Proposed => self.proposed += n,
            Outcome::Refused => self.refused += n,
        }
        if let Some(reason) = reason {
            *self.reasons.entry(reason.code().to_owned()).or_default() += n;
        }
    }
}

/// What becomes of one client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkRow {
    pub client_id: ClientId,
    /// Absent where the client is out of sight.
    pub client_name: Option<String>,
    pub outcome: Outcome,
    pub reason: Option<Reason>,
}

/// Which clients of a change are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct BulkRowFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub outcome: Option<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Which of the follow-ups that would be left behind are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, default)]
pub struct LeftBehindFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What a row keeps of before, for taking it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "was", rename_all = "snake_case")]
pub enum Was {
    /// Assignments that ended, and the one that began.
    Assigned {
        ended: Vec<AssignmentId>,
        made: Option<AssignmentId>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        follow_ups: Vec<HandedOver>,
    },
    InStatus {
        from: Status,
        to: Status,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        follow_ups: Vec<HandedOver>,
    },
    InStage {
        stage: Stage,
        since: DateTime<Utc>,
        step: uuid::Uuid,
    },
}

impl Was {
    /// The same, with the follow-ups that were handed over.
    pub fn with(mut self, handed_over: Vec<HandedOver>) -> Self {
        if let Self::Assigned { follow_ups, .. } | Self::InStatus { follow_ups, .. } = &mut self {
            *follow_ups = handed_over;
        }
        self
    }

    pub fn handed_over(&self) -> &[HandedOver] {
        match self {
            Self::Assigned { follow_ups, .. } | Self::InStatus { follow_ups, .. } => follow_ups,
            Self::InStage { .. } => &[],
        }
    }

    pub fn json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
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
        Standing { version: 3, status: Status::Active, stage: Stage::Intake, assigned, restricted: false }
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
    fn clients_or_a_filter_and_not_both() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        let action = Action::SetStatus { status: Status::Merged };
        let draft = BulkDraft { action, clients: Vec::new(), filter: None };
        let codes: Vec<String> = draft.check(today).unwrap_err().into_iter().map(|e| e.code).collect();
        assert_eq!(codes, ["set_by_merge", "required"]);
        let seen = Seen { id: ClientId::from(Uuid::nil()), version: 1 };
        let filter = Some(ClientFilter::default());
        let both = BulkDraft { clients: vec![seen], filter, action: Action::Assign { user_id: user(1) } };
        assert_eq!(both.check(today).unwrap_err()[0].code, "clients_or_filter");
    }
}
