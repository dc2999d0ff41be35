//! The canonical records: clients, their demographics, assignments, restrictions and enrollments, programs and departments.
//!
//! They are written here alone, and here has one door for edits: [`crate::changes`], which decides whether an
//! edit is applied or proposed. Approving a proposal runs the same [`apply`].

mod assignments;
pub(crate) mod bulk;
mod clients;
pub(crate) mod codes;
mod custom_fields;
mod demographics;
mod departments;
mod enrollments;
mod erasing;
mod programs;
mod restrictions;

use domain::{
    assignments::Assignment,
    changes::Edit,
    clients::{Client, ClientDraft},
    custom_fields::ClientFields,
    demographics::Demographics,
    departments::Department,
    enrollments::Enrollment,
    erasures::Erasure,
    ids::{ApplicationId, ClientId},
    programs::{Capacity, ProgramDetail},
    restrictions::Restriction,
};
use serde_json::{Map, Value};
use uuid::Uuid;

use self::clients::NewClient;
pub(crate) use self::clients::list_rows;
pub(crate) use self::enrollments::gate::{client_to_enroll, hold, once, place_for};
use crate::{
    StoreError, StoreResult,
    ssn::Incoming,
    tx::{ReadTx, WriteTx},
    users::caseworker_name,
};

/// The record as it stands after an edit.
#[derive(Clone, Debug, PartialEq)]
pub enum Applied {
    Client(Client),
    Demographics(Demographics),
    ClientFields(ClientFields),
    Assignment(Assignment),
    Restriction(Restriction),
    Enrollment(Enrollment),
    Program(ProgramDetail),
    Capacity(Capacity),
    Department(Department),
    Erasure(Erasure),
    /// It is not there any more.
    Removed,
}

/// What an edit is about, and what stands now in the fields that it touches.
pub(crate) struct Target {
    pub entity_id: Option<Uuid>,
    pub client: Option<ClientId>,
    pub version: Option<i32>,
    /// By field name.
    pub current: Map<String, Value>,
}

impl Target {
    /// Of what does not exist yet.
    fn nothing_yet() -> Self {
        Self { entity_id: None, client: None, version: None, current: Map::new() }
    }
}

/// Finds what an edit is about, in the actor's sight. `ssn` is what was taken out of the edit.
pub(crate) fn target(tx: &mut ReadTx, edit: &Edit, ssn: Option<&Incoming>) -> StoreResult<Target> {
    match edit {
        Edit::CreateClient { .. } => Ok(Target::nothing_yet()),
        Edit::UpdateClient { id, patch } => clients::target(tx, *id, patch, ssn),
        Edit::SetPhoto { client, .. } => clients::target_photo(tx, *client),
        Edit::MoveStage { client, .. } => clients::target_stage(tx, *client),
        Edit::AnswerDemographics { client, answers } => demographics::target(tx, *client, answers),
        Edit::SetFields { client, fields } => custom_fields::target(tx, *client, fields),
        Edit::AssignStaff { client, .. } | Edit::AddRestriction { client, .. } => {
            clients::target_whole(tx, *client)
        }
        Edit::EndAssignment { client, id, .. } => assignments::target(tx, *client, *id),
        Edit::AmendRestriction { id, patch } => restrictions::target(tx, *id, patch),
        Edit::LiftRestriction { id, .. } => restrictions::target_lifting(tx, *id),
        Edit::Enroll { client, .. } => clients::target_whole(tx, *client),
        Edit::Discharge { id, .. } | Edit::Transfer { id, .. } => enrollments::target_ending(tx, *id),
        Edit::CorrectEnrollment { id, patch } => enrollments::target(tx, *id, patch),
        Edit::EraseClient { client, .. } => erasing::target(tx, *client),
        Edit::CreateProgram { .. } | Edit::CreateDepartment { .. } => Ok(Target::nothing_yet()),
        Edit::UpdateProgram { id, patch } => programs::target(tx, *id, patch),
        Edit::RemoveProgram { id } => programs::target_whole(tx, *id),
        Edit::SetCapacity { program, draft } => programs::target_day(tx, *program, draft.effective_from),
        Edit::RemoveCapacity { program, id } => programs::target_capacity(tx, *program, *id),
        Edit::UpdateDepartment { id, patch } => departments::target(tx, *id, patch),
        Edit::RemoveDepartment { id } => departments::target_whole(tx, *id),
    }
}

/// Applies an edit. `seen` is the version that the writer read, or whose fields were compared with a proposal's base.
/// `ssn` comes along sealed for the change's row.
pub(crate) fn apply(
    tx: &mut WriteTx,
    edit: &Edit,
    seen: Option<i32>,
    ssn: Option<&Incoming>,
) -> StoreResult<Applied> {
    Ok(match edit {
        Edit::CreateClient { draft } => Applied::Client(create(tx, draft, ssn)?),
        Edit::UpdateClient { id, patch } => Applied::Client(clients::update(tx, *id, patch, seen, ssn)?),
        Edit::SetPhoto { client, photo } => Applied::Client(clients::set_photo(tx, *client, *photo, seen)?),
        Edit::MoveStage { client, to } => Applied::Client(clients::move_stage(tx, *client, to.stage, seen)?),
        Edit::AnswerDemographics { client, answers } => {
            Applied::Demographics(demographics::answer(tx, *client, answers, seen)?)
        }
        Edit::SetFields { client, fields } => {
            Applied::ClientFields(custom_fields::set(tx, *client, fields, seen)?)
        }
        Edit::AssignStaff { client, draft } => {
            Applied::Assignment(assignments::assign(tx, *client, draft.user_id)?)
        }
        Edit::EndAssignment { client, id, ending } => {
            Applied::Assignment(assignments::end(tx, *client, *id, ending)?)
        }
        Edit::AddRestriction { client, draft } => {
            Applied::Restriction(restrictions::add(tx, *client, draft)?)
        }
        Edit::AmendRestriction { id, patch } => {
            Applied::Restriction(restrictions::amend(tx, *id, patch, seen)?)
        }
        Edit::LiftRestriction { id, lifting } => {
            Applied::Restriction(restrictions::lift(tx, *id, lifting, seen)?)
        }
        Edit::Enroll { client, draft } => Applied::Enrollment(enrollments::enroll(tx, *client, draft)?),
        Edit::Discharge { id, draft } => Applied::Enrollment(enrollments::discharge(tx, *id, draft, seen)?),
        Edit::Transfer { id, draft } => Applied::Enrollment(enrollments::transfer(tx, *id, draft, seen)?),
        Edit::CorrectEnrollment { id, patch } => {
            Applied::Enrollment(enrollments::correct(tx, *id, patch, seen)?)
        }
        Edit::EraseClient { client, draft } => {
            Applied::Erasure(erasing::erase(tx, *client, &draft.reason, seen)?)
        }
        Edit::CreateProgram { draft } => Applied::Program(crate::programs::add(tx, draft)?),
        Edit::UpdateProgram { id, patch } => {
            Applied::Program(crate::programs::amend(tx, *id, known(seen)?, patch)?)
        }
        Edit::RemoveProgram { id } => {
            crate::programs::remove(tx, *id, known(seen)?)?;
            Applied::Removed
        }
        Edit::SetCapacity { program, draft } => {
            Applied::Capacity(crate::programs::capacity::set(tx, *program, draft)?)
        }
        Edit::RemoveCapacity { program, id } => {
            crate::programs::capacity::remove(tx, *program, *id)?;
            Applied::Removed
        }
        Edit::CreateDepartment { draft } => Applied::Department(crate::departments::add(tx, draft)?),
        Edit::UpdateDepartment { id, patch } => {
            Applied::Department(crate::departments::amend(tx, *id, known(seen)?, patch)?)
        }
        Edit::RemoveDepartment { id } => {
            crate::departments::remove(tx, *id, known(seen)?)?;
            Applied::Removed
        }
    })
}

/// Makes a client. Whoever sees a caseload alone gets the client onto it: otherwise the new record would be out of
/// sight at once.
fn create(tx: &mut WriteTx, draft: &ClientDraft, ssn: Option<&Incoming>) -> StoreResult<Client> {
    let worker = if tx.actor().sight.everyone { None } else { Some(tx.user()?) };
    clients::create(tx, NewClient { draft, ssn, application: None, worker })
}

/// Makes the client whom an accepted application is about, assigned to whoever accepts it where they see clients: of one
/// who sees none nobody would know that the client is theirs.
pub(crate) fn accept(
    tx: &mut WriteTx,
    draft: &ClientDraft,
    ssn: Option<&Incoming>,
    application: ApplicationId,
) -> StoreResult<Client> {
    let me = tx.user()?;
    let worker = caseworker_name(tx, me)?.map(|_| me);
    clients::create(tx, NewClient { draft, ssn, application: Some(application), worker })
}

/// The version that the writer read, where a record is only written in a version that is known.
fn known(seen: Option<i32>) -> StoreResult<i32> {
    seen.ok_or(StoreError::Stale)
}

/// Refuses a writer who read an older version.
pub(crate) fn unchanged(seen: Option<i32>, version: i32) -> StoreResult<()> {
    if seen.is_none_or(|seen| seen == version) { Ok(()) } else { Err(StoreError::Stale) }
}

/// The fields of a record that a patch touches, as JSON.
pub(crate) fn touched(
    record: &impl serde::Serialize,
    patch: &impl serde::Serialize,
) -> StoreResult<Map<String, Value>> {
    let record = serde_json::to_value(record)?;
    let Value::Object(patch) = serde_json::to_value(patch)? else { return Ok(Map::new()) };
    let now = |field: String| {
        let value = record.get(&field).cloned().unwrap_or_default();
        (field, value)
    };
    Ok(patch.into_iter().map(|(field, _)| now(field)).collect())
}
